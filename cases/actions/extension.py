"""Extending the period for the decision: once, with reasons, told before its end (§ 42a Abs. 2 Satz 3 VwVfG M-V)."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.locking import (
    add_event,
    check_version,
    lock_proceeding,
    move,
    refresh_clock,
    require,
    save,
)
from cases.models import Event
from cases.rules.periods import parse_period
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from portal.outbox import actions as outbox


@transaction.atomic
def extend_period(proceeding_id: int, *, actor: User, version: int, extension: str, reason: str) -> None:
    """Extend and tell the applicant at once; the letter follows as PDF."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "extend_period")
    check_version(proceeding, version)
    move(proceeding, "extend_period")
    if not reason.strip():
        raise Refusal(_("Begründen Sie, warum Sie länger brauchen (§ 42a Abs. 2 VwVfG M-V)."))
    if parse_period(extension) is None:
        raise Refusal(_("Wählen Sie, um wie viel Sie die Frist verlängern."))
    before = proceeding.due_on
    event = add_event(
        proceeding.case,
        Event.Kind.EXTENDED,
        actor=actor,
        proceeding=proceeding,
        text=reason.strip(),
        period=extension,
    )
    refresh_clock(proceeding)
    save(proceeding, "due_on")
    audit.record(actor, "proceeding.extended", proceeding, before=before, after=proceeding.due_on)
    mails.extended(proceeding, reason.strip())
    outbox.add("cases.write_extension", event.pk)
