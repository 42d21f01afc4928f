"""The search: by words and by meaning, from the process's copy of the index; the rows come from the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
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
    hits = index.ids[found.numbers].tolist()
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
        return ranking.by_words_only(words, MOST_HITS)
    found = ranking.by_both(words.scores, ranking.by_meaning(embedder.query(text), index), MOST_HITS)
    return replace(found, is_unsure=found.is_unsure or words.elsewhere > words.best)


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Services for what was typed so far; the last word may be unfinished. Queries: 2."""
    index = current_index()
    query = reading.read_unfinished(prefix, index)
    found = ranking.ranked(ranking.worded(query, index).scores, limit)
    rows = service_rows(index.ids[found.numbers].tolist())
    return [Suggestion(row.title, row.slug, row.name) for row in rows]


class Facets(NamedTuple):
    """How many of the hits each choice would leave."""

    audiences: dict[str, int]
    life_situations: dict[str, int]
    online: int


class Facts(NamedTuple):
    """What all services can be narrowed by, one line a service in the order of the ids."""

    ids: np.ndarray
    # Number of the audience in AUDIENCES
    audience: np.ndarray
    is_online: np.ndarray
    # A column for each slug
    slugs: list[str]
    has_situation: np.ndarray


AUDIENCES = ("", "citizen", "business", "both")
FACTS = """
SELECT id, audience, is_online, NULL FROM content_service WHERE is_published
UNION ALL
SELECT m.service_id, '', false, l.slug FROM content_service_life_situations m
JOIN content_lifesituation l ON l.id = m.lifesituation_id AND l.is_published
JOIN content_service s ON s.id = m.service_id AND s.is_published
"""
# Only the newest, as it names every service
facts_now: KeptEach[str, Facts] = KeptEach(1)


def read_facts() -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        rows = cursor.fetchall()
    services = sorted(row[:3] for row in rows if row[3] is None)
    line = {pk: number for number, (pk, _, _) in enumerate(services)}
    pairs = [(line[pk], slug) for pk, _, _, slug in rows if slug is not None]
    slugs = sorted({slug for _, slug in pairs})
    has_situation = np.zeros((len(services), len(slugs)), dtype=bool)
    for number, slug in pairs:
        has_situation[number, slugs.index(slug)] = True
    return Facts(
        np.array([pk for pk, _, _ in services], dtype=np.int64),
        np.array([AUDIENCES.index(audience) for _, audience, _ in services], dtype=np.int8),
        np.array([is_online for _, _, is_online in services], dtype=bool),
        slugs,
        has_situation,
    )


def facets(hits: tuple[int, ...]) -> Facets:
    """Counts over all hits of a SearchPage. A service for both audiences counts for each.

    Queries: 1, and none while the public state is the same.
    """
    facts = facts_now.get(["all"], lambda _keys: {"all": read_facts()})["all"]
    wanted = np.fromiter(hits, dtype=np.int64, count=len(hits))
    places = np.searchsorted(facts.ids, wanted)
    lines = places[np.append(facts.ids, 0)[places] == wanted]  # not those that were withdrawn meanwhile
    _, citizen, business, both = np.bincount(facts.audience[lines], minlength=len(AUDIENCES)).tolist()
    by_situation = dict(zip(facts.slugs, facts.has_situation[lines].sum(axis=0).tolist(), strict=True))
    return Facets(
        {"citizen": citizen + both, "business": business + both},
        {slug: count for slug, count in by_situation.items() if count},
        int(np.count_nonzero(facts.is_online[lines])),
    )


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
