"""What the applicant does after the application was sent, apart from answering requests."""

from django.db import transaction
from django.utils import timezone

from cases.actions import mails
from cases.actions.completion import drop_open
from cases.actions.decisions import close_if_finished, drop_proposals
from cases.actions.locking import add_event, check_version, lock_case, lock_proceeding, move, save
from cases.actions.pauses import close_pause
from cases.models import Case, Event, Proceeding
from cases.rules import transitions
from portal.audit import actions as audit
from responsibility.models import Organisation


@transaction.atomic
def withdraw_case(case_id: int, *, version: int) -> None:
    """Withdraw what is not decided yet. What is decided stays; then the case closes instead."""
    case = lock_case(case_id)
    check_version(case, version)
    status = move(case, "withdraw")
    keys = case.proceedings.exclude(status__in=transitions.FINISHED).order_by("pk").values_list("pk", flat=True)
    open_proceedings = [lock_proceeding(key) for key in keys]
    offices = offices_of(case, open_proceedings)
    for proceeding in open_proceedings:
        proceeding.status = move(proceeding, "withdraw")
        save(proceeding, "status")
        drop_proposals(proceeding)
        close_pause(proceeding)
    drop_open(case.completion_requests.all())
    add_event(case, Event.Kind.WITHDRAWN, actor=case.applicant)
    audit.record(case.applicant, "case.withdrawn", case, proceedings=len(open_proceedings))
    mails.withdrawn(case, offices)
    if case.proceedings.filter(status__in=transitions.DECIDED).exists():
        close_if_finished(case)
        return
    case.status, case.closed_at = status, timezone.now()
    save(case, "status", "closed_at")


@transaction.atomic
def send_applicant_message(case_id: int, *, text: str) -> None:
    """Write to the offices: to the EA until it has forwarded the case, then to the authorities at work."""
    case = lock_case(case_id)
    move(case, "write")
    message = case.messages.create(text=text.strip())
    audit.record(case.applicant, "case.message_sent", case, message=message.pk)
    mails.message_to_offices(case, message, offices_of(case, list(_running(case))))


def offices_of(case: Case, proceedings: list[Proceeding]) -> list[tuple[Organisation, str]]:
    """Who is to be told, each with the link to its page: the EA before forwarding, then the authorities."""
    if case.status != Case.Status.FORWARDED:
        return [(case.ea, mails.ea_link(case))] if case.ea and case.status != Case.Status.SUBMITTED else []
    told: dict[int, tuple[Organisation, str]] = {}
    for proceeding in proceedings:
        if proceeding.delivered_at is not None:
            told.setdefault(proceeding.organisation_id, (proceeding.organisation, mails.proceeding_link(proceeding)))
    return list(told.values())


def _running(case: Case):
    return case.proceedings.exclude(status__in=transitions.FINISHED).select_related("organisation").order_by("pk")
