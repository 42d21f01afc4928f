"""The inbox of an officer: cases for the EA, proceedings for the authorities, in one list."""

import base64
import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Case as Choice
from django.db.models import F, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import InboxItem, Proceeding
from cases.models.inbox import NEW
from cases.queries import words
from cases.queries.desk import Desk, desk_of
from cases.queries.inbox_lists import ORDER, count_statement, page_ids, slices
from cases.queries.inbox_search import found_items
from cases.queries.rows import InboxPage, InboxRow
from cases.rules.transitions import AT_WORK, CASE_FINISHED, EA_FORWARDS, FINISHED
from portal.accounts.models import User

PAGE_SIZE = 30
# Beyond this a count is "99+": what nobody will finish today need not be counted to the end
MOST_COUNTED = 100
PROCEEDING_OPEN = ("delivered", *AT_WORK, "returned")


class View(StrEnum):
    """The views of the inbox; the value stands in the address. A search goes through all of them."""

    NEW = "neu"
    MINE = "meine"
    ORGANISATION = "alle"
    WAITING = "wartet"
    DUE = "frist"
    OVERDUE = "ueberfaellig"
    DONE = "erledigt"


VIEW_LABELS = {
    View.NEW: _("Neu"),
    View.MINE: _("Meine Vorgänge"),
    View.ORGANISATION: _("Alle offenen"),
    View.WAITING: _("Wartet auf Antragsteller"),
    View.DUE: _("Frist in 14 Tagen"),
    View.OVERDUE: _("Überfällig"),
    View.DONE: _("Erledigt"),
}
COUNTED = tuple(view for view in View if view != View.DONE)

SERVICES_OF_CASE = (
    Proceeding.objects.filter(case=OuterRef("case"))
    .order_by()
    .values("case")
    .annotate(names=StringAgg("service__name", ", ", order_by="pk"))
    .values("names")
)
# The EA has no period of its own (§ 71b Abs. 1 VwVfG M-V: without delay); what runs is that of the authorities
RUNNING = Proceeding.objects.filter(case=OuterRef("case"), due_on__isnull=False).exclude(status__in=sorted(FINISHED))
SOONEST = Subquery(RUNNING.order_by("due_on").values("due_on")[:1])
# What a row shows, by its name in the statement
COLUMNS = {
    "item": F("pk"),
    "case_key": F("case_id"),
    "proceeding_key": F("proceeding_id"),
    "row_version": Coalesce("proceeding__version", "case__version"),
    "reference": F("case__reference"),
    "service": Coalesce("proceeding__service__name", Subquery(SERVICES_OF_CASE), output_field=TextField()),
    "title": F("case__title"),
    "applicant": F("case__applicant_name"),
    "place": F("case__area__short_name"),
    "office": F("organisation__name"),
    "row_status": F("status"),
    "row_stage": F("stage"),
    "row_officer": F("officer_id"),
    "officer_name": F("officer__name"),
    "sent_at": F("submitted_at"),
    "due": Choice(When(proceeding=None, then=SOONEST), default=F("due_on")),
    "sorted_on": F("sort_on"),
}


def inbox(
    officer: User, *, view: str = View.ORGANISATION, text: str = "", after: str = "", desk: Desk | None = None
) -> InboxPage:
    """What waits for this officer, soonest deadline first; what is done, newest first. A text is looked for in all.

    `desk`: where the caller has read it. Queries: 2 (rows, counts); for several words 3; without a desk 2 more.
    """
    view = View(view) if view in list(View) else View.ORGANISATION
    today, text = timezone.localdate(), text.strip()
    desk = desk or desk_of(officer)
    found = searched(desk, text, after) if text else listed(desk, view, after, today)
    rows = found[:PAGE_SIZE]
    has_more = len(found) > PAGE_SIZE
    return InboxPage(
        view=view,
        text=text,
        rows=[_inbox_row(row, officer, today) for row in rows],
        counts=counts(desk, today),
        next=_write_cursor(rows[-1], bool(text)) if has_more else "",
    )


def listed(desk: Desk, view: View, after: str, today: date) -> list[dict[str, Any]]:
    """One page of a view and one row more. Queries: 1."""
    part = slices(today)[view]
    ids = page_ids(part, desk, limit=PAGE_SIZE + 1, after=_read_place(after))
    ordering = [f"-{name}" if part.newest_first else name for name in ORDER]
    return _shown(InboxItem.objects.filter(pk__in=ids).order_by(*ordering))


def searched(desk: Desk, text: str, after: str) -> list[dict[str, Any]]:
    """One page of what was found, in all views, and one row more. Queries: 1, for several words 2."""
    found = found_items(text, desk, limit=PAGE_SIZE + 1, after=_read_found(after))
    return _shown(found.order_by(F("found_by").asc(nulls_first=True), "-pk"), "found_by")


def _shown(items: QuerySet[InboxItem], *more: str) -> list[dict[str, Any]]:
    return list(items.values(*more, **COLUMNS)[: PAGE_SIZE + 1])


def counts(desk: Desk, today: date) -> dict[str, int]:
    """How much is in each view of work to do, up to MOST_COUNTED. Queries: 1."""
    parts = slices(today)
    statement = count_statement({view: parts[view] for view in COUNTED}, desk, most=MOST_COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return dict(zip([view.value for view in COUNTED], cursor.fetchone(), strict=True))


def _inbox_row(row: dict[str, Any], officer: User, today: date) -> InboxRow:
    kind = "case" if row["proceeding_key"] is None else "proceeding"
    label, tone = words.inbox_status(kind, row["row_status"])
    at_once = kind == "case" and row["row_status"] in EA_FORWARDS
    running = row["due"] and row["row_status"] not in FINISHED and not at_once
    return InboxRow(
        kind=kind,
        id=row["proceeding_key"] or row["case_key"],
        version=row["row_version"],
        reference=row["reference"],
        service=row["service"] or "",
        title=row["title"],
        applicant=row["applicant"],
        place=row["place"],
        organisation=row["office"],
        status=row["row_status"],
        status_label=label,
        tone=tone,
        officer=row["officer_name"] or "",
        is_mine=row["row_officer"] == officer.pk,
        is_new=row["row_stage"] == NEW,
        submitted_at=row["sent_at"],
        due_on=row["due"],
        days_left=(row["due"] - today).days if running else None,
        is_over=row["row_status"] in FINISHED | CASE_FINISHED,
        forwards_at_once=at_once,
    )


def _write_cursor(row: dict[str, Any], is_search: bool) -> str:
    if is_search:
        place = [row["found_by"] or "", row["item"]]
    else:
        place = [row["sorted_on"].isoformat(), row["sent_at"].isoformat(), row["item"]]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> list[Any]:
    """What a cursor holds; nothing for none and for one that somebody made up."""
    try:
        place = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return []
    return place if isinstance(place, list) else []


def _read_place(text: str) -> list[Any] | None:
    """The place a view was left at."""
    try:
        day, submitted, key = _read_cursor(text)
        return [date.fromisoformat(day), datetime.fromisoformat(submitted), int(key)]
    except (ValueError, TypeError):
        return None


def _read_found(text: str) -> tuple[str, int] | None:
    """The place a search was left at."""
    try:
        key, item = _read_cursor(text)
        return str(key).replace("\x00", ""), int(item)
    except (ValueError, TypeError):
        return None
