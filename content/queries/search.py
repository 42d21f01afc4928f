"""The lexical search: analyse the query, weigh every word by how rare it is, rank by where it was found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from content.models import Service
from content.rules import analysis
from content.rules.analysis import Token
from content.rules.why import Why, explain
from portal.place import Place
from portal.richtext.rules import plain
from responsibility.models import Area, Role
from responsibility.queries import resolve_many

# Below this share of its words a result says nothing. "Pizza bestellen" finds "bestellen" in a text, and no more.
CONFIDENT_ENOUGH = 0.34
SIMILAR_ENOUGH = 0.4
MOST_TOKENS = 12
# What a match is worth in the name or a synonym, the summary, the text
WORTH = {"A": 1.0, "B": 0.6, "D": 0.25}
PHRASE_BONUS = 0.3


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


@dataclass(frozen=True)
class SearchPage:
    """A page of results. `corrected` is what was looked for, if a word was not known as typed."""

    rows: list[ServiceRow] = field(default_factory=list)
    total: int = 0
    corrected: str = ""


class Known(NamedTuple):
    """A word of the index and how many services carry its stem."""

    word: str
    stem: str
    written: str
    services: int
    meant_by: str


# Words of the query, their parts, and for words not in the index the most similar one.
VOCABULARY = """
SELECT w.word, min(w.stem), min(w.written), count(*), ''
FROM content_searchword w WHERE w.word = ANY(%(parts)s) OR w.stem = ANY(%(stems)s) GROUP BY w.word
UNION ALL
SELECT near.word, near.stem, near.written, near.services, asked.word
FROM unnest(%(words)s::text[]) AS asked(word)
CROSS JOIN LATERAL (
  SELECT w.word, min(w.stem) AS stem, min(w.written) AS written, count(*) AS services
  FROM content_searchword w
  WHERE w.is_name AND length(asked.word) > 3 AND w.word %% asked.word AND similarity(w.word, asked.word) >= %(enough)s
  GROUP BY w.word ORDER BY similarity(w.word, asked.word) DESC, count(*) DESC, w.word LIMIT 1
) near
"""

RANKING = """
WITH term AS (
  SELECT * FROM unnest(%(a)s::text[], %(b)s::text[], %(d)s::text[], %(weights)s::float[]) AS t(a, b, d, weight)
), hit AS (
  SELECT s.id, ts_rank('{0.05, 0.1, 0.4, 1}', s.search, %(any)s::tsquery, 1) AS rank,
    (SELECT sum(term.weight * CASE WHEN s.search @@ term.a::tsquery THEN %(worth_a)s
       WHEN s.search @@ term.b::tsquery THEN %(worth_b)s WHEN s.search @@ term.d::tsquery THEN %(worth_d)s ELSE 0 END)
       / sum(term.weight) FROM term) AS share,
    (s.search @@ %(phrase)s::tsquery)::int * %(bonus)s AS bonus
  FROM content_service s
  WHERE s.is_published AND s.search @@ %(any)s::tsquery
)
SELECT id, count(*) OVER () FROM hit WHERE share >= %(enough)s
ORDER BY share + bonus DESC, rank DESC, id LIMIT %(limit)s OFFSET %(offset)s
"""


def search(text: str, *, limit: int = 10, offset: int = 0, place: Place | None = None) -> SearchPage:
    """Services for a query, best first. Queries: 3, and 2 more with a place, however many rows."""
    tokens, weights, corrected = read_query(text[:200])
    if not tokens:
        return SearchPage()
    with connection.cursor() as cursor:
        cursor.execute(RANKING, ranking_parameters(tokens, weights, limit, offset))
        ranked = cursor.fetchall()
    rows = service_rows([pk for pk, _ in ranked], tokens=tokens, place=place)
    return SearchPage(rows, ranked[0][1] if ranked else 0, corrected)


def ranking_parameters(tokens: Sequence[Token], weights: list[float], limit: int, offset: int) -> dict:
    return {
        "a": [token.condition("A") for token in tokens],
        "b": [token.condition("B") for token in tokens],
        "d": [token.condition("D") for token in tokens],
        "weights": weights,
        "any": " | ".join(token.condition() for token in tokens),
        "phrase": " <-> ".join(f"({token.condition('A')})" for token in tokens),
        "bonus": PHRASE_BONUS if len(tokens) > 1 else 0,
        "enough": CONFIDENT_ENOUGH,
        "limit": limit,
        "offset": offset,
    } | {f"worth_{weight.lower()}": worth for weight, worth in WORTH.items()}


def read_query(text: str) -> tuple[list[Token], list[float], str]:
    """The tokens of a query, how much each counts, and the corrected query if a word was repaired. Queries: 1."""
    typed = list(dict.fromkeys(analysis.words(text)))[:MOST_TOKENS]
    if not typed:
        return [], [], ""
    entries = vocabulary(typed)
    by_stem: dict[str, int] = defaultdict(int)
    for entry in entries:
        if not entry.meant_by:
            by_stem[entry.stem] += entry.services
    repairs = {entry.meant_by: entry for entry in entries if entry.meant_by}
    known = {entry.word for entry in entries} | by_stem.keys()
    tokens, weights, words = [], [], []
    for word in typed:
        token, repaired = read_word(word, known, repairs)
        tokens.append(token)
        words.append(repaired.written if repaired else word)
        weights.append(weight_of(token, by_stem, repaired))
    return tokens, weights, " ".join(words) if words != typed else ""


def vocabulary(typed: list[str]) -> list[Known]:
    stems = [analysis.stem(word, language) for word in typed for language in ("de", "en")]
    parts = {part for word in typed for part in analysis.substrings(word)} | set(typed)
    parameters = {"parts": list(parts), "stems": stems, "words": typed, "enough": SIMILAR_ENOUGH}
    with connection.cursor() as cursor:
        cursor.execute(VOCABULARY, parameters)
        return [Known(*row) for row in cursor.fetchall()]


def read_word(word: str, known: set[str], repairs: dict[str, Known]) -> tuple[Token, Known | None]:
    """A word as known, as the compound it is, or as the similar word that was probably meant."""
    stems = {analysis.stem(word), analysis.stem(word, "en")}
    parts = analysis.split_compound(word, known)
    repaired = None
    if not stems & known and not parts:
        repaired = repairs.get(word)
    if repaired:
        stems |= {repaired.stem}
    return Token(word, frozenset(stems), tuple(analysis.stem(part) for part in parts)), repaired


def weight_of(token: Token, by_stem: dict[str, int], repaired: Known | None) -> float:
    """Rare words count more; a word nobody wrote counts as the rarest, so that it lowers the confidence."""
    services = max(by_stem.get(stem, 0) for stem in token.stems)
    services = services or min((by_stem.get(part, 0) for part in token.parts), default=0)
    services = services or (repaired.services if repaired else 0)
    return 1 / (1 + log(max(services, 1)))


def service_rows(
    ids: Iterable[int], *, tokens: Sequence[Token] = (), place: Place | None = None, on: date | None = None
) -> list[ServiceRow]:
    """Rows in the order of the ids. Queries: 1, and 2 more with a place."""
    services = Service.objects.in_bulk(list(ids))
    authorities = authority_names(list(services), place, on or timezone.localdate())
    return [
        service_row(services[pk], authorities.get(pk, ""), why(services[pk], tokens)) for pk in ids if pk in services
    ]


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


def authority_names(ids: list[int], place: Place | None, on: date) -> dict[int, str]:
    """The responsible authority of each service at the place. Queries: 2 (0 without a place)."""
    area_id = Area.objects.filter(ars=place.ars).values_list("pk", flat=True).first() if place and ids else None
    if area_id is None:
        return {}
    answers = resolve_many(ids, area_id, on=on)
    named = {pk: answer.with_role(Role.ZB) for pk, answer in answers.items()}
    return {pk: organisation.name for pk, organisation in named.items() if organisation}


def why(service: Service, tokens: Sequence[Token]) -> Why | None:
    if not tokens:
        return None
    synonyms = [line for text in (service.synonyms_de, service.synonyms_en) for line in (text or "").splitlines()]
    text = f"{service.summary} {plain(service.description)}"
    return explain(tokens, names=[service.title, service.name], synonyms=synonyms, text=text)
