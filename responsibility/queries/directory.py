"""The directory of authorities as a list, and the parts of it that others ask for."""

from typing import NamedTuple

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, Lower

from responsibility.models import Organisation
from responsibility.rules import names


class OrganisationRow(NamedTuple):
    slug: str
    name: str


def find_organisations(text: str = "", *, kind: str = "", letter: str = "", kreis: str = "") -> QuerySet[Organisation]:
    """Organisations by words of their name, town or area, ordered by the place they serve. Paginate it: 2 queries."""
    found = Organisation.objects.select_related("area", "parent").annotate(
        # "Amt Bützow-Land" and "Stadt Bad Doberan" stand under B, as people look for the place; parts below the whole
        sort=Coalesce(place_of("area"), place_of("parent__area"), Lower("name"))
    )
    found = found.order_by("sort", F("parent").asc(nulls_first=True), "name", "pk")
    if kind:
        found = found.filter(kind=kind)
    if kreis:
        above = [kreis.ljust(12, "0")]
        found = found.filter(Q(area__path__contains=above) | Q(parent__area__path__contains=above))
    if names.fold(letter):
        found = found.filter(sort__startswith=names.fold(letter))
    postcode, name = names.split_place(text)
    if postcode:
        found = found.filter(Q(postcode=postcode) | Q(pk__in=serving(postcode)))
    words = Q()
    for word in name.split():
        by_area = Q(area__search_name__contains=names.fold(word)) if names.fold(word) else Q()
        words &= Q(name__icontains=word) | Q(town__icontains=word) | by_area
    return found.filter(words | Q(pk__in=governing(name))) if name else found


def place_of(area: str) -> Case:
    """The place people look for: that of a town or an Amt, never that of a Kreis or the Land."""
    return Case(When(**{f"{area}__kind__in": ["amt", "gemeinde"]}, then=f"{area}__search_name"))


def serving(postcode: str) -> QuerySet:
    """Local authorities and districts of the municipalities with this postcode."""
    return at_or_above(postcodes__postcode=postcode)


def governing(place: str) -> QuerySet:
    """Local authorities and districts of the municipalities with this name or this Ortsteil, however it is spelled."""
    name = names.fold(place)
    return at_or_above(search_name=name, localities__search_name=name)


def at_or_above(**alternatives: object) -> QuerySet:
    """Organisations of the areas that fulfil one of the conditions, and of the two levels above them."""
    found = Q()
    for way in ("area", "area__children", "area__children__children"):
        for name, value in alternatives.items():
            found |= Q(**{f"{way}__{name}": value})
    return Organisation.objects.filter(found).values("pk")
