"""Finding items by reference, applicant, undertaking and place: sorted by what matches, like a telephone directory.

"petersen", "anna peter" and "petersen anna" are beginnings of the keys of "Anna Petersen" (cases.models.InboxKey), so
one scan finds the first page however many there are. Words of different things ("petersen güstrow") are looked for
only where nothing begins with the whole text: along the keys of the rarest word until the page is full. Each item on
the way costs one look for each of the other words, so at most MOST_LOOKED_AT are looked at.
"""

from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from cases.models import InboxItem, InboxKey
from cases.queries.desk import Desk
from cases.queries.inbox_lists import Statement
from cases.rules import references
from cases.rules.keys import folded

MOST_LOOKED_AT = 20_000
# Words that begin more keys than this count as equally frequent: among a million cases every 300th item or more has
# such a word, so a page of 30 is full before MOST_LOOKED_AT, unless two words avoid one another
MOST_COUNTED = 5_000
MOST_WORDS = 5
END = "\U0010ffff"


class Index(NamedTuple):
    """How to ask so that the planner takes no other index: its guess at the rows of a word is too rough to choose."""

    between: str
    ascending: str


OFFICES = Index("k.key >= %s AND k.key < %s", "")
ALL = Index("k.key ~>=~ %s AND k.key ~<~ %s", "USING ~<~")

# Asked for each key on its way: as EXISTS it would become a join with all keys that begin with the word
HAS = """(
    SELECT TRUE FROM cases_inboxkey other
    WHERE other.item_id = keys.item_id AND other.key >= %s AND other.key < %s LIMIT 1
)"""
# Keys in a range. An item counts under the first of its keys that begins with the word
KEYS = """
    SELECT k.item_id, k.key FROM cases_inboxkey k
    WHERE {where} AND k.key = (
        SELECT first.key FROM cases_inboxkey first
        WHERE first.item_id = k.item_id AND first.key >= %s AND first.key < %s ORDER BY first.key LIMIT 1
    )
    ORDER BY k.key {ascending}, k.item_id DESC LIMIT %s
"""
# In the order of the keys: the first page ends the walk
WITH_OTHERS = "SELECT keys.item_id, keys.key FROM ({keys}) AS keys WHERE {has} LIMIT %s"
FIRST = "SELECT found.item_id FROM ({found}) AS found ORDER BY found.key, found.item_id DESC LIMIT %s"
SHOWN, OF_OFFICE, OF_INVITED = "k.item_id <> ALL(%s)", "k.organisation_id = own.id", "k.item_id = ANY(%s)"
HOW_MANY = "(SELECT count(*) FROM (SELECT FROM cases_inboxkey k WHERE {where} LIMIT %s) x)"
BY_REFERENCE = """
    SELECT item.id FROM cases_case c JOIN cases_inboxitem item ON item.case_id = c.id
    WHERE c.reference LIKE %s AND {seen} LIMIT %s
"""
OTHERWISE = " UNION ALL (SELECT item_id FROM ({spread}) AS spread WHERE NOT EXISTS (SELECT FROM hits))"


def found_items(text: str, desk: Desk, *, limit: int, after: tuple[str, int] | None = None) -> QuerySet[InboxItem]:
    """What the officer sees: a reference first, then by what it was found by, newest first.

    Queries: with several words 1, which is the rarest, before the statement itself.
    """
    asked, reference = folded(text), references.normalise(text)
    if reference or not asked:
        found = by_reference(reference or "", desk, limit)
        sql = RawSQL(found.sql, found.parameters)  # noqa: S611 - constants
        return InboxItem.objects.filter(pk__in=sql).annotate(found_by=F("case__reference"))
    words = rarest_first(asked.split()[:MOST_WORDS], desk, after)
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
    hits = items_with([asked], desk, limit, after)
    sql = f"own(id) AS (SELECT unnest(%s::bigint[])), hits AS MATERIALIZED ({hits.sql}) SELECT item_id FROM hits"  # noqa: S608
    parameters = [desk.works, *hits.parameters]
    if len(words) > 1:
        spread = items_with(words, desk, limit, after)
        sql, parameters = sql + OTHERWISE.format(spread=spread.sql), parameters + spread.parameters
    beginning = references.beginning(text)
    if beginning and after is None:
        found = by_reference(f"{beginning}%", desk, limit)
        sql, parameters = f"{sql} UNION ALL ({found.sql})", parameters + found.parameters
    return Statement(sql, parameters)


def rarest_first(words: list[str], desk: Desk, after: tuple[str, int] | None) -> list[str]:
    """The word to walk along first, by how many keys begin with it. Later pages stay with it. Queries: 1 or 0."""
    words = sorted(words, key=len, reverse=True)
    if len(words) == 1:
        return words
    if after is not None:
        return sorted(words, key=lambda word: not after[0].startswith(word))
    if desk.is_everywhere:
        where = Statement(ALL.between, [])
    else:
        where = Statement(f"k.organisation_id = ANY(%s) AND {OFFICES.between}", [desk.works])
    how_many = ", ".join([HOW_MANY.format(where=where.sql)] * len(words))
    parameters = [value for word in words for value in (*where.parameters, word, word + END, MOST_COUNTED)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how_many}", parameters)
        counts = dict(zip(words, cursor.fetchone(), strict=True))
    return sorted(words, key=counts.__getitem__)


def items_with(words: list[str], desk: Desk, limit: int, after: tuple[str, int] | None) -> Statement:
    """Items with a key that begins with the first word and, each, one that begins with one of the others."""
    shown = Statement(SHOWN, [desk.hidden])
    if desk.is_everywhere:
        found = keys_from(words, limit, after, shown, ALL)
    else:
        office = Statement(f"{OF_OFFICE} AND {shown.sql}", shown.parameters)
        keys = keys_from(words, limit, after, office, OFFICES)
        found = Statement(f"SELECT office.* FROM own CROSS JOIN LATERAL ({keys.sql}) AS office", keys.parameters)  # noqa: S608
    if desk.invited:
        guests = keys_from(words, limit, after, Statement(OF_INVITED, [desk.invited]), OFFICES)
        found = Statement(f"{found.sql} UNION ALL ({guests.sql})", found.parameters + guests.parameters)
    return Statement(FIRST.format(found=found.sql), [*found.parameters, limit])


def keys_from(words: list[str], limit: int, after: tuple[str, int] | None, where: Statement, index: Index) -> Statement:
    """The first keys of these items that begin with the first word, from a place on."""
    last = words[0] + END
    if after is None:
        return walk(
            words, limit, Statement(f"{where.sql} AND {index.between}", [*where.parameters, words[0], last]), index
        )
    key, item = after
    same = Statement(f"{where.sql} AND k.key = %s AND k.item_id < %s", [*where.parameters, key, item])
    later = Statement(f"{where.sql} AND k.key <> %s AND {index.between}", [*where.parameters, key, key, last])
    parts = [walk(words, limit, part, index) for part in (same, later)]
    return Statement(" UNION ALL ".join(f"({part.sql})" for part in parts), parts[0].parameters + parts[1].parameters)


def walk(words: list[str], limit: int, where: Statement, index: Index) -> Statement:
    """Keys in a range, in their order, of items that have the other words too."""
    first, *others = words
    most = MOST_LOOKED_AT if others else limit
    keys = KEYS.format(where=where.sql, ascending=index.ascending)
    parameters = [*where.parameters, first, first + END, most]
    if not others:
        return Statement(keys, parameters)
    bounds = [bound for word in others for bound in (word, word + END)]
    sql = WITH_OTHERS.format(keys=keys, has=" AND ".join([HAS] * len(others)))
    return Statement(sql, [*parameters, *bounds, limit])


def first_key(word: str) -> Subquery:
    """By which key an item was found."""
    keys = InboxKey.objects.filter(item=OuterRef("pk"), key__gte=word, key__lt=word + END)
    return Subquery(keys.order_by("key").values("key")[:1])
