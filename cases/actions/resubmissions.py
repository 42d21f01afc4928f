"""Wiedervorlage: put a note on a day, and take it off."""

from datetime import date, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.locking import require
from cases.actions.subjects import case_of, lock_subject
from cases.models import Case, Resubmission
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal

LONGEST = timedelta(days=2 * 366)


@transaction.atomic
def resubmit(case_id: int, *, proceeding_id: int | None = None, actor: User, on: date, note: str) -> Resubmission:
    """On that day it stands on top of "Meine Vorgänge" of whoever has it then."""
    subject = lock_subject(case_id, proceeding_id)
    require(actor, subject, "resubmit")
    if not timezone.localdate() < on <= timezone.localdate() + LONGEST:
        raise Refusal(_("Nennen Sie einen Tag, der noch kommt, innerhalb von zwei Jahren."))
    if not note.strip():
        raise Refusal(_("Schreiben Sie, was dann zu tun ist."))
    case = case_of(subject)
    resubmission = Resubmission.objects.create(
        case=case, proceeding=None if subject is case else subject, on=on, note=note.strip(), created_by=actor
    )
    audit.record(actor, "resubmission.set", subject, on=on, resubmission=resubmission.pk)
    return resubmission


@transaction.atomic
def finish_resubmission(resubmission_id: int, *, actor: User) -> Case:
    """Done. Twice changes nothing."""
    found = Resubmission.objects.filter(pk=resubmission_id).first()
    if found is None:
        raise Http404
    subject = lock_subject(found.case_id, found.proceeding_id)
    require(actor, subject, "resubmit")
    resubmission = Resubmission.objects.select_for_update().get(pk=resubmission_id)
    if resubmission.status == Resubmission.Status.OPEN:
        resubmission.status = Resubmission.Status.DONE
        resubmission.done_by, resubmission.done_at = actor, timezone.now()
        resubmission.save(update_fields=["status", "done_by", "done_at"])
        audit.record(actor, "resubmission.done", subject, resubmission=resubmission.pk)
    return case_of(subject)
