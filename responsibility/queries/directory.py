"""The directory of authorities: lists and single pages."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from responsibility.models import Organisation
from responsibility.rules import names

PAGE_SIZE = 30


class OrganisationRow(NamedTuple):
    slug: str
    name: str
    kind: str
    town: str
    area_name: str


@dataclass(frozen=True)
class OrganisationPage:
    """One authority with what it belongs to and its area's way up."""

    organisation: Organisation
    area_name: str
    population: int | None
    above: list[OrganisationRow]


def find_organisations(text: str = "", *, kind: str = "", letter: str = "") -> QuerySet[Organisation]:
    """Organisations by words of their name, town or area, in alphabetical order. Paginate it: 2 queries."""
    found = Organisation.objects.select_related("area").order_by(Lower("name"), "pk")
    if kind:
        found = found.filter(kind=kind)
    if letter:
        found = found.filter(area__search_name__startswith=names.fold(letter))
    postcode, name = names.split_place(text)
    if postcode:
        found = found.filter(Q(postcode=postcode) | Q(area__postcodes__postcode=postcode)).distinct()
    for word in name.split():
        found = found.filter(Q(name__icontains=word) | Q(town__icontains=word) | Q(area__name__icontains=word))
    return found


def organisation_page(slug: str) -> OrganisationPage:
    """Raises Organisation.DoesNotExist. Queries: 2."""
    organisation = Organisation.objects.select_related("area", "parent").get(slug=slug)
    area = organisation.area
    above = []
    if area:
        rows = Organisation.objects.filter(area__ars__in=area.path[1:], kind__in=["local", "district"])
        above = [OrganisationRow(o.slug, o.name, o.kind, o.town, "") for o in rows.order_by("-area__ars", "pk")]
    return OrganisationPage(organisation, area.name if area else "", area.population if area else None, above)
