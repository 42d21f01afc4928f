"""Which items a page of the inbox shows, found by reading indexes in their order and stopping after a page.

An officer's list merges the first rows of each of the own offices (a LATERAL join, which the ORM does not know);
somebody who works everywhere reads one index over all. The cost is that of one page, not that of the list.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from cases.models import Case, InboxItem
from cases.models.case import barred_cases, by_office_of
from cases.models.inbox import DONE, NEW, WAITS, WORK
from portal.accounts.models import User
from responsibility.queries import organisations_with

OPEN = (NEW, WORK, WAITS)
HIDDEN = RawSQL("SELECT id FROM hidden", ())
ORDER = ("sort_on", "submitted_at", "id")
DUE_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Slice:
    """What a view shows: these stages, deadlines between these days, only what the officer works on or all."""

    stages: tuple[str, ...]
    first_day: date | None = None
    last_day: date | None = None
    is_own: bool = False
    newest_first: bool = False


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
        "neu": Slice((NEW,)),
        "meine": Slice(OPEN, is_own=True),
        "alle": Slice(OPEN),
        "wartet": Slice((WAITS,)),
        "frist": Slice(OPEN, first_day=today, last_day=today + DUE_SOON),
        "ueberfaellig": Slice(OPEN, last_day=today - timedelta(days=1)),
        "erledigt": Slice((DONE,), newest_first=True),
    }


def own_offices(officer: User) -> Statement:
    """The offices whose cases this officer works on, as the table `own`, and what not to show, as `hidden`."""
    offices = Statement.of(organisations_with(officer, "work_cases").order_by().values("pk"))
    hidden = hidden_items(officer)
    sql = f"own(id) AS MATERIALIZED ({offices.sql}), hidden(id) AS MATERIALIZED ({hidden.sql})"
    return Statement(sql, offices.parameters + hidden.parameters)


def hidden_items(officer: User) -> Statement:
    """Items of the own offices that this officer must not see, by the rules of cases.models. They are few."""
    items = InboxItem.objects.filter(organisation__in=RawSQL("SELECT id FROM own", ())).order_by().values("pk")
    confidential = items.filter(case__in=Case.objects.filter(is_confidential=True).values("pk"))
    by_office = by_office_of(officer, office="organisation", owner="officer", case="case")
    parts = [confidential.exclude(by_office), *(items.filter(case__in=cases) for cases in barred_cases(officer))]
    statements = [Statement.of(part) for part in parts]
    return Statement(
        " UNION ".join(statement.sql for statement in statements),
        [parameter for statement in statements for parameter in statement.parameters],
    )


def first_items(part: Slice, officer: User, *, limit: int, after: list[Any] | None = None) -> Statement:
    """The first items of a slice behind a place, by their order. Names the tables `own` and `hidden`."""
    items = InboxItem.objects.filter(stage=RawSQL("stages.stage", ())).exclude(pk__in=HIDDEN)
    if part.first_day:
        items = items.filter(sort_on__gte=part.first_day)
    if part.last_day:
        items = items.filter(sort_on__lte=part.last_day)
    source = "unnest(%s::text[]) AS stages(stage)"
    if part.is_own:
        items = items.filter(officer=officer)
    if not officer.is_superuser and part.is_own:
        items = items.filter(organisation__in=RawSQL("SELECT id FROM own", ()))
    elif not officer.is_superuser:
        items = items.filter(organisation=RawSQL("own.id", ()))
        source = f"own CROSS JOIN {source}"
    if after:
        items = items.filter(behind(after, descending=part.newest_first))
    ordering = [f"-{name}" if part.newest_first else name for name in ORDER]
    inner = Statement.of(items.order_by(*ordering).values(*ORDER)[:limit])
    direction = "DESC" if part.newest_first else "ASC"
    order = ", ".join(f"item.{name} {direction}" for name in ORDER)
    sql = f"SELECT item.id FROM {source} CROSS JOIN LATERAL ({inner.sql}) AS item ORDER BY {order} LIMIT %s"  # noqa: S608
    return Statement(sql, [list(part.stages), *inner.parameters, limit])


def behind(place: list[Any], *, descending: bool) -> RawSQL:
    """Everything behind this place in the list; compared as a whole, an index can start there."""
    step = "<" if descending else ">"
    columns = "sort_on, submitted_at, cases_inboxitem.id"
    return RawSQL(f"({columns}) {step} (%s, %s, %s)", place, output_field=BooleanField())  # noqa: S611 - columns only


def page_ids(part: Slice, officer: User, *, limit: int, after: list[Any] | None) -> RawSQL:
    """The ids of one page, to be used in one statement with what the rows show."""
    own, found = own_offices(officer), first_items(part, officer, limit=limit, after=after)
    return RawSQL(f"WITH {own.sql} {found.sql}", [*own.parameters, *found.parameters])  # noqa: S611 - built above


def count_statement(parts: dict[str, Slice], officer: User, *, most: int) -> Statement:
    """How many items each slice holds, up to `most`: one row with a column a slice."""
    own = own_offices(officer)
    found = [first_items(part, officer, limit=most) for part in parts.values()]
    columns = ", ".join(f"(SELECT count(*) FROM ({part.sql}) AS counted)" for part in found)  # noqa: S608
    parameters = [parameter for part in found for parameter in part.parameters]
    return Statement(f"WITH {own.sql} SELECT {columns}", own.parameters + parameters)
