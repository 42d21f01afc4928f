"""Areas and authorities for client systems, and areas for the suggestions of the place picker."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from portal.public_api import PublicView
from responsibility import queries
from responsibility.models import Area, Organisation

MOST_AREAS = 50
PAGE_SIZE = 50


class AreaQuery(serializers.Serializer):
    q = serializers.CharField(max_length=120, help_text="Name, Anfang eines Namens oder Postleitzahl")
    kind = serializers.MultipleChoiceField(choices=Area.Kind.choices, required=False, help_text="Nur diese Arten")


class ParentOut(serializers.Serializer):
    ars = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Area.Kind.choices)


class AreaOut(serializers.Serializer):
    ars = serializers.CharField(help_text="Regionalschlüssel, 12 Ziffern; 15 bei einem Ortsteil")
    ags = serializers.CharField(
        help_text="Gemeindeschlüssel, 8 Ziffern; leer bei Land, Kreis und Amt", allow_blank=True
    )
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Area.Kind.choices)
    parents = ParentOut(many=True, help_text="Von unten nach oben")
    postcodes = serializers.ListField(child=serializers.CharField())
    locality = serializers.CharField(help_text="Ortsteil, der gefunden wurde und zu diesem Gebiet führt; sonst leer")


class AreasOut(serializers.Serializer):
    results = AreaOut(many=True)
    suggestions = AreaOut(many=True, help_text="Vielleicht gemeint: Nur eine Quelle nennt hier diese Postleitzahl")


class Areas(PublicView):
    """Areas by name or postcode, best first, at most 50."""

    @extend_schema(operation_id="areas", parameters=[AreaQuery], responses=AreasOut)
    def get(self, request: Request) -> Response:
        wanted = AreaQuery(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        kinds = wanted.validated_data.get("kind") or Area.Kind.values
        found = queries.find_candidates(wanted.validated_data["q"], MOST_AREAS, kinds=kinds)
        body = {
            "results": [area for area in found if not area.is_weak],
            "suggestions": [area for area in found if area.is_weak],
        }
        return Response(AreasOut(body).data)


class OrganisationsQuery(serializers.Serializer):
    q = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="Wörter des Namens, Ort oder Postleitzahl"
    )
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices, required=False)
    page = serializers.IntegerField(min_value=1, max_value=10_000, default=1)


class OrganisationParentOut(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ("id", "slug", "name")


class OrganisationAreaOut(serializers.ModelSerializer):
    class Meta:
        model = Area
        fields = ("ars", "ags", "name", "kind")


class OrganisationOut(serializers.ModelSerializer):
    """What the directory shows. The bank account is for notices, not for this list."""

    parent = OrganisationParentOut(allow_null=True)
    area = OrganisationAreaOut(allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = (
            "id",
            "slug",
            "name",
            "kind",
            "parent",
            "area",
            "street",
            "postcode",
            "town",
            "building",
            "directions",
            "latitude",
            "longitude",
            "post_line",
            "post_postcode",
            "post_town",
            "phone",
            "fax",
            "email",
            "web",
            "de_mail",
            "fit_connect",
            "opening_hours",
            "opening_exceptions",
            "opening_note",
            "step_free",
            "lift",
            "accessible_toilet",
            "accessible_parking",
            "hearing_loop",
            "access_note",
            "languages",
            "is_sample",
            "url",
        )

    def get_url(self, organisation: Organisation) -> str:
        path = reverse("responsibility:organisation", args=[organisation.slug])
        return self.context["request"].build_absolute_uri(path)


class OrganisationsOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = OrganisationOut(many=True)


class Organisations(PublicView):
    """Authorities and chambers by words, place and kind, in the order of the places they serve."""

    @extend_schema(operation_id="organisations", parameters=[OrganisationsQuery], responses=OrganisationsOut)
    def get(self, request: Request) -> Response:
        query = OrganisationsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        number = wanted["page"]
        pages = Paginator(queries.find_organisations(wanted.get("q", ""), kind=wanted.get("kind", "")), PAGE_SIZE)
        body = {
            "count": pages.count,
            "next": page_address(request, number + 1) if number < pages.num_pages else None,
            "previous": page_address(request, number - 1) if number > 1 else None,
            "results": pages.page(number).object_list if number <= pages.num_pages else [],
        }
        return Response(OrganisationsOut(body, context={"request": request}).data)


def page_address(request: Request, page: int) -> str:
    """This request for another page."""
    query = {key: value for key, value in request.query_params.items() if key != "page"} | {"page": page}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


class OrganisationDetail(PublicView):
    """One authority by its number."""

    @extend_schema(operation_id="organisation", responses=OrganisationOut)
    def get(self, request: Request, pk: int) -> Response:
        organisation = Organisation.objects.select_related("area", "parent").filter(pk=pk).first()
        if organisation is None:
            raise NotFound("Diese Behörde gibt es hier nicht.")
        return Response(OrganisationOut(organisation, context={"request": request}).data)
