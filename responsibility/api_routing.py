"""The FIT-Connect routing API 2.0.0: which destination takes a service at a place."""

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from portal.public_api import LeanView
from responsibility import queries
from responsibility.api_answers import unknown_key
from responsibility.models import Area
from responsibility.rules import names

SERVICE = re.compile(r"99\d{12}", re.ASCII)
KEYS = {
    "ars": re.compile(r"\d{2}|\d{3}|\d{5}|\d{9}|\d{12}", re.ASCII),
    "ags": re.compile(r"\d{2}|\d{3}|\d{5}|\d{8}", re.ASCII),
    "areaId": re.compile(r"\d{1,18}", re.ASCII),
}
HOUSE_NUMBER = re.compile(r"^(?P<street>.+?)\s+(?P<number>\d+\s*\w?(?:\s*[-/]\s*\d+\s*\w?)?)$")
MOST, USUAL = 500, 100
MOST_EXPRESSIONS = 10
ORIGIN = "Dienstleistungsportal M-V"


class PageQuery(serializers.Serializer):
    offset = serializers.IntegerField(min_value=0, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


class RoutesQuery(PageQuery):
    leikaKey = serializers.RegexField(r"^99\d{12}$", help_text="Leistungsschlüssel")
    ars = serializers.RegexField(r"^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$", required=False)
    ags = serializers.RegexField(r"^(\d{2}|\d{3}|\d{5}|\d{8})$", required=False)
    areaId = serializers.RegexField(r"^\d{1,18}$", required=False, help_text="Nummer aus /v1/areas")


class AddressOut(serializers.Serializer):
    street = serializers.CharField(required=False)
    houseNumber = serializers.CharField(required=False)
    additional = serializers.CharField(required=False)
    zip = serializers.CharField()
    city = serializers.CharField()


class ContactOut(serializers.Serializer):
    name = serializers.CharField()
    tel = serializers.CharField(required=False)
    fax = serializers.CharField(required=False)
    email = serializers.EmailField(required=False)


class RouteOut(serializers.Serializer):
    destinationId = serializers.UUIDField()
    destinationSignature = serializers.CharField(help_text="JWS der Adressierung")
    destinationName = serializers.CharField()
    contactPersons = ContactOut(many=True)
    address = AddressOut(required=False)
    origin = serializers.CharField()


class PageOut(serializers.Serializer):
    count = serializers.IntegerField()
    offset = serializers.IntegerField()
    totalCount = serializers.IntegerField()


class RoutesOut(PageOut):
    routes = RouteOut(many=True)


class RoutingAreaOut(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    type = serializers.CharField()


class RoutingAreasQuery(PageQuery):
    areaSearchexpression = serializers.ListField(
        child=serializers.CharField(min_length=2, max_length=120),
        help_text="Name oder Postleitzahl, auch mehrfach; * steht für beliebige Zeichen",
    )


class RoutingAreasOut(PageOut):
    areas = RoutingAreaOut(many=True)


class VersionOut(serializers.Serializer):
    major = serializers.IntegerField()
    minor = serializers.IntegerField()
    patch = serializers.IntegerField()


class InfoOut(serializers.Serializer):
    version = VersionOut()


class Routes(LeanView):
    """The FIT-Connect destination of the authority for a service in an area. Exactly one key names the area.

    An area above the municipality is answered if all its municipalities lead to the same authority. An authority
    without a signed destination has no route.
    """

    @extend_schema(operation_id="routing_routes", parameters=[RoutesQuery], responses=RoutesOut)
    def get(self, request: HttpRequest) -> None:
        """Documents `answer`, which is called instead."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        offset, limit = page_of(request.GET)
        service, key, value = asked(request.GET)
        try:
            found = queries.resolve_area(service, key, value, on=timezone.localdate())
        except queries.Unknown as error:
            raise unknown_key(error) from error
        zb = found.resolved.zb
        routes = [route(zb)] if zb and zb.fit_connect and zb.fit_connect_signature else []
        return paged("routes", routes, offset, limit)


class RoutingAreas(LeanView):
    """Areas by names and postcodes; several expressions narrow each other."""

    @extend_schema(operation_id="routing_areas", parameters=[RoutingAreasQuery], responses=RoutingAreasOut)
    def get(self, request: HttpRequest) -> None:
        """Documents `answer`, which is called instead."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        offset, limit = page_of(request.GET)
        expressions = [text.replace("*", " ").strip() for text in request.GET.getlist("areaSearchexpression")]
        if not 1 <= len(expressions) <= MOST_EXPRESSIONS or any(not 2 <= len(text) <= 120 for text in expressions):
            raise ValidationError(
                {
                    "areaSearchexpression": [
                        gettext("Geben Sie ein bis zehn Suchbegriffe mit mindestens zwei Zeichen an.")
                    ]
                }
            )
        first, *others = expressions
        found = {
            area.id: area
            for area in queries.find_areas(first, MOST)
            if all(names.fold(text) in names.fold(f"{area.name} {area.context} {area.postcodes}") for text in others)
        }
        areas = [{"id": str(area.id), "name": area.name, "type": kind_of(area)} for area in found.values()]
        return paged("areas", areas, offset, limit)


class Info(LeanView):
    """The version of the routing API that is spoken here."""

    @extend_schema(operation_id="routing_info", responses=InfoOut)
    def get(self, request: HttpRequest) -> None:
        """Documents `answer`, which is called instead."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": {"major": 2, "minor": 0, "patch": 0}}


def page_of(query: QueryDict) -> tuple[int, int]:
    wanted = PageQuery(data=query)
    wanted.is_valid(raise_exception=True)
    return wanted.validated_data["offset"], wanted.validated_data["limit"]


def asked(query: QueryDict) -> tuple[str, str, str]:
    """Service, kind of key and key, or ValidationError."""
    errors: dict[str, list[str]] = {}
    if not SERVICE.fullmatch(query.get("leikaKey", "")):
        errors["leikaKey"] = [gettext("Der Leistungsschlüssel hat 14 Ziffern und beginnt mit 99.")]
    given = [name for name in KEYS if name in query]
    if len(given) != 1:
        errors["ars"] = [gettext("Nennen Sie das Gebiet mit genau einem von ars, ags und areaId.")]
    elif not KEYS[given[0]].fullmatch(query[given[0]]):
        errors[given[0]] = [gettext("Diese Angabe fehlt oder hat nicht die richtige Zahl von Ziffern.")]
    if errors:
        raise ValidationError(errors)
    return query["leikaKey"], given[0], query[given[0]]


def paged(name: str, rows: Sequence[dict[str, Any]], offset: int, limit: int) -> dict[str, Any]:
    shown = rows[offset : offset + limit]
    return {"count": len(shown), "offset": offset, "totalCount": len(rows), name: shown}


def route(organisation: queries.ResolvedOrganisation) -> dict[str, Any]:
    contact = {
        "name": organisation.name,
        "tel": organisation.phone,
        "email": organisation.email,
    }
    answer = {
        "destinationId": organisation.fit_connect,
        "destinationSignature": organisation.fit_connect_signature,
        "destinationName": organisation.name,
        "contactPersons": [{key: value for key, value in contact.items() if value}],
        "origin": ORIGIN,
    }
    return answer | ({"address": address(organisation)} if organisation.street else {})


def address(organisation: queries.ResolvedOrganisation) -> dict[str, str]:
    """The house address, the number apart where it stands at the end."""
    found = HOUSE_NUMBER.match(organisation.street)
    parts = {"street": found["street"], "houseNumber": found["number"]} if found else {"street": organisation.street}
    return parts | {"zip": organisation.postcode, "city": organisation.town}


def kind_of(area: queries.AreaRow) -> str:
    """The German word for the kind of area."""
    is_kreisfrei = area.kind == Area.Kind.GEMEINDE and [parent.kind for parent in area.parents] == [Area.Kind.LAND]
    if is_kreisfrei:
        return "Kreisfreie Stadt"
    return {Area.Kind.LAND: "Bundesland", Area.Kind.KREIS: "Landkreis"}.get(area.kind, str(Area.Kind(area.kind).label))
