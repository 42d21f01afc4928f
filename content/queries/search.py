"""The search: by words and by meaning, from the process's copy of the index; the rows come from the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import connection

from content import meaning
from content.models import Service
from content.queries.index_copy import current_index
from content.queries.result_rows import ServiceRow, service_rows
from content.rules.finder import ranking, reading
from content.rules.finder.index import Index
from content.rules.finder.ranking import Ranked
from content.rules.finder.reading import Query
from portal.place import Place
from portal.public import KeptEach

MOST_HITS = 200


@dataclass(frozen=True)
class Filters:
    """What the visitor narrowed the results to; empty: everything."""

    audience: str = ""
    life_situation: str = ""
    only_online: bool = False

    def __bool__(self) -> bool:
        return bool(self.audience or self.life_situation or self.only_online)


@dataclass(frozen=True)
class SearchPage:
    """A page of results. `corrected` is what was looked for, if a word was not known as typed.

    `is_unsure`: what was found is similar, but may be something else. `hits`: all services found, best first.
    """

    rows: list[ServiceRow] = field(default_factory=list)
    total: int = 0
    corrected: str = ""
    is_unsure: bool = False
    hits: tuple[int, ...] = ()


class Suggestion(NamedTuple):
    """A service that what was typed so far may lead to."""

    title: str
    slug: str
    name: str


def search(
    text: str, *, limit: int = 10, offset: int = 0, place: Place | None = None, filters: Filters | None = None
) -> SearchPage:
    """Services for a query, best first. Queries: 2, 1 more with filters and 2 more with a place, however many rows."""
    index = current_index()
    query = reading.read(text, index)
    found = rank(text, query, index)
    hits = [int(pk) for pk in index.ids[found.numbers]]
    if filters and hits:
        allowed = set(narrowed(hits, filters))
        hits = [pk for pk in hits if pk in allowed]
    shown = hits[offset : offset + limit]
    rows = service_rows(shown, query=query, index=index, place=place)
    total = len(hits) - (len(shown) - len(rows))
    return SearchPage(rows, total, query.corrected, found.is_unsure, tuple(hits))


def rank(text: str, query: Query, index: Index, *, use_meaning: bool = True) -> Ranked:
    """Numbers and scores of the services that fit. The meaning is asked for only where the words leave a doubt."""
    words = ranking.worded(query, index)
    embedder = meaning.embedder() if use_meaning and index.meanings is not None and query.wanted else None
    if embedder is None or words.leads_elsewhere or ranking.is_sure(words.scores, index):
        found = ranking.ranked(words.scores, MOST_HITS)
        return replace(found, is_unsure=found.is_unsure or words.leads_elsewhere)
    return ranking.by_both(words.scores, ranking.by_meaning(embedder.query(text), index), MOST_HITS)


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Services for what was typed so far; the last word may be unfinished. Queries: 2."""
    index = current_index()
    query = reading.read_unfinished(prefix, index)
    found = ranking.ranked(ranking.worded(query, index).scores, limit)
    rows = service_rows([int(pk) for pk in index.ids[found.numbers]], index=index)
    return [Suggestion(row.title, row.slug, row.name) for row in rows]


class Facets(NamedTuple):
    """How many of the hits each choice would leave."""

    audiences: dict[str, int]
    life_situations: dict[str, int]
    online: int


class Facts(NamedTuple):
    """What a service can be found by beside the words."""

    audience: str
    is_online: bool
    life_situations: tuple[str, ...]


FACTS = """
SELECT s.id, s.audience, s.is_online, ARRAY(
  SELECT l.slug::text FROM content_service_life_situations m JOIN content_lifesituation l
  ON l.id = m.lifesituation_id AND l.is_published WHERE m.service_id = s.id)
FROM content_service s WHERE s.id = ANY(%s) AND s.is_published
"""
facts_of: KeptEach[int, Facts] = KeptEach(20_000)


def read_facts(ids: list[int]) -> dict[int, Facts]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [ids])
        return {pk: Facts(audience, is_online, tuple(slugs)) for pk, audience, is_online, slugs in cursor.fetchall()}


def facets(hits: tuple[int, ...]) -> Facets:
    """Counts over all hits of a SearchPage. A service for both audiences counts for each. Queries: 1 at most."""
    known = facts_of.get(hits, read_facts).values()
    audiences = Counter(facts.audience for facts in known)
    situations = Counter(slug for facts in known for slug in facts.life_situations)
    by_audience = {one: audiences[one] + audiences["both"] for one in ("citizen", "business")}
    return Facets(by_audience, dict(situations), sum(facts.is_online for facts in known))


def narrowed(ids: list[int], filters: Filters) -> Iterable[int]:
    """Those of the services that pass the filters. Queries: 1."""
    services = Service.objects.filter(pk__in=ids)
    if filters.audience:
        services = services.filter(audience__in=[filters.audience, "both"])
    if filters.only_online:
        services = services.filter(is_online=True)
    if filters.life_situation:
        services = services.filter(life_situations__slug=filters.life_situation)
    return services.values_list("pk", flat=True)
