"""One application for several services: asked once, checked by procedure, sent once, decided one by one."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.models import Application, Case, CaseDocument, ProcessSettings
from cases.queries.documents import document_for_officer
from cases.queries.staff import proceeding_page
from content.models import Service
from forms.models import Form, FormVersion
from forms.queries import definition_of
from forms.rules import evaluate
from tests.cases.assistant.world import CONTACT, DOG, DOG_PAGES, LICENCE, TRADE, Walk, World, browser_in
from tests.cases.world import officer
from tests.factories.files import pdf

PLAN = "mit=gewerbeanmeldung,hundesteuer-anmeldung"
ALL = [LICENCE, TRADE, DOG]


def begin_bundle(world: World, query: str = PLAN, lead: str = "gaststaettenerlaubnis") -> Walk:
    client = browser_in(world.guestrow)
    response = client.post(f"{reverse('cases:start', args=[lead])}?{query}")
    assert response.status_code == 302, response.content
    return Walk(lead, response.url.rstrip("/").rpartition("/")[2], client)


class TestStart:
    def test_says_what_is_applied_for_together(self, world):
        text = browser_in(world.guestrow).get(f"/antrag/gaststaettenerlaubnis/?{PLAN}").content.decode()
        assert "<h1" in text
        assert "Gemeinsamer Antrag" in text
        for name in ("Gaststättengewerbe Erlaubnis", "Gewerbe Anmeldung", "Hundesteuer Anmeldung"):
            assert name in text
        assert text.count("Barlachstadt Güstrow") >= 1
        assert "IHK zu Rostock" in text

    @pytest.mark.parametrize("query", ["mit=kita-platz", "mit=gibt-es-nicht", "mit=<script>"])
    def test_unknown_or_offline_services_are_not_found(self, world, query):
        assert browser_in(world.guestrow).get(f"/antrag/gaststaettenerlaubnis/?{query}").status_code == 404
        assert browser_in(world.guestrow).post(f"/antrag/gaststaettenerlaubnis/?{query}").status_code == 404
        assert not Application.objects.exists()

    def test_a_service_without_a_key_goes_alone(self, world):
        Service.objects.filter(pk=world.dog.pk).update(leika_key=None)
        assert browser_in(world.guestrow).get(f"/antrag/gaststaettenerlaubnis/?{PLAN}").status_code == 404
        assert browser_in(world.guestrow).get("/antrag/hundesteuer-anmeldung/").status_code == 200

    def test_a_service_taken_offline_meanwhile_starts_nothing(self, world):
        ProcessSettings.objects.filter(service=world.dog).update(form=None)
        assert browser_in(world.guestrow).post(f"/antrag/gaststaettenerlaubnis/?{PLAN}").status_code == 404

    def test_the_place_in_the_address_is_taken_over(self, world):
        client = Client()
        response = client.get(f"/antrag/gaststaettenerlaubnis/?{PLAN}&ort={world.guestrow.ars}")
        assert response.status_code == 302
        assert urlsplit(response.url).query == PLAN
        assert "Ihr Antrag in Güstrow" in client.get(response.url).content.decode()

    def test_nonsense_in_place_of_a_place(self, world):
        response = Client().get("/antrag/gaststaettenerlaubnis/?ort=13072%00x")
        assert response.status_code == 302
        assert "ort" not in response.cookies

    def test_nobody_responsible_for_one_of_them(self, world):
        world.dog.responsibilities.all().delete()
        client = browser_in(world.guestrow)
        assert "wissen wir nicht sicher" in client.get(f"/antrag/gaststaettenerlaubnis/?{PLAN}").content.decode()
        client.post(f"/antrag/gaststaettenerlaubnis/?{PLAN}")
        assert not Application.objects.exists()

    def test_the_combined_form_is_made_once(self, world):
        before = Form.objects.count()
        begin_bundle(world)
        begin_bundle(world)
        assert Form.objects.count() == before + 1
        assert FormVersion.objects.filter(form__slug__startswith="zusammen-").count() == 1

    @pytest.mark.parametrize("names", ["gewerbeanmeldung", "gewerbeanmeldung,hundesteuer-anmeldung"])
    def test_queries(self, world, django_assert_num_queries, names):
        """Settings, a form for each, area, who is responsible; where they are read anew the language of the cookie."""
        client = browser_in(world.guestrow)
        count = len(names.split(",")) + 1
        with django_assert_num_queries(3 + count):
            client.get(f"/antrag/gaststaettenerlaubnis/?mit={names}")


class TestWalk:
    def test_page_after_page(self, world):
        walk = begin_bundle(world)
        assert "Gemeinsamer Antrag" in walk.get("verfahren").content.decode()
        trade = {"activity": "Imbiss", "start-day": "1", "start-month": "3", "start-year": "2027"}
        walk.fill({"verfahren": {"procedures": ALL}, "gewerbe": trade})
        text = walk.get("nachweise").content.decode()
        assert "Nur für: Probe" in text
        asked = [p.key for p in walk_pages(walk)]
        assert len(asked) == len(set(asked))
        fields = [f.key for p in walk_pages(walk) for f in p.fields]
        assert len(fields) == len(set(fields)), "nothing is asked twice"
        assert fields.count("applicant_email") == 1

    def test_what_is_unticked_is_not_asked(self, world):
        walk = begin_bundle(world)
        walk.fill({"verfahren": {"procedures": [LICENCE, DOG]}})
        fields = {f.key for p in walk_pages(walk) for f in p.fields}
        assert "dog_name" in fields
        assert "main_occupation" not in fields

    def test_nothing_left_is_refused(self, world):
        walk = begin_bundle(world)
        response = walk.post("verfahren", {})
        assert response.status_code == 200
        assert "Wählen Sie mindestens einen Antrag aus." in response.content.decode()

    def test_something_else_cannot_be_smuggled_in(self, world):
        walk = begin_bundle(world)
        assert walk.post("verfahren", {"procedures": [LICENCE, "99041004034000"]}).status_code == 200
        assert walk.application.pages_done == []


def walk_pages(walk: Walk) -> list:
    """The pages that are asked now."""
    application = walk.application
    return evaluate.visible_pages(definition_of(application.form_version_id), application.answers)


@pytest.fixture
def ready(world) -> Walk:
    """Everything for all three is answered; only sending is left."""
    walk = begin_bundle(world)
    trade = {"activity": "Imbiss", "start-day": "1", "start-month": "3", "start-year": "2027"}
    walk.fill(
        {
            "verfahren": {"procedures": ALL},
            "gewerbe": trade,
            "nachweise": {"plan": SimpleUploadedFile("grundriss.pdf", pdf())},
            "kontakt": CONTACT | {"phone": ""},
            "person": {"person_kind": "person"},
            "antragsteller": {
                "birth_date-day": "4",
                "birth_date-month": "5",
                "birth_date-year": "1988",
                "birth_place": "Güstrow",
            },
            "anschrift": DOG_PAGES["anschrift"],
            "kontakt-2": {"phone": ""},
            "betrieb": {
                "business_name": "Zum Speicher",
                "business_street": "Domstraße 14",
                "business_postcode": "18273",
                "business_town": "Güstrow",
            },
            "gewerbe-2": {
                "trade_start-day": "1",
                "trade_start-month": "3",
                "trade_start-year": "2027",
                "main_occupation": "main",
                "employees": "2",
            },
            "hund": DOG_PAGES["hund"],
            "weitere": DOG_PAGES["weitere"],
        }
    )
    return walk


class TestSend:
    def test_the_check_page_stands_by_procedure(self, ready):
        text = ready.client.get(ready.url("check")).content.decode()
        headings = re.findall(r"<h2[^>]*>(.*?)</h2>", text)
        assert headings[:4] == ["Für alle Anträge", "Probe", "Gewerbeanmeldung", "Hundesteuer"]
        assert text.count("E-Mail-Adresse") + text.count("applicant_email</dt>") == 1
        for receiver in ("IHK zu Rostock", "Landkreis Rostock", "Barlachstadt Güstrow"):
            assert receiver in text

    def test_one_case_with_a_proceeding_for_each(self, ready, world):
        """One service through the EA brings all of them to it; each has its own authority and clock."""
        response = ready.send(truth="yes", truth_2="yes")
        assert response.url == ready.url("submitted")
        case = Case.objects.get()
        assert case.ea == world.ea
        assert case.title == "Gaststättengewerbe Erlaubnis: Zum Speicher"
        rows = case.proceedings.values_list("service__leika_key", "organisation__slug", "status")
        assert list(rows) == [
            (LICENCE, "landkreis", "waiting"),
            (TRADE, "guestrow", "waiting"),
            (DOG, "guestrow", "waiting"),
        ]

    def test_sent_twice_it_is_one_case(self, ready):
        assert ready.send(truth="yes", truth_2="yes").url == ready.send(truth="yes", truth_2="yes").url
        assert Case.objects.count() == 1

    def test_the_leading_one_may_be_dropped(self, ready, world):
        ready.fill({"verfahren": {"procedures": [TRADE, DOG]}})
        ready.send(truth="yes", truth_2="yes")
        case = Case.objects.get()
        assert case.title == "Gewerbe Anmeldung: Zum Speicher"
        assert [row.service.leika_key for row in case.proceedings.all()] == [TRADE, DOG]
        assert case.ea == world.ea
        assert not case.documents.exists(), "the floor plan was for the licence only"

    def test_without_one_through_the_ea_it_goes_straight(self, ready):
        ready.fill({"verfahren": {"procedures": [DOG]}})
        ready.send(truth="yes", truth_2="yes")
        case = Case.objects.get()
        actions.receive_case(case.pk)
        case.refresh_from_db()
        assert (case.ea, case.status) == (None, "forwarded")

    def test_a_service_taken_offline_meanwhile_keeps_the_draft(self, ready, world):
        ProcessSettings.objects.filter(service=world.dog).update(form=None)
        assert ready.send(truth="yes", truth_2="yes").status_code == 409
        assert not Case.objects.exists()
        assert ready.application.status == "draft"

    def test_an_authority_reads_only_what_is_for_it(self, ready, world):
        """The dog's office has no business with the birth date; the EA, which checks everything, has."""
        ready.send(truth="yes", truth_2="yes")
        case = Case.objects.get()
        for proceeding in case.proceedings.all():
            proceeding.status, proceeding.delivered_at = "delivered", timezone.now()
            proceeding.save()
        birte, cord = officer("Birte Voß", world.town), officer("Cord Lüders", world.district)
        trade, dog = case.proceedings.filter(organisation=world.town)
        seen = {row.field_key for section in proceeding_page(dog.pk, birte).answers for row in section.rows}
        assert {"dog_name", "street", "applicant_email"} <= seen
        assert not {"activity", "birth_date", "plan", "business_name"} & seen
        seen = {row.field_key for section in proceeding_page(trade.pk, birte).answers for row in section.rows}
        assert "dog_name" not in seen
        assert {"birth_date", "business_name"} <= seen
        licence = case.proceedings.get(organisation=world.district)
        assert [document.title for document in proceeding_page(licence.pk, cord).documents] == ["plan"]
        assert proceeding_page(dog.pk, birte).documents == []
        plan = CaseDocument.objects.get(kind="upload")
        with pytest.raises(Http404):
            document_for_officer(case.reference, plan.pk, birte)
        assert document_for_officer(case.reference, plan.pk, cord) == plan
        assert document_for_officer(case.reference, plan.pk, officer("Eva Albrecht", world.ea)) == plan

    def test_a_paper_is_read_only_after_delivery(self, ready, world):
        ready.send(truth="yes", truth_2="yes")
        plan = CaseDocument.objects.get(kind="upload")
        with pytest.raises(Http404):
            document_for_officer(plan.case.reference, plan.pk, officer("Cord Lüders", world.district))
