"""What the responsible authority does with its proceeding before it decides."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.completion import ask, drop_open
from cases.actions.locking import (
    add_event,
    check_version,
    claim,
    lock_proceeding,
    move,
    refresh_clock,
    require,
    save,
)
from cases.models import CompletionRequest, Event
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal


@transaction.atomic
def claim_proceeding(proceeding_id: int, *, actor: User, version: int) -> None:
    """Take the proceeding over; a head may take it from somebody else."""
    proceeding = lock_proceeding(proceeding_id)
    access = require(actor, proceeding, "claim")
    if not claim(proceeding, actor, version, is_lead=access.leads):
        return
    add_event(proceeding.case, Event.Kind.CLAIMED, actor=actor, proceeding=proceeding)
    audit.record(actor, "proceeding.claimed", proceeding)


@transaction.atomic
def request_completion(proceeding_id: int, *, actor: User, version: int, text: str, due_on: date) -> CompletionRequest:
    """Ask the applicant for what is missing; the clock starts when it is there."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "request_completion")
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "request_completion")
    request = ask(
        proceeding.case, proceeding, actor=actor, text=text, due_on=due_on, organisation=proceeding.organisation
    )
    refresh_clock(proceeding)
    save(proceeding, "status", "due_on")
    return request


@transaction.atomic
def ask_question(proceeding_id: int, *, actor: User, version: int, text: str, due_on: date) -> CompletionRequest:
    """Ask about what was declared (§ 25 Abs. 1 VwVfG M-V). The clock goes on, and so can the office."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "ask")
    check_version(proceeding, version)
    move(proceeding, "ask")
    if proceeding.completion_requests.filter(status="open", kind=CompletionRequest.Kind.QUESTION).exists():
        raise Refusal(
            _("Es ist schon eine Rückfrage offen."), _("Warten Sie die Antwort ab, oder schreiben Sie eine Nachricht.")
        )
    request = ask(
        proceeding.case,
        proceeding,
        actor=actor,
        text=text,
        due_on=due_on,
        organisation=proceeding.organisation,
        kind=CompletionRequest.Kind.QUESTION,
    )
    save(proceeding)
    return request


@transaction.atomic
def continue_proceeding(proceeding_id: int, *, actor: User, version: int) -> None:
    """Go on without the document. The clock runs as if it had not been asked for."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "continue")
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "continue")
    drop_open(proceeding.completion_requests.filter(kind=CompletionRequest.Kind.DOCUMENTS))
    add_event(proceeding.case, Event.Kind.FOUND_COMPLETE, actor=actor, proceeding=proceeding)
    refresh_clock(proceeding)
    save(proceeding, "status", "due_on")
    audit.record(actor, "proceeding.continued", proceeding)


@transaction.atomic
def return_proceeding(proceeding_id: int, *, actor: User, version: int, reason: str) -> None:
    """Not responsible: give it back to whom routes it anew (the EA; without one the own head)."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "return")
    check_version(proceeding, version)
    status = move(proceeding, "return")
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum Ihre Behörde nicht zuständig ist."))
    proceeding.status, proceeding.officer = status, None
    save(proceeding, "status", "officer")
    drop_open(proceeding.completion_requests.all())
    add_event(proceeding.case, Event.Kind.RETURNED, actor=actor, proceeding=proceeding, text=reason.strip())
    audit.record(actor, "proceeding.returned", proceeding, organisation=proceeding.organisation.slug)
    mails.returned(proceeding, reason.strip())
