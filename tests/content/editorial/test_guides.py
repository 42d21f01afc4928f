"""The room of the guides: what the checker says, the way at a glance, the test run, and what is never published."""

import pytest

from content import actions
from content.models import Guide, Service, Version
from content.queries import editorial, guide_findings
from portal.errors import Refusal
from tests.content.editorial.desk import address, save
from tests.content.editorial.people import build_world
from tests.factories.content import GuideFactory, GuideQuestionFactory, GuideResultFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def guide(world) -> Guide:
    """A public guide with one question and one service."""
    found = GuideFactory(slug="imbiss", name="Imbiss", question=None)
    GuideQuestionFactory(guide=found, key="alkohol", text_en="Do you serve alcohol?")
    GuideResultFactory(guide=found, service=ServiceFactory(title="Erlaubnis"), condition="alkohol: ja")
    GuideResultFactory(guide=found, service=ServiceFactory(title="Gewerbe"))
    actions.record_published(Guide, [found.pk], actor=world.rieke)
    return found


@pytest.fixture
def rieke(world, client):
    client.force_login(world.rieke)
    return client


def test_a_sound_guide(rieke, guide):
    text = rieke.get(address(guide)).content.decode()
    assert "Jede Frage und jedes Ergebnis ist erreichbar." in text
    assert "Schenken Sie Alkohol aus? (alkohol)" in text
    assert "Erlaubnis (nötig)" in text
    assert "nur wenn alkohol: ja" in text


def test_the_checker_reads_the_draft(rieke, guide):
    result = guide.results.order_by("pk").first()
    assert save(rieke, guide, **{"results-0-condition": "alkohol: vielleicht"}).status_code == 302
    text = rieke.get(address(guide)).content.decode()
    assert "Bei „alkohol“ gibt es die Antwort „vielleicht“ nicht." in text
    result.refresh_from_db()
    assert result.condition == "alkohol: ja", "the public keeps its guide"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("results-0-condition", "alkohol ja", "ist keine Bedingung"),
        ("questions-0-options_de", "ja und nein", "ist keine Antwort"),
        ("questions-0-key", "frage", "ist schon vergeben"),
        ("questions-0-key", "Große Frage", "Kleinbuchstaben, Ziffern und Unterstriche"),
    ],
)
def test_mistakes_of_form_are_told_at_the_field(rieke, guide, field, value, sentence):
    response = save(rieke, guide, **{field: value})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not editorial.versions_of(guide).filter(status="draft").exists()


def test_a_guide_that_leads_astray_is_not_published(rieke, guide, world):
    save(rieke, guide, **{"results-0-condition": "alkohol: vielleicht"})
    version = editorial.open_version(guide)
    with pytest.raises(Refusal, match="in die Irre"):
        actions.publish(version.pk, saves=version.saves, actor=world.rieke)
    assert Version.objects.get(pk=version.pk).status == "draft"
    assert guide.results.order_by("pk").first().condition == "alkohol: ja"


def test_a_changed_guide_is_published(rieke, guide, world, client):
    save(rieke, guide, **{"questions-0-text_de": "Gibt es Alkohol?"})
    version = editorial.open_version(guide)
    assert "Gibt es Alkohol?" not in client.get("/lotse/imbiss/").content.decode()
    actions.publish(version.pk, saves=version.saves, actor=world.rieke)
    assert "Gibt es Alkohol?" in client.get("/lotse/imbiss/").content.decode()


class TestTrial:
    def test_walks_through_the_draft_and_leaves_no_trace(self, rieke, guide, client):
        save(rieke, guide, **{"questions-0-text_de": "Gibt es Alkohol?"})
        trial = address(guide, "probelauf/")
        page = rieke.get(trial).content.decode()
        assert "Gibt es Alkohol?" in page
        assert f'action="{trial}"' in page
        answered = rieke.get(f"{trial}?gefragt=alkohol&alkohol=ja")
        assert answered.url == f"{trial}?alkohol=ja"
        result = rieke.get(answered.url).content.decode()
        assert "Erlaubnis" in result
        assert "Gibt es Alkohol?" not in client.get("/lotse/imbiss/").content.decode()

    def test_a_guide_that_was_never_public(self, rieke, world):
        draft = GuideFactory(status="draft", name="Neu", question=None)
        GuideQuestionFactory(guide=draft, key="a", text="Erste Frage?")
        assert rieke.get(f"/lotse/{draft.slug}/").status_code == 404
        assert "Erste Frage?" in rieke.get(address(draft, "probelauf/")).content.decode()
        assert Guide.objects.get(pk=draft.pk).status == "draft"

    def test_of_others_there_is_none(self, guide, world, client):
        guide.owner = world.buetzow.organisation
        guide.save()
        client.force_login(world.cord)
        assert client.get(address(guide, "probelauf/")).status_code == 404
        client.force_login(world.birte)
        assert client.get(address(guide, "probelauf/")).status_code == 200


def test_options_in_english_must_be_the_same(guide):
    question = guide.questions.get()
    question.kind, question.options_de, question.options_en = "single", "a | A\nb | B", "a | A\nc | C"
    question.save()
    assert "Die englischen Antworten haben andere Schlüssel." in [f.what for f in guide_findings(guide)]


def test_a_service_that_is_not_public_is_told(guide):
    Service.objects.filter(title="Erlaubnis").update(status="draft")
    assert [f.what for f in guide_findings(guide)] == ["Diese Leistung ist nicht öffentlich und fehlt im Ergebnis."]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_form_has_a_fixed_number_of_queries(rieke, guide, django_assert_max_num_queries, rows):
    """However many questions; each result chooses among services of its own, which costs three queries."""
    for number in range(rows):
        GuideQuestionFactory(guide=guide, key=f"k{number}", position=number)
    with django_assert_max_num_queries(70):
        rieke.get(address(guide))
