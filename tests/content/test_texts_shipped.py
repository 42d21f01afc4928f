"""The pages, news, questions and terms that come with the portal."""

import re

import pytest

from content.models import FIXED, FaqEntry, GlossaryTerm, News, Page, PageBlock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


def read(client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_how_much_there_is():
    assert Page.objects.count() == len(FIXED)
    assert News.objects.count() >= 5
    assert FaqEntry.objects.count() >= 12
    assert GlossaryTerm.objects.count() >= 25


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Page, ("title",)),
        (News, ("title", "teaser", "text")),
        (FaqEntry, ("question", "answer")),
        (GlossaryTerm, ("term", "explanation")),
    ],
)
def test_all_of_it_in_both_languages(model, fields):
    for text in model.objects.all():
        for field in fields:
            assert getattr(text, f"{field}_de"), (text, field)
            assert getattr(text, f"{field}_en"), (text, field)


def test_blocks_are_whole_and_translated():
    for block in PageBlock.objects.select_related("page"):
        block.full_clean()
        if not block.page.is_german_only:
            assert bool(block.heading_de) == bool(block.heading_en), block
            assert bool(block.text_de) == bool(block.text_en), block


def test_links_in_texts_lead_somewhere(client):
    texts = [f"{text.text_de}{text.text_en}" for model in (PageBlock, News) for text in model.objects.all()]
    texts += [f"{entry.answer_de}{entry.answer_en}" for entry in FaqEntry.objects.all()]
    links = {link for text in texts for link in re.findall(r'href="(/[^"]*)"', text or "")}
    assert len(links) >= 8
    for link in sorted(links):
        assert client.get(link).status_code == 200, link


def test_the_statement_follows_the_model_order(client):
    text = read(client, "/barrierefreiheit/")
    order = (
        "Diese Erklärung gilt für",
        "§ 14 Absatz 1",
        "Hinweise zur Bedienung",
        "Stand der Vereinbarkeit",
        "Nicht barrierefreie Inhalte",
        "Erstellung dieser Erklärung",
        "Barriere melden",
        "Durchsetzungsverfahren",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert 'id="barriere-melden"' in text


def test_easy_language_stays_german(client):
    text = read(client, "/en/leichte-sprache/")
    assert '<html lang="en">' in text
    assert re.search(r'<div class="mv-wrap[^>]*lang="de"', text)
    assert "mv-term" not in text


def test_pages_with_an_address_of_their_own_have_only_that_one(client):
    for slug in FIXED:
        answer = client.get(f"/seiten/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{slug}/")


def test_news_and_questions_stand_where_they_belong(client):
    assert "Führerschein von 2002" in read(client, "/leistungen/fuehrerschein-umtausch/")
    assert "Führerschein von 2002" in read(client, "/lebenslagen/auto-und-verkehr/")
    assert "Brauche ich ein Konto" in read(client, "/leistungen/hundesteuer-anmeldung/")
    assert "Was macht der Einheitliche" in read(client, "/lebenslagen/unternehmen-gruenden/")
    start = read(client, "/")
    assert "Führerschein von 2002" in start
    assert "Wer sieht meine Daten?" in start
    assert "Welche Dateien" not in start
