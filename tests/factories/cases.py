"""A small Güstrow: an EA, two authorities, three services, the people who work there, and applications."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from cases import actions
from cases.models import Application, ApplicationFile, Case, Proceeding, ProcessSettings
from content.models import Service
from portal.accounts.models import User
from portal.files.models import StoredFile
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation, Responsibility
from tests.factories.forms import FormVersionFactory, definition, field, page
from tests.factories.portal import UserFactory

PERMIT_KEY, TRADE_KEY, DOG_KEY = "99025002005000", "99050012104000", "99102013104000"


class AreaFactory(factory.django.DjangoModelFactory):
    """Güstrow, alone below the Land."""

    class Meta:
        model = Area
        django_get_or_create = ("ars",)

    ars = "130720043043"
    kind = Area.Kind.GEMEINDE
    name = "Güstrow, Barlachstadt"
    short_name = "Güstrow"
    path = factory.LazyAttribute(lambda area: [area.ars])


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda number: f"behoerde-{number}")
    name = factory.Sequence(lambda number: f"Behörde {number}")
    kind = Organisation.Kind.STATE
    street = "Markt 1"
    postcode = "18273"
    town = "Güstrow"
    phone = "03843 769-0"
    email = factory.LazyAttribute(lambda organisation: f"post@{organisation.slug}.example")


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    slug = factory.Sequence(lambda number: f"leistung-{number}")
    name = factory.Sequence(lambda number: f"Leistung {number}")
    title = factory.LazyAttribute(lambda service: f"{service.name} beantragen")
    summary = "Probe"
    status = "published"


@dataclass
class Town:
    """Who and what a test needs. Eva works at the EA, Birte in the city, Cord in the district, Katrin leads all
    three, Paula works at an authority that has nothing to do with any of it."""

    area: Area
    ea: Organisation
    city: Organisation
    district: Organisation
    permit: Service
    trade: Service
    dog: Service
    anna: User
    eva: User
    birte: User
    cord: User
    katrin: User
    paula: User


def build_town() -> Town:
    area = AreaFactory()
    ea = OrganisationFactory(slug="ihk", name="IHK zu Rostock", kind=Organisation.Kind.CHAMBER)
    city = OrganisationFactory(slug="stadt", name="Barlachstadt Güstrow", kind=Organisation.Kind.LOCAL)
    district = OrganisationFactory(slug="kreis", name="Landkreis Rostock", kind=Organisation.Kind.DISTRICT)
    elsewhere = OrganisationFactory(slug="anderswo", name="Stadt Anderswo", kind=Organisation.Kind.LOCAL)
    permit = ServiceFactory(slug="erlaubnis", name="Gaststättenerlaubnis", leika_key=PERMIT_KEY, via_ea=True)
    trade = ServiceFactory(slug="gewerbe", name="Gewerbeanmeldung", leika_key=TRADE_KEY, via_ea=True)
    dog = ServiceFactory(slug="hund", name="Hundesteuer", leika_key=DOG_KEY)
    for service, authority in ((permit, district), (trade, city), (dog, city)):
        Responsibility.objects.create(service=service, role="zb", area=area, organisation=authority)
        if service.via_ea:
            Responsibility.objects.create(service=service, role="ea", area=area, organisation=ea)
    _processes(permit, trade, dog)
    people = {name: UserFactory(name=full, email=f"{name}@example.org") for name, full in NAMES.items()}
    for name, organisation, role in (
        ("eva", ea, "caseworker"),
        ("birte", city, "caseworker"),
        ("cord", district, "caseworker"),
        ("katrin", ea, "head"),
        ("katrin", city, "head"),
        ("katrin", district, "head"),
        ("paula", elsewhere, "caseworker"),
    ):
        grant_role(people[name], organisation, role)
    return Town(area, ea, city, district, permit, trade, dog, **people)


NAMES = {
    "anna": "Anna Petersen",
    "eva": "Eva Albrecht",
    "birte": "Birte Voß",
    "cord": "Cord Lüders",
    "katrin": "Katrin Behn",
    "paula": "Paula Fremd",
}


def _processes(permit: Service, trade: Service, dog: Service) -> None:
    options = [
        {"value": service.leika_key, "label": {"de": service.name, "en": service.name}} for service in (permit, trade)
    ]
    business = page(
        "betrieb",
        field("procedures", "choices", required=False, options=options),
        field("business_name"),
        field("floor_plan", "file", required=False, max_files=50),
    )
    restaurant = FormVersionFactory(definition=definition(business)).form
    animal = FormVersionFactory(definition=definition(page("tier", field("dog_name")))).form
    process = ProcessSettings.objects.create(
        service=permit,
        form=restaurant,
        decision_period="3m",
        period_law="§ 6a GewO",
        deemed_approval_law="§ 42a VwVfG M-V",
        decision_law="§ 2 GastG",
    )
    ProcessSettings.objects.create(service=trade, form=restaurant, decision_period="3d", period_law="§ 15 GewO")
    process.companions.add(trade)
    ProcessSettings.objects.create(service=dog, form=animal)


def new_application(town: Town, service: Service | None = None, **answers: Any) -> Application:
    """A finished application that only has to be sent: the permit with the trade registration unless told otherwise."""
    service = service or town.permit
    version = service.process.form.versions.get()
    pages = [entry["key"] for entry in version.definition["pages"]]
    given = {"applicant_name": "Anna Petersen", "applicant_email": "anna@example.org", "truth": True}
    if service == town.dog:
        given["dog_name"] = "Fiete"
    else:
        given |= {"business_name": "Zum Speicher", "procedures": [PERMIT_KEY, TRADE_KEY]}
    return Application.objects.create(
        service=service,
        form_version=version,
        area=town.area,
        answers=given | answers,
        pages_done=pages,
        expires_at=timezone.now() + timedelta(days=30),
    )


def stored_file(name: str = "grundriss.pdf", scan: str = StoredFile.Scan.UNCHECKED) -> StoredFile:
    return StoredFile.objects.create(
        name=name,
        content=ContentFile(b"%PDF-1.4 probe", name),
        content_type="application/pdf",
        size=14,
        sha256="0" * 64,
        scan=scan,
    )


def attach(application: Application, key: str = "floor_plan", **more: Any) -> ApplicationFile:
    return ApplicationFile.objects.create(application=application, field=key, file=stored_file(**more))


def submitted_case(town: Town, service: Service | None = None, **answers: Any) -> Case:
    return actions.submit(new_application(town, service, **answers).secret)


def received_case(town: Town) -> Case:
    """In the inbox of the EA."""
    case = submitted_case(town)
    actions.receive_case(case.pk)
    case.refresh_from_db()
    return case


def checking_case(town: Town) -> Case:
    """Eva has it."""
    case = received_case(town)
    actions.claim_case(case.pk, actor=town.eva, version=case.version)
    case.refresh_from_db()
    return case


def forwarded_case(town: Town) -> Case:
    """In the inboxes of both authorities."""
    case = checking_case(town)
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    deliver_all(case)
    case.refresh_from_db()
    return case


def deliver_all(case: Case) -> None:
    for key in case.proceedings.values_list("pk", flat=True):
        actions.deliver_proceeding(key)


def working_case(town: Town) -> Case:
    """Cord has the permit, Birte the trade registration."""
    case = forwarded_case(town)
    for proceeding, officer in ((permit_of(case, town), town.cord), (trade_of(case, town), town.birte)):
        actions.claim_proceeding(proceeding.pk, actor=officer, version=proceeding.version)
    case.refresh_from_db()
    return case


def dog_case(town: Town) -> Case:
    """In the inbox of the city, without an EA."""
    case = submitted_case(town, town.dog)
    actions.receive_case(case.pk)
    deliver_all(case)
    case.refresh_from_db()
    return case


def permit_of(case: Case, town: Town) -> Proceeding:
    return Proceeding.objects.get(case=case, service=town.permit)


def trade_of(case: Case, town: Town) -> Proceeding:
    return Proceeding.objects.get(case=case, service=town.trade)
