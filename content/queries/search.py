"""The search: by words and by meaning, from the process's copy of the index; the rows come from the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from content import meaning
from content.models import Service
from content.queries.index_copy import current_index
from content.rules.analysis import Token
from content.rules.finder import ranking, reading
from content.rules.finder.index import Index
from content.rules.finder.ranking import Ranked
from content.rules.finder.reading import Query
from content.rules.why import Why, explain
from portal.place import Place
from portal.public import remembered
from responsibility.models import Area, Role
from responsibility.queries import resolve_many

MOST_HITS = 200


class ServiceRow(NamedTuple):
    """A service in a list, with why it is there and who is responsible at the visitor's place."""

    id: int
    leika_key: str
    slug: str
    name: str
    title: str
    summary: str
    fee: str
    duration: str
    is_online: bool
    authority: str = ""
    why: Why | None = None

    @property
    def shown(self) -> tuple:
        """What a list says of it beside its title and why it is there."""
        return (self.name, self.fee, self.duration, self.is_online, self.authority)


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


FACETS = """
SELECT 'audience', audience, count(*) FROM content_service WHERE id = ANY(%(ids)s) AND is_published AND audience <> ''
GROUP BY audience
UNION ALL
SELECT 'online', '', count(*) FROM content_service WHERE id = ANY(%(ids)s) AND is_published AND is_online
UNION ALL
SELECT 'situation', l.slug, count(*) FROM content_service_life_situations m JOIN content_lifesituation l
ON l.id = m.lifesituation_id AND l.is_published WHERE m.service_id = ANY(%(ids)s) GROUP BY l.slug
"""


@remembered
def facets(hits: tuple[int, ...]) -> Facets:
    """Counts over all hits of a SearchPage. A service for both audiences counts for each. Queries: 1."""
    found: dict[str, dict[str, int]] = {"audience": {}, "online": {}, "situation": {}}
    if hits:
        with connection.cursor() as cursor:
            cursor.execute(FACETS, {"ids": list(hits)})
            for kind, value, count in cursor.fetchall():
                found[kind][value] = count
    audiences = found["audience"]
    both = audiences.pop("both", 0)
    audiences = {one: audiences.get(one, 0) + both for one in ("citizen", "business")}
    return Facets(audiences, found["situation"], found["online"].get("", 0))


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


ROW = """
SELECT id, coalesce(leika_key, ''), slug, {name}, {title}, {summary}, {fee}, {duration}, is_online,
  left({description}, 4000)
FROM content_service WHERE id = ANY(%s) AND is_published
"""
TEXTS = ("name", "title", "summary", "fee", "duration", "description")
ROWS = {
    "de": ROW.format(**{name: f"coalesce({name}_de, '')" for name in TEXTS}),
    "en": ROW.format(**{name: f"coalesce(nullif({name}_en, ''), {name}_de, '')" for name in TEXTS}),
}


def service_rows(
    ids: Sequence[int],
    *,
    query: Query | None = None,
    index: Index | None = None,
    place: Place | None = None,
    on: date | None = None,
) -> list[ServiceRow]:
    """Published services in the order of the ids. Queries: 1, and 2 more with a place; without ids none."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ROWS["en" if get_language() == "en" else "de"], [list(ids)])
        read = {row[0]: row for row in cursor.fetchall()}
    authorities = authority_names(tuple(sorted(read)), place.ars, on or timezone.localdate()) if place and read else {}
    tokens = tokens_of(query) if query else []
    phrases = ranking.best_phrases(query, index) if query and index else {}
    rows = []
    for pk in ids:
        if row := read.get(pk):
            *shown, description = row
            reason = why(tokens, shown, phrase_for(pk, index, phrases), description) if query else None
            rows.append(ServiceRow(*shown, authorities.get(pk, ""), reason))
    return rows


def service_row(service: Service, authority: str = "", reason: Why | None = None) -> ServiceRow:
    return ServiceRow(
        service.pk,
        service.leika_key or "",
        service.slug,
        service.name,
        service.title,
        service.summary,
        service.fee,
        service.duration,
        service.is_online,
        authority,
        reason,
    )


@remembered
def authority_names(ids: tuple[int, ...], ars: str, on: date) -> dict[int, str]:
    """The responsible authority of each service at the place with this key. Queries: 2."""
    area_id = Area.objects.filter(ars=ars).values_list("pk", flat=True).first()
    if area_id is None:
        return {}
    answers = resolve_many(ids, area_id, on=on)
    named = {pk: answer.with_role(Role.ZB) for pk, answer in answers.items()}
    return {pk: organisation.name for pk, organisation in named.items() if organisation}


def tokens_of(query: Query) -> list[Token]:
    """The words that a text may be marked by: what was typed, not what it may have been meant as."""
    certain = [[stem for stem, factor in one.stems if factor == 1 or not one.is_act] for one in query.wanted]
    return [Token(one.word, frozenset(stems)) for one, stems in zip(query.wanted, certain, strict=True) if stems]


def phrase_for(service_id: int, index: Index | None, phrases: dict[int, tuple[float, float, int]]) -> str:
    """The synonym of the service, or the word of its concepts, that has most of the query."""
    groups = index.groups_of(service_id) if index else []
    _, _, number = max((phrases[group] for group in groups if group in phrases), default=(0.0, 0.0, -1))
    return index.phrase_written[number] if index and number >= 0 else ""


def why(tokens: Sequence[Token], shown: Sequence, phrase: str, description: str) -> Why:
    """Where the words are: in the name, in a synonym or a word of a concept, in the text. Else the meaning is alike."""
    _, _, _, name, title, summary, *_ = shown
    reason = explain(tokens, names=[title, name], synonyms=[phrase] if phrase else [], text=f"{summary} {description}")
    return reason or Why("meaning", [])
