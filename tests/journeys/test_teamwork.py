"""Editors of two authorities work on one text, with what the form says about its words."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.journeys.people import Person
from tests.journeys.steps import open_mail

pytestmark = pytest.mark.journey

RIEKE, DÖRTE, FRAUKE = "redaktion@demo.example", "ihk@demo.example", "stadt@demo.example"
SERVICE = "wohngeld"
# What is ours on a form of Django's
OURS = "#content-main.rd-page, .rd-dashboard, .rd-talk, .rd-hints, .rt-editor, .rd-complete"


def number_of(portal, slug: str) -> int:
    ((number,),) = portal.rows("SELECT id FROM content_service WHERE slug = %s", slug)
    return number


def editor(someone, email: str, **how) -> Person:
    person = someone(**how)
    person.is_logged_in(email)
    person.page.wait_for_url(lambda address: "/login/" not in address)
    person.open("/redaktion/")
    person.sees("Dienstleistungsportal Mecklenburg-Vorpommern")
    return person


def open_form(person: Person, number: int) -> None:
    person.open(f"/redaktion/content/service/{number}/change/")
    expect(person.page.locator("#service_form")).to_be_visible()


def our_parts_are_accessible(person: Person) -> None:
    person.page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        found = person.page.evaluate(
            "(ours) => axe.run({include: [...document.querySelectorAll(ours)]}, {preload: false})"
            ".then((results) => results.violations.map((found) => [found.id, found.nodes.map((node) => node.html)]))",
            OURS,
        )
        assert found == [], found
    person.page.emulate_media(color_scheme="light")


def test_comment_mention_and_task_between_two_authorities(someone, portal):
    number = number_of(portal, SERVICE)
    talk = f"/redaktion/content/task/service/{number}/"
    dörte = editor(someone, DÖRTE)
    dörte.open(talk, status=404)

    rieke = editor(someone, RIEKE)
    open_form(rieke, number)
    rieke.write("Kommentar:", "@Dörte Kasten, gilt das auch für Auszubildende?")
    rieke.press("Kommentar speichern")
    rieke.reads("Ihr Kommentar ist gespeichert.", "Angesprochen: Dörte Kasten", "Auch beteiligt")
    our_parts_are_accessible(rieke)
    rieke.hands.press(rieke.main.get_by_text("Aufgabe vergeben").first)
    rieke.write("Was ist zu tun?", "Auszubildende prüfen")
    rieke.field("Wer soll es tun?").select_option(label="Dörte Kasten (IHK zu Rostock)")
    rieke.write("Bis wann? (freiwillig):", "31.12.2099")
    rieke.press("Aufgabe vergeben")
    rieke.reads("Die Aufgabe ist vergeben.")

    open_mail(dörte, DÖRTE, "Rieke Sommer hat Sie angesprochen: Wohngeld")
    dörte.reads("gilt das auch für Auszubildende?")
    dörte.open("/redaktion/")
    dörte.sees("Dienstleistungsportal Mecklenburg-Vorpommern")
    dörte.reads("Auszubildende prüfen", "Für Sie geschrieben")
    our_parts_are_accessible(dörte)
    dörte.open("/redaktion/content/task/")
    dörte.sees("Meine Aufgaben")
    our_parts_are_accessible(dörte)
    dörte.hands.press(dörte.main.locator("section").filter(has_text="Für Sie geschrieben").get_by_role("link").first)
    dörte.sees("Gespräch: Wohngeld")
    dörte.reads("Diesen Text schreibt eine andere Redaktion.")
    our_parts_are_accessible(dörte)
    dörte.write("Kommentar:", "@Rieke Sommer, ja, mit Ausnahmen.")
    dörte.press("Kommentar speichern")
    dörte.reads("Ihr Kommentar ist gespeichert.")
    dörte.press("„Auszubildende prüfen“ ist erledigt")
    dörte.reads("erledigt von Dörte Kasten")
    dörte.open(f"/redaktion/content/service/{number}/change/", status=404)

    frauke = editor(someone, FRAUKE)
    frauke.open(talk, status=404)
    open_form(rieke, number)
    rieke.reads("ja, mit Ausnahmen.", "erledigt von Dörte Kasten")
    rieke.press("Beteiligung von Dörte Kasten beenden")
    rieke.reads("Dörte Kasten ist nicht mehr beteiligt.")
    dörte.open(talk, status=404)


def test_comment_without_javascript_and_a_name_that_nobody_has(someone, portal):
    rieke = editor(someone, RIEKE, script=False)
    open_form(rieke, number_of(portal, "reisepass"))
    rieke.write("Kommentar:", "@Karl Niemand, bitte lesen")
    rieke.press("Kommentar speichern")
    rieke.reads("In der Redaktion gibt es niemanden mit dem Namen „Karl Niemand“.")
    rieke.write("Kommentar:", "Ohne Namen geht es auch.")
    rieke.press("Kommentar speichern")
    rieke.reads("Ihr Kommentar ist gespeichert.", "Ohne Namen geht es auch.")


def test_hints_appear_while_typing_and_after_saving(someone, portal):
    rieke = editor(someone, RIEKE)
    open_form(rieke, number_of(portal, "jagdschein"))
    page = rieke.page
    panel = page.locator("#id_notes_de_hinweise")
    page.locator("#id_notes_de").fill("Der Antrag wird gemäß der Satzung geprüft.")
    expect(panel.locator("summary")).to_have_text("2 Hinweise zur Sprache")
    panel.locator("summary").press("Enter")
    expect(panel.locator("mark")).to_have_text(["wird gemäß der Satzung geprüft", "gemäß"])
    expect(panel).to_contain_text("„gemäß“: besser „nach“.")
    our_parts_are_accessible(rieke)
    page.locator("#id_notes_en").fill("You shall pay.")
    expect(page.locator("#id_notes_en_hinweise")).to_contain_text("1 Hinweis zur Sprache")
    rieke.hands.press(rieke.button("Sichern und weiter bearbeiten"))
    expect(page.locator("#id_notes_de_hinweise summary")).to_have_text("2 Hinweise zur Sprache")


PASTE = """([html]) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  document.querySelector('#id_description_de').closest('.rt-editor').querySelector('.ProseMirror')
    .dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
FROM_WORD = (
    "<h1 class=MsoTitle style='color:red'>Neu ab Mai</h1><p class=MsoNormal style='mso-list:l0'>Mit <b>Foto</b> "
    "<a href='javascript:alert(1)'>hier</a> und <a href='https://mv.example/x' target=_blank>dort</a></p>"
    "<script>window.broken = true</script><img src=x onerror='window.broken = true'>"
)


def test_what_is_pasted_is_cleaned(someone, portal):
    rieke = editor(someone, RIEKE)
    number = number_of(portal, "fischereischein")
    open_form(rieke, number)
    surface = rieke.page.locator(".field-description_de .ProseMirror")
    expect(surface).to_be_visible()
    surface.click()
    rieke.page.keyboard.press("Control+A")
    rieke.page.keyboard.press("Delete")
    rieke.page.evaluate(PASTE, [FROM_WORD])
    expect(surface).to_contain_text("Neu ab Mai")
    our_parts_are_accessible(rieke)
    rieke.hands.press(rieke.button("Sichern und weiter bearbeiten"))
    rieke.reads("gespeichert")
    ((kept,),) = portal.rows(
        "SELECT data->'fields'->>'description_de' FROM content_version v JOIN django_content_type t"
        " ON t.id = v.content_type_id AND t.model = 'service' WHERE object_id = %s AND status = 'draft'",
        number,
    )
    assert kept == (
        "<h2>Neu ab Mai</h2><p>Mit <strong>Foto</strong> hier und "
        '<a href="https://mv.example/x" rel="noopener noreferrer">dort</a></p>'
    )
    assert not rieke.page.evaluate("window.broken")
    # While the editor reads what was pasted, the browser refuses its styles and scripts, and says so
    rieke.troubles = [trouble for trouble in rieke.troubles if "Content Security Policy" not in trouble]


def test_the_editor_by_keyboard(someone, portal):
    rieke = editor(someone, RIEKE)
    open_form(rieke, number_of(portal, "einbuergerung"))
    field = rieke.page.locator(".field-description_de")
    bold = field.get_by_role("button", name="Fett")
    bold.focus()
    rieke.page.keyboard.press("Enter")
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(field.locator(".ProseMirror")).to_be_focused()
    expect(field.get_by_role("textbox")).to_have_accessible_name(re.compile("Volltext"))
