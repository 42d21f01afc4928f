"""Stellungnahme: asking another body, its answer, going on without it. The clock of the decision goes on."""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import guest_mails as mails
from cases.actions.guests import lock_invitation, offer
from cases.actions.locking import add_event, check_version, lock_proceeding, move, require, save
from cases.models import Event, Invitation, Proceeding
from cases.rules.transitions import TABLES
from portal.accounts.actions import system_user
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal

CLERK = "ablauf"


@transaction.atomic
def consult(proceeding_id: int, *, actor: User, version: int, guest: str, question: str, until: date) -> Invitation:
    """Ask somebody for a statement. They read the proceeding once they have accepted."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "consult")
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "consult")
    if not question.strip():
        raise Refusal(_("Schreiben Sie, wozu Sie die Stellungnahme brauchen."))
    invitation = offer(
        proceeding,
        actor=actor,
        kind=Invitation.Kind.CONSULTATION,
        access=Invitation.Access.READ,
        guest=guest,
        reason=question.strip(),
        until=until,
        question=question.strip(),
    )
    save(proceeding, "status")
    text = f"{invitation.person or invitation.organisation}: {question.strip()}"
    add_event(proceeding.case, Event.Kind.CONSULTED, actor=actor, proceeding=proceeding, text=text)
    audit.record(actor, "proceeding.consulted", proceeding, invitation=invitation.pk)
    return invitation


@transaction.atomic
def give_statement(invitation_id: int, *, actor: User, text: str) -> None:
    """The answer of who was asked. With the last one the authority goes on."""
    invitation = lock_invitation(invitation_id, actor)
    proceeding = invitation.proceeding
    if not invitation.question or proceeding is None:
        raise Http404
    if invitation.status != Invitation.Status.ACCEPTED or invitation.until < timezone.localdate():
        raise Refusal(_("Diese Einladung gilt nicht."), _("Nehmen Sie sie zuerst an, oder bitten Sie um eine neue."))
    if invitation.answered_at is not None:
        raise Refusal(
            _("Die Stellungnahme ist schon abgegeben."), _("Schreiben Sie der Behörde, wenn etwas zu ergänzen ist.")
        )
    if not text.strip():
        raise Refusal(_("Schreiben Sie Ihre Stellungnahme."))
    invitation.answer, invitation.answered_by, invitation.answered_at = text.strip(), actor, timezone.now()
    invitation.save(update_fields=["answer", "answered_by", "answered_at"])
    if proceeding.status == Proceeding.Status.CONSULTING and not waits_for_statement(proceeding):
        proceeding.status = move(proceeding, "state")
    save(proceeding, "status")
    add_event(proceeding.case, Event.Kind.STATEMENT, actor=actor, proceeding=proceeding, text=text.strip())
    audit.record(actor, "proceeding.statement", proceeding, invitation=invitation.pk)
    mails.statement_given(invitation)


@transaction.atomic
def go_on_without_statement(proceeding_id: int, *, actor: User, version: int) -> None:
    """Nobody waits for the statements any more; who was asked may still answer until the day named."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "go_on")
    check_version(proceeding, version)
    _end(proceeding, "go_on", actor)


def end_consultations() -> int:
    """Each proceeding whose last day to answer is over goes on, in its own transaction. Returns how many."""
    consulting = Proceeding.objects.filter(status=Proceeding.Status.CONSULTING)
    waiting = Invitation.objects.unanswered().exclude(proceeding=None).values("proceeding")
    keys = consulting.exclude(pk__in=waiting).order_by("pk").values_list("pk", flat=True)
    return sum(_end_if_over(key) for key in keys)


@transaction.atomic
def _end_if_over(proceeding_id: int) -> bool:
    proceeding = lock_proceeding(proceeding_id)
    return back_to_work(proceeding, actor=system_user(CLERK))


def back_to_work(proceeding: Proceeding | None, *, actor: User) -> bool:
    """Where nobody is left to answer, the authority goes on. In the caller's transaction, with the row locked."""
    if proceeding is None or ("consultation_over", proceeding.status) not in TABLES["proceeding"]:
        return False
    if waits_for_statement(proceeding):
        return False
    _end(proceeding, "consultation_over", actor)
    mails.consultation_over(proceeding)
    return True


def _end(proceeding: Proceeding, verb: str, actor: User) -> None:
    proceeding.status = move(proceeding, verb)
    save(proceeding, "status")
    add_event(proceeding.case, Event.Kind.CONSULTATION_ENDED, actor=actor, proceeding=proceeding)
    audit.record(actor, "proceeding.consultation_ended", proceeding)


def waits_for_statement(proceeding: Proceeding) -> bool:
    """Somebody was asked and may still answer. Queries: 1."""
    return Invitation.objects.unanswered().filter(proceeding=proceeding).exists()
