"""Every step of a clock, with event and paragraph: the page for officers and `manage.py explain_clock`."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404
from django.utils import timezone

from cases.clocks import is_workday
from cases.models import Case, Decision, Proceeding
from cases.queries import parts
from cases.queries.rows import ClockRow, EventRow
from cases.rules import notification
from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """How the valid decision was notified: provided for retrieval, fetched, and what follows."""

    told_on: date
    fetch_until: date
    fetched_on: date | None
    notified_on: date | None
    objection_until: date | None


@dataclass(frozen=True, slots=True)
class ClockPage:
    """The clock of one proceeding, explained. `at_ea`: the reader works at the EA, so the way back is the case."""

    id: int
    reference: str
    service: str
    organisation: str
    applicant_name: str
    at_ea: bool
    period: str
    clock: ClockRow
    events: list[EventRow]
    notification: NotificationRow | None


def clock_page(proceeding_id: int, officer: User) -> ClockPage:
    """For officers of the authority, once it is delivered, and of the EA. Queries: 3 (proceeding, events, decision)."""
    at_zb = Q(pk__in=Proceeding.objects.visible_to(officer).values("pk"))
    at_ea = Q(case__in=Case.objects.visible_to(officer).values("pk"))
    is_at_zb = ExpressionWrapper(at_zb, output_field=BooleanField())
    proceeding = _proceedings().filter(at_zb | at_ea, pk=proceeding_id).annotate(is_at_zb=is_at_zb).first()
    if proceeding is None:
        raise Http404
    return _page(proceeding, at_ea=not proceeding.is_at_zb)


def clocks_of_case(reference: str) -> list[ClockPage]:
    """All clocks of a case, for operators. Queries: 1 and 2 a proceeding."""
    return [_page(row, at_ea=False) for row in _proceedings().filter(case__reference=reference).order_by("pk")]


def notification_row(decision: Decision | None) -> NotificationRow | None:
    """What follows from the decision's notice and its retrieval (§ 41 Abs. 2a VwVfG M-V, § 70 VwGO)."""
    if decision is None or decision.told_at is None:
        return None
    told_on = timezone.localdate(decision.told_at)
    fetched_on = timezone.localdate(decision.fetched_at) if decision.fetched_at else None
    notified_on = notification.retrieved(told_on, fetched_on)
    return NotificationRow(
        told_on=told_on,
        fetch_until=notification.last_day_to_fetch(told_on),
        fetched_on=fetched_on,
        notified_on=notified_on,
        objection_until=notification.remedy_end(notified_on, is_workday).last_day if notified_on else None,
    )


def _proceedings():
    return Proceeding.objects.select_related("service", "organisation", "case")


def _page(proceeding: Proceeding, *, at_ea: bool) -> ClockPage:
    case = proceeding.case
    events = [event for event in parts.events_of(case.pk) if event.proceeding_id in (None, proceeding.pk)]
    decision = Decision.objects.filter(proceeding=proceeding, superseded_at=None).first()
    return ClockPage(
        id=proceeding.pk,
        reference=case.reference,
        service=proceeding.service.name,
        organisation=proceeding.organisation.name,
        applicant_name=case.applicant_name,
        at_ea=at_ea,
        period=proceeding.decision_period,
        clock=parts.clock_row_of(events, proceeding, timezone.localdate()),
        events=list(reversed(parts.event_rows(events, case.applicant_name))),
        notification=notification_row(decision),
    )
