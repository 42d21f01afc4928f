"""Messages of the offices to the applicant."""

from django.db import transaction
from django.http import Http404

from cases.actions import mails
from cases.actions.locking import lock_case, lock_proceeding, move, require
from cases.models import Message
from portal.accounts.models import User
from portal.audit import actions as audit


@transaction.atomic
def send_staff_message(case_id: int, *, actor: User, proceeding_id: int | None = None, text: str) -> Message:
    """Write to the applicant, as the EA or as the authority of a proceeding of this case."""
    if proceeding_id is None:
        case = subject = lock_case(case_id)
        proceeding, organisation = None, case.ea
        require(actor, case, "message")
    else:
        proceeding = subject = lock_proceeding(proceeding_id)
        case, organisation = proceeding.case, proceeding.organisation
        if case.pk != case_id:
            raise Http404
        require(actor, proceeding, "message")
    move(subject, "message")
    message = Message.objects.create(
        case=case, proceeding=proceeding, author=actor, organisation=organisation, text=text.strip()
    )
    audit.record(actor, "case.message_sent", case, message=message.pk)
    mails.message_to_applicant(case, message)
    return message
