"""How proceedings run: what editors set, and whether a service can be applied for."""

from collections.abc import Sequence

from django.db import transaction

from cases.models import ProcessSettings
from content.models import Service
from portal.accounts.models import User
from portal.audit import actions as audit


@transaction.atomic
def save_process(process: ProcessSettings, *, actor: User) -> None:
    """Keep the settings. A service with a form can be applied for online, one without cannot."""
    process.save()
    Service.objects.filter(pk=process.service_id).update(is_online=process.form_id is not None)
    audit.record(
        actor,
        "process.saved",
        process,
        form=process.form_id,
        decision_period=process.decision_period,
        deemed_approval_law=process.deemed_approval_law,
    )


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
