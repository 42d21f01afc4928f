"""Services for client systems."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from content import queries
from portal.place import Place
from portal.public_api import PublicView
from responsibility.queries import area_by_key, find_place

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


def known_place(key: str) -> Place | None:
    """The municipality of a key, None if the postcode has several."""
    area = area_by_key(key)
    if area is None and not (len(key) == 5 and find_place(key).areas):
        raise unknown_place()
    return Place(area.ars, area.short_name) if area else None


def unknown_place() -> ValidationError:
    return ValidationError({"place": ["Diesen Ort gibt es in Mecklenburg-Vorpommern nicht."]})
