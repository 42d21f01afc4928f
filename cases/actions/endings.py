"""Ending a proceeding without a decision, and taking a finished one up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.completion import drop_open
from cases.actions.decisions import after_end
from cases.actions.ea import require_router
from cases.actions.locking import (
    add_event,
    check_version,
    lock_proceeding,
    move,
    refresh_clock,
    require,
    save,
)
from cases.actions.pauses import close_pause
from cases.models import Case, Event, Proceeding
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal


@transaction.atomic
def discontinue_proceeding(proceeding_id: int, *, actor: User, version: int, reason: str) -> None:
    """End it without a decision, because there is nothing left to decide."""
    proceeding = lock_proceeding(proceeding_id)
    if proceeding.status == Proceeding.Status.HELD:
        require_router(actor, proceeding)
    else:
        require(actor, proceeding, "discontinue")
    check_version(proceeding, version)
    status = move(proceeding, "discontinue")
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum Sie das Verfahren einstellen."))
    proceeding.status = status
    save(proceeding, "status")
    close_pause(proceeding)
    drop_open(proceeding.completion_requests.all())
    add_event(proceeding.case, Event.Kind.DISCONTINUED, actor=actor, proceeding=proceeding, text=reason.strip())
    audit.record(actor, "proceeding.discontinued", proceeding)
    mails.discontinued(proceeding, reason.strip())
    after_end(proceeding)


@transaction.atomic
def reopen_proceeding(proceeding_id: int, *, actor: User, version: int, reason: str) -> None:
    """Take a finished proceeding up again. Its decision holds until a new one supersedes it, and stays in the file."""
    proceeding = lock_proceeding(proceeding_id)
    if not require(actor, proceeding, "reopen").leads:
        raise NotPermitted(
            _("Wieder aufnehmen darf nur die Leitung."), _("Bitten Sie Ihre Leitung, wenn neu zu entscheiden ist.")
        )
    check_version(proceeding, version)
    status = move(proceeding, "reopen")
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum neu zu entscheiden ist."))
    proceeding.status, proceeding.officer = status, proceeding.officer or actor
    add_event(proceeding.case, Event.Kind.REOPENED, actor=actor, proceeding=proceeding, text=reason.strip())
    refresh_clock(proceeding)
    save(proceeding, "status", "officer", "due_on")
    open_again(proceeding.case)
    audit.record(actor, "proceeding.reopened", proceeding)
    mails.reopened(proceeding, reason.strip())


def open_again(case: Case) -> None:
    """The case of a proceeding that is taken up again is open, too."""
    if case.status == Case.Status.CLOSED:
        case.status, case.closed_at = move(case, "reopen"), None
        save(case, "status", "closed_at")
