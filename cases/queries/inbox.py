"""The inbox of an officer: cases for the EA, proceedings for the authorities, in one list."""

import base64
import json
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case as Choice
from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Proceeding
from cases.queries import words
from cases.queries.rows import InboxPage, InboxRow
from cases.rules import references
from cases.rules.transitions import FINISHED
from portal.accounts.models import User
from responsibility.queries import organisations_with

PAGE_SIZE = 30
DUE_SOON = timedelta(days=14)
NEVER = date(9999, 12, 31)
CASE_OPEN = ("received", "checking", "incomplete")
PROCEEDING_OPEN = ("delivered", "in_progress", "incomplete", "proposed", "returned")


class View(StrEnum):
    """The views of the inbox; the value stands in the address."""

    NEW = "neu"
    MINE = "meine"
    ORGANISATION = "alle"
    WAITING = "wartet"
    DUE = "frist"
    DONE = "erledigt"


VIEW_LABELS = {
    View.NEW: _("Neu"),
    View.MINE: _("Meine Vorgänge"),
    View.ORGANISATION: _("Alle offenen"),
    View.WAITING: _("Wartet auf Antragsteller"),
    View.DUE: _("Frist in 14 Tagen"),
    View.DONE: _("Erledigt"),
}
COUNTED = tuple(view for view in View if view != View.DONE)

# The columns of a row and, for both orders, the columns that decide the place in the list
COLUMNS = (
    "kind",
    "pk",
    "version",
    "row_reference",
    "row_service",
    "row_title",
    "row_applicant",
    "row_place",
    "row_organisation",
    "row_status",
    "row_officer",
    "row_officer_id",
    "row_submitted",
    "row_due",
    "sort_on",
)
SOONEST_FIRST = ("sort_on", "row_submitted", "kind", "pk")
NEWEST_FIRST = ("row_submitted", "kind", "pk")


def inbox(officer: User, *, view: str = View.ORGANISATION, text: str = "", after: str = "") -> InboxPage:
    """What waits for this officer, soonest deadline first; what is done, newest first. Queries: 2 (rows, counts)."""
    view = View(view) if view in list(View) else View.ORGANISATION
    today = timezone.localdate()
    order = NEWEST_FIRST if view == View.DONE else SOONEST_FIRST
    place = _beyond(order, _read_cursor(after, len(order)), descending=view == View.DONE)
    branches = [
        _as_rows(_cases(officer), "case").filter(_case_view(view, officer, today), _case_text(text), place),
        _as_rows(_proceedings(officer), "proceeding").filter(
            _proceeding_view(view, officer, today), _proceeding_text(text), place
        ),
    ]
    columns = [branch.order_by().values_list(*COLUMNS) for branch in branches]
    ordering = [f"-{name}" if view == View.DONE else name for name in order]
    found = list(columns[0].union(columns[1], all=True).order_by(*ordering)[: PAGE_SIZE + 1])
    rows = found[:PAGE_SIZE]
    return InboxPage(
        view=view,
        text=text,
        rows=[_inbox_row(dict(zip(COLUMNS, row, strict=True)), officer, today) for row in rows],
        counts=_counts(officer, today),
        next=_write_cursor(order, dict(zip(COLUMNS, rows[-1], strict=True))) if len(found) > PAGE_SIZE else "",
    )


def _cases(officer: User) -> QuerySet[Case]:
    """The cases of the EA this officer works for, as a subquery."""
    return Case.objects.filter(ea__in=organisations_with(officer, "work_cases"))


def _proceedings(officer: User) -> QuerySet[Proceeding]:
    return Proceeding.objects.filter(organisation__in=organisations_with(officer, "work_cases"))


def _has_returned() -> Exists:
    """Whether an authority gave one of the proceedings back, so that the EA has to act again."""
    return Exists(Proceeding.objects.filter(case=OuterRef("pk"), status="returned"))


def _case_view(view: View, officer: User, today: date) -> Q:
    returned = Q(_has_returned(), status="forwarded")
    is_open = Q(status__in=CASE_OPEN) | returned
    return {
        View.NEW: Q(status="received", ea_officer=None),
        View.MINE: is_open & Q(ea_officer=officer),
        View.ORGANISATION: is_open,
        View.WAITING: Q(status="incomplete"),
        View.DUE: Q(pk=None),
        View.DONE: Q(status__in=("closed", "withdrawn")) | (Q(status="forwarded") & ~Q(_has_returned())),
    }[view]


def _proceeding_view(view: View, officer: User, today: date) -> Q:
    is_open = Q(status__in=PROCEEDING_OPEN)
    return {
        View.NEW: Q(status="delivered", officer=None),
        View.MINE: is_open & Q(officer=officer),
        View.ORGANISATION: is_open,
        View.WAITING: Q(status="incomplete"),
        View.DUE: is_open & Q(due_on__lte=today + DUE_SOON),
        View.DONE: Q(status__in=FINISHED, delivered_at__isnull=False),
    }[view]


def _text(text: str, prefix: str) -> Q:
    text = text.strip()
    if not text:
        return Q()
    reference = references.normalise(text)
    if reference:
        return Q(**{f"{prefix}reference": reference})
    return (
        Q(**{f"{prefix}reference__icontains": text})
        | Q(**{f"{prefix}applicant_name__icontains": text})
        | Q(**{f"{prefix}title__icontains": text})
        | Q(**{f"{prefix}area__short_name__icontains": text})
    )


def _case_text(text: str) -> Q:
    return _text(text, "")


def _proceeding_text(text: str) -> Q:
    return _text(text, "case__")


def _as_rows(queryset: QuerySet, kind: str) -> QuerySet:
    """Both tables with the same columns, so that one statement lists them together."""
    if kind == "case":
        services = (
            Proceeding.objects.filter(case=OuterRef("pk"))
            .order_by()
            .values("case")
            .annotate(names=StringAgg("service__name", ", ", order_by="pk"))
            .values("names")
        )
        own = {
            "row_service": Subquery(services),
            "row_organisation": F("ea__name"),
            "row_status": Choice(
                When(Q(_has_returned(), status="forwarded"), then=Value("returned")), default="status"
            ),
            "row_officer": F("ea_officer__name"),
            "row_officer_id": F("ea_officer_id"),
            "row_due": Value(None, output_field=DateField()),
        }
        prefix = ""
    else:
        own = {
            "row_service": F("service__name"),
            "row_organisation": F("organisation__name"),
            "row_status": F("status"),
            "row_officer": F("officer__name"),
            "row_officer_id": F("officer_id"),
            "row_due": F("due_on"),
        }
        prefix = "case__"
    return queryset.annotate(
        kind=Value(kind, output_field=CharField()),
        row_reference=F(f"{prefix}reference"),
        row_title=F(f"{prefix}title"),
        row_applicant=F(f"{prefix}applicant_name"),
        row_place=F(f"{prefix}area__short_name"),
        row_submitted=F(f"{prefix}submitted_at"),
        **own,
    ).annotate(sort_on=Coalesce("row_due", Value(NEVER), output_field=DateField()))


def _counts(officer: User, today: date) -> dict[str, int]:
    """How much is in each view of work to do. Queries: 1."""
    cases = _cases(officer).order_by().values(kind=Value("case"))
    proceedings = _proceedings(officer).order_by().values(kind=Value("proceeding"))
    open_cases = cases.filter(_case_view(View.ORGANISATION, officer, today)).annotate(
        **{view.name: Count("pk", filter=_case_view(view, officer, today)) for view in COUNTED}
    )
    open_proceedings = proceedings.filter(_proceeding_view(View.ORGANISATION, officer, today)).annotate(
        **{view.name: Count("pk", filter=_proceeding_view(view, officer, today)) for view in COUNTED}
    )
    found = list(open_cases.union(open_proceedings, all=True))
    return {view.value: sum(row[view.name] for row in found) for view in COUNTED}


def _inbox_row(row: dict[str, Any], officer: User, today: date) -> InboxRow:
    label, tone = words.inbox_status(row["kind"], row["row_status"])
    running = row["row_due"] and row["row_status"] not in FINISHED
    return InboxRow(
        kind=row["kind"],
        id=row["pk"],
        version=row["version"],
        reference=row["row_reference"],
        service=row["row_service"] or "",
        title=row["row_title"],
        applicant=row["row_applicant"],
        place=row["row_place"],
        organisation=row["row_organisation"],
        status=row["row_status"],
        status_label=label,
        tone=tone,
        officer=row["row_officer"] or "",
        is_mine=row["row_officer_id"] == officer.pk,
        is_new=row["row_status"] in ("received", "delivered"),
        submitted_at=row["row_submitted"],
        due_on=row["row_due"],
        days_left=(row["row_due"] - today).days if running else None,
    )


def _beyond(order: tuple[str, ...], place: list[Any] | None, *, descending: bool) -> Q:
    """Everything behind this place in the list, compared column by column."""
    if place is None:
        return Q()
    step = "lt" if descending else "gt"
    parts = []
    for index, name in enumerate(order):
        same = {column: place[number] for number, column in enumerate(order[:index])}
        parts.append(Q(**same, **{f"{name}__{step}": place[index]}))
    return reduce(or_, parts)


def _write_cursor(order: tuple[str, ...], row: dict[str, Any]) -> str:
    place = [value.isoformat() if isinstance(value, date) else value for value in (row[name] for name in order)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read_cursor(text: str, length: int) -> list[Any] | None:
    """The place a list was left at; None for none and for one that somebody made up."""
    if not text:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        *days, submitted, kind, key = place
        readable = [date.fromisoformat(day) for day in days] + [datetime.fromisoformat(submitted), str(kind), int(key)]
    except (ValueError, TypeError):
        return None
    return readable if len(readable) == length else None
