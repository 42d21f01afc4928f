"""The guides in a browser: question by question, the result, and one application for what it names."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import papers, steps
from tests.journeys.bundles import newborn, restaurant_with_terrace
from tests.journeys.forms import new_address
from tests.journeys.hands import Keyboard
from tests.journeys.people import BIRTE, CORD, EVA, Person

pytestmark = pytest.mark.journey
NEXT = "Weiter"
FOOD = "/lotse/gastronomie/"

# Guide, its answers as they stand in the address, the services in one application, and one of the rest
ENDS = [
    (
        "gastronomie",
        "vorhaben=fest&alkohol=ja&mitarbeiter=nein&dazu=draussen",
        "gestattung, sondernutzung",
        "Arbeit mit",
    ),
    ("handwerk", "vorhaben=neu&gewerk=pflicht&abschluss=meister&dazu=umbau", "handwerksrolle, gewerbeanm", "Bauantrag"),
    (
        "handel",
        "vorhaben=laden&ware=lebensmittel&dazu=strasse",
        "gewerbeanmeldung, sondernutzung",
        "Lebensmittelbetrieb",
    ),
    ("umzug", "woher=bund&dabei=auto,hund,kind&gefaehrlich=nein&lage=keine", "hundesteuer, kita-platz", "Wohnung"),
    ("geburt", "wann=ja&verheiratet=nein&betreuung=pause,kita&allein=nein", "geburtsurkunde, kita-platz", "Elterngeld"),
]


def answer(person: Person, question: str, *options: str) -> None:
    person.sees(question)
    for option in options:
        person.choose(question, option)
    person.press(NEXT)


def to_the_result(person: Person) -> None:
    """A restaurant with a terrace in Güstrow."""
    person.follow("Gastronomie")
    answer(person, "Was haben Sie vor?", "Ein Lokal neu eröffnen")
    person.sees("Wo?")
    person.write("Wo?", "18273")
    person.press(NEXT)
    answer(person, "Schenken Sie Alkohol aus?", "Ja, Bier")
    answer(person, "Beschäftigen Sie Mitarbeiter?", "Ja")
    answer(person, "Handwerk und Weiteres: Was kommt dazu?", "Tische auf dem Gehweg")
    person.sees("Das brauchen Sie für Ihre Gastronomie")


def start_together(person: Person) -> None:
    person.follow("Gemeinsamen Antrag starten")
    person.sees("Gemeinsamer Antrag")
    person.reads("Ihr Antrag in Güstrow")
    person.press("Antrag beginnen")


def test_by_keyboard_to_one_application_with_three_proceedings(someone, tmp_path):
    ove = someone(hands=Keyboard)
    ove.open("/")
    ove.sees("Was möchten Sie erledigen?")
    to_the_result(ove)
    ove.reads("Nach Ihren Antworten für Güstrow.", "Gaststättenerlaubnis beantragen", "IHK zu Rostock")
    start_together(ove)
    email = new_address("ove")
    steps.fill(ove, restaurant_with_terrace("Ove Petersen", email, papers.pdf(tmp_path, "plan.pdf")))
    ove.sees("Prüfen Sie Ihre Angaben")
    headings = ove.main.locator("h2").all_inner_texts()
    assert headings[:4] == ["Für alle Anträge", "Gaststättenerlaubnis", "Sondernutzung", "Antrag abschicken"]
    ove.follow("Ändern: Größe")
    ove.sees("Welche Fläche ist es?")
    ove.write("Größe", "30")
    ove.press(steps.SAVE)
    reference = steps.send(ove)
    rows = ove.portal.rows(
        "SELECT s.slug, o.slug, p.status FROM cases_proceeding p JOIN cases_case c ON c.id = p.case_id "
        "JOIN content_service s ON s.id = p.service_id "
        "JOIN responsibility_organisation o ON o.id = p.organisation_id WHERE c.reference = %s ORDER BY p.id",
        reference,
    )
    assert sorted(rows) == [
        ("gaststaettenerlaubnis", "landkreis-rostock", "waiting"),
        ("gewerbeanmeldung", "guestrow", "waiting"),
        ("sondernutzung", "guestrow", "waiting"),
    ]
    steps.expect_one_case(ove, email, reference)
    each_office_decides(someone, reference)


def each_office_decides(someone, reference: str) -> None:
    """The EA forwards once; the Landkreis sees nothing of the terrace."""
    eva = someone()
    eva.is_logged_in(EVA)
    eva.sees("Neu")
    steps.open_from_inbox(eva, reference)
    eva.reads("Sechs Tische mit je vier Stühlen", "Fläche der Gasträume")
    steps.claim(eva)
    steps.forward(eva)
    cord = someone()
    cord.is_logged_in(CORD)
    cord.sees("Neu")
    steps.open_from_inbox(cord, reference)
    cord.reads("Fläche der Gasträume")
    expect(cord.main).not_to_contain_text("Sechs Tische mit je vier Stühlen")
    steps.claim(cord)
    steps.decide(cord, "Bewilligen", "Die Räume sind geeignet.")
    birte = someone()
    birte.is_logged_in(BIRTE)
    birte.sees("Neu")
    expect(birte.main.get_by_role("link", name=re.compile(reference))).to_have_count(2)


def test_without_javascript_and_without_a_detour_to_the_ea(someone, tmp_path):
    """A birth: two offices, no EA; the way back and a changed answer on the way."""
    ida = someone(script=False)
    ida.open("/lebenslagen/geburt-und-familie/")
    ida.sees("Geburt und Familie")
    ida.follow(re.compile("^Geburt eines Kindes"))
    answer(ida, "Ist Ihr Kind schon geboren?", "Nein")
    ida.sees("Wo?")
    ida.press(NEXT)
    ida.sees_errors("Geben Sie einen Ort oder eine Postleitzahl ein, oder gehen Sie ohne Ort weiter.")
    ida.write("Wo?", "Güstrow")
    ida.press(NEXT)
    ida.sees("Sind die Eltern miteinander verheiratet?")
    ida.press(NEXT)
    ida.sees_errors("Wählen Sie eine Antwort aus.")
    ida.choose("Sind die Eltern miteinander verheiratet?", "Ja")
    ida.press(NEXT)
    answer(ida, "Was haben Sie vor?", "Das Kind später in die Kita geben")
    ida.sees("Das ist rund um die Geburt zu tun")
    ida.reads("Das geht erst nach der Geburt, innerhalb einer Woche.")
    ida.page.go_back()
    ida.sees("Was haben Sie vor?")
    ida.page.go_forward()
    ida.follow("Ändern: Geburt")
    ida.choose("Ist Ihr Kind schon geboren?", "Ja")
    ida.press(NEXT)
    ida.sees("Das ist rund um die Geburt zu tun")
    ida.reads("Die Geburt muss innerhalb einer Woche beim Standesamt angezeigt sein.")
    start_together(ida)
    steps.fill(ida, newborn("Ida Wolter", new_address("ida"), papers.pdf(tmp_path, "ausweis.pdf")))
    reference = steps.send(ida)
    rows = ida.portal.rows(
        "SELECT c.ea_id, count(*) FROM cases_case c JOIN cases_proceeding p ON p.case_id = c.id "
        "WHERE c.reference = %s GROUP BY c.ea_id",
        reference,
    )
    assert rows == [(None, 2)]


@pytest.mark.parametrize(("guide", "query", "joint", "rest"), ENDS, ids=[end[0] for end in ENDS])
def test_every_guide_ends_in_an_application_and_a_next_step(someone, guide, query, joint, rest):
    reader = someone(thorough=True)
    reader.open(f"/lotse/{guide}/?{query}&ort=130720043043")
    reader.sees("")
    link = reader.link(re.compile("Antrag starten"))
    address = link.get_attribute("href")
    assert all(service in address for service in joint.split(", ")), address
    section = reader.main.locator("section", has=reader.page.locator("#behoerden"))
    expect(section).to_contain_text(rest)
    expect(section.get_by_role("link", name=re.compile("Telefon")).first).to_be_visible()
    expect(section).to_contain_text("Bringen Sie mit:")
    reader.follow(re.compile("Antrag starten"))
    reader.sees("Gemeinsamer Antrag")
    reader.press("Antrag beginnen")
    reader.sees("Was möchten Sie zusammen beantragen?")


@pytest.mark.parametrize("address", ["/lotse/", FOOD, f"{FOOD}?vorhaben=cafe", f"{FOOD}?gefragt=vorhaben"])
def test_pages(someone, address):
    reader = someone(thorough=True)
    reader.open(address)
    reader.looks_around()


@pytest.mark.parametrize("place", ["Neuenkirchen", "Hamburg"])
def test_a_place_that_is_not_clear(someone, place):
    reader = someone(thorough=True)
    reader.open(f"{FOOD}?vorhaben=cafe&ort={place}&gefragt=ort")
    reader.looks_around()


def test_several_answers(someone):
    reader = someone(thorough=True)
    reader.open(f"{FOOD}?vorhaben=cafe&ort=ohne&alkohol=nein&mitarbeiter=nein")
    reader.sees("Handwerk und Weiteres: Was kommt dazu?")


def test_in_english(someone):
    grace = someone(thorough=True)
    grace.open("/en/lotse/")
    grace.sees("What do you need for your plan?")
    grace.follow("Restaurants and bars")
    grace.sees("What are you planning?")
    grace.choose("What are you planning?", "Opening a café or snack bar")
    grace.press("Next")
    grace.sees("Where?")
    grace.write("Where?", "Güstrow")
    grace.press("Next")
    grace.sees("Do you serve alcohol?")
    grace.choose("Do you serve alcohol?", "No, only soft drinks")
    grace.press("Next")
    grace.sees("Do you employ staff?")
    grace.choose("Do you employ staff?", "No")
    grace.press("Next")
    grace.sees("Crafts and more: what else applies?")
    grace.press("Next")
    grace.sees("What you need for your restaurant or bar")
    grace.reads("Every restaurant is a trade. You register it when you start.")


def test_on_paper(someone):
    """Printed, the list keeps services, documents and offices, and leaves the buttons out."""
    reader = someone()
    reader.open(f"/lotse/{ENDS[0][0]}/?{ENDS[0][1]}&ort=130720043043")
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("#unterlagen")).to_be_visible()
    expect(reader.main.get_by_role("link", name="Gestattung für ein Fest beantragen")).to_be_visible()
    expect(reader.main.get_by_role("link", name=re.compile("Antrag starten"))).to_be_hidden()
    expect(reader.main.get_by_role("link", name=re.compile("Ändern")).first).to_be_hidden()
    expect(reader.page.locator("footer")).to_be_hidden()
