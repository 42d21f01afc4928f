"""The services in a list of results: what each shows, who is responsible for it here, and why it was found."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from content.models import Service
from content.rules.analysis import Token
from content.rules.finder import ranking
from content.rules.finder.index import Index
from content.rules.finder.reading import Query
from content.rules.why import Why, explain
from portal.place import Place
from portal.public import KeptEach
from responsibility.models import Area, Role
from responsibility.queries import resolve_many
from responsibility.queries.prepared import fetch_all


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


# Services with the same `rules` have the same answer to who is responsible: those of a group without rules of their own
ROW = """
SELECT s.id, coalesce(s.leika_key, ''), s.slug, {name}, {title}, {summary}, {fee}, {duration}, s.is_online,
  left({description}, 4000),
  CASE WHEN EXISTS (SELECT FROM responsibility_responsibility r WHERE r.service_id = s.id) THEN s.id
  ELSE -coalesce(s.group_id, 0) END
FROM content_service s WHERE s.id = ANY(%(ids)s) AND s.is_published
"""
TEXTS = ("name", "title", "summary", "fee", "duration", "description")
ROWS = {
    "de": ROW.format(**{name: f"coalesce(s.{name}_de, '')" for name in TEXTS}),
    "en": ROW.format(**{name: f"coalesce(nullif(s.{name}_en, ''), s.{name}_de, '')" for name in TEXTS}),
}


class Read(NamedTuple):
    """A service as read: what a list shows of it, and what it needs beside."""

    row: ServiceRow
    description: str
    rules: int


rows_of: KeptEach[int, Read] = KeptEach(1000)
authority_of: KeptEach[tuple[int, str, date], str] = KeptEach(5000)


def service_rows(
    ids: Sequence[int],
    *,
    query: Query | None = None,
    index: Index | None = None,
    place: Place | None = None,
    on: date | None = None,
) -> list[ServiceRow]:
    """Published services in the order of the ids. Queries: 1, and 2 more with a place; fewer where they are known."""
    read = rows_of.get(ids, read_rows)
    authorities = authority_names(read, place.ars, on or timezone.localdate()) if place and read else {}
    if query is None or index is None:
        return [read[pk].row._replace(authority=authorities.get(pk, "")) for pk in ids if pk in read]
    tokens, groups = tokens_of(query), {pk: index.groups_of(pk) for pk in read}
    phrases = ranking.best_phrases(query, index, {group for known in groups.values() for group in known})
    rows = []
    for pk in ids:
        if pk in read:
            row, description, _ = read[pk]
            reason = why(tokens, row, phrase_for(groups[pk], index, phrases), description)
            rows.append(row._replace(authority=authorities.get(pk, ""), why=reason))
    return rows


def read_rows(ids: list[int]) -> dict[int, Read]:
    rows = fetch_all(ROWS["en" if get_language() == "en" else "de"], {"ids": ids}, {"ids": "bigint[]"})
    return {shown[0]: Read(ServiceRow(*shown), text, rules) for *shown, text, rules in rows}


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


def authority_names(read: dict[int, Read], ars: str, on: date) -> dict[int, str]:
    """The responsible authority of each service at the place with this key. Queries: 2, or none."""
    example = {one.rules: pk for pk, one in read.items()}
    wanted = {(rules, ars, on): pk for rules, pk in example.items()}

    def ask(missing: list[tuple[int, str, date]]) -> dict[tuple[int, str, date], str]:
        area_id = Area.objects.filter(ars=ars).values_list("pk", flat=True).first()
        if area_id is None:
            return {}
        answers = resolve_many([wanted[key] for key in missing], area_id, on=on)
        named = {key: answers[wanted[key]].with_role(Role.ZB) for key in missing}
        return {key: organisation.name for key, organisation in named.items() if organisation}

    found = authority_of.get(wanted, ask)
    return {pk: name for pk, one in read.items() if (name := found.get((one.rules, ars, on)))}


def tokens_of(query: Query) -> list[Token]:
    """The words that a text may be marked by: what was typed, not what it may have been meant as."""
    certain = [[stem for stem, factor in one.stems if factor == 1 or not one.is_act] for one in query.wanted]
    return [Token(one.word, frozenset(stems)) for one, stems in zip(query.wanted, certain, strict=True) if stems]


def phrase_for(groups: Sequence[int], index: Index, phrases: dict[int, tuple[float, float, int]]) -> str:
    """The synonym of the service, or the word of its concepts, that has most of the query."""
    _, _, number = max((phrases[group] for group in groups if group in phrases), default=(0.0, 0.0, -1))
    return index.phrase_written[number] if number >= 0 else ""


def why(tokens: Sequence[Token], row: ServiceRow, phrase: str, description: str) -> Why:
    """Where the words are: in the name, in a synonym or a word of a concept, in the text. Else the meaning is alike."""
    synonyms, text = [phrase] if phrase else [], f"{row.summary} {description}"
    reason = explain(tokens, names=[row.title, row.name], synonyms=synonyms, text=text)
    return reason or Why("meaning", [])
