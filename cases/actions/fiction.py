"""Genehmigungsfiktion: the period is over, nothing was decided, the approval counts as granted (§ 42a VwVfG M-V)."""

import logging
from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.completion import drop_open
from cases.actions.decisions import CLOSER, after_end, drop_proposals, supersede_with
from cases.actions.locking import add_event, lock_case, lock_proceeding, move, save
from cases.clocks import clock_of
from cases.models import Decision, Event, Proceeding
from cases.queries.reasons import day_words
from cases.rules import transitions
from cases.rules.deadlines import deemed_approval
from portal.accounts.actions import system_user
from portal.audit import actions as audit
from portal.outbox import actions as outbox

logger = logging.getLogger(__name__)


def grant_all_deemed() -> int:
    """Write down every deemed approval that has occurred, each in its own transaction. Returns how many."""
    today = timezone.localdate()
    found = [grant_deemed(key, today=today) for key in overdue(today)]
    if any(found):
        logger.info("%d approvals count as granted", sum(found))
    return sum(found)


def overdue(today: date) -> list[int]:
    """Undecided proceedings whose period is over and for which a law orders the deemed approval. Queries: 1."""
    found = Proceeding.objects.filter(due_on__lt=today, status__in=transitions.BEFORE_DECISION)
    return list(found.exclude(deemed_approval_law="").order_by("due_on", "pk").values_list("pk", flat=True))


@transaction.atomic
def grant_deemed(proceeding_id: int, *, today: date) -> bool:
    """Keep the approval that the law has granted. False where somebody has decided meanwhile, or time is left."""
    proceeding = lock_proceeding(proceeding_id)
    if proceeding.status not in transitions.BEFORE_DECISION or not proceeding.deemed_approval_law:
        return False
    ends_on = clock_of(Event.objects.filter(case_id=proceeding.case_id), proceeding).ends_on
    if ends_on is None or today <= ends_on:
        return False
    actor = system_user(CLOSER)
    proceeding.status = move(proceeding, "grant_deemed", today=today)
    save(proceeding, "status")
    decision = Decision(outcome=Decision.Outcome.DEEMED_GRANTED, reasons=reasons(proceeding, ends_on), decided_by=actor)
    supersede_with(proceeding, decision)
    drop_open(proceeding.completion_requests.all())
    drop_proposals(proceeding)
    with translation.override("de"):
        words = str(decision.get_outcome_display())
    on = deemed_approval(ends_on)
    add_event(proceeding.case, Event.Kind.DECIDED, actor=actor, proceeding=proceeding, text=words, on=on)
    audit.record(actor, "proceeding.deemed_granted", proceeding, ends_on=ends_on, decision=decision.pk)
    mails.deemed_granted(proceeding, on)
    after_end(proceeding)
    return True


def reasons(proceeding: Proceeding, ends_on: date) -> str:
    """What the file says, in the language of the offices."""
    facts = {"day": "", "law": proceeding.deemed_approval_law}
    with translation.override("de"):
        facts["day"] = day_words(ends_on)
        return (
            _(
                "Die Frist für die Entscheidung ist am %(day)s abgelaufen, ohne dass entschieden wurde. Damit gilt "
                "die Genehmigung als erteilt (%(law)s)."
            )
            % facts
        )


@transaction.atomic
def request_certificate(proceeding_id: int, *, case_id: int) -> None:
    """The applicant demands the certificate (§ 42a Abs. 3). Demanded again, it is the same one."""
    case = lock_case(case_id)
    if not case.proceedings.filter(pk=proceeding_id).exists():
        raise Http404
    proceeding = lock_proceeding(proceeding_id)
    move(proceeding, "certify")
    demanded = Event.Kind.CERTIFICATE_DEMANDED
    if proceeding.events.filter(kind=demanded).exists():
        return
    add_event(case, demanded, actor=case.applicant, proceeding=proceeding)
    audit.record(case.applicant, "proceeding.certificate_demanded", proceeding)
    outbox.add("cases.write_certificate", proceeding.pk)
