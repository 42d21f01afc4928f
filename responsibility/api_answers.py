"""Who is responsible for a service at a place, for client systems."""

import re
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError

from portal.public_api import LeanView
from responsibility import actions, queries
from responsibility.api import AreaOut
from responsibility.models import Role
from responsibility.rules.facts import ASSUMED

SERVICE = re.compile(r"\d{1,14}", re.ASCII)
PLACE = re.compile(r"\d{5}|\d{8}|\d{9}|\d{12}|\d{15}", re.ASCII)
YES_NO = {"yes": True, "no": False}
FACTS = {"craft": gettext_lazy("Ist die Tätigkeit ein zulassungspflichtiges Handwerk?")}
PLAIN = ("id", "name", "role", "street", "postcode", "town", "phone", "email", "web", "opening_hours", "is_sample")


class ResponsibilitiesQuery(serializers.Serializer):
    """Documents what `Wanted.read` reads."""

    service = serializers.RegexField(r"^\d{1,14}$", help_text="Nummer oder 14-stelliger LeiKa-Schlüssel der Leistung")
    place = serializers.RegexField(
        r"^(\d{5}|\d{8}|\d{9}|\d{12}|\d{15})$",
        help_text="ARS (5, 9, 12; 15 für einen Ortsteil), AGS (8) oder Postleitzahl",
    )
    on = serializers.DateField(required=False, help_text="Stichtag, zum Beispiel 2026-11-24; ohne Angabe heute")
    craft = serializers.ChoiceField(
        choices=["yes", "no"],
        required=False,
        help_text="Ist es ein zulassungspflichtiges Handwerk? Ohne Angabe wird Nein angenommen und, wenn es die "
        "Antwort ändert, in `questions` die andere Antwort genannt.",
    )


class ResponsibleOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    area = serializers.CharField(help_text="Gebiet, für das die Stelle hier antwortet")
    street = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    town = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    web = serializers.CharField(allow_blank=True)
    opening_hours = serializers.DictField(child=serializers.ListField(child=serializers.ListField()))
    is_sample = serializers.BooleanField(help_text="Anschrift und Kontakt sind Beispiele")
    url = serializers.URLField()


class QuestionOut(serializers.Serializer):
    fact = serializers.ChoiceField(choices=list(ASSUMED), help_text="Name des Parameters")
    text = serializers.CharField()
    assumed = serializers.ChoiceField(choices=["yes", "no"])
    otherwise = ResponsibleOut(many=True, help_text="Wer es bei der anderen Antwort ist")


class ResponsibilitiesOut(serializers.Serializer):
    status = serializers.ChoiceField(choices=["resolved", "choose", "unknown"])
    as_of = serializers.DateField(help_text="Stichtag der Antwort")
    organisations = ResponsibleOut(many=True)
    choices = AreaOut(many=True, help_text="Gemeinden oder Ortsteile, unter denen zu wählen ist")
    questions = QuestionOut(many=True, help_text="Was die Antwort noch ändern würde")


class Wanted(NamedTuple):
    """A question to the finder."""

    service: str
    place: str
    on: date
    facts: dict[str, bool]

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        """The question in a query, or ValidationError with a sentence for each wrong field."""
        errors: dict[str, list[str]] = {}
        for name, pattern in (("service", SERVICE), ("place", PLACE)):
            if not pattern.fullmatch(query.get(name, "")):
                errors[name] = [gettext("Diese Angabe fehlt oder hat nicht die richtige Zahl von Ziffern.")]
        on = timezone.localdate()
        if "on" in query:
            try:
                on = date.fromisoformat(query["on"])
            except ValueError:
                errors["on"] = [gettext("Geben Sie den Tag so an: 2026-11-24.")]
        facts = {fact: YES_NO.get(query[fact]) for fact in ASSUMED if fact in query}
        errors |= {fact: [gettext("Antworten Sie mit yes oder no.")] for fact, value in facts.items() if value is None}
        if errors:
            raise ValidationError(errors)
        return cls(query["service"], query["place"], on, facts)


class Responsibilities(LeanView):
    """Who is responsible for a service at a place.

    A postcode of several municipalities asks (`choose`) only if they lead to different organisations for this
    service. Where nobody or more than one is found, the status is `unknown` and the Einheitlicher Ansprechpartner of
    the place is named as help.
    """

    @extend_schema(operation_id="responsibilities", parameters=[ResponsibilitiesQuery], responses=ResponsibilitiesOut)
    def get(self, request: HttpRequest) -> None:
        """Documents `answer`, which is called instead."""

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        wanted = Wanted.read(request.GET)
        try:
            found = queries.resolve_keys(wanted.service, wanted.place, on=wanted.on, facts=wanted.facts)
        except queries.Unknown as error:
            raise unknown_key(error) from error
        if found.resolved.problem:
            actions.note_gap(found.service_id, found.area_ids[0], kind=found.resolved.problem)
        return body(request, found.resolved, wanted.on)


def unknown_key(error: queries.Unknown) -> ValidationError | NotFound:
    """A service that is not there is a page not found; a place that is not there is a wrong question."""
    if error.what == "place":
        return ValidationError({"place": [gettext("Diesen Ort gibt es in Mecklenburg-Vorpommern nicht.")]})
    return NotFound(gettext("Diese Leistung gibt es hier nicht."))


def body(request: HttpRequest, resolved: queries.Resolved, on: date) -> dict[str, Any]:
    root = request.build_absolute_uri(reverse("responsibility:organisations"))
    questions = []
    if resolved.questions:
        with translation.override(translation.get_language_from_request(request)):
            questions = [question_out(question, root) for question in resolved.questions]
    return {
        "status": resolved.status,
        "as_of": on.isoformat(),
        "organisations": [responsible_out(organisation, root) for organisation in resolved.organisations],
        "choices": AreaOut(resolved.choices, many=True).data if resolved.choices else [],
        "questions": questions,
    }


def responsible_out(organisation: queries.ResolvedOrganisation, root: str) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in PLAIN} | {
        "area": organisation.area_name,
        "url": f"{root}{organisation.slug}/",
    }


def question_out(question: queries.Question, root: str) -> dict[str, Any]:
    return {
        "fact": question.fact,
        "text": str(FACTS[question.fact]),
        "assumed": "yes" if question.assumed else "no",
        "otherwise": [responsible_out(organisation, root) for organisation in question.otherwise],
    }
