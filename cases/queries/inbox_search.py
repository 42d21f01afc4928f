"""Finding items by reference, applicant, undertaking and place: sorted by what matches, like a telephone directory.

"petersen", "anna peter" and "petersen anna" are beginnings of the keys of "Anna Petersen" (cases.models.InboxKey), so
one scan finds the first page however many there are. Words of different things ("petersen güstrow") are looked for
only where nothing begins with the whole text, among the first MOST_LOOKED_AT that begin with the longest word.
"""

from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from cases.models import InboxItem, InboxKey
from cases.queries.inbox_lists import Statement, own_offices
from cases.rules import references
from cases.rules.keys import folded
from portal.accounts.models import User

MOST_LOOKED_AT = 1000
MOST_WORDS = 5
END = "\U0010ffff"

HAS = (
    "EXISTS (SELECT FROM cases_inboxkey other"
    " WHERE other.item_id = keys.item_id AND other.key >= %s AND other.key < %s)"
)
# Keys of one office in a range. An item counts under the first of its keys that begins with the word
KEYS = """
    SELECT k.item_id, k.key FROM cases_inboxkey k
    WHERE k.organisation_id = own.id AND k.key {first} AND {last} AND k.item_id NOT IN (SELECT id FROM hidden)
    AND NOT EXISTS (
        SELECT FROM cases_inboxkey before
        WHERE before.item_id = k.item_id AND before.key >= %s AND before.key < %s AND before.key < k.key
    )
    ORDER BY k.key, k.item_id DESC LIMIT %s
"""
IN_OFFICES = """
    SELECT keys.item_id FROM own CROSS JOIN LATERAL ({keys}) AS keys WHERE {has}
    ORDER BY keys.key, keys.item_id DESC LIMIT %s
"""
BY_REFERENCE = """
    SELECT item.id FROM cases_case c JOIN cases_inboxitem item ON item.case_id = c.id
    WHERE c.reference LIKE %s AND item.organisation_id IN (SELECT id FROM own)
    AND item.id NOT IN (SELECT id FROM hidden) LIMIT %s
"""
OTHERWISE = " UNION ALL (SELECT item_id FROM ({spread}) AS spread WHERE NOT EXISTS (SELECT FROM hits))"


def found_items(text: str, officer: User, *, limit: int, after: tuple[str, int] | None = None) -> QuerySet[InboxItem]:
    """Items of the own offices: a reference first, then by what they were found by, newest first. One statement."""
    own, asked = own_offices(officer), folded(text)
    reference = references.normalise(text)
    if reference or not asked:
        found = Statement(BY_REFERENCE, [reference or "", limit])
        sql = RawSQL(f"WITH {own.sql} {found.sql}", [*own.parameters, *found.parameters])  # noqa: S611 - constants
        return InboxItem.objects.filter(pk__in=sql).annotate(found_by=F("case__reference"))
    words = sorted(asked.split()[:MOST_WORDS], key=len, reverse=True)
    found = all_hits(text, asked, words, limit, after)
    sql = RawSQL(f"WITH {own.sql}, {found.sql}", [*own.parameters, *found.parameters])  # noqa: S611 - constants
    found_by = Coalesce(first_key(asked), first_key(words[0]), output_field=CharField())
    return InboxItem.objects.filter(pk__in=sql).annotate(found_by=found_by)


def all_hits(text: str, asked: str, words: list[str], limit: int, after: tuple[str, int] | None) -> Statement:
    """What begins with the text; only where nothing does, what has all of its words; and references."""
    hits = in_offices([asked], limit, after)
    sql, parameters = f"hits AS MATERIALIZED ({hits.sql}) SELECT item_id FROM hits", hits.parameters  # noqa: S608
    if len(words) > 1:
        spread = in_offices(words, limit, after)
        sql, parameters = sql + OTHERWISE.format(spread=spread.sql), parameters + spread.parameters
    beginning = references.beginning(text)
    if beginning and after is None:
        sql, parameters = f"{sql} UNION ALL ({BY_REFERENCE})", [*parameters, f"{beginning}%", limit]
    return Statement(sql, parameters)


def in_offices(words: list[str], limit: int, after: tuple[str, int] | None) -> Statement:
    """Items with a key that begins with the first word and, each, one that begins with one of the others."""
    first, *others = words
    keys = keys_of_office(first, MOST_LOOKED_AT if others else limit, after)
    has = " AND ".join([HAS] * len(others)) or "TRUE"
    bounds = [bound for word in others for bound in (word, word + END)]
    return Statement(IN_OFFICES.format(keys=keys.sql, has=has), [*keys.parameters, *bounds, limit])


def keys_of_office(word: str, limit: int, after: tuple[str, int] | None) -> Statement:
    """The first keys of an office that begin with the word, from a place on."""
    rest: list[Any] = [word, word + END, limit]
    if after is None:
        return Statement(KEYS.format(first=">= %s", last="k.key < %s"), [word, word + END, *rest])
    key, item = after
    same = KEYS.format(first="= %s", last="k.item_id < %s")
    later = KEYS.format(first="> %s", last="k.key < %s")
    return Statement(f"({same}) UNION ALL ({later})", [key, item, *rest, key, word + END, *rest])


def first_key(word: str) -> Subquery:
    """By which key an item was found."""
    keys = InboxKey.objects.filter(item=OuterRef("pk"), key__gte=word, key__lt=word + END)
    return Subquery(keys.order_by("key").values("key")[:1])
