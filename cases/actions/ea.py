"""What the Einheitliche Ansprechpartner does: take over, ask for documents, forward, route anew."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import mails, movement
from cases.actions.completion import ask
from cases.actions.locking import (
    add_event,
    check_version,
    claim,
    lock_case,
    lock_proceeding,
    move,
    refuse_stranger,
    require,
    save,
)
from cases.models import Case, CompletionRequest, Event, Proceeding
from cases.queries.rights import access_to
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from portal.outbox import actions as outbox
from responsibility.models import Organisation


@transaction.atomic
def claim_case(case_id: int, *, actor: User, version: int) -> None:
    """Take the case over; a head may take it from somebody else."""
    case = lock_case(case_id)
    access = require(actor, case, "claim")
    if not claim(case, actor, version, is_lead=access.leads):
        return
    add_event(case, Event.Kind.CLAIMED, actor=actor)
    audit.record(actor, "case.claimed", case)


@transaction.atomic
def request_case_completion(case_id: int, *, actor: User, version: int, text: str, due_on: date) -> CompletionRequest:
    """Ask the applicant for what is missing (§ 71b Abs. 4 VwVfG M-V)."""
    case = lock_case(case_id)
    require(actor, case, "request_completion")
    check_version(case, version)
    case.status = move(case, "request_completion")
    save(case, "status")
    return ask(case, None, actor=actor, text=text, due_on=due_on, organisation=case.ea)


@transaction.atomic
def forward_case(case_id: int, *, actor: User, version: int) -> None:
    """Send the case to every authority. From checking the documents are found complete.

    With a document still missing it can be forwarded too, because the EA forwards without delay
    (§ 71b Abs. 1): the request stays open, and the clock waits for the answer.
    """
    case = lock_case(case_id)
    require(actor, case, "forward")
    check_version(case, version)
    is_complete = case.status == Case.Status.CHECKING
    case.status = move(case, "forward")
    save(case, "status")
    if is_complete:
        add_event(case, Event.Kind.FOUND_COMPLETE, actor=actor)
    add_event(case, Event.Kind.FORWARDED, actor=actor)
    audit.record(actor, "case.forwarded", case, complete=is_complete)
    movement.send_to_authorities(case)
    authorities = (
        case.proceedings.order_by("organisation__name").values_list("organisation__name", flat=True).distinct()
    )
    mails.forwarded(case, list(authorities))


@transaction.atomic
def reroute_proceeding(proceeding_id: int, *, actor: User, version: int, organisation_id: int) -> None:
    """Send a returned proceeding to another authority: the EA does, without one the head of the returning authority."""
    proceeding = lock_proceeding(proceeding_id)
    case = proceeding.case
    require_router(actor, proceeding)
    check_version(proceeding, version)
    target = Organisation.objects.filter(pk=organisation_id).first()
    if target is None or target == proceeding.organisation:
        raise Refusal(
            _("Wählen Sie eine andere Behörde."), _("Das Verfahren wurde von der bisherigen Behörde zurückgegeben.")
        )
    before = proceeding.organisation.slug
    proceeding.status = move(proceeding, "reroute")
    proceeding.organisation, proceeding.delivered_at, proceeding.officer = target, None, None
    save(proceeding, "status", "organisation", "delivered_at", "officer")
    add_event(case, Event.Kind.FORWARDED, actor=actor, proceeding=proceeding, text=target.name)
    audit.record(actor, "proceeding.rerouted", proceeding, before=before, after=target.slug)
    outbox.add("cases.deliver_proceeding", proceeding.pk)


@transaction.atomic
def release_proceeding(proceeding_id: int, *, actor: User, version: int) -> None:
    """Send it to its authority although what it waited for was not granted."""
    proceeding = lock_proceeding(proceeding_id)
    require_router(actor, proceeding)
    check_version(proceeding, version)
    proceeding.status = move(proceeding, "release")
    save(proceeding, "status")
    text = str(proceeding.after.service)
    add_event(proceeding.case, Event.Kind.RELEASED, actor=actor, proceeding=proceeding, text=text)
    audit.record(actor, "proceeding.released", proceeding, after=proceeding.after_id)
    outbox.add("cases.deliver_proceeding", proceeding.pk)


def require_router(actor: User, proceeding: Proceeding) -> None:
    """The owner or the head at the EA; without an EA the head of the authority that gave it back."""
    case = proceeding.case
    if case.ea is None:
        access = access_to(actor, proceeding)
        if access is None or not (access.works and access.leads):
            refuse_stranger(actor, case)
        return
    access = require(actor, case, "reroute")
    if case.ea_officer != actor and not access.leads:
        raise NotPermitted(
            _("%(who)s bearbeitet den Fall.") % {"who": case.ea_officer},
            _("Ihre Leitung kann die Bearbeitung übernehmen, wenn jemand fehlt."),
        )
