"""The index of the search, written from the texts of the services."""

import os
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from content.actions.meanings import (
    LONGEST_TEXT,
    ask_for_meanings,
    computed,
    concept_texts,
    delete_unused_meanings,
    keep_meanings,
    missing,
    new_version,
    note_change,
)
from content.models import Concept, SearchEntry, Service
from content.rules import analysis
from content.rules.finder import texts


@transaction.atomic
def index_service(service_id: int) -> None:
    """Make one service findable as it is now. Unpublished ones leave the index."""
    index_services([service_id])


@transaction.atomic
def index_services(service_ids: Collection[int] | None = None) -> int:
    """Rewrite the entries of these services, or of all. Returns how many are findable.

    They are found by their words from the commit on; by their meaning as soon as a worker has computed it.
    """
    wanted = Service.objects.all() if service_ids is None else Service.objects.filter(pk__in=service_ids)
    services = list(wanted)
    entries = new_entries([service for service in services if service.is_published])
    hidden = {service.pk for service in services} - {entry.service_id for entry in entries}
    SearchEntry.objects.filter(service__in=hidden).delete()
    write_entries(entries)
    ask_for_meanings(text for entry in entries for text in entry.terms["called"])
    return len(entries)


def rebuild_index(*, afresh: bool = False) -> int:
    """Everything anew, with the meanings, and then put in place at once: until then the search answers from the old.

    An entry that was written meanwhile is newer and stays. With `afresh`, every meaning is computed again. All cores
    are used: a worker that computes on the way (write_meanings) takes one.
    """
    versions = dict(SearchEntry.objects.values_list("service", "version"))
    entries = new_entries(list(Service.objects.filter(is_published=True)))
    called = {text for entry in entries for text in entry.terms["called"]} | concept_texts()
    meanings = computed(called if afresh else missing(called), cores=os.cpu_count() or 1)
    with transaction.atomic():
        now = dict(SearchEntry.objects.values_list("service", "version"))
        published = set(Service.objects.filter(is_published=True).values_list("pk", flat=True))
        same = {entry.service_id for entry in entries if now.get(entry.service_id) == versions.get(entry.service_id)}
        SearchEntry.objects.exclude(service__in=published).delete()
        keep_meanings(meanings)
        write_entries([entry for entry in entries if entry.service_id in published & same])
        delete_unused_meanings()
    return len(entries)


def write_entries(entries: Sequence[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["key", "name", "terms", "version"],
    )
    note_change()


def new_entries(services: Sequence[Service]) -> list[SearchEntry]:
    """The entries as the texts are now. Queries: 3."""
    if not services:
        return []
    known, bases = vocabulary(), base_names(services)
    return [new_entry(service, known, bases.get((service.leika_key or "")[:10], "")) for service in services]


def new_entry(service: Service, known: Collection[str], base: str) -> SearchEntry:
    name, key = service.name_de or service.name, (service.leika_key or "")[2:]
    head, tail = texts.split_name(name, base)
    called: list[tuple[str, analysis.Language]] = [
        (service.title_de or "", "de"),
        (service.title_en or "", "en"),
        (service.name_en or "", "en"),
        *synonyms(service),
    ]
    phrases = {text: texts.phrase(text, language, known) for text, language in called if text}
    entry = texts.Entry(
        id=service.pk,
        head=texts.terms(head, "de", known),
        tail=texts.terms(tail, "de", known),
        phrases=tuple(phrase for phrase in phrases.values() if phrase.terms),
        text=texts.unique([texts.terms(text, language) for text, language in long_texts(service)]),
        topic=texts.unique([texts.terms(service.topic, "de", known), *legal_terms(service)]),
        called=tuple(dict.fromkeys(text[:LONGEST_TEXT] for text in [name, *(text for text, _ in called)] if text)),
    )
    return SearchEntry(service=service, key=key, name=name, terms=entry.as_json(), version=new_version())


def synonyms(service: Service) -> Iterable[tuple[str, analysis.Language]]:
    for language in ("de", "en"):
        for line in (getattr(service, f"synonyms_{language}") or "").splitlines():
            yield line, language


def long_texts(service: Service) -> Iterable[tuple[str, analysis.Language]]:
    for language in ("de", "en"):
        for field in ("summary", "description", "documents"):
            yield getattr(service, f"{field}_{language}") or "", language


def legal_terms(service: Service) -> Iterable[texts.Terms]:
    for law in service.legal_basis:
        yield texts.terms(law.get("citation", ""))


def base_names(services: Sequence[Service]) -> dict[str, str]:
    """For the first ten digits of each key, the name of the object without an act."""
    wanted = {service.leika_key[:10] + "0000" for service in services if service.leika_key}
    rows = Service.objects.filter(leika_key__in=wanted).values_list("leika_key", "name_de")
    return {key[:10]: name for key, name in rows}


def vocabulary() -> set[str]:
    """The words and stems of which compounds may consist."""
    names = Service.objects.filter(is_published=True).values_list("name_de", flat=True)
    concepts = Concept.objects.filter(is_active=True).values_list("name", "words")
    known: set[str] = set()
    for text in [*names, *(text for pair in concepts for text in pair)]:
        for written in analysis.written_words(text or ""):
            for word in analysis.words_of(written):
                known |= {word, analysis.stem(word)}
    return known
