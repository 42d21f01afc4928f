"""Who is invited: finding the guest, writing the invitation, locking it, taking it back."""

from datetime import date, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import guest_mails as mails
from cases.actions.locking import WORK
from cases.actions.subjects import case_of, lock_subject
from cases.models import Case, Invitation, Proceeding
from cases.queries.rights import is_barred
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from responsibility.models import Organisation
from responsibility.queries import organisations_with

LONGEST = timedelta(days=366)
Status = Invitation.Status


def offer(
    subject: Case | Proceeding, *, actor: User, kind: str, access: str, guest: str, reason: str, until: date,
    question: str = "",
) -> Invitation:  # fmt: skip
    """Write the invitation and its mail. In the caller's transaction, with the rows locked."""
    if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
        raise Refusal(_("Nennen Sie einen Tag innerhalb eines Jahres."))
    case = case_of(subject)
    proceeding = None if subject is case else subject
    person, organisation = find_guest(guest, actor=actor, case=case)
    there = Invitation.objects.filter(case=case, proceeding=proceeding, person=person, organisation=organisation)
    # What is over makes room for a new one
    there.filter(until__lt=timezone.localdate()).exclude(status=Status.DECLINED).update(status=Status.REVOKED)
    if there.filter(status__in=(Status.OFFERED, Status.ACCEPTED)).exists():
        raise Refusal(_("Diese Einladung gibt es schon."), _("Widerrufen Sie die alte, wenn sich etwas geändert hat."))
    invitation = Invitation.objects.create(
        case=case,
        proceeding=proceeding,
        kind=kind,
        access=access,
        person=person,
        organisation=organisation,
        reason=reason,
        question=question,
        until=until,
        invited_by=actor,
    )
    facts = {"kind": kind, "access": access, "until": until, "guest": guest}
    audit.record(actor, "invitation.offered", subject, invitation=invitation.pk, **facts)
    mails.invited(invitation)
    return invitation


def find_guest(guest: str, *, actor: User, case: Case) -> tuple[User | None, Organisation | None]:
    """Somebody who works on cases somewhere and has nothing to do with the applicant, or an authority."""
    kind, _colon, key = guest.partition(":")
    if kind == "organisation" and key.isdecimal():
        organisation = Organisation.objects.filter(pk=int(key)).first()
        if organisation is not None:
            return None, organisation
    person = User.objects.filter(pk=int(key), is_active=True).first() if kind == "person" and key.isdecimal() else None
    if person is None or person == actor or not organisations_with(person, WORK).exists():
        raise Refusal(_("Wählen Sie jemanden, der in einer Behörde Vorgänge bearbeitet, oder eine Behörde."))
    if is_barred(person, case):
        raise Refusal(_("%(person)s darf mit diesem Fall nichts zu tun haben (§ 20 VwVfG M-V).") % {"person": person})
    return person, None


def take_back(invitation: Invitation, subject: Case | Proceeding, actor: User) -> None:
    """In the caller's transaction, with the rows locked."""
    invitation.status = Status.REVOKED
    invitation.save(update_fields=["status"])
    audit.record(actor, "invitation.revoked", subject, invitation=invitation.pk)
    mails.invitation_revoked(invitation)


def lock_invitation(invitation_id: int, actor: User) -> Invitation:
    """One that is meant for this person, who is not barred from the case; its case is locked before it."""
    meant = Invitation.objects.meant_for(actor).filter(pk=invitation_id).first()
    if meant is None:
        raise Http404
    subject = lock_subject(meant.case_id, meant.proceeding_id)
    case = case_of(subject)
    if is_barred(actor, case):
        raise Http404
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    invitation.case = case
    invitation.proceeding = None if subject is case else subject
    return invitation
