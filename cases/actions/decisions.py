"""Decide a proceeding; the last decision closes the case."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions.completion import drop_open
from cases.actions.locking import (
    add_event,
    check_version,
    kind_of,
    lock_proceeding,
    move,
    require_owner,
    require_zb,
    save,
    why_not,
)
from cases.errors import MoveRefused
from cases.models import Case, Decision, Event
from cases.rules import transitions
from portal.accounts.actions import system_user
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from portal.outbox import actions as outbox

CLOSER = "ablauf"


@transaction.atomic
def decide(
    proceeding_id: int, *, actor: User, version: int, outcome: str, reasons: str, conditions: str = ""
) -> Decision:
    """Grant, grant with conditions or reject. The PDF and the mail follow; they never hold the decision up."""
    proceeding = lock_proceeding(proceeding_id)
    require_zb(actor, proceeding)
    verb = transitions.DECIDING.get(outcome)
    if verb is None:
        raise MoveRefused(verb=outcome, status=proceeding.status, **why_not(proceeding))
    require_owner(proceeding, verb, actor)
    check_version(proceeding, version)
    status = move(proceeding, verb)
    check_text(outcome, reasons.strip(), conditions.strip())
    proceeding.status = status
    save(proceeding, "status")
    decision = Decision.objects.create(
        proceeding=proceeding, outcome=outcome, reasons=reasons.strip(), conditions=conditions.strip(), decided_by=actor
    )
    with translation.override("de"):  # the history is kept in the language of the offices
        words = str(decision.get_outcome_display())
    add_event(proceeding.case, Event.Kind.DECIDED, actor=actor, proceeding=proceeding, text=words)
    audit.record(actor, "proceeding.decided", proceeding, outcome=outcome, decision=decision.pk)
    outbox.add("cases.write_decision", decision.pk)
    close_if_finished(proceeding.case)
    return decision


def check_text(outcome: str, reasons: str, conditions: str) -> None:
    """A decision has reasons, and conditions exactly where it is granted with conditions."""
    if not reasons:
        raise Refusal(_("Begründen Sie die Entscheidung."))
    with_conditions = outcome == Decision.Outcome.GRANTED_WITH_CONDITIONS
    if with_conditions and not conditions:
        raise Refusal(_("Nennen Sie mindestens eine Auflage."))
    if conditions and not with_conditions:
        raise Refusal(
            _("Auflagen gehören zu einer Bewilligung mit Auflagen. Wählen Sie diese, oder leeren Sie das Feld.")
        )


def close_if_finished(case: Case) -> None:
    """Close the locked case when nothing is left to do. In the caller's transaction."""
    statuses = list(case.proceedings.values_list("status", flat=True))
    if not transitions.all_finished(statuses) or ("close", case.status) not in transitions.TABLES[kind_of(case)]:
        return
    actor = system_user(CLOSER)
    drop_open(case.completion_requests.all())
    case.status, case.closed_at = move(case, "close"), timezone.now()
    save(case, "status", "closed_at")
    add_event(case, Event.Kind.CLOSED, actor=actor)
    audit.record(actor, "case.closed", case)
