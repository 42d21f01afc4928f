"""Bekanntgabe: what becomes of a decision on its way to the applicant, and what follows for the objection."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions.locking import add_event, check_version, lock_proceeding, require, save
from cases.clocks import NUMBERS, is_workday
from cases.errors import MoveRefused
from cases.models import Decision, Event, Notification, Way
from cases.rules import notification as rules
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal

# By hand officers record what they sent; the portal records its own ways itself
BY_HAND = (Way.POST, Way.ABROAD, Way.ELECTRONIC)


def provide(decision: Decision, *, actor: User) -> Notification | None:
    """The decision's paper is ready: in the portal or the mailbox it is provided from today on.

    A letter counts from the day an officer has sent it. In the caller's transaction, with the rows locked.
    """
    if decision.way not in (Way.PORTAL, Way.MAILBOX):
        return None
    return _write(decision, decision.way, timezone.localdate(), actor=actor)


@transaction.atomic
def record_notification(proceeding_id: int, *, actor: User, version: int, way: str, sent_on: date) -> Notification:
    """The decision was sent on that day; also where it was provided and never fetched."""
    proceeding = lock_proceeding(proceeding_id)
    require(actor, proceeding, "notify")
    check_version(proceeding, version)
    decision = proceeding.decisions.filter(superseded_at=None).first()
    if decision is None or decision.outcome == Decision.Outcome.DEEMED_GRANTED:
        raise MoveRefused(verb="notify", status=proceeding.status, title=_("Es gibt keinen Bescheid bekannt zu geben."))
    if way not in BY_HAND:
        raise Refusal(_("Wählen Sie, wie Sie den Bescheid versandt haben."))
    if not timezone.localdate(decision.decided_at) <= sent_on <= timezone.localdate():
        raise Refusal(_("Nennen Sie einen Tag von der Entscheidung bis heute."))
    made = _write(decision, way, sent_on, actor=actor)
    add_event(proceeding.case, Event.Kind.NOTIFIED, actor=actor, proceeding=proceeding, text=way_words(made))
    save(proceeding)
    return made


def way_words(made: Notification) -> str:
    """For the history, which is kept in the language of the offices."""
    with translation.override("de"):
        return f"{made.get_way_display()}, {made.law}"


def fetched(decision: Decision) -> None:
    """The applicant has opened it in the portal: with that the day it counts from is known (§ 41 Abs. 2a).

    In the caller's transaction; the first time counts. Not fetched in time, nothing was notified.
    """
    provided = decision.notifications.filter(way=Way.PORTAL, fetched_on=None).order_by("-pk").first()
    if provided is None:
        return
    today = timezone.localdate()
    notified_on = rules.retrieved(provided.sent_on, today)
    provided.fetched_on = today
    _set_days(provided, notified_on)
    provided.save(update_fields=["fetched_on", "notified_on", "remedy_until"])


def _write(decision: Decision, way: str, sent_on: date, *, actor: User) -> Notification:
    made = Notification(decision=decision, way=way, sent_on=sent_on, recorded_by=actor)
    made.law = rules.law_of(way, sent_on, NUMBERS)
    _set_days(made, rules.notified(way, sent_on, NUMBERS))
    made.save(force_insert=True)
    facts = {"way": way, "law": made.law, "sent_on": sent_on, "notified_on": made.notified_on}
    audit.record(actor, "decision.notified", decision.proceeding, decision=decision.pk, **facts)
    return made


def _set_days(made: Notification, notified_on: date | None) -> None:
    made.notified_on = notified_on
    made.remedy_until = rules.remedy_end(notified_on, is_workday).last_day if notified_on else None
