"""Anhalten der Frist: for a ground the law knows, with a last day and a letter."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.locking import add_event, check_version, lock_proceeding, move, refresh_clock, require, save
from cases.models import Event, Pause, Proceeding
from cases.rules.pauses import GROUNDS, grounds_for
from portal.accounts.actions import system_user
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from portal.outbox import actions as outbox

CLERK = "ablauf"
LONGEST = timedelta(days=366)


@transaction.atomic
def pause_period(proceeding_id: int, *, actor: User, version: int, ground: str, reason: str, until: date) -> Pause:
    """Stop the clock from today on and tell the applicant at once; the letter follows as PDF."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "pause")
    check_version(proceeding, version)
    status = move(proceeding, "pause")
    if ground not in grounds_for(proceeding.deemed_approval_law, proceeding.period_law):
        raise Refusal(_("Wählen Sie, aus welchem Grund die Frist angehalten wird."))
    if not reason.strip():
        raise Refusal(_("Begründen Sie, warum die Frist angehalten wird."))
    if not timezone.localdate() < until <= timezone.localdate() + LONGEST:
        raise Refusal(_("Nennen Sie einen Tag innerhalb eines Jahres."))
    pause = Pause.objects.create(
        proceeding=proceeding,
        ground=ground,
        law=GROUNDS[ground].law,
        reason=reason.strip(),
        until=until,
        paused_by=actor,
    )
    proceeding.status = status
    add_event(proceeding.case, Event.Kind.PAUSED, actor=actor, proceeding=proceeding, text=reason.strip())
    refresh_clock(proceeding)
    save(proceeding, "status", "due_on")
    audit.record(actor, "proceeding.paused", proceeding, ground=ground, until=until)
    mails.paused(proceeding, pause)
    outbox.add("cases.write_pause", pause.pk)
    return pause


@transaction.atomic
def resume_period(proceeding_id: int, *, actor: User, version: int) -> None:
    """Let the clock go on before the day that was named."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "resume")
    check_version(proceeding, version)
    _resume(proceeding, "resume", actor)


def end_pauses() -> int:
    """Each pause whose last day is over ends, in its own transaction. Returns how many."""
    today = timezone.localdate()
    due = Pause.objects.filter(ended_on=None, until__lt=today).order_by("pk").values_list("proceeding", flat=True)
    return sum(_end_if_over(key, today) for key in due)


@transaction.atomic
def _end_if_over(proceeding_id: int, today: date) -> bool:
    proceeding = lock_proceeding(proceeding_id)
    is_due = proceeding.pauses.filter(ended_on=None, until__lt=today).exists()
    if proceeding.status != Proceeding.Status.PAUSED or not is_due:
        return False
    _resume(proceeding, "pause_over", system_user(CLERK))
    return True


def _resume(proceeding: Proceeding, verb: str, actor: User) -> None:
    """The last day of the pause belongs to it, however late this runs (§ 209 BGB)."""
    proceeding.status = move(proceeding, verb)
    on = close_pause(proceeding)
    add_event(proceeding.case, Event.Kind.RESUMED, actor=actor, proceeding=proceeding, on=on)
    refresh_clock(proceeding)
    save(proceeding, "status", "due_on")
    audit.record(actor, "proceeding.resumed", proceeding, due_on=proceeding.due_on)
    mails.resumed(proceeding)


def close_pause(proceeding: Proceeding) -> date:
    """Write down the last day of the open pause. In the caller's transaction."""
    on = timezone.localdate()
    pause = proceeding.pauses.filter(ended_on=None).first()
    if pause is not None:
        pause.ended_on = on = min(on, pause.until)
        pause.save(update_fields=["ended_on"])
    return on
