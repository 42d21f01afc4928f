"""Services in the Redaktion."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from content import actions
from content.models import LifeSituation, Service, Version
from content.queries import search
from portal.accounts.models import User
from portal.audit.models import Record
from tests.content.editorial.desk import save
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.responsibility import ServiceGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("redaktion@demo.example", is_demo=True))
    return client


def posted(**fields):
    data = {"slug": "zirkus", "legal_basis": "[]"}
    for rows in ("costs", "deadlines", "form_links", "supplements"):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    for language in ("de", "en"):
        data |= {f"name_{language}": "Zirkus", f"title_{language}": "Zirkus anmelden", f"summary_{language}": "Kurz."}
    return data | fields


def publish(service):
    version = Version.objects.get(object_id=service.pk, status="draft")
    actions.publish(version.pk, saves=version.saves, actor=User.objects.get())
    service.refresh_from_db()


def test_a_published_service_is_found_at_once_and_recorded(editor):
    answer = editor.post("/redaktion/content/service/add/", posted())
    assert answer.status_code == 302, answer.context["errors"]
    service = Service.objects.get(slug="zirkus")
    assert search("Zirkus").rows == []
    publish(service)
    assert [row.slug for row in search("Zirkus").rows] == ["zirkus"]
    assert save(editor, service, synonyms_de="Manege").status_code == 302
    record = Record.objects.filter(verb="service.saved").latest("pk")
    assert record.detail["fields"] == ["synonyms_de"]
    assert search("Manege").rows == []
    publish(service)
    assert [row.slug for row in search("Manege").rows] == ["zirkus"]


@pytest.mark.parametrize("key", ["9902500200500", "12345678901234", "abc"])
def test_a_wrong_key_is_explained(editor, key):
    page = editor.post("/redaktion/content/service/add/", posted(leika_key=key))
    assert "Der LeiKa-Schlüssel hat 14 Ziffern und beginnt mit 99." in page.content.decode()


def test_is_online_is_not_for_editors(editor):
    editor.post("/redaktion/content/service/add/", posted(is_online="on"))
    assert not Service.objects.get(slug="zirkus").is_online


@pytest.mark.parametrize(
    ("model", "make"),
    [("service", lambda: ServiceFactory(group=ServiceGroupFactory())), ("lifesituation", LifeSituationFactory)],
)
def test_lists_have_a_fixed_number_of_queries(editor, django_assert_max_num_queries, model, make):
    counts = []
    ContentType.objects.get_for_model(Service), ContentType.objects.get_for_model(LifeSituation)
    for rows in (1, 40):
        for _ in range(rows):
            make()
        with django_assert_max_num_queries(14) as captured:
            assert editor.get(f"/redaktion/content/{model}/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_fee_and_duration_follow_the_numbers(editor):
    rows = {"costs-TOTAL_FORMS": 1, "costs-0-kind": "range", "costs-0-amount": "10", "costs-0-amount_to": "25"}
    numbers = {"duration_min": 2, "duration_max": 4, "duration_unit": "week"}
    answer = editor.post("/redaktion/content/service/add/", posted(**rows, **numbers, **{"costs-0-currency": "EUR"}))
    assert answer.status_code == 302, answer.context["errors"]
    service = Service.objects.get(slug="zirkus")
    publish(service)
    assert (service.fee_de, service.fee_en) == ("10 bis 25 Euro", "10 to 25 euros")
    assert (service.duration_de, service.duration_en) == ("2 bis 4 Wochen", "2 to 4 weeks")
    assert service.updated_on == timezone.localdate()


def test_wrong_numbers_are_explained(editor):
    rows = {"costs-TOTAL_FORMS": 1, "costs-0-kind": "fixed", "costs-0-currency": "EUR"}
    page = editor.post("/redaktion/content/service/add/", posted(**rows, duration_max=3)).content.decode()
    assert "Ein fester Betrag braucht eine Zahl" in page
    assert "Nennen Sie zur Dauer auch die Einheit." in page


def test_the_list_says_what_is_missing(editor):
    ServiceFactory(steps_de="Erst dies.", steps_en="First this.")
    page = editor.get("/redaktion/content/service/").content.decode()
    assert "unvollständig: Zuständige Behörde, Ausweis und Unterschrift" in page
    assert "icon-no.svg" in page
