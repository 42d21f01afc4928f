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
from cases.queries.desk import Desk
from cases.queries.inbox_lists import Statement
from cases.rules import references
from cases.rules.keys import folded

MOST_LOOKED_AT = 1000
MOST_WORDS = 5
END = "\U0010ffff"

HAS = (
    "EXISTS (SELECT FROM cases_inboxkey other"
    " WHERE other.item_id = keys.item_id AND other.key >= %s AND other.key < %s)"
)
# Keys in a range. An item counts under the first of its keys that begins with the word
KEYS = """
    SELECT k.item_id, k.key FROM cases_inboxkey k
    WHERE {where} AND k.key {first} AND {last}
    AND NOT EXISTS (
        SELECT FROM cases_inboxkey before
        WHERE before.item_id = k.item_id AND before.key >= %s AND before.key < %s AND before.key < k.key
    )
    ORDER BY k.key, k.item_id DESC LIMIT %s
"""
IN_OFFICES = """
    SELECT keys.item_id FROM ({found}) AS keys WHERE {has}
    ORDER BY keys.key, keys.item_id DESC LIMIT %s
"""
OF_OFFICE, OF_INVITED = "k.organisation_id = own.id", "k.item_id = ANY(%s)"
BY_REFERENCE = """
    SELECT item.id FROM cases_case c JOIN cases_inboxitem item ON item.case_id = c.id
    WHERE c.reference LIKE %s AND {seen} LIMIT %s
"""
OTHERWISE = " UNION ALL (SELECT item_id FROM ({spread}) AS spread WHERE NOT EXISTS (SELECT FROM hits))"


def found_items(text: str, desk: Desk, *, limit: int, after: tuple[str, int] | None = None) -> QuerySet[InboxItem]:
    """What the officer sees: a reference first, then by what it was found by, newest first. One statement."""
    asked, reference = folded(text), references.normalise(text)
    if reference or not asked:
        found = by_reference(reference or "", desk, limit)
        sql = RawSQL(found.sql, found.parameters)  # noqa: S611 - constants
        return InboxItem.objects.filter(pk__in=sql).annotate(found_by=F("case__reference"))
    words = sorted(asked.split()[:MOST_WORDS], key=len, reverse=True)
    found = all_hits(text, asked, words, desk, limit, after)
    sql = RawSQL(f"WITH {found.sql}", found.parameters)  # noqa: S611 - constants
    found_by = Coalesce(first_key(asked), first_key(words[0]), output_field=CharField())
    return InboxItem.objects.filter(pk__in=sql).annotate(found_by=found_by)


def by_reference(pattern: str, desk: Desk, limit: int) -> Statement:
    """Items of the cases whose reference looks like this."""
    seen, parameters = "item.id <> ALL(%s)", [desk.hidden]
    if not desk.is_everywhere:
        seen += " AND (item.organisation_id = ANY(%s) OR item.id = ANY(%s))"
        parameters += [desk.works, desk.invited]
    return Statement(BY_REFERENCE.format(seen=seen), [pattern, *parameters, limit])


def all_hits(
    text: str, asked: str, words: list[str], desk: Desk, limit: int, after: tuple[str, int] | None
) -> Statement:
    """What begins with the text; only where nothing does, what has all of its words; and references."""
    own = own_offices(desk)
    hits = items_with([asked], desk, limit, after)
    sql = f"{own.sql}, hits AS MATERIALIZED ({hits.sql}) SELECT item_id FROM hits"  # noqa: S608
    parameters = own.parameters + hits.parameters
    if len(words) > 1:
        spread = items_with(words, desk, limit, after)
        sql, parameters = sql + OTHERWISE.format(spread=spread.sql), parameters + spread.parameters
    beginning = references.beginning(text)
    if beginning and after is None:
        found = by_reference(f"{beginning}%", desk, limit)
        sql, parameters = f"{sql} UNION ALL ({found.sql})", parameters + found.parameters
    return Statement(sql, parameters)


def own_offices(desk: Desk) -> Statement:
    """The table `own` of the offices to search."""
    if desk.is_everywhere:
        return Statement("own(id) AS MATERIALIZED (SELECT id FROM responsibility_organisation)")
    return Statement("own(id) AS MATERIALIZED (SELECT unnest(%s::bigint[]))", [desk.works])


def items_with(words: list[str], desk: Desk, limit: int, after: tuple[str, int] | None) -> Statement:
    """Items with a key that begins with the first word and, each, one that begins with one of the others."""
    first, *others = words
    most = MOST_LOOKED_AT if others else limit
    keys = keys_from(first, most, after, Statement(f"{OF_OFFICE} AND k.item_id <> ALL(%s)", [desk.hidden]))
    found, parameters = f"SELECT office.* FROM own CROSS JOIN LATERAL ({keys.sql}) AS office", keys.parameters  # noqa: S608
    if desk.invited:
        guests = keys_from(first, most, after, Statement(OF_INVITED, [desk.invited]))
        found, parameters = f"{found} UNION ALL ({guests.sql})", parameters + guests.parameters
    has = " AND ".join([HAS] * len(others)) or "TRUE"
    bounds = [bound for word in others for bound in (word, word + END)]
    return Statement(IN_OFFICES.format(found=found, has=has), [*parameters, *bounds, limit])


def keys_from(word: str, limit: int, after: tuple[str, int] | None, where: Statement) -> Statement:
    """The first keys of these items that begin with the word, from a place on."""
    rest: list[Any] = [word, word + END, limit]
    if after is None:
        keys = KEYS.format(where=where.sql, first=">= %s", last="k.key < %s")
        return Statement(keys, [*where.parameters, word, word + END, *rest])
    key, item = after
    same = KEYS.format(where=where.sql, first="= %s", last="k.item_id < %s")
    later = KEYS.format(where=where.sql, first="> %s", last="k.key < %s")
    parameters = [*where.parameters, key, item, *rest, *where.parameters, key, word + END, *rest]
    return Statement(f"({same}) UNION ALL ({later})", parameters)


def first_key(word: str) -> Subquery:
    """By which key an item was found."""
    keys = InboxKey.objects.filter(item=OuterRef("pk"), key__gte=word, key__lt=word + END)
    return Subquery(keys.order_by("key").values("key")[:1])
