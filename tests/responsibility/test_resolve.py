"""Who is responsible: on the real data, and rule by rule."""

from datetime import date, timedelta

import pytest

from content.models import Service
from responsibility.models import Area, Organisation, Responsibility, Role
from responsibility.queries import resolve, resolve_many
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
RESTAURANT, TRADE, DOG = "gaststaettenerlaubnis", "gewerbeanmeldung", "hundesteuer-anmeldung"


@pytest.mark.parametrize(
    ("service", "ars", "ea", "zb"),
    [
        (RESTAURANT, "130720043043", "ihk-rostock", "landkreis-rostock"),  # Güstrow, amtsfrei
        (TRADE, "130720043043", "ihk-rostock", "guestrow"),
        (DOG, "130720043043", None, "guestrow"),  # no EA
        (TRADE, "130720106106", "ihk-rostock", "teterow"),  # Teterow is not in the Amt around it …
        (TRADE, "130725258024", "ihk-rostock", "amt-mecklenburgische-schweiz"),  # … but Dalkendorf is
        (RESTAURANT, "130030000000", "ihk-rostock", "rostock"),  # the city is its own district
        (TRADE, "130030000000", "ihk-rostock", "rostock"),
        (RESTAURANT, "130040000000", "ihk-schwerin", "schwerin"),
        (RESTAURANT, "130740087087", "ihk-schwerin", "landkreis-nordwestmecklenburg"),  # Wismar is not kreisfrei
        (TRADE, "130715163017", "ihk-neubrandenburg", "amt-treptower-tollensewinkel"),  # Breest, now in Bartow
        ("handwerksrolle", "130720043043", "hwk-ostmecklenburg-vorpommern", "hwk-ostmecklenburg-vorpommern"),
        ("elterngeld", "130720043043", None, "lagus"),  # one authority for the whole Land
    ],
)
def test_real_places(mv, service, ars, ea, zb):
    answer = resolve(Service.objects.get(slug=service).pk, Area.objects.get(ars=ars).pk, on=TODAY)
    assert answer.status == "resolved"
    assert (answer.ea and answer.ea.slug, answer.zb.slug) == (ea, zb)


def test_every_municipality_has_its_authorities_for_every_service(mv):
    services = list(Service.objects.values_list("pk", flat=True))
    municipalities = Area.objects.filter(kind="gemeinde", successor=None)
    assert municipalities.count() == 724
    open_questions = [
        (area.name, Service.objects.get(pk=pk).slug)
        for area in municipalities
        for pk, answer in resolve_many(services, area.pk, on=TODAY).items()
        if answer.status != "resolved"
    ]
    assert open_questions == []


def test_services_through_the_ea_have_one_everywhere(mv):
    services = list(Service.objects.filter(via_ea=True).values_list("pk", flat=True))
    for area in Area.objects.filter(kind="gemeinde"):
        assert all(answer.ea for answer in resolve_many(services, area.pk, on=TODAY).values()), area.name


@pytest.mark.parametrize(
    ("ars", "municipalities"),
    [("130725258000", 15), ("130720000000", 112), ("130000000000", 724)],  # Amt, Kreis, Land
)
def test_a_place_above_the_municipality_asks(mv, django_assert_num_queries, ars, municipalities):
    service, area = Service.objects.get(slug=DOG), Area.objects.get(ars=ars)
    with django_assert_num_queries(2):
        answer = resolve(service.pk, area.pk, on=TODAY)
    assert (answer.status, answer.organisations, len(answer.choices)) == ("choose", [], municipalities)


@pytest.mark.parametrize("services", [[RESTAURANT], [RESTAURANT, TRADE, DOG, "elterngeld", "handwerksrolle"]])
def test_one_statement_for_any_number_of_services(mv, django_assert_num_queries, services):
    ids = list(Service.objects.filter(slug__in=services).values_list("pk", flat=True))
    area = Area.objects.get(ars="130720043043")
    with django_assert_num_queries(1):
        assert len(resolve_many(ids, area.pk, on=TODAY)) == len(services)


@pytest.fixture
def place():
    """A Land with a Kreis, an Amt, a Gemeinde, and an authority each."""
    land = AreaFactory(kind="land")
    kreis = AreaFactory(kind="kreis", parent=land)
    amt = AreaFactory(kind="amt", parent=kreis)
    gemeinde = AreaFactory(parent=amt)
    return {"land": land, "kreis": kreis, "amt": amt, "gemeinde": gemeinde}


def rule(area, **fields) -> Responsibility:
    return ResponsibilityFactory(area=area, organisation=OrganisationFactory(), **fields)


def answered(service, area, on=TODAY) -> tuple[str, list[str]]:
    answer = resolve(service.pk, area.pk, on=on)
    return answer.status, [organisation.name for organisation in answer.organisations]


def test_the_nearest_rule_wins(place):
    service = ServiceFactory()
    rule(place["land"], service=service)
    near = rule(place["amt"], service=service)
    assert answered(service, place["gemeinde"]) == ("resolved", [near.organisation.name])


def test_climbs_to_the_parent(place):
    service = ServiceFactory()
    far = rule(place["land"], service=service)
    assert answered(service, place["gemeinde"]) == ("resolved", [far.organisation.name])


def test_a_rule_elsewhere_does_not_answer(place):
    service = ServiceFactory()
    rule(AreaFactory(parent=place["amt"]), service=service)
    assert answered(service, place["gemeinde"]) == ("unknown", [])


def test_the_service_comes_before_its_group(place):
    service = ServiceFactory(group=ServiceGroupFactory())
    own = rule(place["land"], service=service)
    rule(place["gemeinde"], group=service.group)
    assert answered(service, place["gemeinde"]) == ("resolved", [own.organisation.name])


def test_the_group_answers_for_its_services(place):
    service, other = ServiceFactory(group=ServiceGroupFactory()), ServiceFactory()
    of_group = rule(place["kreis"], group=service.group)
    assert answered(service, place["gemeinde"]) == ("resolved", [of_group.organisation.name])
    assert answered(other, place["gemeinde"]) == ("unknown", [])


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "status"),
    [
        (None, None, "resolved"),
        (TODAY, None, "resolved"),  # starts today
        (None, TODAY, "resolved"),  # ends with today
        (TODAY + timedelta(days=1), None, "unknown"),  # starts tomorrow
        (None, TODAY - timedelta(days=1), "unknown"),  # ended yesterday
    ],
)
def test_only_rules_in_force_answer(place, valid_from, valid_to, status):
    service = ServiceFactory()
    rule(place["land"], service=service, valid_from=valid_from, valid_to=valid_to)
    assert answered(service, place["gemeinde"])[0] == status


def test_a_rule_not_in_force_does_not_hide_the_one_above(place):
    service = ServiceFactory()
    far = rule(place["land"], service=service)
    rule(place["gemeinde"], service=service, valid_from=TODAY + timedelta(days=1))
    assert answered(service, place["gemeinde"]) == ("resolved", [far.organisation.name])


def test_two_authorities_of_the_same_rank_are_unknown_and_the_ea_stays(place):
    service = ServiceFactory()
    rule(place["kreis"], service=service)
    rule(place["kreis"], service=service)
    ea = rule(place["land"], service=service, role=Role.EA)
    assert answered(service, place["gemeinde"]) == ("unknown", [ea.organisation.name])


def test_the_same_authority_twice_is_no_conflict(place):
    service = ServiceFactory(group=ServiceGroupFactory())
    first = rule(place["kreis"], service=service)
    ResponsibilityFactory(area=place["kreis"], service=service, organisation=first.organisation, valid_from=TODAY)
    assert answered(service, place["gemeinde"]) == ("resolved", [first.organisation.name])


def test_every_local_authority_for_itself(place):
    service = ServiceFactory()
    ResponsibilityFactory(area=place["land"], service=service, level="local")
    assert answered(service, place["gemeinde"]) == ("unknown", [])  # nobody serves the area yet
    amt = OrganisationFactory(area=place["amt"])
    OrganisationFactory(area=place["kreis"], kind=Organisation.Kind.DISTRICT)
    assert answered(service, place["gemeinde"]) == ("resolved", [amt.name])


def test_two_local_authorities_for_one_area_are_unknown(place):
    service = ServiceFactory()
    ResponsibilityFactory(area=place["land"], service=service, level="local")
    OrganisationFactory.create_batch(2, area=place["amt"])
    assert answered(service, place["gemeinde"]) == ("unknown", [])


def test_a_merged_municipality_answers_as_itself_until_its_last_day(place):
    service = ServiceFactory()
    successor = AreaFactory(parent=place["kreis"])
    old = AreaFactory(parent=place["amt"], successor=successor, valid_to=TODAY)
    before, after = rule(place["amt"], service=service), rule(place["kreis"], service=service)
    assert answered(service, old) == ("resolved", [before.organisation.name])
    assert answered(service, old, TODAY + timedelta(days=1)) == ("resolved", [after.organisation.name])


def test_an_unknown_area_or_service_is_unknown(place):
    assert resolve(ServiceFactory().pk, 0, on=TODAY).status == "unknown"
    assert resolve(0, place["gemeinde"].pk, on=TODAY).status == "unknown"
