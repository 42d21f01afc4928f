"""The words and vectors of the search, written from the texts."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from content.models import SearchWord, Service
from content.rules import analysis
from portal.richtext.rules import plain


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
                yield plain(getattr(service, f"{field}_{language}") or ""), weight, language
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
