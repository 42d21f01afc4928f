"""The modules of a service: numbers in words, what holds only at a place, and the page that shows them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import translation

from content import actions
from content.models import Cost, Service
from content.queries import service_page
from portal.place import Place
from responsibility.models import Area
from tests.factories.content import CostFactory, DeadlineFactory, ServiceFactory, SupplementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

GUESTROW, TETEROW, ROSTOCK = "130720043043", "130720106106", "130030000000"
TODAY = date(2026, 11, 24)


def page_at(service, ars):
    return service_page(service.slug, Place(ars, "Ort"), on=TODAY)


def area(ars):
    return Area.objects.get(ars=ars)


@pytest.mark.parametrize(
    ("costs", "german", "english"),
    [
        ([], "", ""),
        ([("free", None, None)], "kostenfrei", "free of charge"),
        ([("law", None, None)], "nach Gebührenordnung", "according to the schedule of fees"),
        ([("law", None, None), ("free", None, None)], "nach Gebührenordnung", "according to the schedule of fees"),
        ([("fixed", 13, None)], "13 Euro", "13 euros"),
        ([("range", 150, 1500)], "150 bis 1.500 Euro", "150 to 1,500 euros"),
        ([("fixed", "27.60", None), ("fixed", 46, None)], "27,60 bis 46 Euro", "27.60 to 46 euros"),
        ([("fixed", 13, None), ("free", None, None)], "0 bis 13 Euro", "0 to 13 euros"),
    ],
)
def test_the_fee_is_written_from_the_costs(costs, german, english):
    service = ServiceFactory()
    for kind, amount, amount_to in costs:
        CostFactory(service=service, kind=kind, amount=amount, amount_to=amount_to)
    actions.write_facts([service.pk])
    service = Service.objects.get(pk=service.pk)
    assert (service.fee_de, service.fee_en) == (german, english)


@pytest.mark.parametrize(
    ("kind", "amount", "amount_to"),
    [("fixed", None, None), ("fixed", 1, 2), ("range", 1, None), ("range", 2, 1), ("free", 1, None), ("law", None, 2)],
)
def test_amounts_fit_the_kind(kind, amount, amount_to):
    with pytest.raises(IntegrityError, match="cost_amounts_fit_its_kind"):
        CostFactory(kind=kind, amount=amount, amount_to=amount_to)


def test_a_duration_needs_its_unit_and_order():
    with pytest.raises(IntegrityError, match="duration_has_a_unit"):
        ServiceFactory(duration_max=3)


def test_the_page_says_prices_and_deadlines_in_the_readers_language():
    service = ServiceFactory()
    CostFactory(
        service=service, kind="range", amount=Decimal("7.5"), amount_to=20, note_de="je Blatt", note_en="a page"
    )
    DeadlineFactory(service=service, citation="§ 6a GewO", text_de="nach Eingang", text_en="after receipt")
    page = service_page(service.slug, None, on=TODAY)
    assert page.modules.costs == [("7,50 bis 20 Euro", "je Blatt")]
    assert page.modules.authority_deadlines == [("3 Monate", "nach Eingang", "§ 6a GewO")]
    with translation.override("en"):
        page = service_page(service.slug, None, on=TODAY)
    assert page.modules.costs == [("7.50 to 20 euros", "a page")]
    assert page.modules.authority_deadlines == [("3 months", "after receipt", "§ 6a GewO")]


class TestSupplements:
    def test_shown_only_at_its_place(self):
        supplement = SupplementFactory(area=area(GUESTROW), notes_de="Nur dienstags.")
        assert page_at(supplement.service, GUESTROW).local["notes"] == ("Nur dienstags.", "Güstrow")
        for elsewhere in (TETEROW, ROSTOCK):
            assert page_at(supplement.service, elsewhere).local == {}
        assert service_page(supplement.service.slug, None, on=TODAY).local == {}

    def test_the_nearest_wins_for_each_module(self):
        service = ServiceFactory()
        SupplementFactory(service=service, area=area("130720000000"), notes_de="Landkreis", fee_de="12 Euro")
        SupplementFactory(service=service, area=area(GUESTROW), notes_de="Stadt")
        local = page_at(service, GUESTROW).local
        assert (local["notes"].text, local["fee"].text) == ("Stadt", "12 Euro")
        assert page_at(service, TETEROW).local["notes"].text == "Landkreis"

    def test_english_readers_get_the_german_text_rather_than_none(self, client):
        supplement = SupplementFactory(area=area(GUESTROW), documents_de="Foto", documents_en="", fee_de="9 Euro")
        client.post("/ort/", {"q": "18273"})
        text = client.get(f"/en/leistungen/{supplement.service.slug}/").content.decode()
        assert "Foto" in text
        assert "9 Euro" in text

    def test_one_per_area(self):
        supplement = SupplementFactory()
        with pytest.raises(IntegrityError, match="one_supplement_per_area"):
            SupplementFactory(service=supplement.service, area=supplement.area)


class TestRegionOfValidity:
    def test_elsewhere_the_page_says_so(self, client):
        service = ServiceFactory()
        service.areas.add(area(ROSTOCK))
        assert not page_at(service, ROSTOCK).is_elsewhere
        assert page_at(service, GUESTROW).is_elsewhere
        assert not service_page(service.slug, None, on=TODAY).is_elsewhere
        client.post("/ort/", {"q": "18273"})
        text = client.get(f"/leistungen/{service.slug}/").content.decode()
        assert "Diese Leistung gibt es in Güstrow nicht" in text
        assert "nur hier: Rostock" in text

    def test_below_the_region_it_exists(self):
        service = ServiceFactory()
        service.areas.add(area("130720000000"))
        assert not page_at(service, GUESTROW).is_elsewhere


def test_related_services_point_both_ways_and_leave_drafts_out():
    service, other = ServiceFactory(), ServiceFactory(title="Andere")
    service.related.add(other, ServiceFactory(status="draft"))
    assert [row.title for row in service_page(service.slug, None, on=TODAY).modules.related] == ["Andere"]
    assert [row.slug for row in service_page(other.slug, None, on=TODAY).modules.related] == [service.slug]


@pytest.mark.parametrize("rows", [1, 40])
def test_a_fixed_number_of_queries(django_assert_num_queries, rows):
    service = ServiceFactory()
    for _ in range(rows):
        CostFactory(service=service)
        DeadlineFactory(service=service)
        SupplementFactory(service=service)
        service.related.add(ServiceFactory())
    with django_assert_num_queries(1):
        service_page(service.slug, None, on=TODAY)
    with django_assert_num_queries(3):
        page_at(service, GUESTROW)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "/leistungen/berufsqualifikation-anerkennen/",
            [
                "Anerkennungs-Finder",
                "100 bis 600 Euro",
                "Für die Behörde: 1 Monat für die Empfangsbestätigung (§ 6 BQFG)",
                "Ausweis und Unterschrift",
                "Vertrauensniveau: niedrig",
                "Form der Unterlagen",
                "Wenn die Behörde nicht entscheidet",
                "Wenn Sie nicht einverstanden sind",
                "Sprachen",
                "Hier hilft man Ihnen",
                "030 1815-1111",
                "In die Handwerksrolle eintragen lassen",
                "Noch nicht fachlich geprüft",
                "Stand: 24. November 2026",
                "Text: Redaktion des Portals",
                "Für Bürgerinnen und Bürger",
            ],
        ),
        (
            "/leistungen/fuehrungszeugnis/",
            ["Online-Portal des Bundesamts für Justiz", "Sie müssen persönlich erscheinen."],
        ),
        ("/leistungen/elterngeld/", ["Der Antrag muss schriftlich gestellt werden"]),
        ("/leistungen/baum-faellen/", ["Bei einer akuten Gefahr", "Für Bürgerinnen, Bürger und Unternehmen"]),
        ("/leistungen/gaststaettenerlaubnis/", ["gilt die Erlaubnis als erteilt (§ 6a GewO)", "Für Unternehmen"]),
        (
            "/en/leistungen/reisepass/",
            ["37.50 to 70 euros", "under 24", "4 to 8 weeks", "Editorial team of this portal"],
        ),
    ],
)
def test_the_page_shows_every_module_that_is_filled(client, path, expected):
    text = client.get(path).content.decode()
    for words in expected:
        assert words in text, words


def test_an_empty_service_shows_no_empty_headings(client):
    text = client.get(f"/leistungen/{ServiceFactory().slug}/").content.decode()
    for words in (
        "Das brauchen Sie",
        "So läuft es ab",
        "Das kostet es",
        "Fristen",
        "Rund um den Antrag",
        "Das passt dazu",
    ):
        assert words not in text, words


def test_a_check_that_was_made_is_named(client):
    service = ServiceFactory(checked_on=date(2026, 11, 3), checked_by="das Wirtschaftsministerium")
    text = client.get(f"/leistungen/{service.slug}/").content.decode()
    assert "Fachlich geprüft am 3. November 2026 durch das Wirtschaftsministerium" in text
    assert "Noch nicht fachlich geprüft" not in text


def test_a_narrower_life_situation_leads_back(client):
    text = client.get("/lebenslagen/unternehmen-gruenden/").content.decode()
    assert 'href="/lebenslagen/gastronomie/"' in text
    assert 'href="/lebenslagen/unternehmen-gruenden/"' in client.get("/lebenslagen/gastronomie/").content.decode()


def test_costs_know_their_kinds():
    assert {cost.kind for cost in Cost.objects.all()} == {"fixed", "range", "free", "law"}
