"""Giving rows their number in the Portalverbund."""

import uuid
from collections.abc import Collection, Mapping

from content.models import Service, ServiceSupplement, XzufiObject
from content.queries.xzufi.identities import own_agency
from responsibility.models import Organisation

MODELS = {
    "leistung": (Service, ("slug",)),
    "onlinedienst": (Service, ("slug",)),
    "spezialisierung": (ServiceSupplement, ("service__slug", "area__ars")),
    "organisationseinheit": (Organisation, ("slug",)),
}


def give_numbers(kind: str, row_ids: Collection[int], known: Mapping[int, XzufiObject]) -> list[XzufiObject]:
    """Identities for the rows that have none. The number follows from the address, so that a portal that is set up
    anew delivers under the same ones; where it is taken, it is any. Queries: 3."""
    model, names = MODELS[kind]
    missing = [pk for pk in row_ids if pk not in known]
    if not missing:
        return []
    agency = own_agency()
    taken = set(XzufiObject.objects.filter(kind=kind, agency=agency).values_list("external_id", flat=True))
    new = []
    for pk, *parts in model.objects.filter(pk__in=missing).order_by("pk").values_list("pk", *names):
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join([agency, kind, *map(str, parts)])))
        if number in taken:
            number = str(uuid.uuid4())
        taken.add(number)
        new.append(XzufiObject(kind=kind, agency=agency, external_id=number, row_id=pk))
    return XzufiObject.objects.bulk_create(new)
