"""Services in the Redaktion."""

import pytest

from content.models import Service
from content.queries import search
from portal.accounts.models import User
from portal.audit.models import Record
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.responsibility import ServiceGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("redaktion@demo.example", is_demo=True))
    return client


def posted(**fields):
    data = {"slug": "zirkus", "legal_basis": "[]", "is_published": "on"}
    for rows in ("costs", "deadlines", "form_links", "supplements"):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    for language in ("de", "en"):
        data |= {f"name_{language}": "Zirkus", f"title_{language}": "Zirkus anmelden", f"summary_{language}": "Kurz."}
    return data | fields


def test_a_saved_service_is_found_at_once_and_recorded(editor):
    answer = editor.post("/redaktion/content/service/add/", posted())
    assert answer.status_code == 302, answer.context["errors"]
    assert [row.slug for row in search("Zirkus").rows] == ["zirkus"]
    service = Service.objects.get(slug="zirkus")
    url = f"/redaktion/content/service/{service.pk}/change/"
    assert editor.post(url, posted(synonyms_de="Manege")).status_code == 302
    assert [row.slug for row in search("Manege").rows] == ["zirkus"]
    record = Record.objects.filter(verb="service.saved").first()
    assert "synonyms_de" in record.detail["fields"]


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
    for rows in (1, 40):
        for _ in range(rows):
            make()
        with django_assert_max_num_queries(14) as captured:
            assert editor.get(f"/redaktion/content/{model}/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
