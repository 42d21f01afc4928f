"""The directory of authorities: lists and single pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Lower
from django.utils.translation import get_language

from responsibility.models import Area, Organisation, Responsibility
from responsibility.rules import names, opening


class OrganisationRow(NamedTuple):
    slug: str
    name: str


class ServiceRow(NamedTuple):
    slug: str
    title: str
    is_online: bool


class DayRow(NamedTuple):
    """Opening hours of one day, Monday is 0."""

    day: int
    spans: list[list[str]]
    is_today: bool


@dataclass(frozen=True)
class OrganisationPage:
    """One authority: its hours as of now, the authorities above it, the services that name it or its level."""

    organisation: Organisation
    area_name: str
    open_now: opening.OpenNow
    days: list[DayRow]
    above: list[OrganisationRow]
    services: list[ServiceRow]


def find_organisations(text: str = "", *, kind: str = "", letter: str = "") -> QuerySet[Organisation]:
    """Organisations by words of their name, town or area, ordered by the place they serve. Paginate it: 2 queries."""
    found = Organisation.objects.select_related("area").annotate(
        # "Amt Bützow-Land" and "Stadt Bad Doberan" stand under B, as people look for the place
        sort=Case(When(area__kind__in=["amt", "gemeinde"], then="area__search_name"), default=Lower("name"))
    )
    found = found.order_by("sort", "name", "pk")
    if kind:
        found = found.filter(kind=kind)
    if names.fold(letter):
        found = found.filter(sort__startswith=names.fold(letter))
    postcode, name = names.split_place(text)
    if postcode:
        found = found.filter(Q(postcode=postcode) | Q(pk__in=serving(postcode)))
    for word in name.split():
        by_area = Q(area__search_name__contains=names.fold(word)) if names.fold(word) else Q()
        found = found.filter(Q(name__icontains=word) | Q(town__icontains=word) | by_area)
    return found


def serving(postcode: str) -> QuerySet:
    """Local authorities and districts of the municipalities with this postcode."""
    here = Q(area__postcodes__postcode=postcode)
    return Organisation.objects.filter(
        here
        | Q(area__children__postcodes__postcode=postcode)
        | Q(area__children__children__postcodes__postcode=postcode)
    ).values("pk")


def organisation_page(slug: str, *, now: datetime) -> OrganisationPage | None:
    """One authority, or None. Queries: 4."""
    organisation = Organisation.objects.select_related("area", "parent").filter(slug=slug).first()
    if organisation is None:
        return None
    area, hours = organisation.area, organisation.opening_hours
    above = []
    if area:
        rows = Organisation.objects.filter(area__ars__in=area.path[1:], kind__in=["local", "district"])
        above = [
            OrganisationRow(*row) for row in rows.order_by(F("area__ars").desc(), "pk").values_list("slug", "name")
        ]
    days = [
        DayRow(day, hours.get(key, []), day == now.weekday())
        for day, key in enumerate(opening.DAYS)
        if hours.get(key) or day < 5
    ]
    is_open = opening.open_now(hours, now)
    return OrganisationPage(
        organisation, area.name if area else "", is_open, days, above, services_of(organisation, get_language())
    )


def services_of(organisation: Organisation, language: str | None) -> list[ServiceRow]:
    """Published services that a rule gives to this organisation by name or by level. Queries: 2."""
    rules = Q(organisation=organisation)
    if organisation.area:
        here = Q(organisation=None, area__ars__in=organisation.area.path)
        is_kreisfrei = organisation.area.kind == Area.Kind.GEMEINDE and len(organisation.area.path) == 2
        if organisation.kind == Organisation.Kind.LOCAL:
            rules |= here & Q(level=Responsibility.Level.LOCAL)
        if organisation.kind == Organisation.Kind.DISTRICT or is_kreisfrei:
            rules |= here & Q(level=Responsibility.Level.DISTRICT)
    title = f"title_{language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}"
    found: set[ServiceRow] = set()
    for way in ("service", "group__services"):
        rows = Responsibility.objects.filter(rules, **{f"{way}__is_published": True})
        fields = (f"{way}__slug", f"{way}__{title}", f"{way}__title", f"{way}__is_online")
        for slug, translated, german, is_online in rows.values_list(*fields):
            found.add(ServiceRow(slug, translated or german, is_online))
    return sorted(found, key=lambda row: row.title)
