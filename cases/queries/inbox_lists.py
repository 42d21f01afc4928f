"""Which items a page of the inbox shows, found by reading indexes in their order and stopping after a page.

An officer's list merges the first rows of each of the own offices (a LATERAL join, which the ORM does not know);
somebody who works everywhere reads one index over all. The cost is that of one page, not that of the list.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from cases.models import InboxItem
from cases.models.inbox import DONE, NEW, WAITS, WORK
from cases.queries.desk import Desk

OPEN = (NEW, WORK, WAITS)
ORDER = ("sort_on", "submitted_at", "id")
DUE_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Slice:
    """What a view shows: these stages, deadlines between these days, only what the officer works on or all.

    `has_guests`: also what an invitation opens; new work is the office's.
    """

    stages: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None
    is_own: bool = False
    newest_first: bool = False
    has_guests: bool = True


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters."""

    sql: str
    parameters: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, queryset: QuerySet) -> "Statement":
        sql, parameters = queryset.query.sql_with_params()
        return cls(sql, list(parameters))


def slices(today: date) -> dict[str, Slice]:
    """The views of the inbox, by the word in their address."""
    return {
        "neu": Slice((NEW,), has_guests=False),
        "meine": Slice(OPEN, is_own=True, has_guests=False),
        "alle": Slice(OPEN),
        "wartet": Slice((WAITS,)),
        "frist": Slice(OPEN, first_day=today, last_day=today + DUE_SOON),
        "ueberfaellig": Slice(OPEN, last_day=today - timedelta(days=1)),
        "erledigt": Slice((DONE,), newest_first=True),
    }


def first_items(part: Slice, desk: Desk, *, limit: int, after: list[Any] | None = None) -> Statement:
    """The first items of a slice behind a place, by their order."""
    found = [own_items(part, desk, limit, after)]
    if desk.invited and part.has_guests:
        found.append(invited_items(part, desk, limit, after))
    direction = "DESC" if part.newest_first else "ASC"
    order = ", ".join(f"item.{name} {direction}" for name in ORDER)
    both = " UNION ALL ".join(f"({statement.sql})" for statement in found)
    parameters = [parameter for statement in found for parameter in statement.parameters]
    return Statement(f"SELECT item.id FROM ({both}) AS item ORDER BY {order} LIMIT %s", [*parameters, limit])  # noqa: S608


def own_items(part: Slice, desk: Desk, limit: int, after: list[Any] | None) -> Statement:
    """Of the own offices: the first rows of each office and stage."""
    items = InboxItem.objects.filter(stage=RawSQL("stages.stage", ()))
    if desk.hidden:
        items = items.exclude(pk__in=desk.hidden)
    source, values = "unnest(%s::text[]) AS stages(stage)", [list(part.stages)]
    if part.is_own:
        items = items.filter(officer=desk.officer)
    if not desk.is_everywhere and part.is_own:
        items = items.filter(in_offices(desk.works))
    elif not desk.is_everywhere:
        items = items.filter(organisation=RawSQL("own.id", ()))
        source, values = f"unnest(%s::bigint[]) AS own(id) CROSS JOIN {source}", [desk.works, *values]
    inner = first_of(part, items, limit, after)
    sql = f"SELECT item.* FROM {source} CROSS JOIN LATERAL ({inner.sql}) AS item"  # noqa: S608 - built above
    return Statement(sql, [*values, *inner.parameters])


def invited_items(part: Slice, desk: Desk, limit: int, after: list[Any] | None) -> Statement:
    """Of other offices, opened by an invitation."""
    return first_of(part, InboxItem.objects.filter(pk__in=desk.invited, stage__in=part.stages), limit, after)


def first_of(part: Slice, items: QuerySet[InboxItem], limit: int, after: list[Any] | None) -> Statement:
    if part.first_day:
        items = items.filter(sort_on__gte=part.first_day)
    if part.last_day:
        items = items.filter(sort_on__lte=part.last_day)
    if after:
        items = items.filter(behind(after, descending=part.newest_first))
    ordering = [f"-{name}" if part.newest_first else name for name in ORDER]
    return Statement.of(items.order_by(*ordering).values(*ORDER)[:limit])


def in_offices(works: list[int]) -> RawSQL:
    """Written so that the database follows the few items of the officer, in their order, not the many of the office."""
    sql = "COALESCE(cases_inboxitem.organisation_id = ANY(%s::bigint[]), false)"
    return RawSQL(sql, [works], output_field=BooleanField())  # noqa: S611 - parameters only


def behind(place: list[Any], *, descending: bool) -> RawSQL:
    """Everything behind this place in the list; compared as a whole, an index can start there."""
    step = "<" if descending else ">"
    columns = "sort_on, submitted_at, cases_inboxitem.id"
    return RawSQL(f"({columns}) {step} (%s, %s, %s)", place, output_field=BooleanField())  # noqa: S611 - columns only


def page_ids(part: Slice, desk: Desk, *, limit: int, after: list[Any] | None) -> RawSQL:
    """The ids of one page, to be used in one statement with what the rows show."""
    found = first_items(part, desk, limit=limit, after=after)
    return RawSQL(found.sql, found.parameters)  # noqa: S611 - built above


def count_statement(parts: dict[str, Slice], desk: Desk, *, most: int) -> Statement:
    """How many items each slice holds, up to `most`: one row with a column a slice."""
    found = [first_items(part, desk, limit=most) for part in parts.values()]
    columns = ", ".join(f"(SELECT count(*) FROM ({part.sql}) AS counted)" for part in found)  # noqa: S608
    parameters = [parameter for part in found for parameter in part.parameters]
    return Statement(f"SELECT {columns}", parameters)
