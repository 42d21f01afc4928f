"""Güstrow with two services to apply for, and Anna who does.

Dog tax goes straight to the town. The licence goes to the EA and needs a file; it can bring the trade registration
along.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.models import Application, ProcessSettings
from content.models import Service
from forms.actions import publish
from responsibility.models import Area, Organisation, Responsibility
from tests.factories.forms import definition
from tests.factories.forms import field as question
from tests.factories.forms import page as form_page

LICENCE, TRADE, DOG = "99025002005000", "99050012104000", "99102013104000"

# Short enough to walk through in every test: a choice, a page that depends on it, a file, the contact
LICENCE_FORM = definition(
    form_page(
        "vorhaben",
        question(
            "procedures",
            "choices",
            required=False,
            options=[
                {"value": LICENCE, "label": {"de": "Gaststättenerlaubnis", "en": "Licence"}, "always": True},
                {"value": TRADE, "label": {"de": "Gewerbeanmeldung", "en": "Trade"}},
            ],
        ),
    ),
    form_page(
        "gewerbe",
        question("activity", "longtext"),
        question("start", "date"),
        condition={"in": [TRADE, {"var": "procedures"}]},
    ),
    form_page("nachweise", question("plan", "file", max_files=2), question("note", required=False)),
)


@dataclass
class World:
    guestrow: Area
    licence: Service
    trade: Service
    dog: Service
    ea: Organisation
    town: Organisation
    district: Organisation


def build_world() -> World:
    guestrow = build_areas()
    kreis = guestrow.parent
    ea = Organisation.objects.create(slug="ihk-rostock", name="IHK zu Rostock", kind="chamber")
    town = Organisation.objects.create(slug="guestrow", name="Barlachstadt Güstrow", kind="local", area=guestrow)
    district = Organisation.objects.create(slug="landkreis", name="Landkreis Rostock", kind="district", area=kreis)
    licence = build_service(LICENCE, "gaststaettenerlaubnis", "Gaststättengewerbe Erlaubnis", LICENCE_FORM, via_ea=True)
    trade = build_service(TRADE, "gewerbeanmeldung", "Gewerbe Anmeldung", shipped("gewerbeanmeldung"), via_ea=True)
    dog = build_service(DOG, "hundesteuer-anmeldung", "Hundesteuer Anmeldung", shipped("hundesteuer"))
    licence.process.companions.add(trade)
    for service, level in ((licence, "district"), (trade, "local"), (dog, "local")):
        Responsibility.objects.create(service=service, role="zb", area=kreis.parent, level=level)
        if service.via_ea:
            Responsibility.objects.create(service=service, role="ea", area=kreis.parent, organisation=ea)
    return World(guestrow, licence, trade, dog, ea, town, district)


def build_areas() -> Area:
    land = Area.objects.create(ars="130000000000", kind="land", name="M-V", short_name="M-V", path=["130000000000"])
    kreis = Area.objects.create(
        ars="130720000000",
        kind="kreis",
        name="Landkreis Rostock",
        short_name="Landkreis Rostock",
        parent=land,
        path=["130720000000", "130000000000"],
    )
    return Area.objects.create(
        ars="130720043043",
        ags="13072043",
        kind="gemeinde",
        name="Güstrow, Barlachstadt",
        short_name="Güstrow",
        parent=kreis,
        path=["130720043043", "130720000000", "130000000000"],
    )


def build_service(key: str, slug: str, name: str, form: dict, *, via_ea: bool = False) -> Service:
    service = Service.objects.create(
        leika_key=key, slug=slug, name=name, title=name, summary=name, via_ea=via_ea, status="published"
    )
    ProcessSettings.objects.create(service=service, form=publish(f"f-{slug}", form).version.form)
    return service


def shipped(name: str) -> dict:
    path = settings.BASE_DIR / Path(f"forms/data/{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


DOG_PAGES = {
    "antragsteller": {"applicant_name": "Anna Petersen"},
    "anschrift": {"street": "Hafenstraße 3", "postcode": "18273", "town": "Güstrow"},
    "kontakt": {"applicant_email": "anna@post.example", "phone": ""},
    "hund": {"dog_name": "Bello", "breed": "Dackel", "since-day": "1", "since-month": "9", "since-year": "2026"},
    "weitere": {"other_dogs": "no", "other_dogs_number": ""},
}
CONTACT = {"applicant_name": "Anna Petersen", "applicant_email": "anna@post.example"}


@dataclass
class Walk:
    """Somebody in the assistant with a browser."""

    slug: str
    secret: str
    client: Client = field(default_factory=Client)

    def url(self, name: str, *args) -> str:
        return reverse(f"cases:{name}", args=[self.slug, self.secret, *args])

    def get(self, page: str):
        return self.client.get(self.url("page", page))

    def post(self, page: str, answers: dict, **more):
        return self.client.post(self.url("page", page), answers | more)

    def fill(self, pages: dict):
        """Answer these pages in order; each must be accepted."""
        for page, answers in pages.items():
            response = self.post(page, answers)
            assert response.status_code == 302, (page, response.context["form"].errors)
        return response

    def send(self, **posted):
        return self.client.post(self.url("submit"), posted or {"truth": "yes"})

    @property
    def application(self) -> Application:
        return Application.objects.get(secret=self.secret)


def browser_in(area: Area) -> Client:
    """A browser that has chosen its place."""
    client = Client()
    client.cookies["ort"] = quote(f"{area.ars}|{area.short_name}")
    return client


def begin(world: World, service: Service, client: Client | None = None) -> Walk:
    client = client or browser_in(world.guestrow)
    response = client.post(reverse("cases:start", args=[service.slug]))
    assert response.status_code == 302, response.content
    return Walk(service.slug, response.url.rstrip("/").rpartition("/")[2], client)
