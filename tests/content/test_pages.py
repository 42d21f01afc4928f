"""The public pages over HTTP, in both languages."""

import re

import pytest

from content.models import Service
from content.queries.index_copy import current_index
from tests.factories.content import LifeSituationFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

PAGES = [
    "",
    "leistungen/",
    "leistungen/?q=hund",
    "leistungen/?q=pizza+bestellen",
    "leistungen/gaststaettenerlaubnis/",
    "lebenslagen/",
    "lebenslagen/unternehmen-gruenden/",
    "lotse/",
    "lotse/gastronomie/",
    "lotse/gastronomie/?vorhaben=cafe&ort=130720043043",
    "lotse/umzug/?woher=bund&ort=130720043043&dabei=hund&gefaehrlich=nein&lage=keine",
    "einheitlicher-ansprechpartner/",
    "impressum/",
    "datenschutz/",
    "barrierefreiheit/",
    "leichte-sprache/",
    "gebaerdensprache/",
    "hilfe/",
    "aktuelles/",
    "aktuelles/digitale-passfotos/",
    "haeufige-fragen/",
    "glossar/",
    "ort/",
    "behoerden/",
    "behoerden/guestrow/",
]


@pytest.fixture
def at_guestrow(client):
    client.post("/ort/", {"q": "18273"})
    return client


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_answers(client, path, language):
    page = client.get(f"/{'' if language == 'de' else 'en/'}{path}")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert not re.search(r"<script>| style=| on[a-z]+=\"", text)  # the Content-Security-Policy allows none


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_a_place(at_guestrow, path):
    assert at_guestrow.get(f"/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_reading_only(client, path):
    expected = 200 if path.startswith("ort/") else 405
    assert client.post(f"/{path}").status_code == expected


def test_the_start_page_leads_on(client):
    text = client.get("/").content.decode()
    assert text.count("mv-tile--row") == 12 + 5  # life situations, guides
    for link in ("/leistungen/gewerbeanmeldung/", "/lebenslagen/bauen/", "/einheitlicher-ansprechpartner/", "/fall/"):
        assert f'"{link}"' in text


def test_every_life_situation_leads_to_services(client):
    tree = client.get("/lebenslagen/").context["tree"]
    situations = [row for branch in tree for row in (branch.situation, *branch.children)]
    assert len(situations) == 18
    for situation in situations:
        page = client.get(f"/lebenslagen/{situation.slug}/")
        assert page.context["page"].rows, situation.slug


def test_results_say_why_and_who(at_guestrow):
    text = at_guestrow.get("/leistungen/?q=restaurant eröffnen").content.decode()
    assert " Leistungen für „restaurant eröffnen“" in text
    assert "Gaststättengewerbe Erlaubnis" in text
    assert "<mark>Restaurant eröffnen</mark>" in text
    assert "Landkreis Rostock" in text


def test_nothing_found_offers_ways_on(client):
    text = client.get("/leistungen/?q=pizza bestellen").content.decode()
    assert "Zu „pizza bestellen“ haben wir nichts gefunden" in text
    assert "tel:115" in text
    assert text.count("mv-tile--row") == 12


def test_the_query_is_shown_as_text(client):
    text = client.get("/leistungen/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²", ""])
def test_an_odd_page_number_is_no_error(client, number):
    assert client.get("/leistungen/", {"q": "beantragen", "seite": number}).status_code == 200


def test_pages_of_results(client):
    first = client.get("/leistungen/?q=beantragen").content.decode()
    assert "seite=2" in first
    second = client.get("/leistungen/?q=beantragen&seite=2").content.decode()
    assert "seite=1" in second


@pytest.mark.parametrize(
    ("typed", "remembered"),
    [("18273", "130720043043"), ("Güstrow", "130720043043"), ("19230", ""), ("20095", ""), ("Quatsch", ""), ("", "")],
)
def test_a_clear_place_beside_the_search_is_remembered(client, typed, remembered):
    page = client.get("/leistungen/", {"q": "hund", "ort": typed})
    value = page.cookies["ort"].value if "ort" in page.cookies else ""
    assert value.startswith(remembered)
    assert bool(value) == bool(remembered)


def test_an_unclear_place_leads_to_the_choice(client):
    text = client.get("/leistungen/", {"q": "hund", "ort": "19230"}).content.decode()
    assert "Zu „19230“ gibt es 20 Orte" in text
    assert "/ort/?q=19230&amp;weiter=%2Fleistungen%2F%3Fq%3Dhund" in text


def test_a_service_page_tells_everything(client):
    text = client.get("/leistungen/gaststaettenerlaubnis/").content.decode()
    for words in (
        "Gaststättenerlaubnis beantragen",
        "Amtlich: Gaststättengewerbe Erlaubnis",
        "150 bis 1.500 Euro",
        "längstens 3 Monate",
        "5 Nachweise",
        "Grundriss der Räume",
        "§ 2 GastG",
        "Wer ist zuständig?",  # asks for the place
    ):
        assert words in text, words


def test_a_service_page_names_ea_and_zb_at_the_place(at_guestrow):
    text = at_guestrow.get("/leistungen/gaststaettenerlaubnis/").content.decode()
    for words in ("Zuständig in Güstrow", "Landkreis Rostock", "IHK zu Rostock", "030 23125 102", "Beispieldaten"):
        assert words in text, words
    assert "IHK" not in at_guestrow.get("/leistungen/hundesteuer-anmeldung/").content.decode()


def test_without_a_sure_answer_the_page_offers_the_115(at_guestrow):
    service = ServiceFactory()
    text = at_guestrow.get(f"/leistungen/{service.slug}/").content.decode()
    assert "noch nicht sicher nennen" in text


@pytest.mark.parametrize("is_online", [True, False])
def test_the_button_stands_only_where_there_is_a_form(client, is_online):
    service = ServiceFactory(is_online=is_online)
    text = client.get(f"/leistungen/{service.slug}/").content.decode()
    assert (f'href="/antrag/{service.slug}/"' in text) == is_online


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "entwurf"])
def test_what_is_not_published_is_404(client, slug):
    ServiceFactory(slug="entwurf", status="draft")
    page = client.get(f"/leistungen/{slug}/")
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.content.decode()


def test_an_unknown_life_situation_is_404_and_an_empty_one_is_not(client):
    assert client.get("/lebenslagen/gibt-es-nicht/").status_code == 404
    empty = LifeSituationFactory()
    assert "beschreiben wir noch keine Leistung" in client.get(f"/lebenslagen/{empty.slug}/").content.decode()


def test_english_texts(client):
    text = client.get("/en/leistungen/gaststaettenerlaubnis/").content.decode()
    assert "Applying for a restaurant licence" in text
    assert "Grundriss" not in text


def test_every_service_is_complete_in_both_languages(client):
    fields = (
        "name",
        "title",
        "summary",
        "description",
        "synonyms",
        "documents",
        "steps",
        "fee",
        "duration",
        "deadline",
    )
    for service in Service.objects.filter(slug__in=Service.objects.values("slug")).exclude(group=None):
        for field in fields:
            german, english = getattr(service, f"{field}_de"), getattr(service, f"{field}_en")
            assert german, (service.slug, field)
            assert english, (service.slug, field)
        for field in ("documents", "requirements", "steps"):
            counts = {len(getattr(service, f"{field}_{language}").splitlines()) for language in ("de", "en")}
            assert len(counts) == 1, (service.slug, field)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 1),
        ("/leistungen/", 2),  # count, page
        ("/leistungen/gaststaettenerlaubnis/", 2),  # service, glossary
        ("/leistungen/?q=hund", 4),  # state of the index, services, counts to narrow by, life situations
        ("/leistungen/?q=beantragen", 4),
        ("/lebenslagen/", 1),
        ("/lebenslagen/unternehmen-gruenden/", 1),
        ("/lotse/", 1),
        ("/lotse/gastronomie/", 1),
        ("/lotse/gastronomie/?vorhaben=cafe&ort=ohne", 1),
        ("/lotse/gastronomie/?vorhaben=cafe&ort=130720043043", 2),  # and the place
        ("/lotse/gastronomie/?vorhaben=cafe&ort=ohne&alkohol=ja&mitarbeiter=ja&dazu=keine", 1),
        # guide, place, who is responsible, regional texts
        ("/lotse/gastronomie/?vorhaben=cafe&ort=130720043043&alkohol=ja&mitarbeiter=ja&dazu=keine", 4),
        ("/einheitlicher-ansprechpartner/", 2),
        ("/impressum/", 3),  # page, blocks, glossary
        ("/hilfe/", 5),  # and services, questions
        ("/aktuelles/", 2),  # count, page
        ("/aktuelles/digitale-passfotos/", 3),  # news, services, glossary
        ("/haeufige-fragen/", 2),  # questions, glossary
        ("/glossar/", 1),
    ],
)
def test_queries_without_a_place(client, django_assert_num_queries, path, queries):
    current_index()  # read once a change
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/", 1), ("/leistungen/gaststaettenerlaubnis/", 4), ("/leistungen/?q=hund", 6), ("/leistungen/?q=beantragen", 6)],
)
def test_queries_with_a_place(at_guestrow, django_assert_num_queries, path, queries):
    current_index()
    with django_assert_num_queries(queries):
        at_guestrow.get(path)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_have_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    situation = LifeSituationFactory()
    for service in ServiceFactory.create_batch(rows, via_ea=True):
        service.life_situations.add(situation)
    for path, queries in (
        ("/leistungen/", 2),
        (f"/lebenslagen/{situation.slug}/", 1),
        ("/einheitlicher-ansprechpartner/", 2),
    ):
        with django_assert_num_queries(queries):
            client.get(path)
