"""Hints for plain language beside the fields of a form."""

import pytest
from tinyhtml5 import parse

from content.admin.hints import shown
from content.admin.services import anchor
from content.rules.completeness import RULES
from tests.content.editorial.people import browser, build_world
from tests.factories.content import LifeSituationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
ASK = "/redaktion/content/task/hinweise/"


@pytest.fixture
def world():
    return build_world()


def hints_below(client, text, field):
    page = client.get(f"/redaktion/content/{text._meta.model_name}/{text.pk}/change/")
    document = parse(page.content.decode(), namespace_html_elements=False)
    return document.find(f".//div[@id='id_{field}_hinweise']")


def test_the_form_shows_hints_below_each_field_and_marks_the_words(world):
    service = ServiceFactory(notes_de="Legen Sie das gemäß Satzung vor.", notes_en="Apply prior to the move.")
    birte = browser(world.rieke)
    german, english = (hints_below(birte, service, f"notes_{language}") for language in ("de", "en"))
    assert "„gemäß“: besser „nach“." in "".join(german.itertext())
    assert [mark.text for mark in german.iter("mark")] == ["gemäß"]
    assert [mark.text for mark in english.iter("mark")] == ["prior to"]
    assert hints_below(birte, service, "documents_de").find("details") is None


def test_formatted_texts_are_read_without_their_marks(world):
    service = ServiceFactory(description_de="<p>Das gilt <strong>gemäß</strong> Satzung.</p>")
    panel = hints_below(browser(world.rieke), service, "description_de")
    assert [mark.text for mark in panel.iter("mark")] == ["gemäß"]
    assert "<strong>" not in "".join(panel.itertext())


@pytest.mark.parametrize("field", ["name_de", "synonyms_de", "author_de"])
def test_official_names_and_lists_of_words_have_none(world, field):
    service = ServiceFactory(name_de="Beantragung gemäß Satzung", synonyms_de="Beantragung", author_de="Beantragung")
    assert hints_below(browser(world.rieke), service, field) is None


def test_other_kinds_of_texts_have_them_too(world):
    situation = LifeSituationFactory(teaser="Alles hinsichtlich Umzug")
    assert hints_below(browser(world.rieke), situation, "teaser_de").find("details") is not None


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("Das ist gemäß Satzung so.", "de", "besser „nach“"),
        ("You shall pay.", "en", "besser „must, will“"),
        ("Das gilt z. B. hier.", "de", "schreiben Sie „zum Beispiel“"),
        ("Sie zahlen nichts.", "de", ""),
        ("", "de", ""),
        ("You shall pay.", "xx", ""),  # an unknown language is German
    ],
)
def test_hints_while_typing(world, text, language, says):
    answer = browser(world.birte).post(ASK, {"text": text, "language": language}).content.decode()
    assert says in answer
    assert bool(says) == ("<details>" in answer)


def test_what_is_typed_comes_back_harmless(world):
    text = "<script>alert(1)</script> gemäß <img src=x onerror=alert(1)>"
    answer = browser(world.birte).post(ASK, {"text": text, "language": "de"}).content.decode()
    assert "<script" not in answer
    assert "<img" not in answer


def test_very_long_texts_are_bounded():
    assert len(shown("Das ist gemäß Satzung. " * 5000, "de")) <= 60


def test_the_form_says_what_is_missing_why_and_where(world):
    service = ServiceFactory(steps_de="Erst dies.", silence_en="Nothing happens.")
    page = browser(world.rieke).get(f"/redaktion/content/service/{service.pk}/change/").content.decode()
    assert "Deutsch: unvollständig" in page
    assert "Englisch: unvollständig" in page
    assert '<a href="#id_silence_de">Folge des Schweigens</a>: Was gilt, wenn die Behörde nicht rechtzeitig' in page
    assert '<a href="#id_steps_en">Ablauf</a>' in page
    assert '<a href="#id_steps_de">Ablauf</a>' not in page
    assert 'id="id_steps_en"' in page


def test_every_rule_says_why_and_leads_to_a_field_of_the_form(world):
    service = ServiceFactory()
    page = browser(world.rieke).get(f"/redaktion/content/service/{service.pk}/change/").content.decode()
    for rule in RULES:
        assert rule.why
        assert not rule.field or f'id="{anchor(rule, "en")}"' in page, rule.key
