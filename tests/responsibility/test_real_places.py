"""The finder on the real Land: every postcode, every municipality, every shipped service."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from content.models import Service
from responsibility.models import Area, PostcodeArea
from responsibility.queries import (
    Answer,
    area_by_key,
    find_candidates,
    find_place,
    municipality_of_today,
    resolve,
    resolve_keys,
    resolve_many,
    resolve_places,
)
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

TODAY = date(2026, 11, 24)
RESTAURANT, TRADE, DOG = "99025002005000", "99050012104000", "99102013104000"


def test_every_postcode_resolves_for_every_service():
    """One answer where all its municipalities agree; else exactly these municipalities, each with its answer."""
    pairs = PostcodeArea.objects.exclude(confidence="low").values_list("postcode", "area")
    by_postcode = defaultdict(set)
    for postcode, area in pairs:
        by_postcode[postcode].add(area)
    assert len(by_postcode) == 193
    services = list(Service.objects.filter(is_published=True).values_list("pk", flat=True))
    answers = {
        pk: resolve_many(services, pk, on=TODAY)
        for pk in Area.objects.filter(kind="gemeinde", successor=None).values_list("pk", flat=True)
    }
    assert len(answers) == 724
    asked = [(service, postcode) for service in services for postcode in by_postcode]
    for (service, postcode), found in zip(asked, answers_of_a_server(asked), strict=True):
        areas = by_postcode[postcode]
        assert set(found.area_ids) == areas, postcode
        offices = {tuple((o.id, o.role) for o in answers[area][service].organisations) for area in areas}
        expected = "resolved" if len(offices) == 1 else "choose"
        assert found.resolved.status == expected, (service, postcode)
        if expected == "choose":
            assert {choice.id for choice in found.resolved.choices} == areas
        else:
            assert {tuple((o.id, o.role) for o in found.resolved.organisations)} == offices


def answers_of_a_server(asked: list[tuple[int, str]]) -> list[Answer]:
    """Outside the test's transaction, where statements are planned once: fourteen thousand questions."""

    def answer() -> list[Answer]:
        try:
            return [resolve_keys(str(service), postcode, on=TODAY) for service, postcode in asked]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as server:
        return server.submit(answer).result()


@pytest.mark.parametrize(
    ("postcode", "service", "status", "zb"),
    [
        ("19230", RESTAURANT, "resolved", "landkreis-ludwigslust-parchim"),  # 20 municipalities, one Kreis
        ("19230", TRADE, "choose", None),  # but several Ämter
        ("17337", RESTAURANT, "choose", None),  # crosses the border of two Kreise
        ("18059", RESTAURANT, "choose", None),  # Rostock and Landkreis Rostock
        ("18055", RESTAURANT, "resolved", "rostock"),  # the city alone
        ("18273", TRADE, "resolved", "guestrow"),
        ("23952", RESTAURANT, "resolved", "landkreis-nordwestmecklenburg"),  # Wismar's seat
        ("23952", TRADE, "resolved", "wismar"),
    ],
)
def test_a_postcode_asks_only_if_it_matters(postcode, service, status, zb):
    resolved = resolve_keys(service, postcode, on=TODAY).resolved
    assert (resolved.status, resolved.zb and resolved.zb.slug) == (status, zb)


def test_after_the_postcode_the_municipality_answers():
    asked = resolve_keys(RESTAURANT, "18059", on=TODAY).resolved
    answers = {choice.short_name: resolve_keys(RESTAURANT, choice.ars, on=TODAY).resolved for choice in asked.choices}
    assert {answer.status for answer in answers.values()} == {"resolved"}
    assert answers["Rostock"].zb.slug == "rostock"
    assert {answer.zb.slug for name, answer in answers.items() if name != "Rostock"} == {"landkreis-rostock"}


@pytest.mark.parametrize(
    ("name", "now", "zb"),
    [
        ("Breest", "Bartow", "amt-treptower-tollensewinkel"),
        ("Penkow", "Göhren-Lebbin", "amt-malchow"),
    ],
)
def test_merged_municipalities_keep_their_keys(name, now, zb):
    area = Area.objects.get(short_name=name)
    assert municipality_of_today(area.ars).short_name == now
    assert area_by_key(area.ags) == area
    for key in (area.ars, area.ags):
        assert resolve_keys(DOG, key, on=TODAY).resolved.zb.slug == zb


def test_the_city_and_the_landkreis_of_the_same_name():
    assert resolve_keys(RESTAURANT, "13003000", on=TODAY).resolved.zb.slug == "rostock"
    assert resolve_keys(RESTAURANT, "13072043", on=TODAY).resolved.zb.slug == "landkreis-rostock"
    assert resolve_keys(RESTAURANT, "13072", on=TODAY).resolved.status == "choose"  # the Kreis is no municipality
    assert resolve_keys(RESTAURANT, "13003", on=TODAY).resolved.zb.slug == "rostock"  # its key is that of the city


def test_weak_pairs_never_decide():
    """What only one source says is offered beside the answer."""
    weak = PostcodeArea.objects.filter(confidence="low").select_related("area")
    assert weak.count() == 40
    for pair in weak:
        answer = find_place(pair.postcode)
        assert pair.area_id not in [area.id for area in answer.areas]
        assert pair.area_id in [area.id for area in answer.suggestions] or answer.only
        assert pair.area_id not in resolve_keys(DOG, pair.postcode, on=TODAY).area_ids
        assert pair.area_id in [area.id for area in find_candidates(pair.postcode, 50) if area.is_weak]


def test_a_postcode_that_only_one_source_knows_is_a_suggestion():
    PostcodeArea.objects.create(postcode="18999", area=Area.objects.get(ags="13072043"), confidence="low")
    answer = find_place("18999")
    assert (answer.only, answer.areas, [area.short_name for area in answer.suggestions]) == (None, [], ["Güstrow"])


@pytest.mark.parametrize(
    ("typed", "status", "places"),
    [
        ("Adamshoffnung", "one", [("Adamshoffnung", "Fünfseen")]),
        ("17213 Adamshoffnung", "one", [("Adamshoffnung", "Fünfseen")]),
        ("adamshofnung", "one", [("Adamshoffnung", "Fünfseen")]),  # a typo
        ("Adamshoffnung, Fünfseen, Amt Malchow", "one", [("Adamshoffnung", "Fünfseen")]),  # as suggested
        ("Ahlbeck", "several", [("Ahlbeck", ""), ("Ahlbeck", "Heringsdorf")]),  # a municipality and a seaside resort
    ],
)
def test_villages_lead_to_their_municipality(typed, status, places):
    answer = find_place(typed)
    assert (answer.status, [(area.label, area.part_of) for area in answer.areas]) == (status, places)


def test_an_ortsteil_with_a_rule_of_its_own_is_asked_for_where_it_matters(django_assert_num_queries):
    """Rostock has several Ortsämter: only a service for which they differ asks for the Ortsteil."""

    rostock = Area.objects.get(ags="13003000")
    parts = [AreaFactory(ars=f"{rostock.ars}{n:03}", kind="ortsteil", parent=rostock) for n in (1, 2)]
    dog, trade = Service.objects.get(leika_key=DOG), Service.objects.get(leika_key=TRADE)
    office = OrganisationFactory(kind="unit")
    ResponsibilityFactory(area=parts[0], service=dog, organisation=office)
    with django_assert_num_queries(2):
        asked = resolve(dog.pk, rostock.pk, on=TODAY)
    assert (asked.status, [choice.id for choice in asked.choices]) == ("choose", [part.pk for part in parts])
    assert resolve(dog.pk, parts[0].pk, on=TODAY).zb.slug == office.slug
    assert resolve(dog.pk, parts[1].pk, on=TODAY).zb.slug == "rostock"
    assert resolve(trade.pk, rostock.pk, on=TODAY).zb.slug == "rostock"
    assert resolve_keys(DOG, "18055", on=TODAY).resolved.choices == asked.choices
    assert resolve_keys(DOG, parts[0].ars, on=TODAY).resolved.zb.slug == office.slug


@pytest.mark.parametrize(
    ("facts", "ea", "asked"),
    [
        ({}, "ihk-rostock", ["hwk-ostmecklenburg-vorpommern"]),
        ({"craft": False}, "ihk-rostock", []),
        ({"craft": True}, "hwk-ostmecklenburg-vorpommern", []),
    ],
)
def test_crafts_go_to_the_chamber_of_crafts(facts, ea, asked):
    trade, guestrow = Service.objects.get(leika_key=TRADE), Area.objects.get(ags="13072043")
    answer = resolve(trade.pk, guestrow.pk, on=TODAY, facts=facts)
    assert (answer.status, answer.ea.slug) == ("resolved", ea)
    assert [organisation.slug for question in answer.questions for organisation in question.otherwise] == asked
    assert resolve(Service.objects.get(leika_key=RESTAURANT).pk, guestrow.pk, on=TODAY).questions == []


def test_several_places_are_one_statement(django_assert_num_queries):
    trade = Service.objects.get(leika_key=RESTAURANT)
    areas = PostcodeArea.objects.filter(postcode="19230").values_list("area", flat=True)
    with django_assert_num_queries(2):  # with the areas
        assert resolve_places(trade.pk, list(areas), on=TODAY).status == "resolved"


def test_nobody_found_names_the_ea_of_the_place():

    answer = resolve(ServiceFactory().pk, Area.objects.get(ags="13072043").pk, on=TODAY)
    assert (answer.status, answer.zb, answer.ea.slug, answer.problem) == ("unknown", None, "ihk-rostock", "gap")
