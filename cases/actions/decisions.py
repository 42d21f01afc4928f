"""Decide a proceeding, alone or with a second signature; the last decision closes the case."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.completion import drop_open
from cases.actions.locking import (
    add_event,
    check_version,
    kind_of,
    lock_proceeding,
    move,
    require,
    save,
    why_not,
)
from cases.actions.movement import release_followers
from cases.errors import MoveRefused
from cases.models import Case, Decision, Event, Proceeding, Proposal, Way
from cases.rules import transitions
from portal.accounts.actions import system_user
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from portal.outbox import actions as outbox

CLOSER = "ablauf"


@transaction.atomic
def decide(
    proceeding_id: int,
    *,
    actor: User,
    version: int,
    outcome: str,
    reasons: str,
    conditions: str = "",
    way: str = Way.PORTAL,
) -> Decision:
    """Grant, grant with conditions or reject. The PDF and the mail follow; they never hold the decision up."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, transitions.DECIDING.get(outcome, "grant"))
    verb = deciding_verb(proceeding, outcome)
    check_version(proceeding, version)
    status = move(proceeding, verb)
    check_text(outcome, reasons.strip(), conditions.strip())
    check_way(proceeding.case, way)
    return finish(
        proceeding,
        status,
        actor=actor,
        decision=Decision(
            outcome=outcome, reasons=reasons.strip(), conditions=conditions.strip(), way=way, decided_by=actor
        ),
    )


@transaction.atomic
def propose_decision(
    proceeding_id: int,
    *,
    actor: User,
    version: int,
    outcome: str,
    reasons: str,
    conditions: str = "",
    way: str = Way.PORTAL,
) -> Proposal:
    """Draft the decision for a second person to sign."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "propose")
    deciding_verb(proceeding, outcome)
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "propose")
    check_text(outcome, reasons.strip(), conditions.strip())
    check_way(proceeding.case, way)
    save(proceeding, "status")
    proposal = Proposal.objects.create(
        proceeding=proceeding,
        outcome=outcome,
        reasons=reasons.strip(),
        conditions=conditions.strip(),
        way=way,
        proposed_by=actor,
    )
    add_event(proceeding.case, Event.Kind.PROPOSED, actor=actor, proceeding=proceeding)
    audit.record(actor, "proceeding.proposed", proceeding, outcome=outcome, proposal=proposal.pk)
    mails.to_sign(proposal)
    return proposal


@transaction.atomic
def sign_proposal(proceeding_id: int, *, actor: User, version: int) -> Decision:
    """Sign what a colleague drafted: with that it is decided."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "send_back")
    proposal = open_proposal(proceeding)
    require_second(proposal, actor)
    check_version(proceeding, version)
    status = move(proceeding, deciding_verb(proceeding, proposal.outcome))
    review(proposal, Proposal.Status.SIGNED, actor)
    return finish(
        proceeding,
        status,
        actor=actor,
        decision=Decision(
            outcome=proposal.outcome,
            reasons=proposal.reasons,
            conditions=proposal.conditions,
            way=proposal.way,
            decided_by=proposal.proposed_by,
        ),
    )


@transaction.atomic
def send_back_proposal(proceeding_id: int, *, actor: User, version: int, note: str) -> None:
    """Give the draft back to who wrote it, with what has to change."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "send_back")
    proposal = open_proposal(proceeding)
    require_second(proposal, actor)
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "send_back")
    if not note.strip():
        raise Refusal(_("Schreiben Sie, was sich ändern soll."))
    save(proceeding, "status")
    review(proposal, Proposal.Status.SENT_BACK, actor, note.strip())
    add_event(proceeding.case, Event.Kind.SENT_BACK, actor=actor, proceeding=proceeding, text=note.strip())
    audit.record(actor, "proceeding.sent_back", proceeding, proposal=proposal.pk)
    mails.sent_back(proposal)


def open_proposal(proceeding: Proceeding) -> Proposal:
    """The draft that waits for its second signature, or 404."""
    proposal = proceeding.proposals.filter(status=Proposal.Status.OPEN).first()
    if proposal is None:
        if proceeding.status == Proceeding.Status.PROPOSED:
            raise Http404
        raise MoveRefused(verb="sign", status=proceeding.status, **why_not(proceeding))
    return proposal


def require_second(proposal: Proposal, actor: User) -> None:
    if proposal.proposed_by_id == actor.pk:
        raise NotPermitted(
            _("Mitzeichnen muss jemand anders."), _("Bitten Sie eine Kollegin oder einen Kollegen aus Ihrer Behörde.")
        )


def review(proposal: Proposal, status: str, actor: User, note: str = "") -> None:
    proposal.status, proposal.note = status, note
    proposal.reviewed_by, proposal.reviewed_at = actor, timezone.now()
    proposal.save(update_fields=["status", "note", "reviewed_by", "reviewed_at"])


def drop_proposals(proceeding: Proceeding) -> None:
    """Nobody has to sign any more. In the caller's transaction."""
    proceeding.proposals.filter(status=Proposal.Status.OPEN).update(status=Proposal.Status.DROPPED)


def deciding_verb(proceeding: Proceeding, outcome: str) -> str:
    verb = transitions.DECIDING.get(outcome)
    if verb is None:
        raise MoveRefused(verb=outcome, status=proceeding.status, **why_not(proceeding))
    return verb


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


def check_way(case: Case, way: str) -> None:
    """A mailbox has only who has an account."""
    if way not in Way.values or (way == Way.MAILBOX and case.applicant_id is None):
        raise Refusal(_("Wählen Sie, wie der Bescheid bekannt gegeben wird."))


def finish(proceeding: Proceeding, status: str, *, actor: User, decision: Decision) -> Decision:
    """Keep the decision, order its paper, let followers go and close the case. In the caller's transaction."""
    proceeding.status = status
    save(proceeding, "status")
    supersede_with(proceeding, decision)
    drop_open(proceeding.completion_requests.all())
    with translation.override("de"):  # the history is kept in the language of the offices
        words = str(decision.get_outcome_display())
    add_event(proceeding.case, Event.Kind.DECIDED, actor=actor, proceeding=proceeding, text=words)
    audit.record(actor, "proceeding.decided", proceeding, outcome=decision.outcome, decision=decision.pk)
    outbox.add("cases.write_decision", decision.pk)
    after_end(proceeding)
    return decision


def supersede_with(proceeding: Proceeding, decision: Decision) -> None:
    """Keep the decision; one from before a reopening stays, superseded by it."""
    old = Decision.objects.filter(proceeding=proceeding, superseded_at=None).first()
    if old is not None:
        old.superseded_at = timezone.now()
        old.save(update_fields=["superseded_at"])
    decision.proceeding = proceeding
    decision.save(force_insert=True)
    if old is not None:
        old.superseded_by = decision
        old.save(update_fields=["superseded_by"])


def after_end(proceeding: Proceeding) -> None:
    """What waits for this proceeding goes out, and the case closes if it was the last. In the caller's transaction."""
    release_followers(proceeding)
    close_if_finished(proceeding.case)


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
