"""What can happen to a case between applicant, Einheitlicher Ansprechpartner and authorities, seen by each of them."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.clocks import is_workday
from cases.queries.reasons import day_words
from cases.rules.notification import remedy_end
from tests.journeys import offices, papers, steps
from tests.journeys.bundles import restaurant_with_terrace
from tests.journeys.forms import new_address
from tests.journeys.people import BIRTE, CORD, KATRIN, Person

pytestmark = pytest.mark.journey

DOCUMENT = re.compile("^Verlängerung der Frist")


def test_not_responsible_and_routed_anew_then_taken_back(someone, tmp_path):
    """Güstrow gives the Gewerbeanmeldung back, the EA finds the Landkreis; in the end the applicant withdraws."""
    tilda, eva, birte, cord = someone(), someone(), someone(), someone()
    reference = offices.apply_for_restaurant(tilda, "Tilda Grewe", tmp_path)
    offices.forwarded_by_eva(eva, reference)

    offices.claim_new(birte, BIRTE, reference, offices.TRADE)
    birte.thorough = True
    offices.take_step(birte, "Zurückgeben: nicht zuständig", "Zurückgeben")
    birte.press("Verfahren zurückgeben")
    birte.sees_errors("Schreiben Sie, warum Ihre Behörde nicht zuständig ist.")
    birte.write("Warum sind Sie nicht zuständig?", "Der Betrieb liegt außerhalb der Stadt.")
    birte.press("Verfahren zurückgeben")
    birte.reads("Das Verfahren ist zurückgegeben.")
    birte.looks_around()

    tilda.page.reload()
    tilda.thorough = True
    tilda.sees(re.compile("."))
    tilda.reads("Wird neu zugeordnet", "Ihr Antrag wird gerade an die richtige weitergeleitet.")

    reroute(eva, reference)
    offices.claim_new(cord, CORD, reference, offices.TRADE)
    cord.thorough = True
    offices.open_proceeding(cord, reference, offices.TRADE)
    cord.reads("Der Betrieb liegt außerhalb der Stadt.")
    tilda.page.reload()
    tilda.reads("Ihr Antrag wird geprüft: Landkreis Rostock.")

    take_back(tilda)
    offices.open_case(eva, reference)
    offices.open_proceeding(cord, reference, offices.TRADE)
    for officer in (eva, cord):
        officer.reads("Zurückgenommen", "Gerade ist hier kein Schritt von Ihnen nötig.")


def reroute(eva: Person, reference: str) -> None:
    offices.open_case(eva, reference)
    eva.thorough = True
    eva.follow(re.compile("^Neu zuordnen: Gewerbe"))
    eva.sees("Neu zuordnen")
    eva.reads("Der Betrieb liegt außerhalb der Stadt.")
    eva.write("Behörde suchen: Name, Ort oder Postleitzahl", "Landkreis Rostock")
    eva.press("Suchen")
    eva.sees("Neu zuordnen")
    eva.choose("Welche Behörde bekommt das Verfahren?", "Landkreis Rostock")
    eva.press("An diese Behörde geben")
    eva.reads("Das Verfahren ist neu zugeordnet und unterwegs.")


def take_back(tilda: Person) -> None:
    tilda.follow("Antrag zurücknehmen")
    tilda.sees("Wollen Sie den Antrag zurücknehmen?")
    tilda.press("Ja, Antrag zurücknehmen")
    tilda.reads("Sie haben Ihren Antrag zurückgenommen.")
    tilda.sees(re.compile("."))


def test_a_period_extended_held_and_a_decision_made_anew(someone, tmp_path):
    """One licence: extension, pause, statement of the town, refusal, the service of it, and a second decision."""
    malte, eva, cord = someone(), someone(), someone()
    reference = offices.apply_for_restaurant(malte, "Malte Brüning", tmp_path)
    offices.forwarded_by_eva(eva, reference)
    offices.claim_new(cord, CORD, reference, offices.PERMIT)
    extend(cord, malte)
    hold(cord, malte)
    consult(cord, someone(), reference)

    steps.decide(cord, "Ablehnen", "Die Räume sind zu niedrig.")
    fetch(malte, cord, reference)
    reopen(someone(), reference)
    decide_anew(cord, malte, eva, reference)
    see_who_read(malte)


def extend(cord: Person, malte: Person) -> None:
    cord.thorough = True
    offices.take_step(cord, "Frist verlängern", "Frist verlängern")
    cord.press("Frist verlängern und mitteilen")
    cord.sees_errors("Wählen Sie, um wie viel Sie verlängern.", "Begründen Sie die Verlängerung.")
    cord.choose("Um wie viel verlängern Sie?", "1 Monat")
    cord.write("Warum brauchen Sie länger?", "Die Statik des Kellers ist schwierig zu prüfen.")
    cord.press("Frist verlängern und mitteilen")
    cord.reads("Die Frist ist verlängert.")
    expect(cord.link("Frist verlängern")).to_have_count(0)
    malte.page.reload()
    malte.waits_for(malte.link(DOCUMENT))
    assert "Die Statik des Kellers ist schwierig zu prüfen." in malte.read_pdf(DOCUMENT)
    malte.thorough = True
    malte.sees(re.compile("."))


def hold(cord: Person, malte: Person) -> None:
    offices.take_step(cord, "Frist anhalten", "Frist anhalten")
    cord.press("Frist anhalten und mitteilen")
    cord.sees_errors(
        "Wählen Sie den Grund.",
        "Begründen Sie, warum die Frist angehalten wird.",
        "Nennen Sie einen Tag, zum Beispiel 27 3 2026.",
    )
    cord.choose("Aus welchem Grund halten Sie die Frist an?", "Die antragstellende Person hat darum gebeten")
    cord.write("Begründung", "Herr Brüning ist zwei Wochen verreist.")
    offices.fill_in_until(cord, "Bis wann längstens?", 14)
    cord.press("Frist anhalten und mitteilen")
    cord.reads("Die Frist ist angehalten. Ihr Ende steht fest, sobald sie weiterläuft.")
    malte.page.reload()
    malte.reads("Frist angehalten", "Warum und bis wann, steht in unserem Schreiben.")
    malte.sees(re.compile("."))
    offices.take_step(cord, "Frist weiterlaufen lassen", "Frist weiterlaufen lassen")
    cord.press("Weiterlaufen lassen und mitteilen")
    cord.reads("Die Frist läuft weiter.")


def consult(cord: Person, birte: Person, reference: str) -> None:
    """The town is asked by invitation, and answers."""
    offices.take_step(cord, "Stellungnahme einholen", "Stellungnahme einholen")
    cord.write("Wen? Name einer Kollegin oder eines Kollegen, E-Mail-Adresse oder Behörde", BIRTE)
    cord.press("Suchen")
    cord.sees("Stellungnahme einholen")
    cord.choose("Wen?", "Birte Voß")
    cord.write("Wozu brauchen Sie die Stellungnahme?", "Ist der Keller als Rettungsweg bekannt?")
    cord.press("Um Stellungnahme bitten")
    cord.reads("Die Stellungnahme ist erbeten.")

    birte.is_logged_in(BIRTE)
    birte.thorough = True
    birte.sees("Neu")
    birte.follow(re.compile(f"{reference}.*Stellungnahme erbeten", re.DOTALL))
    birte.sees("Einladung")
    birte.press("Annehmen")
    birte.reads("Sie haben angenommen.")
    birte.follow("Vorgang öffnen")
    birte.sees("Malte Brüning")
    birte.page.go_back()
    birte.sees("Einladung")
    birte.follow("Stellungnahme abgeben")
    birte.sees("Stellungnahme abgeben")
    birte.write("Ihre Stellungnahme", "Der Keller ist kein Rettungsweg.")
    birte.press("Stellungnahme abgeben")
    birte.reads("Ihre Stellungnahme ist abgegeben.")
    cord.page.reload()
    cord.reads("Stellungnahme eingegangen")


def fetch(malte: Person, cord: Person, reference: str) -> None:
    """Opened in the portal, the decision counts as notified on the next day; both sides read the same days."""
    malte.page.reload()
    decision = re.compile("Bescheid öffnen.*Gaststätte")
    malte.waits_for(malte.link(decision))
    malte.reads("am Tag nach dem Abruf, wenn er bis")
    assert "Die Räume sind zu niedrig." in malte.read_pdf(decision)
    notified = date.today() + timedelta(days=1)
    last = remedy_end(notified, is_workday).last_day
    malte.page.reload()
    offices.open_proceeding(cord, reference, offices.PERMIT)
    for reader in (malte, cord):
        reader.sees(re.compile("."))
        reader.reads("§ 41 Abs. 2a", "Gilt als bekannt gegeben", day_words(notified), day_words(last))


def reopen(katrin: Person, reference: str) -> None:
    """By the head, who says first what for she opens a case that is not hers."""
    katrin.is_logged_in(KATRIN)
    katrin.sees("Neu")
    katrin.thorough = True
    offices.open_proceeding(katrin, reference, offices.PERMIT)
    katrin.sees("Zweck angeben")
    katrin.choose("Wozu öffnen Sie diesen Vorgang?", "Aufsicht der Leitung")
    katrin.press("Vorgang öffnen")
    offices.take_step(katrin, "Wieder aufnehmen", "Verfahren wieder aufnehmen")
    katrin.press("Wieder aufnehmen")
    katrin.sees_errors("Schreiben Sie, warum neu zu entscheiden ist.")
    katrin.write("Warum ist neu zu entscheiden?", "Ein neues Aufmaß liegt vor.")
    katrin.press("Wieder aufnehmen")
    katrin.reads("Das Verfahren ist wieder aufgenommen.")


def decide_anew(cord: Person, malte: Person, eva: Person, reference: str) -> None:
    """The first decision stays in the file, superseded; the EA reads what happened."""
    malte.page.reload()
    malte.sees(re.compile("."))
    offices.open_proceeding(cord, reference, offices.PERMIT)
    if cord.button("Übernehmen").count():
        steps.claim(cord)
    steps.decide(cord, "Bewilligen", "Nach dem neuen Aufmaß sind die Räume hoch genug.")
    cord.reads("Bewilligt", "Eine frühere Entscheidung")
    malte.page.reload()
    decision = re.compile("Bescheid öffnen.*Gaststätte")
    malte.waits_for(malte.link(decision))
    assert "Nach dem neuen Aufmaß sind die Räume hoch genug." in malte.read_pdf(decision)
    rows = malte.portal.rows(
        "SELECT d.outcome, n.outcome FROM cases_decision d LEFT JOIN cases_decision n ON n.id = d.superseded_by_id "
        "JOIN cases_proceeding p ON p.id = d.proceeding_id JOIN cases_case c ON c.id = p.case_id "
        "WHERE c.reference = %s ORDER BY d.id",
        reference,
    )
    assert rows == [("rejected", "granted"), ("granted", None)]
    offices.open_case(eva, reference)
    eva.thorough = True
    eva.sees(re.compile("."))
    eva.reads("Frist verlängert", "Frist angehalten", "Verfahren wieder aufgenommen", "Ein neues Aufmaß liegt vor.")


def see_who_read(malte: Person) -> None:
    """Authority, role and purpose of each reading."""
    malte.page.reload()
    malte.main.get_by_text("Zugriffe der Behörden anzeigen").click()
    malte.reads(
        re.compile("IHK zu Rostock.*Zweck: Bearbeitung"),
        re.compile("Landkreis Rostock.*Zweck: Aufsicht der Leitung"),
        re.compile("Zweck: Stellungnahme"),
    )
    malte.sees(re.compile("."))


def test_a_document_comes_late_and_then_nobody_decides(someone, tmp_path):
    """The authority misses a document; complete at last, the period runs out, and the approval counts as granted."""
    smilla, eva, cord = someone(), someone(), someone()
    reference = offices.apply_for_restaurant(smilla, "Smilla Carstens", tmp_path)
    offices.forwarded_by_eva(eva, reference)
    offices.claim_new(cord, CORD, reference, offices.PERMIT)
    complete(cord, smilla, eva, reference, papers.pdf(tmp_path, "pachtvertrag.pdf"))

    # three months, the third day at the ZB, weekends and holidays
    offices.let_days_pass(smilla, reference, 110)
    smilla.waits_for(smilla.button(re.compile("^Bescheinigung verlangen")))
    smilla.sees(re.compile("."))
    smilla.reads("Gilt als bewilligt", "Damit gilt Ihre Genehmigung als erteilt", "§ 42a")
    smilla.press(re.compile("^Bescheinigung verlangen"))
    smilla.reads("Die Bescheinigung wird erstellt.")
    certificate = re.compile("^Bescheinigung")
    smilla.waits_for(smilla.link(certificate))
    assert "§ 42a" in smilla.read_pdf(certificate)
    smilla.page.reload()
    smilla.sees(re.compile("."))

    offices.open_proceeding(cord, reference, offices.PERMIT)
    cord.reads("Gilt als bewilligt", "Bescheinigung verlangt")
    expect(cord.link("Entscheiden")).to_have_count(0)
    offices.open_case(eva, reference)
    eva.thorough = True
    eva.sees(re.compile("."))
    eva.reads("Gilt als bewilligt")


def complete(cord: Person, smilla: Person, eva: Person, reference: str, paper: Path) -> None:
    cord.thorough = True
    offices.take_step(cord, "Unterlage nachfordern", "Unterlage nachfordern")
    cord.write("Was fehlt?", "Es fehlt der Pachtvertrag.")
    cord.press("Nachforderung abschicken")
    cord.reads("Die Nachforderung ist abgeschickt.", "Die Frist läuft erst, wenn alle Unterlagen da sind.")
    offices.open_case(eva, reference)
    eva.reads("Es fehlt der Pachtvertrag.")
    smilla.page.reload()
    smilla.thorough = True
    smilla.sees(re.compile("."))
    smilla.reads("Sie sind dran: eine Unterlage fehlt", "Es fehlt der Pachtvertrag.")
    smilla.follow("Unterlage nachreichen")
    smilla.sees("Unterlage nachreichen")
    smilla.attach("Unterlagen", paper)
    smilla.press("Unterlage einreichen")
    smilla.reads("Ihre Antwort ist angekommen.")
    cord.page.reload()
    cord.reads("pachtvertrag.pdf", "Beantwortet")
    cord.sees(re.compile("."))
    offices.open_case(eva, reference)
    eva.reads("pachtvertrag.pdf")


@pytest.fixture
def permit_waits_for_trade(portal):
    """In the settings of the process: the licence goes out when the Gewerbeanmeldung is decided."""
    change = (
        "UPDATE cases_processsettings SET after_id = (SELECT id FROM content_service WHERE slug = %s) "
        "WHERE service_id = (SELECT id FROM content_service WHERE slug = %s) RETURNING 1"
    )
    assert portal.rows(change, offices.TRADE, offices.PERMIT)
    yield
    portal.rows(change, "", offices.PERMIT)


def test_three_proceedings_and_one_of_them_waits(someone, tmp_path, permit_waits_for_trade):
    """Two run side by side; the Landkreis sees the licence only when Güstrow has decided."""
    ove = someone()
    reference = apply_together(ove, tmp_path)
    eva, birte, cord = someone(), someone(), someone()
    offices.forwarded_by_eva(eva, reference)
    offices.claim_new(birte, BIRTE, reference, offices.TRADE)
    services = (offices.PERMIT, offices.TRADE, offices.TERRACE)
    states = [offices.proceeding_of(ove, reference, service)[1] for service in services]
    assert states == ["waiting", "in_progress", "delivered"]

    waiting = re.compile("Dieses Verfahren beginnt, sobald über das andere entschieden ist: Gewerbe")
    ove.page.reload()
    ove.thorough = True
    ove.sees(re.compile("."))
    ove.reads(waiting)
    offices.open_case(eva, reference)
    eva.reads("Noch nicht zugestellt")
    cord.is_logged_in(CORD)
    cord.sees("Neu")
    cord.open(f"/eingang/?ansicht=neu&q={reference}")
    expect(cord.main.get_by_role("link", name=re.compile(reference))).to_have_count(0)

    steps.decide(birte, "Bewilligen", "Die Anmeldung ist vollständig.")
    steps.open_from_inbox(cord, reference)
    cord.thorough = True
    steps.claim(cord)
    cord.reads("Vorausgehendes Verfahren beendet")
    ove.page.reload()
    expect(ove.main).not_to_contain_text(waiting)
    ove.reads("Bewilligt", "Ihr Antrag wird geprüft: Landkreis Rostock.")
    ove.sees(re.compile("."))
    offices.open_case(eva, reference)
    eva.thorough = True
    eva.sees(re.compile("."))
    expect(eva.main).not_to_contain_text("Noch nicht zugestellt")


def apply_together(ove: Person, directory: Path) -> str:
    """The joint application that the guide leads to."""
    ove.open("/lotse/gastronomie/?vorhaben=restaurant&ort=130720043043&alkohol=ja&mitarbeiter=ja&dazu=draussen")
    ove.follow(re.compile("Antrag starten"))
    ove.sees("Gemeinsamer Antrag")
    ove.press("Antrag beginnen")
    email = new_address("ove")
    steps.fill(ove, restaurant_with_terrace("Ove Jansen", email, papers.pdf(directory, "plan.pdf")))
    reference = steps.send(ove)
    ove.follow("Stand ansehen")
    ove.sees(re.compile("."))
    return reference
