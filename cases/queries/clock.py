"""Every step of a clock, with event and paragraph: the page for officers and `manage.py explain_clock`."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404
from django.utils import timezone

from cases.models import Case, Decision, Proceeding
from cases.queries import parts
from cases.queries.rows import ClockRow, EventRow, NotificationRow
from portal.accounts.models import User


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
    """For officers of the authority, once it is delivered, and of the EA.

    Queries: 3 (proceeding, events, decision), with a decision 4.
    """
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


def _proceedings():
    return Proceeding.objects.select_related("service", "organisation", "case")


def _page(proceeding: Proceeding, *, at_ea: bool) -> ClockPage:
    case = proceeding.case
    events = [event for event in parts.events_of(case.pk) if event.proceeding_id in (None, proceeding.pk)]
    decisions = Decision.objects.filter(proceeding=proceeding, superseded_at=None)
    decision = decisions.prefetch_related("notifications").first()
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
        notification=parts.notification_row(decision) if decision else None,
    )
