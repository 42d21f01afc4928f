"""The page of one authority, its card and its calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import get_language

from responsibility.models import Area, ContactPerson, Language, Organisation, Responsibility
from responsibility.queries.directory import OrganisationRow
from responsibility.queries.maps import LandMap, map_of_organisation
from responsibility.rules import bank, opening
from responsibility.rules.holidays_mv import holidays_in

# Facts about the building, in the order of the page
ACCESS_FACTS = ("step_free", "lift", "accessible_toilet", "accessible_parking", "hearing_loop")


class ServiceRow(NamedTuple):
    slug: str
    title: str
    is_online: bool


class DayRow(NamedTuple):
    """Opening hours of one weekday, Monday is 0. Today shows what is true today, and why."""

    day: int
    spans: list[opening.Span]
    is_today: bool
    reason: str = ""


class AccessRow(NamedTuple):
    """One fact about the building, yes or no; what nobody has said is left out."""

    key: str
    is_there: bool


@dataclass(frozen=True)
class OrganisationPage:
    """One authority: its hours as of now, what is above and below it, the services that name it or its level."""

    organisation: Organisation
    area_name: str
    open_now: opening.OpenNow
    days: list[DayRow]
    changes: list[opening.Change]
    access: list[AccessRow]
    languages: list[str]
    iban: str
    above: list[OrganisationRow]
    parts: list[OrganisationRow]
    persons: list[ContactPerson]
    services: list[ServiceRow]
    map: LandMap | None


def organisation_by_slug(slug: str) -> Organisation | None:
    """One authority with its area, its parent and its logo. Queries: 1."""
    related = ("area", "parent__area", "logo")
    return Organisation.objects.select_related(*related).filter(slug=slug).first()


def organisation_page(slug: str, *, now: datetime) -> OrganisationPage | None:
    """One authority, or None. Queries: 6, one less without an area."""
    organisation = organisation_by_slug(slug)
    if organisation is None:
        return None
    area = area_of(organisation)
    hours, exceptions, holiday = (
        organisation.opening_hours,
        organisation.opening_exceptions,
        holidays_in(get_language()),
    )
    return OrganisationPage(
        organisation=organisation,
        area_name=name_of(area) if area else "",
        open_now=opening.open_now(hours, now, exceptions, holiday),
        days=week(organisation, now, holiday),
        changes=opening.coming_changes(now.date(), hours, exceptions, holiday),
        access=access_of(organisation),
        languages=[Language(code).label for code in organisation.languages if code in Language.values],
        iban=bank.spaced(organisation.iban),
        above=above(organisation, area),
        parts=[OrganisationRow(*row) for row in organisation.children.values_list("slug", "name")],
        persons=list(organisation.persons.all()),
        services=services_of(organisation, get_language(), on=now.date()),
        map=map_of_organisation(organisation, area),
    )


def area_of(organisation: Organisation) -> Area | None:
    """The area it serves; a part serves that of the whole. Queries: none after `organisation_by_slug`."""
    return organisation.area or (organisation.parent.area if organisation.parent else None)


def name_of(area: Area) -> str:
    """As a sentence says it: the official name of a town is "Güstrow, Barlachstadt"."""
    return area.short_name if area.kind == Area.Kind.GEMEINDE else area.name


def week(organisation: Organisation, now: datetime, holiday: opening.NameOfHoliday) -> list[DayRow]:
    """Monday to Friday, and the weekend where it has hours."""
    hours = organisation.opening_hours
    today = opening.hours_on(now.date(), hours, organisation.opening_exceptions, holiday)
    rows = []
    for day, key in enumerate(opening.DAYS):
        if day == now.weekday():
            rows.append(DayRow(day, today.spans, True, today.reason))
        elif hours.get(key) or day < 5:
            rows.append(DayRow(day, sorted(hours.get(key, [])), False))
    return rows


def access_of(organisation: Organisation) -> list[AccessRow]:
    values = ((key, getattr(organisation, key)) for key in ACCESS_FACTS)
    return [AccessRow(key, value) for key, value in values if value is not None]


def above(organisation: Organisation, area: Area | None) -> list[OrganisationRow]:
    """What it is part of, and the authorities of the areas above its own. Queries: 1 (0 without an area)."""
    parent = organisation.parent
    rows = [OrganisationRow(parent.slug, parent.name)] if parent else []
    if area:
        found = Organisation.objects.filter(area__ars__in=area.path[1:], kind__in=["local", "district"])
        ordered = found.order_by(F("area__ars").desc(), "pk").values_list("slug", "name")
        rows += [OrganisationRow(*row) for row in ordered]
    return rows


def services_of(organisation: Organisation, language: str | None, *, on: date) -> list[ServiceRow]:
    """Published services that a rule valid on that day gives to this organisation by name or level. Queries: 2."""
    rules = Q(organisation=organisation)
    if organisation.area:
        here = Q(organisation=None, area__ars__in=organisation.area.path)
        is_kreisfrei = organisation.area.kind == Area.Kind.GEMEINDE and len(organisation.area.path) == 2
        if organisation.kind == Organisation.Kind.LOCAL:
            rules |= here & Q(level=Responsibility.Level.LOCAL)
        if organisation.kind == Organisation.Kind.DISTRICT or is_kreisfrei:
            rules |= here & Q(level=Responsibility.Level.DISTRICT)
    rules &= Q(valid_from=None) | Q(valid_from__lte=on)
    rules &= Q(valid_to=None) | Q(valid_to__gte=on)
    title = f"title_{language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}"
    found: set[ServiceRow] = set()
    for way in ("service", "group__services"):
        rows = Responsibility.objects.filter(rules, **{f"{way}__is_published": True})
        fields = (f"{way}__slug", f"{way}__{title}", f"{way}__title", f"{way}__is_online")
        for slug, translated, german, is_online in rows.values_list(*fields):
            found.add(ServiceRow(slug, translated or german, is_online))
    return sorted(found, key=lambda row: row.title)
