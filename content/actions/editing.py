"""What follows when a service changed."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.index import index_service
from content.models import Cost, Service
from content.queries.editorial import edits_texts
from content.rules import wording
from portal.accounts.models import User
from portal.errors import NotPermitted


def require_editor(actor: User) -> None:
    """Words and lists that count for the whole Land are kept by all editors together. Raises NotPermitted."""
    if not edits_texts(actor):
        raise NotPermitted(_("Das dürfen nur Redaktionen."), _("Bitten Sie Ihre Redaktion, es zu tun."))


def service_changed(service: Service) -> None:
    """The public text of a service is another one: say when, write its facts, make it findable."""
    Service.objects.filter(pk=service.pk).update(updated_on=timezone.localdate())
    write_facts([service.pk])
    index_service(service.pk)


@transaction.atomic
def write_facts(service_ids: Collection[int]) -> None:
    """Write fee and duration as words, in both languages, from the costs and the numbers. Queries: 3."""
    costs: dict[int, list[wording.Price]] = {}
    for cost in Cost.objects.filter(service__in=service_ids).order_by("pk"):
        row = wording.Price(cost.kind, cost.amount, cost.amount_to, cost.currency)
        costs.setdefault(cost.service_id, []).append(row)
    services = list(Service.objects.filter(pk__in=service_ids))
    for service in services:
        least, most, unit = service.duration_min, service.duration_max, service.duration_unit
        for language in ("de", "en"):
            setattr(service, f"fee_{language}", wording.prices(costs.get(service.pk, []), language))
            setattr(service, f"duration_{language}", wording.duration(least, most, unit, language))
    Service.objects.bulk_update(services, ["fee_de", "fee_en", "duration_de", "duration_en"])
