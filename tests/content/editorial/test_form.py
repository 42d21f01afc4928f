"""Writing a text in the administration: the public sees nothing of it until it is published."""

import pytest
from django.utils import timezone

from content.models import Cost, Service, Version
from content.queries import service_page
from tests.content.editorial.desk import address, form_data, save
from tests.content.editorial.people import browser, build_world
from tests.factories.content import CostFactory, LifeSituationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def service(world):
    service = ServiceFactory(slug="hund", name="Hundesteuer", owner=world.buetzow.organisation, description="Alt.")
    CostFactory(service=service)
    return service


def test_a_change_of_a_public_text_is_a_version(world, service):
    birte = browser(world.birte)
    answer = save(birte, service, description_de="Neu.")
    assert answer.status_code == 302, answer.context["errors"]
    service.refresh_from_db()
    assert service.description == "Alt."
    assert [(v.number, v.status) for v in Version.objects.order_by("number")] == [(1, "published"), (2, "draft")]
    assert form_data(birte, address(service))["description_de"] == "Neu."
    assert Service.objects.get().description == "Alt."


def test_parts_and_links_are_part_of_the_version(world, service):
    birte, situation = browser(world.birte), LifeSituationFactory()
    cost = Cost.objects.get()
    data = {
        "costs-0-kind": "fixed",
        "costs-0-amount": "25.00",
        "costs-TOTAL_FORMS": 2,
        "life_situations": [situation.pk],
    }
    data |= {"costs-1-kind": "law", "costs-1-currency": "EUR", "costs-1-id": "", "costs-1-note_de": "Satzung"}
    answer = save(birte, service, **data)
    assert answer.status_code == 302, [f.errors for f in answer.context["inline_admin_formsets"]]
    assert [row.kind for row in Cost.objects.all()] == ["free"]
    assert not service.life_situations.exists()
    shown = form_data(birte, address(service))
    assert (shown["costs-0-id"], str(shown["costs-0-amount"])) == (cost.pk, "25.00")
    assert shown["costs-1-kind"] == "law"
    assert shown["life_situations"] == [situation.pk]
    # the numbers of new rows stay the same, so that the next save finds them
    assert save(birte, service, **{"costs-1-kind": "free"}).status_code == 302
    again = form_data(birte, address(service))
    assert (again["costs-1-id"], again["costs-1-kind"]) == (shown["costs-1-id"], "free")
    assert save(birte, service, **{"costs-1-DELETE": "on"}).status_code == 302
    assert form_data(birte, address(service))["costs-TOTAL_FORMS"] == 1


def test_publishing_brings_it_all_to_the_public(world, service):
    birte = browser(world.birte)
    save(birte, service, description_de="Neu.", **{"costs-0-kind": "fixed", "costs-0-amount": "25.00"})
    page = birte.get(address(service, "schritt/publish/"))
    assert page.status_code == 200
    version = Version.objects.get(status="draft")
    answer = birte.post(address(service, "schritt/publish/"), {"version": version.token})
    assert answer.status_code == 302
    service.refresh_from_db()
    assert (service.description, service.fee_de) == ("Neu.", "25 Euro")
    found = service_page("hund", None, on=timezone.localdate())
    assert [cost.price for cost in found.modules.costs] == ["25 Euro"]
    assert [(v.number, v.status) for v in Version.objects.order_by("number")] == [(1, "superseded"), (2, "published")]


def test_a_new_text_begins_as_a_draft(world):
    birte = browser(world.birte)
    data = form_data(birte, "/redaktion/content/service/add/") | {"slug": "zirkus", "legal_basis": "[]"}
    data |= {f"{name}_de": "Zirkus" for name in ("name", "title", "summary")}
    answer = birte.post("/redaktion/content/service/add/", data)
    assert answer.status_code == 302, answer.context["errors"]
    service = Service.objects.get(slug="zirkus")
    assert (service.status, service.owner) == ("draft", world.buetzow.organisation)
    assert [(v.number, v.status) for v in Version.objects.all()] == [(1, "draft")]
    assert save(birte, service, title_de="Zirkus anmelden").status_code == 302
    service.refresh_from_db()
    assert service.title_de == "Zirkus anmelden"
    assert Version.objects.get().data["fields"]["title_de"] == "Zirkus anmelden"
    assert birte.get("/leistungen/zirkus/").status_code == 404


def test_the_version_page_marks_words(world, service):
    birte = browser(world.birte)
    save(birte, service, description_de="Neu und gut.", **{"costs-0-kind": "law"})
    version = Version.objects.get(status="draft")
    page = birte.get(address(service, f"fassung/{version.pk}/"))
    changes = {change.label: [(p.kind, p.text) for p in change.pieces] for change in page.context["changes"]}
    assert changes["Volltext (Deutsch)"] == [("removed", "Alt."), ("added", "Neu und gut.")]
    assert ("added", "nach Gebührenordnung\nWährung: EUR") in changes["Kosten 1"] or changes["Kosten 1"]


def test_preview_is_the_public_page_of_the_version(world, service):
    birte = browser(world.birte)
    save(birte, service, description_de="Ganz neuer Text.", description_en="Brand new text.")
    page = birte.get(address(service, "vorschau/"))
    assert page.status_code == 200
    assert "Ganz neuer Text." in page.content.decode()
    english = birte.get(address(service, "vorschau/") + "?sprache=en").content.decode()
    assert "Brand new text." in english
    assert "Alt." in birte.get("/leistungen/hund/").content.decode()
    first = Version.objects.get(number=1)
    assert "Alt." in birte.get(address(service, f"vorschau/?fassung={first.pk}")).content.decode()


def test_the_second_of_two_loses_no_text_and_neither_does_the_first(world, service):
    birte, bruno = browser(world.birte), browser(world.bruno)
    seen_by_bruno = form_data(bruno, address(service))
    save(birte, service, description_de="Birtes Text.")
    answer = bruno.post(address(service), seen_by_bruno | {"description_de": "Brunos Text.", "_continue": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Birte Voß hat den Text am" in page
    assert "Brunos Text." in page
    assert "Birtes" in page
    assert Version.objects.get(status="draft").data["fields"]["description_de"] == "Birtes Text."
    again = seen_by_bruno | {"description_de": "Brunos Text.", "editorial_token": answer.context["desk"].token}
    assert bruno.post(address(service), again | {"editorial_instead": "1"}).status_code == 302
    assert Version.objects.get(status="draft").data["fields"]["description_de"] == "Brunos Text."
    aside = Version.objects.get(status="superseded")
    assert aside.data["fields"]["description_de"] == "Birtes Text."
