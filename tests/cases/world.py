"""The people and the case that the tests of the pages work with.

Anna applies for "Restaurant eröffnen" in Güstrow. Eva works at the EA (IHK zu Rostock), Birte at the Stadt Güstrow,
Cord at the Landkreis Rostock, Katrin leads both. Olaf applies for something else and must see none of it.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Application, Case, CaseDocument, Event, Proceeding
from content.models import Service
from forms.actions import publish
from portal.accounts.models import User
from portal.files.actions import store_generated
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation
from tests.factories.portal import UserFactory

BERLIN = ZoneInfo("Europe/Berlin")
REFERENCE = "MV-4H7K-M92P-A"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
SUBMITTED = datetime(2026, 11, 20, 10, 0, tzinfo=BERLIN)
ANSWERS = {
    "procedures": ["99025002005000", "99050012104000"],
    "person_kind": "person",
    "applicant_name": "Anna Petersen",
    "applicant_email": "anna@example.org",
    "business_name": "Zum Speicher",
    "business_street": "Domstraße 14",
    "business_postcode": "18273",
    "business_town": "Güstrow",
    "alcohol": True,
    "area": 86,
}


@dataclass
class World:
    anna: User
    olaf: User
    eva: User
    birte: User
    cord: User
    katrin: User
    ea: Organisation
    stadt: Organisation
    kreis: Organisation
    case: Case
    licence: Proceeding  # Gaststättenerlaubnis, Landkreis: Cord
    trade: Proceeding  # Gewerbeanmeldung, Stadt Güstrow: Birte
    upload: CaseDocument


def build_world() -> World:
    """Anna's case as it stands in the inbox of the EA."""
    guestrow = build_areas()
    ea = Organisation.objects.create(slug="ihk-rostock", name="IHK zu Rostock", kind="chamber", email="ea@example.org")
    stadt = Organisation.objects.create(
        slug="guestrow", name="Barlachstadt Güstrow", kind="local", area=guestrow, town="Güstrow", email="s@example.org"
    )
    kreis = Organisation.objects.create(
        slug="landkreis-rostock", name="Landkreis Rostock", kind="district", town="Güstrow", email="k@example.org"
    )
    people = {
        "anna": UserFactory(name="Anna Petersen", email="anna@example.org"),
        "olaf": UserFactory(name="Olaf Brandt"),
        "eva": officer("Eva Albrecht", ea),
        "birte": officer("Birte Voß", stadt),
        "cord": officer("Cord Lüders", kreis),
        "katrin": officer("Katrin Behn", stadt, kreis, role="head"),
    }
    case, licence, trade = build_case(guestrow, ea, stadt, kreis, people["anna"])
    upload = add_document(case, "Grundriss", CaseDocument.Kind.UPLOAD)
    return World(**people, ea=ea, stadt=stadt, kreis=kreis, case=case, licence=licence, trade=trade, upload=upload)


def build_areas() -> Area:
    """Land, Kreis and Güstrow; the Land may be there from another table."""
    land = Area.objects.create(ars="130000000000", kind="land", name="Mecklenburg-Vorpommern", short_name="M-V")
    kreis = Area.objects.create(
        ars="130720000000", kind="kreis", name="Landkreis Rostock", short_name="Landkreis Rostock", parent=land
    )
    return Area.objects.create(
        ars="130720043043",
        ags="13072043",
        kind="gemeinde",
        name="Güstrow, Barlachstadt",
        short_name="Güstrow",
        parent=kreis,
    )


def officer(name: str, *organisations: Organisation, role: str = "caseworker") -> User:
    """Somebody who works there. A demonstration account, so that no second factor is asked for."""
    user = UserFactory(name=name, is_demo=True)
    for organisation in organisations:
        grant_role(user, organisation, role)
    return user


def build_case(
    area: Area, ea: Organisation, stadt: Organisation, kreis: Organisation, applicant: User, reference: str = REFERENCE
) -> tuple[Case, Proceeding, Proceeding]:
    """A case at the EA with its two proceedings, not yet forwarded."""
    licence, _is_new = Service.objects.get_or_create(
        leika_key="99025002005000",
        defaults={
            "slug": "gaststaettenerlaubnis",
            "name": "Gaststättengewerbe Erlaubnis",
            "title": "Restaurant eröffnen",
        },
    )
    trade, _is_new = Service.objects.get_or_create(
        leika_key="99050012104000",
        defaults={"slug": "gewerbeanmeldung", "name": "Gewerbe Anmeldung", "title": "Gewerbe anmelden"},
    )
    application = Application.objects.create(
        service=licence,
        form_version=form_version(),
        area=area,
        user=applicant,
        status="submitted",
        answers=ANSWERS,
        expires_at=SUBMITTED + timedelta(days=30),
    )
    case = Case.objects.create(
        reference=reference,
        application=application,
        status="received",
        title="Restaurant eröffnen",
        area=area,
        applicant=applicant,
        applicant_name=applicant.name,
        applicant_email=applicant.email,
        ea=ea,
        submitted_at=SUBMITTED,
    )
    day = SUBMITTED.date()
    Event.objects.create(case=case, kind="submitted", on=day, at=SUBMITTED)
    Event.objects.create(case=case, kind="received_ea", on=day, at=SUBMITTED)
    return (
        case,
        Proceeding.objects.create(
            case=case,
            service=licence,
            organisation=kreis,
            decision_period="3m",
            period_law="§ 6a GewO",
            deemed_approval_law="§ 6a GewO",
            decision_law="§ 2 GastG",
        ),
        Proceeding.objects.create(case=case, service=trade, organisation=stadt),
    )


def form_version():
    definition = (settings.BASE_DIR / Path("forms/data/gaststaette.json")).read_text(encoding="utf-8")
    return publish("gaststaette", json.loads(definition)).version


def add_document(case: Case, title: str, kind: str, proceeding: Proceeding | None = None) -> CaseDocument:
    stored = store_generated(f"{title}.pdf", PDF, "application/pdf")
    return CaseDocument.objects.create(case=case, proceeding=proceeding, kind=kind, title=title, file=stored)


def claim_by_ea(world: World) -> None:
    """Eva takes the case."""
    world.case.refresh_from_db()
    actions.claim_case(world.case.pk, actor=world.eva, version=world.case.version)
    world.case.refresh_from_db()


def forward(world: World) -> None:
    """Eva forwards, and both proceedings lie in the inboxes of their authorities."""
    claim_by_ea(world)
    actions.forward_case(world.case.pk, actor=world.eva, version=world.case.version)
    for proceeding in (world.licence, world.trade):
        actions.deliver_proceeding(proceeding.pk)
        proceeding.refresh_from_db()
    world.case.refresh_from_db()


def claim_by_zb(world: World) -> None:
    """Cord takes the licence, Birte the trade registration."""
    for proceeding, actor in ((world.licence, world.cord), (world.trade, world.birte)):
        actions.claim_proceeding(proceeding.pk, actor=actor, version=proceeding.version)
        proceeding.refresh_from_db()


def log_in(user: User | None) -> Client:
    """A browser, logged in if a person is given."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def name_purpose(client: Client, world: World, purpose: str = "supervision") -> None:
    """Say once what this case is opened for."""
    client.post(reverse("cases:purpose", args=[world.case.reference]), {"purpose": purpose})


def in_two_weeks() -> date:
    """A day to answer by."""
    return date(2026, 12, 8)
