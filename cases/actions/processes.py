"""How proceedings run: what editors set, and whether a service can be applied for."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import ProcessSettings
from content.models import Service
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal


@transaction.atomic
def save_process(process: ProcessSettings, *, actor: User, via_ea: bool | None = None) -> None:
    """Keep the settings. A service with a form can be applied for online, one without cannot.

    `via_ea`: whether new applications go through the EA; None leaves that as it is.
    """
    require_order(process)
    process.save()
    service = {"is_online": process.form_id is not None} | ({} if via_ea is None else {"via_ea": via_ea})
    Service.objects.filter(pk=process.service_id).update(**service)
    audit.record(
        actor,
        "process.saved",
        process,
        form=process.form_id,
        decision_period=process.decision_period,
        deemed_approval_law=process.deemed_approval_law,
        four_eyes=process.four_eyes,
        after=process.after_id,
        fee=process.fee,
        via_ea=via_ea,
    )


def require_order(process: ProcessSettings) -> None:
    """Nothing waits for what waits for it, however long the chain."""
    waits_for = dict(ProcessSettings.objects.exclude(after=None).values_list("service", "after"))
    seen, step = {process.service_id}, process.after_id
    while step is not None:
        if step in seen:
            raise Refusal(
                _("Diese Verfahren würden aufeinander warten."),
                _("Wählen Sie bei „wartet auf“ ein Verfahren, das nicht selbst auf dieses wartet."),
            )
        seen.add(step)
        step = waits_for.get(step)


@transaction.atomic
def remove_process(process: ProcessSettings, *, actor: User) -> None:
    """Take the online application away. Cases that run keep the law they began under."""
    Service.objects.filter(pk=process.service_id).update(is_online=False)
    audit.record(actor, "process.removed", process, service=process.service_id)
    process.delete()


def set_up_process(
    service: Service, *, actor: User, companions: Sequence[Service] = (), **fields
) -> ProcessSettings | None:
    """Create the settings of a service; those that exist are left to their editors (None)."""
    if ProcessSettings.objects.filter(service=service).exists():
        return None
    process = ProcessSettings(service=service, **fields)
    with transaction.atomic():
        save_process(process, actor=actor)
        process.companions.set(companions)
    return process
