"""Verbs of the editors: keep the search index true, load the texts that come with the portal."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection, transaction

from content.models import LifeSituation, SearchWord, Service
from content.reference import ContentRecord, LifeSituationRecord, RuleRecord, Rules, Texts
from content.rules import analysis
from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.models import Area, Organisation, Responsibility, ServiceGroup


class Counts(NamedTuple):
    new: int = 0
    changed: int = 0
    same: int = 0

    def __str__(self) -> str:
        return f"{self.new} neu, {self.changed} geändert, {self.same} gleich"


@transaction.atomic
def save_service(service: Service, *, actor: User, changed: list[str]) -> None:
    """Keep what an editor wrote, make it findable at once, and note who it was."""
    service.save()
    index_service(service.pk)
    audit.record(actor, "service.saved", service, fields=changed)


@transaction.atomic
def index_service(service_id: int) -> None:
    """Make one service findable as it is now. Unpublished ones leave the index."""
    index_services([service_id])


@transaction.atomic
def index_services(service_ids: Collection[int] | None = None) -> int:
    """Rewrite the index of these services, or of all. Returns how many are findable."""
    wanted = Service.objects.all() if service_ids is None else Service.objects.filter(pk__in=service_ids)
    services = list(wanted)
    findable = [service for service in services if service.is_published]
    SearchWord.objects.filter(service__in=services).delete()
    entries = [word for service in findable for word in service_words(service)]
    SearchWord.objects.bulk_create(entries, batch_size=2000)
    known = {part for pair in SearchWord.objects.values_list("word", "stem").distinct() for part in pair}
    ids = [service.pk for service in services]
    vectors = [analysis.vector(texts(service), known) if service.is_published else "" for service in services]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE content_service s SET search = new.vector::tsvector"
            " FROM unnest(%s::bigint[], %s::text[]) AS new(id, vector) WHERE s.id = new.id",
            [ids, vectors],
        )
    return len(findable)


def texts(service: Service) -> Iterable[tuple[str, analysis.Weight, analysis.Language]]:
    """The texts of a service with their weight: A what it is called, B what it is, D the rest."""
    for language in ("de", "en"):
        for weight, fields in (("A", ("name", "title")), ("B", ("summary",)), ("D", ("description", "documents"))):
            for field in fields:
                yield getattr(service, f"{field}_{language}") or "", weight, language
        for line in (getattr(service, f"synonyms_{language}") or "").splitlines():
            yield line, "A", language


def service_words(service: Service) -> list[SearchWord]:
    """One row a word; a word of the name or a synonym counts as name."""
    found: dict[str, SearchWord] = {}
    for text, weight, language in texts(service):
        if weight == "D":
            continue
        for written in analysis.written_words(text):
            for word in analysis.words(written):
                if word not in found and len(word) <= 80:
                    found[word] = SearchWord(
                        service=service,
                        word=word,
                        stem=analysis.stem(word, language),
                        written=written,
                        is_name=weight == "A",
                    )
    return list(found.values())


@transaction.atomic
def load_texts(data: Texts, *, overwrite: bool = False) -> dict[str, Counts]:
    """Create what is missing; with `overwrite`, reset what exists to the files."""
    situations, situation_counts = load_life_situations(data.life_situations, overwrite=overwrite)
    groups = load_groups(data.rules)
    services, service_counts = load_services(data.services, situations, groups, overwrite=overwrite)
    counts = {
        "Lebenslagen": situation_counts,
        "Leistungen": service_counts,
        "Zuständigkeiten": load_rules(data.rules.rules, groups),
    }
    if services or not SearchWord.objects.exists():
        index_services([service.pk for service in services] or None)
    return counts


def load_life_situations(
    records: list[LifeSituationRecord], *, overwrite: bool
) -> tuple[dict[str, LifeSituation], Counts]:
    known = {situation.slug: situation for situation in LifeSituation.objects.all()}
    new = changed = 0
    for position, record in enumerate(records):
        situation = known.get(record.slug) or LifeSituation(slug=record.slug)
        if situation.pk and not overwrite:
            continue
        new, changed = (new, changed + 1) if situation.pk else (new + 1, changed)
        situation.pictogram, situation.position = record.pictogram, position
        for field, value in record.texts.items():
            setattr(situation, field, value)
        situation.save()
        known[record.slug] = situation
    return known, Counts(new, changed, len(records) - new - changed)


def load_groups(rules: Rules) -> dict[str, ServiceGroup]:
    known = {group.slug: group for group in ServiceGroup.objects.all()}
    missing = [ServiceGroup(slug=slug, name=name) for slug, name in rules.groups.items() if slug not in known]
    ServiceGroup.objects.bulk_create(missing)
    return known | {group.slug: group for group in missing}


def load_services(
    records: list[ContentRecord],
    situations: dict[str, LifeSituation],
    groups: dict[str, ServiceGroup],
    *,
    overwrite: bool,
) -> tuple[list[Service], Counts]:
    """The services written, and counts."""
    known = {service.slug: service for service in Service.objects.all()}
    written, new = [], 0
    for record in records:
        service = known.get(record.slug) or Service(slug=record.slug, is_published=True)
        if service.pk and not overwrite:
            continue
        new += service.pk is None
        service.leika_key, service.via_ea, service.legal_basis = record.leika_key, record.via_ea, record.legal_basis
        service.group = groups[record.group]
        for field, value in record.texts.items():
            setattr(service, field, value)
        service.save()
        service.life_situations.set([situations[slug] for slug in record.life_situations])
        written.append(service)
    return written, Counts(new, len(written) - new, len(records) - len(written))


def load_rules(records: list[RuleRecord], groups: dict[str, ServiceGroup]) -> Counts:
    """Add the rules of groups that have no rule for that role yet, so that editors' changes stay."""
    kept = set(Responsibility.objects.filter(group__isnull=False).values_list("group__slug", "role"))
    areas = Area.objects.in_bulk({ars for record in records for ars in record.areas}, field_name="ars")
    organisations = Organisation.objects.in_bulk({r.organisation for r in records if r.organisation}, field_name="slug")
    new = [
        Responsibility(
            group=groups[record.group],
            role=record.role,
            area=areas[ars],
            organisation=organisations.get(record.organisation) if record.organisation else None,
            level=record.level,
            note=record.note,
        )
        for record in records
        for ars in record.areas
        if (record.group, record.role) not in kept
    ]
    Responsibility.objects.bulk_create(new)
    return Counts(len(new), 0, sum(len(record.areas) for record in records) - len(new))
