"""Services and who is responsible for them, for client systems."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from content import queries
from portal.place import Place
from portal.public_api import PublicView
from responsibility.api import AreaOut
from responsibility.models import Role
from responsibility.queries import Resolved, area_by_key, find_place, resolve

PAGE_SIZE = 20


class ServicesQuery(serializers.Serializer):
    q = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="Suchwörter; leer: alle")
    place = serializers.RegexField(r"^\d{5,12}$", required=False, help_text="ARS, AGS oder Postleitzahl")
    page = serializers.IntegerField(min_value=1, max_value=10_000, default=1)


class ServiceOut(serializers.Serializer):
    id = serializers.IntegerField()
    leika_key = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, row: queries.ServiceRow) -> str:
        return self.context["request"].build_absolute_uri(reverse("content:service", args=[row.slug]))


class ServicesOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ServiceOut(many=True)


class Services(PublicView):
    """Published services: found by words, best first, or all by title."""

    @extend_schema(operation_id="services", parameters=[ServicesQuery], responses=ServicesOut)
    def get(self, request: Request) -> Response:
        query = ServicesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        number, text = wanted["page"], wanted.get("q", "").strip()
        if wanted.get("place"):
            known_place(wanted["place"])
        if text:
            found = queries.search(text, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
            total, rows = found.total, found.rows
        else:
            pages = Paginator(queries.all_services(), PAGE_SIZE)
            total = pages.count
            rows = pages.page(number).object_list if number <= pages.num_pages else []
        body = {
            "count": total,
            "next": address(request, number + 1) if total > number * PAGE_SIZE else None,
            "previous": address(request, number - 1) if number > 1 else None,
            "results": rows,
        }
        return Response(ServicesOut(body, context={"request": request}).data)


def address(request: Request, page: int) -> str:
    """This request for another page."""
    query = {key: request.query_params[key] for key in ("q", "place") if key in request.query_params}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query | {'page': page})}")


class ResponsibilitiesQuery(serializers.Serializer):
    service = serializers.RegexField(r"^\d{1,14}$", help_text="Nummer oder 14-stelliger LeiKa-Schlüssel der Leistung")
    place = serializers.RegexField(r"^\d{5,12}$", help_text="ARS, AGS oder Postleitzahl")


class ResponsibleOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    area = serializers.CharField(source="area_name")
    street = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    town = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    web = serializers.CharField(allow_blank=True)
    opening_hours = serializers.DictField(child=serializers.ListField(child=serializers.ListField()))
    is_sample = serializers.BooleanField(help_text="Anschrift und Kontakt sind Beispiele")
    url = serializers.SerializerMethodField()

    def get_url(self, row) -> str:
        return self.context["request"].build_absolute_uri(reverse("responsibility:organisation", args=[row.slug]))


class ResponsibilitiesOut(serializers.Serializer):
    status = serializers.ChoiceField(choices=["resolved", "choose", "unknown"])
    organisations = ResponsibleOut(many=True)
    choices = AreaOut(many=True, help_text="Gemeinden, unter denen zu wählen ist")


class Responsibilities(PublicView):
    """Who is responsible for a service at a place, as of today."""

    @extend_schema(operation_id="responsibilities", parameters=[ResponsibilitiesQuery], responses=ResponsibilitiesOut)
    def get(self, request: Request) -> Response:
        query = ResponsibilitiesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        service = queries.service_by_key(query.validated_data["service"])
        if service is None:
            raise NotFound("Diese Leistung gibt es hier nicht.")
        answer = answer_for(service.pk, query.validated_data["place"])
        return Response(ResponsibilitiesOut(answer, context={"request": request}).data)


def answer_for(service_id: int, key: str) -> Resolved:
    """The answer for a key; a postcode of several municipalities asks which one."""
    area = area_by_key(key)
    if area is not None:
        return resolve(service_id, area.pk, on=timezone.localdate())
    if len(key) == 5 and (choices := find_place(key).areas):
        return Resolved("choose", choices=choices)
    raise unknown_place()


def known_place(key: str) -> Place | None:
    """The municipality of a key, None if the postcode has several."""
    area = area_by_key(key)
    if area is None and not (len(key) == 5 and find_place(key).areas):
        raise unknown_place()
    return Place(area.ars, area.short_name) if area else None


def unknown_place() -> ValidationError:
    return ValidationError({"place": ["Diesen Ort gibt es in Mecklenburg-Vorpommern nicht."]})
