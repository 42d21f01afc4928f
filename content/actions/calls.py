"""What an agent of the 115 does: note a call, send the answer, ask for a call back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Call, Service
from content.queries.calls import answers_calls
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted
from portal.mail import actions as mail
from responsibility.models import Area

LONGEST_CALL = 2 * 3600


@transaction.atomic
def note_call(*, actor: User, service_id: int | None, ars: str, outcome: str, seconds: int) -> Call:
    """Count a call. Who called and who answered is not kept."""
    require_agent(actor)
    return Call.objects.create(
        day=timezone.localdate(),
        service_id=service_id,
        area=Area.objects.filter(ars=ars).first() if ars else None,
        outcome=outcome,
        seconds=max(0, min(seconds, LONGEST_CALL)),
    )


@transaction.atomic
def send_answer(token: UUID, *, actor: User, service_id: int, recipient: str, context: dict, language: str) -> bool:
    """Mail the answer to the caller once; the address is deleted when it is sent. False: sent before."""
    require_agent(actor)
    service = Service.objects.get(pk=service_id)
    queued = mail.queue(
        f"call:{token}",
        recipient=recipient,
        template="call_answer",
        context={"service": service} | context,
        language=language,
        is_forgotten=True,
    )
    if queued is None:
        return False
    audit.record(actor, "call.answer_sent", service)
    return True


@transaction.atomic
def ask_callback(token: UUID, *, actor: User, service_id: int, recipient: str, caller: dict[str, str]) -> bool:
    """Ask an authority by mail to ring back. Name and number are deleted here once it is sent. False: sent before."""
    require_agent(actor)
    service = Service.objects.get(pk=service_id)
    queued = mail.queue(
        f"callback:{token}",
        recipient=recipient,
        template="call_back",
        context={"service": service, "caller": caller},
        language="de",
        is_forgotten=True,
    )
    if queued is None:
        return False
    audit.record(actor, "call.callback_asked", service)
    return True


def require_agent(actor: User) -> None:
    if not answers_calls(actor):
        raise NotPermitted(_("Das dürfen nur Beschäftigte der 115."))
