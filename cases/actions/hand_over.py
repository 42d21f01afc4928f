"""Handing work over: from officer to officer, and from one EA to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.locking import (
    WORK,
    add_event,
    check_version,
    lock_case,
    lock_proceeding,
    move,
    owner_of,
    require,
    save,
)
from cases.actions.subjects import case_of
from cases.models import Case, Event, Proceeding
from cases.queries.people import other_eas
from cases.queries.rights import is_barred
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from responsibility.models import Organisation
from responsibility.queries import people_with


@transaction.atomic
def hand_over_proceeding(proceeding_id: int, *, actor: User, version: int, officer_id: int) -> None:
    """Give the proceeding to a colleague of the same authority: the owner does, or the head."""
    proceeding = lock_proceeding(proceeding_id)
    colleague = _hand_over(proceeding, actor, version, officer_id, proceeding.organisation)
    proceeding.officer = colleague
    save(proceeding, "officer")
    add_event(proceeding.case, Event.Kind.HANDED_OVER, actor=actor, proceeding=proceeding, text=str(colleague))
    audit.record(actor, "proceeding.handed_over", proceeding, officer=colleague.pk)
    mails.handed_over(proceeding.case, proceeding, colleague, actor)


@transaction.atomic
def hand_over_case(case_id: int, *, actor: User, version: int, officer_id: int) -> None:
    """Give the case to a colleague at the EA."""
    case = lock_case(case_id)
    colleague = _hand_over(case, actor, version, officer_id, case.ea)
    case.ea_officer = colleague
    save(case, "ea_officer")
    add_event(case, Event.Kind.HANDED_OVER, actor=actor, text=str(colleague))
    audit.record(actor, "case.handed_over", case, officer=colleague.pk)
    mails.handed_over(case, None, colleague, actor)


@transaction.atomic
def pass_case(case_id: int, *, actor: User, version: int, organisation_id: int, reason: str) -> None:
    """Give the case to another EA. It was received on the day the first one got it; the clock goes on."""
    case = lock_case(case_id)
    require(actor, case, "pass_to_ea")
    check_version(case, version)
    status = move(case, "pass_to_ea")
    target = other_eas(case.ea_id).filter(pk=organisation_id).first()
    if target is None:
        raise Refusal(_("Wählen Sie einen anderen Einheitlichen Ansprechpartner."))
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum der andere Einheitliche Ansprechpartner zuständig ist."))
    before = case.ea.slug
    case.status, case.ea, case.ea_officer = status, target, None
    save(case, "status", "ea", "ea_officer")
    text = f"{target.name}: {reason.strip()}"
    add_event(case, Event.Kind.HANDED_OVER, actor=actor, text=text)
    audit.record(actor, "case.passed_to_ea", case, before=before, after=target.slug)
    mails.received_at_ea(case)


def _hand_over(
    subject: Case | Proceeding, actor: User, version: int, officer_id: int, organisation: Organisation
) -> User:
    """The colleague who gets it, after all checks."""
    access = require(actor, subject, "hand_over")
    if owner_of(subject) != actor and not access.leads:
        raise NotPermitted(
            _("Übergeben kann nur, wer das bearbeitet, oder die Leitung."),
            _("Übernehmen Sie die Bearbeitung zuerst, oder bitten Sie Ihre Leitung."),
        )
    check_version(subject, version)
    move(subject, "hand_over")
    colleague = people_with(organisation, WORK).filter(pk=officer_id).first()
    if colleague is None or colleague == owner_of(subject) or is_barred(colleague, case_of(subject)):
        raise Refusal(_("Wählen Sie jemanden aus Ihrer Behörde, der Vorgänge bearbeitet."))
    return colleague
