"""Areas for client systems and for the suggestions of the place picker."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.public_api import PublicView
from responsibility import queries
from responsibility.models import Area

MOST_AREAS = 50


class AreaQuery(serializers.Serializer):
    q = serializers.CharField(max_length=120, help_text="Name, Anfang eines Namens oder Postleitzahl")
    kind = serializers.MultipleChoiceField(choices=Area.Kind.choices, required=False, help_text="Nur diese Arten")


class ParentOut(serializers.Serializer):
    ars = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Area.Kind.choices)


class AreaOut(serializers.Serializer):
    ars = serializers.CharField(help_text="Regionalschlüssel, 12 Ziffern")
    ags = serializers.CharField(
        help_text="Gemeindeschlüssel, 8 Ziffern; leer bei Land, Kreis und Amt", allow_blank=True
    )
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Area.Kind.choices)
    parents = ParentOut(many=True, help_text="Von unten nach oben")
    postcodes = serializers.ListField(child=serializers.CharField())


class AreasOut(serializers.Serializer):
    results = AreaOut(many=True)


class Areas(PublicView):
    """Areas by name or postcode, best first, at most 50."""

    @extend_schema(operation_id="areas", parameters=[AreaQuery], responses=AreasOut)
    def get(self, request: Request) -> Response:
        wanted = AreaQuery(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        kinds = wanted.validated_data.get("kind") or Area.Kind.values
        found = queries.find_areas(wanted.validated_data["q"], MOST_AREAS, kinds=kinds)
        return Response(AreasOut({"results": found}).data)
