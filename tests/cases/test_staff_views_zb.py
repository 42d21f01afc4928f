"""The proceeding at the authority over HTTP: each step works, is refused without changing anything, is done once."""

import pytest
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import CaseDocument, CompletionRequest, Decision, Event, Message
from tests.cases.world import World, add_document, claim_by_zb, forward, in_two_weeks, log_in, name_purpose, officer

REASONS = "Die Voraussetzungen des § 4 GastG liegen nicht vor, weil die Räume geeignet sind."
CONDITIONS = "Der Ausschank endet um 24 Uhr.\nDie Rettungswege bleiben frei."


@pytest.fixture
def at_zb(world: World) -> World:
    """Both proceedings are delivered."""
    forward(world)
    return world


@pytest.fixture
def claimed(at_zb: World) -> World:
    """Cord has the licence, Birte the trade registration."""
    claim_by_zb(at_zb)
    return at_zb


def address(name: str, world: World) -> str:
    return reverse(f"cases:{name}", args=[world.licence.pk])


def post(person, name: str, world: World, **data):
    return log_in(person).post(address(name, world), {"version": world.licence.version} | data)


def decision(outcome: str = "granted", **changes) -> dict:
    return {"outcome": outcome, "reasons": REASONS, "conditions": "", "step": "final"} | changes


def completion(**changes) -> dict:
    due = in_two_weeks()
    return {
        "text": "Bitte reichen Sie den Grundriss im Maßstab 1:100 ein.",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
    } | changes


def status(world: World) -> str:
    world.licence.refresh_from_db()
    return world.licence.status


def test_the_page_shows_the_whole_case(at_zb: World) -> None:
    page = log_in(at_zb.cord).get(address("proceeding", at_zb)).content.decode()
    for words in (
        "Anna Petersen",
        "Zum Speicher",
        "Grundriss",
        "Gewerbe Anmeldung",
        "Barlachstadt Güstrow",
        "§ 6a GewO",
    ):
        assert words in page
    assert "Übernehmen" in page
    assert "Entscheiden" not in page


def test_who_may_see_it(world: World) -> None:
    # Not before it is delivered
    assert log_in(world.cord).get(address("proceeding", world)).status_code == 404
    forward(world)
    expected = {world.cord: 200, world.katrin: 200, world.birte: 404, world.anna: 404, world.olaf: 404}
    for person, code in expected.items():
        assert log_in(person).get(address("proceeding", world)).status_code == code, person
    assert Client().get(address("proceeding", world)).status_code == 302


def test_another_authority_can_do_nothing_to_it(claimed: World) -> None:
    for name, data in [
        ("claim", {}),
        ("request", completion()),
        ("continue", {}),
        ("return", {"reason": "Nicht zuständig."}),
        ("decide", decision()),
    ]:
        assert post(claimed.birte, name, claimed, **data).status_code == 404, name
    assert status(claimed) == "in_progress"
    assert not Decision.objects.exists()


def test_claim_and_claim_again(at_zb: World) -> None:
    cord = log_in(at_zb.cord)
    for _time in range(2):
        response = cord.post(address("claim", at_zb), {"version": at_zb.licence.version})
        assert response["Location"] == address("proceeding", at_zb)
    assert status(at_zb) == "in_progress"
    assert at_zb.licence.officer == at_zb.cord
    assert Event.objects.filter(proceeding=at_zb.licence, kind="claimed").count() == 1


def test_a_colleague_is_told_who_was_faster(claimed: World) -> None:
    colleague = officer("Ute Möller", claimed.kreis)
    response = post(colleague, "claim", claimed)
    assert response.status_code == 409
    assert "Cord Lüders bearbeitet das schon" in response.content.decode()


def test_the_head_takes_over(claimed: World) -> None:
    katrin = log_in(claimed.katrin)
    name_purpose(katrin, claimed)
    page = katrin.get(address("proceeding", claimed)).content.decode()
    assert "Von Cord Lüders übernehmen" in page
    assert post(claimed.katrin, "claim", claimed).status_code == 302
    claimed.licence.refresh_from_db()
    assert claimed.licence.officer == claimed.katrin


def test_request_answer_and_continue(claimed: World) -> None:
    assert post(claimed.cord, "request", claimed, **completion()).status_code == 302
    assert status(claimed) == "incomplete"
    page = log_in(claimed.cord).get(address("proceeding", claimed)).content.decode()
    assert "Ohne die Unterlage weitermachen" in page
    assert "Maßstab 1:100" in log_in(claimed.cord).get(address("continue", claimed)).content.decode()
    assert post(claimed.cord, "continue", claimed).status_code == 302
    assert status(claimed) == "in_progress"
    assert CompletionRequest.objects.get().status == "dropped"
    # Twice: nothing to go on from
    assert post(claimed.cord, "continue", claimed).status_code == 409


def test_return(claimed: World) -> None:
    empty = post(claimed.cord, "return", claimed, reason="")
    assert empty.status_code == 200
    assert empty.content.decode().count("Schreiben Sie, warum Ihre Behörde nicht zuständig ist.") == 2
    assert status(claimed) == "in_progress"
    response = post(claimed.cord, "return", claimed, reason="Zuständig ist die Stadt Güstrow.")
    assert response["Location"] == reverse("cases:inbox")
    assert status(claimed) == "returned"
    assert post(claimed.cord, "return", claimed, reason="Zuständig ist die Stadt Güstrow.").status_code in (403, 409)
    assert Event.objects.filter(kind="returned").count() == 1


def test_deciding_takes_two_steps(claimed: World) -> None:
    with_conditions = decision("granted_with_conditions", conditions=CONDITIONS)
    preview = post(claimed.cord, "decide", claimed, **with_conditions | {"step": ""})
    page = preview.content.decode()
    assert "Noch ist nichts entschieden" in page
    assert "<dd>Bewilligt mit Auflagen</dd>" in page
    assert "Die Rettungswege bleiben frei." in page
    assert not Decision.objects.exists()
    back = post(claimed.cord, "decide", claimed, **with_conditions | {"step": "change"})
    assert REASONS in back.content.decode()
    assert "<textarea" in back.content.decode()
    final = post(claimed.cord, "decide", claimed, **with_conditions)
    assert final["Location"] == address("proceeding", claimed)
    made = Decision.objects.get(proceeding=claimed.licence)
    assert (made.outcome, made.reasons, made.decided_by) == ("granted_with_conditions", REASONS, claimed.cord)
    assert made.conditions.splitlines() == CONDITIONS.splitlines()


@pytest.mark.parametrize("outcome", ["granted", "rejected"])
def test_grant_and_reject(claimed: World, outcome: str) -> None:
    assert post(claimed.cord, "decide", claimed, **decision(outcome)).status_code == 302
    assert status(claimed) == outcome
    # Twice: refused with who decided, and the text comes back
    again = post(claimed.cord, "decide", claimed, **decision("rejected"))
    assert again.status_code == 409
    assert REASONS in again.content.decode()
    assert Decision.objects.count() == 1
    assert "Entscheiden" not in log_in(claimed.cord).get(address("proceeding", claimed)).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": ""}, "Wählen Sie, wie Sie entscheiden."),
        ({"reasons": ""}, "Begründen Sie die Entscheidung."),
        ({"outcome": "granted_with_conditions"}, "Nennen Sie mindestens eine Auflage."),
        ({"conditions": CONDITIONS}, "Auflagen gehören zu „Mit Auflagen bewilligen“."),
        ({"reasons": "x" * 5001}, "Kürzen Sie den Text auf höchstens 5000 Zeichen."),
    ],
)
def test_a_decision_with_errors_keeps_the_text(claimed: World, changes: dict, words: str) -> None:
    response = post(claimed.cord, "decide", claimed, **decision(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(words) == 2  # on top and at the field
    assert "<title>Fehler: Entscheiden" in page
    assert "reasons" in changes or REASONS in page
    assert not Decision.objects.exists()


def test_a_decision_on_an_old_version_shows_the_text_again(claimed: World) -> None:
    before = claimed.licence.version
    assert post(claimed.cord, "request", claimed, **completion()).status_code == 302
    response = post(claimed.cord, "decide", claimed, **decision(version=before))
    assert response.status_code == 409
    assert REASONS in response.content.decode()
    assert not Decision.objects.exists()


def test_the_preview_already_says_who_was_faster(claimed: World) -> None:
    actions.return_proceeding(
        claimed.licence.pk, actor=claimed.cord, version=claimed.licence.version, reason="Die Stadt ist zuständig."
    )
    response = post(claimed.cord, "decide", claimed, **decision(step=""))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Cord Lüders" in page
    assert "10:00" in page
    assert REASONS in page


def test_deciding_before_claiming_is_refused(at_zb: World) -> None:
    assert post(at_zb.cord, "decide", at_zb, **decision()).status_code in (403, 409)
    assert log_in(at_zb.cord).get(address("decide", at_zb)).status_code == 409
    assert status(at_zb) == "delivered"


def test_the_decision_and_its_letter_stand_on_the_page(claimed: World) -> None:
    made = actions.decide(
        claimed.licence.pk, actor=claimed.cord, version=claimed.licence.version, outcome="granted", reasons=REASONS
    )
    cord = log_in(claimed.cord)
    assert "gerade als PDF erzeugt" in cord.get(address("proceeding", claimed)).content.decode()
    made.document = add_document(claimed.case, "Bescheid", CaseDocument.Kind.DECISION, claimed.licence)
    made.save(update_fields=["document"])
    letter = reverse("cases:staff_document", args=[claimed.case.reference, made.document_id])
    assert letter in cord.get(address("proceeding", claimed)).content.decode()
    assert cord.get(letter).status_code == 200
    # The other authority of the case reads the application, not this letter
    assert log_in(claimed.birte).get(letter).status_code == 404
    application = reverse("cases:staff_document", args=[claimed.case.reference, claimed.upload.pk])
    assert log_in(claimed.birte).get(application).status_code == 200


def test_message_from_a_proceeding(claimed: World) -> None:
    write = reverse("cases:staff_message", args=[claimed.case.reference])
    data = {"proceeding": claimed.licence.pk, "text": "Guten Tag Frau Petersen"}
    assert log_in(claimed.cord).post(write, data)["Location"] == f"{address('proceeding', claimed)}#nachrichten"
    assert Message.objects.get().organisation == claimed.kreis
    assert log_in(claimed.birte).post(write, data).status_code == 404
    empty = log_in(claimed.cord).post(write, data | {"text": ""})
    assert empty.content.decode().count("Schreiben Sie Ihre Nachricht.") == 2
    assert Message.objects.count() == 1


def test_a_message_goes_to_the_case_in_its_address(claimed: World) -> None:
    write = reverse("cases:staff_message", args=["MV-2222-2222-2"])
    response = log_in(claimed.cord).post(write, {"proceeding": claimed.licence.pk, "text": "Guten Tag"})
    assert response.status_code == 404
    assert not Message.objects.exists()


def test_page_queries_are_fixed(claimed: World, django_assert_max_num_queries) -> None:
    cord = log_in(claimed.cord)
    # session, user, the nine of the page, and the line in the access log
    with django_assert_max_num_queries(12):
        assert cord.get(address("proceeding", claimed)).status_code == 200


@pytest.mark.parametrize("step", ["request", "return", "decide"])
def test_a_step_names_the_authority_that_takes_it(claimed: World, step: str) -> None:
    page = log_in(claimed.cord).get(address(step, claimed)).content.decode()
    assert f"<span>{claimed.licence.organisation.name}</span>" in page
    assert "Eingang der Behörden" not in page
