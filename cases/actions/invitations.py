"""Inviting a person or an authority into a single case, their answer, and taking it back."""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import guest_mails as mails
from cases.actions.consultation import back_to_work
from cases.actions.guests import Status, lock_invitation, offer, take_back
from cases.actions.subjects import lock_subject, require_keeper
from cases.models import Invitation, Proceeding
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal


@transaction.atomic
def invite(
    case_id: int, *, proceeding_id: int | None = None, actor: User, kind: str, access: str, guest: str, reason: str,
    until: date,
) -> Invitation:  # fmt: skip
    """Let a person ("person:7") or an authority ("organisation:7") see this, from their yes until that day."""
    subject = lock_subject(case_id, proceeding_id)
    require_keeper(actor, subject, "invite")
    if kind not in Invitation.Kind.values or access not in Invitation.Access.values:
        raise Refusal(_("Wählen Sie, wozu Sie einladen und was erlaubt ist."))
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum Sie einladen."))
    return offer(subject, actor=actor, kind=kind, access=access, guest=guest, reason=reason.strip(), until=until)


@transaction.atomic
def reply_to_invitation(invitation_id: int, *, actor: User, accepts: bool) -> Invitation:
    """Yes opens the case, no ends the matter. Answered the same way twice, nothing changes."""
    invitation = lock_invitation(invitation_id, actor)
    status = Status.ACCEPTED if accepts else Status.DECLINED
    if invitation.status == status:
        return invitation
    if invitation.status != Status.OFFERED or invitation.until < timezone.localdate():
        raise Refusal(
            _("Diese Einladung gilt nicht mehr."), _("Bitten Sie die Person, die Sie eingeladen hat, um eine neue.")
        )
    invitation.status, invitation.replied_by, invitation.replied_at = status, actor, timezone.now()
    invitation.save(update_fields=["status", "replied_by", "replied_at"])
    audit.record(actor, f"invitation.{status}", invitation.proceeding or invitation.case, invitation=invitation.pk)
    mails.invitation_answered(invitation)
    if not accepts:
        back_to_work(invitation.proceeding, actor=actor)
    return invitation


@transaction.atomic
def revoke_invitation(invitation_id: int, *, actor: User) -> Invitation:
    """Take it back: from now on the case is closed to the guest. Twice changes nothing."""
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    subject = lock_subject(found.case_id, found.proceeding_id)
    require_keeper(actor, subject, "invite")
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.status in (Status.OFFERED, Status.ACCEPTED):
        take_back(invitation, subject, actor)
        back_to_work(subject if isinstance(subject, Proceeding) else None, actor=actor)
    return invitation
