"""One application for several services: which can be applied for together, in which order, with which forms."""

from collections.abc import Sequence

from cases.errors import NotOnline
from cases.models import ProcessSettings
from content.models import Service
from forms.queries import published_version
from forms.rules.bundle import Part


def startable(service_ids: Sequence[int]) -> list[ProcessSettings]:
    """How these services run, in this order; each must have a form. Raises NotOnline. Queries: 1."""
    found = ProcessSettings.objects.filter(
        service__in=service_ids, service__is_published=True, form__isnull=False
    ).select_related("service")
    by_service = {process.service_id: process for process in found}
    if len(by_service) < len(set(service_ids)):
        raise NotOnline
    return [by_service[pk] for pk in dict.fromkeys(service_ids)]


def parts_of(processes: Sequence[ProcessSettings]) -> list[Part]:
    """The published forms of these services. A service without a LeiKa key goes alone. Queries: 1 for each."""
    parts = []
    for process in processes:
        version = published_version(process.form_id)
        if version is None or not process.service.leika_key:
            raise NotOnline
        parts.append(Part(process.service.leika_key, version.definition))
    return parts


def in_lead(service: Service, lead: int) -> tuple[bool, bool, int]:
    """Sorts the services of an application: the leading one, then those through the EA."""
    return (service.pk != lead, not service.via_ea, service.pk)
