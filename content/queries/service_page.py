"""What the page of one service shows: all modules, and what differs at the visitor's place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from content.models import Cost, Deadline, FormLink, LifeSituation, Service, ServiceSupplement
from content.rules import wording
from content.translation import ServiceSupplementTranslation
from portal.place import Place
from responsibility.models import Area
from responsibility.queries import PlaceAnswer, Resolved, resolve, resolve_places


class CostLine(NamedTuple):
    price: str
    note: str


class DeadlineLine(NamedTuple):
    period: str
    text: str
    citation: str


class Link(NamedTuple):
    name: str
    url: str


class RelatedService(NamedTuple):
    slug: str
    title: str
    is_online: bool


class LocalText(NamedTuple):
    """A text that holds only in this area."""

    text: str
    area: str


@dataclass(frozen=True)
class Modules:
    """What belongs to a service, in the reader's language. `areas`: the only places it exists in."""

    costs: list[CostLine] = field(default_factory=list)
    applicant_deadlines: list[DeadlineLine] = field(default_factory=list)
    authority_deadlines: list[DeadlineLine] = field(default_factory=list)
    forms: list[Link] = field(default_factory=list)
    related: list[RelatedService] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ServicePage:
    """A service, and who is responsible at the visitor's place (None while there is no place).

    `local` holds the regional texts by module. `is_elsewhere`: the service does not exist at the place.
    """

    service: Service
    life_situation: LifeSituation | None
    area: Area | None
    resolved: Resolved | None
    modules: Modules
    local: dict[str, LocalText]
    is_elsewhere: bool


def rows(found: QuerySet[Any], *fields: str) -> ArraySubquery:
    """The rows of a subquery as one column, so that a page needs no further query."""
    return ArraySubquery(found.order_by("pk").annotate(row=JSONObject(**{name: name for name in fields})).values("row"))


def of_service(model: type[Model]) -> QuerySet[Any]:
    return model.objects.filter(service=OuterRef("pk"))


def with_modules(services: QuerySet[Service], path: Sequence[str]) -> QuerySet[Service]:
    """Services with the rows that belong to them; supplements only of the areas on this path. No query of its own."""
    texts = [f"{name}_{language}" for name in ServiceSupplementTranslation.fields for language in ("de", "en")]
    here = of_service(ServiceSupplement).filter(area__ars__in=path).annotate(ars=F("area__ars"))
    related = Service.objects.filter(is_published=True, related=OuterRef("pk"))
    limits = Service.areas.through.objects.filter(service=OuterRef("pk"))
    return services.annotate(
        cost_rows=rows(of_service(Cost), "kind", "amount", "amount_to", "currency", "note_de", "note_en"),
        deadline_rows=rows(of_service(Deadline), "side", "amount", "unit", "citation", "text_de", "text_en"),
        form_rows=rows(of_service(FormLink), "url", "name_de", "name_en"),
        related_rows=rows(related, "slug", "title_de", "title_en", "is_online"),
        area_rows=rows(limits.annotate(ars=F("area__ars"), name=F("area__short_name")), "ars", "name"),
        supplement_rows=rows(here.annotate(name=F("area__short_name")), "ars", "name", *texts),
    )


def service_page(slug: str, place: Place | None, *, on: date, asked: PlaceAnswer | None = None) -> ServicePage | None:
    """A published service, or None. Queries: 2, and 2 more with a place.

    `asked` is a place that was typed and may be several: it is answered if all lead to the same authority.
    """
    area = Area.objects.select_related("successor").filter(ars=place.ars).first() if place else None
    path = (area.successor or area).path if area else []
    situations = Prefetch("life_situations", LifeSituation.objects.order_by("position"))
    found = Service.objects.filter(is_published=True, slug=slug).prefetch_related(situations)
    service = with_modules(found, path).first()
    if service is None:
        return None
    return ServicePage(
        service=service,
        life_situation=next(iter(service.life_situations.all()), None),
        area=area,
        resolved=responsible(service.pk, area, asked, on=on),
        modules=modules(service),
        local=local_texts(service.supplement_rows or [], path),  # None without a path: Django drops the subquery
        is_elsewhere=bool(area and service.area_rows) and not any(row["ars"] in path for row in service.area_rows),
    )


def responsible(service_id: int, area: Area | None, asked: PlaceAnswer | None, *, on: date) -> Resolved | None:
    """Who it is at the chosen place, or at all the places that somebody may mean. Queries: at most 3."""
    if asked:
        return resolve_places(service_id, {found.id for found in asked.areas}, on=on)
    return resolve(service_id, area.pk, on=on) if area else None


def modules(service: Service) -> Modules:
    """The rows of a service from with_modules(), in words."""
    language = "en" if get_language() == "en" else "de"
    return Modules(
        costs=[CostLine(wording.price(price_of(row), language), said(row, "note")) for row in service.cost_rows],
        applicant_deadlines=deadlines(service, Deadline.Side.APPLICANT, language),
        authority_deadlines=deadlines(service, Deadline.Side.AUTHORITY, language),
        forms=[Link(said(row, "name"), row["url"]) for row in service.form_rows],
        related=[RelatedService(row["slug"], said(row, "title"), row["is_online"]) for row in service.related_rows],
        areas=[row["name"] for row in service.area_rows],
    )


def price_of(row: dict[str, Any]) -> wording.Price:
    amount, amount_to = (None if row[key] is None else Decimal(str(row[key])) for key in ("amount", "amount_to"))
    return wording.Price(row["kind"], amount, amount_to, row["currency"])


def deadlines(service: Service, side: str, language: wording.Language) -> list[DeadlineLine]:
    return [
        DeadlineLine(wording.period(row["amount"], row["unit"], language), said(row, "text"), row["citation"])
        for row in service.deadline_rows
        if row["side"] == side
    ]


def said(row: dict[str, Any], name: str) -> str:
    """A text of the row in the reader's language, else in German."""
    return row.get(f"{name}_{get_language()}") or row[f"{name}_de"] or ""


def local_texts(supplements: list[dict[str, Any]], path: Sequence[str]) -> dict[str, LocalText]:
    """For each module the text of the nearest area that has one."""
    nearest = sorted(supplements, key=lambda row: path.index(row["ars"]))
    found: dict[str, LocalText] = {}
    for row in nearest:
        for name in ServiceSupplementTranslation.fields:
            if name not in found and (text := said(row, name)):
                found[name] = LocalText(text, row["name"])
    return found
