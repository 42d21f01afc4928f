"""The steps the portal itself takes after commit. Each looks first, so that a second run changes nothing."""

from django.db import transaction
from django.utils import timezone

from cases.actions import mails
from cases.actions.locking import add_event, events_of_case, lock_case, lock_proceeding, move, refresh_clock, save
from cases.clocks import is_released
from cases.models import Case, Event, Proceeding
from cases.rules import transitions
from portal.accounts.actions import system_user
from portal.audit import actions as audit
from portal.outbox import actions as outbox

CARRIER = "post"


@transaction.atomic(savepoint=False)
def receive_case(case_id: int) -> None:
    """Put a submitted case into the inbox of its EA; without an EA send it on to the authority.

    The EA has received it on the day it was sent, however late this runs: that day starts the clock.
    """
    case = lock_case(case_id)
    if case.status != Case.Status.SUBMITTED:
        return
    actor = system_user(CARRIER)
    case.status = move(case, "receive" if case.ea else "pass_on")
    save(case, "status")
    if case.ea:
        add_event(case, Event.Kind.RECEIVED_EA, actor=actor, on=timezone.localdate(case.submitted_at))
        mails.received_at_ea(case)
    audit.record(actor, "case.received" if case.ea else "case.passed_on", case)
    if not case.ea:
        send_to_authorities(case)
    outbox.add("cases.write_application_pdf", case.pk)
    outbox.add("cases.write_receipt", case.pk)


def send_to_authorities(case: Case) -> None:
    """Order the delivery of every proceeding that waits for nothing. In the caller's transaction."""
    waiting = case.proceedings.filter(status=Proceeding.Status.WAITING, after=None).order_by("pk")
    for key in waiting.values_list("pk", flat=True):
        outbox.add("cases.deliver_proceeding", key)


def release_followers(proceeding: Proceeding) -> None:
    """What waited for this proceeding goes out; without an approval the EA decides. In the caller's transaction."""
    followers = Proceeding.objects.filter(after=proceeding, status=Proceeding.Status.WAITING).order_by("pk")
    is_approved = proceeding.status in transitions.APPROVED
    for key in followers.values_list("pk", flat=True):
        if is_approved or proceeding.case.ea_id is None:
            outbox.add("cases.deliver_proceeding", key)
        else:
            hold(key)


@transaction.atomic(savepoint=False)
def deliver_proceeding(proceeding_id: int) -> None:
    """Put a proceeding into the inbox of its authority and start its clock.

    Sent directly, it was received on the day it was sent; through the EA or anew, on the day of delivery.
    """
    proceeding = lock_proceeding(proceeding_id)
    read_names(proceeding)
    case, actor, now = proceeding.case, system_user(CARRIER), timezone.now()
    events = list(events_of_case(case.pk))
    own = [event for event in events if event.proceeding_id == proceeding.pk]
    if proceeding.status != Proceeding.Status.WAITING or not is_released(proceeding, own):
        return
    is_first = not any(event.kind == Event.Kind.FORWARDED for event in events)
    proceeding.status = move(proceeding, "deliver", events=events)
    proceeding.delivered_at = now
    day = timezone.localdate(case.submitted_at if is_first else now)
    events.append(add_event(case, Event.Kind.DELIVERED, actor=actor, proceeding=proceeding, on=day))
    if proceeding.after_id and not any(event.kind == Event.Kind.RELEASED for event in own):
        waited_for = str(proceeding.after.service)
        events.append(add_event(case, Event.Kind.RELEASED, actor=actor, proceeding=proceeding, text=waited_for))
    refresh_clock(proceeding, events)
    save(proceeding, "status", "delivered_at", "due_on")
    audit.record(actor, "proceeding.delivered", proceeding, organisation=proceeding.organisation.slug)
    mails.delivered_to_zb(proceeding)


def read_names(proceeding: Proceeding) -> None:
    """Its authority and its service, of each no more than log and mail name. Queries: 1."""
    parts = ("organisation__slug", "organisation__name", "organisation__email", "service__name_de")
    named = Proceeding.objects.select_related("organisation", "service").only(*parts).get(pk=proceeding.pk)
    proceeding.organisation, proceeding.service = named.organisation, named.service


def hold(follower_id: int) -> None:
    """What it waits for ended without an approval: the EA says whether it goes out all the same."""
    follower = lock_proceeding(follower_id)
    actor = system_user(CARRIER)
    follower.status = move(follower, "hold")
    save(follower, "status")
    add_event(follower.case, Event.Kind.HELD, actor=actor, proceeding=follower, text=str(follower.after.service))
    audit.record(actor, "proceeding.held", follower, after=follower.after_id)
    mails.held(follower)
