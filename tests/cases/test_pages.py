"""What the pages read: the right things, for the right people, with a fixed number of queries."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions, queries
from cases.models import Case, CaseDocument, Message, Proceeding
from cases.queries.words import no_day
from tests.factories.cases import (
    Town,
    attach,
    checking_case,
    deliver_all,
    dog_case,
    forwarded_case,
    new_application,
    permit_of,
    received_case,
    stored_file,
    submitted_case,
    trade_of,
    working_case,
)
from tests.factories.portal import UserFactory

FRIDAY = "2026-01-23 10:00 +0100"


def fill(case: Case, proceeding: Proceeding | None, author) -> None:
    """Thirty documents, messages and answered requests."""
    for number in range(30):
        CaseDocument.objects.create(
            case=case, proceeding=proceeding, kind="upload", title=f"Anlage {number}", file=stored_file()
        )
        Message.objects.create(case=case, proceeding=proceeding, author=author, text=f"Nachricht {number}")
        case.completion_requests.create(
            proceeding=proceeding, text="Etwas", due_on=timezone.localdate(), requested_by=author, status="answered"
        )


def count_of(read) -> int:
    with CaptureQueriesContext(connection) as queries_:
        read()
    return len(queries_)


def counts_before_and_after(read, fill_up) -> list[int]:
    read()  # the definition of the form is read once a process
    before = count_of(read)
    fill_up()
    return [before, count_of(read)]


def test_queries_of_the_applicants_page(town: Town) -> None:
    case = working_case(town)
    read = lambda: queries.case_page(case.pk, "de")  # noqa: E731
    assert counts_before_and_after(read, lambda: fill(case, None, town.eva)) == [8, 8]
    assert len(read().documents) == 30


def test_queries_of_the_page_of_the_ea(town: Town) -> None:
    case = checking_case(town)
    read = lambda: queries.ea_case_page(case.reference, town.eva)  # noqa: E731
    assert counts_before_and_after(read, lambda: fill(case, None, town.eva)) == [8, 8]


def test_queries_of_the_page_of_the_authority(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    read = lambda: queries.proceeding_page(permit.pk, town.cord)  # noqa: E731
    assert counts_before_and_after(read, lambda: fill(case, permit, town.cord)) == [9, 9]


def test_queries_of_an_account(town: Town) -> None:
    anna = UserFactory()

    def more() -> None:
        for _number in range(3):
            draft = new_application(town)
            draft.user = anna
            draft.save()
            Case.objects.filter(pk=submitted_case(town).pk).update(applicant=anna)

    more()
    read = lambda: queries.account_page(anna)  # noqa: E731
    assert counts_before_and_after(read, more) == [2, 2]
    page = read()
    assert (len(page.drafts), len(page.cases)) == (6, 6)


def states(card) -> list[tuple[str, str]]:
    return [(step.label, step.state) for step in card.steps]


def test_steps_of_a_case_with_an_ea(town: Town) -> None:
    case = received_case(town)
    card = queries.case_page(case.pk, "de").proceedings[0]
    labels = ["Eingereicht", "Vollständigkeit", "Bei der Behörde", "Prüfung", "Entscheidung"]
    assert states(card) == list(zip(labels, ["done", "now", "next", "next", "next"], strict=True))
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        actions.claim_case(case.pk, actor=town.eva, version=case.version)
        case.refresh_from_db()
        actions.forward_case(case.pk, actor=town.eva, version=case.version)
        deliver_all(case)
    card = queries.case_page(case.pk, "de").proceedings[0]
    assert [step.state for step in card.steps] == ["done", "done", "done", "now", "next"]
    assert card.steps[-1].note.startswith("spätestens am ")


def test_steps_of_a_case_without_an_ea(town: Town) -> None:
    case = dog_case(town)
    card = queries.case_page(case.pk, "de").proceedings[0]
    assert states(card) == [
        ("Eingereicht", "done"),
        ("Bei der Behörde", "done"),
        ("Prüfung", "now"),
        ("Entscheidung", "next"),
    ]
    assert card.clock.due_on is None
    assert "keine gesetzliche Frist" in card.clock.consequence


def test_steps_of_what_was_decided_and_withdrawn(town: Town) -> None:
    case = working_case(town)
    trade = trade_of(case, town)
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")
    actions.withdraw_case(case.pk, version=case.version)
    page = queries.case_page(case.pk, "de")
    withdrawn, decided = page.proceedings
    assert [step.state for step in decided.steps] == ["done"] * 5
    assert states(withdrawn)[-1] == ("Zurückgenommen", "done")
    assert decided.decision.outcome_label == "Bewilligt"
    assert not page.can_withdraw
    assert not page.can_write


@time_machine.travel(FRIDAY, tick=False)
def test_the_clock_in_words(town: Town) -> None:
    case = received_case(town)
    card = next(row for row in queries.case_page(case.pk, "de").proceedings if row.service == "Gaststättenerlaubnis")
    assert (card.clock.due_on, card.clock.days_left) == (date(2026, 4, 27), 94)
    assert [(reason.on, reason.text) for reason in card.clock.reasons] == [
        (date(2026, 1, 23), "Der Antrag ist beim Einheitlichen Ansprechpartner eingegangen."),
        (
            date(2026, 1, 26),
            "Am 3. Tag danach gilt er bei der zuständigen Behörde als eingegangen (§ 71b Abs. 2 VwVfG M-V).",
        ),
        (
            date(2026, 4, 26),
            "Die Frist dauert 3 Monate ab dem 26. Januar 2026 (§ 6a GewO). Ihr Ende fällt auf ein Wochenende.",
        ),
        (date(2026, 4, 27), "Deshalb endet die Frist am nächsten Werktag (§ 31 Abs. 3 VwVfG M-V)."),
        (
            date(2026, 4, 27),
            "Entscheidet die Behörde bis dahin nicht, gilt die Genehmigung als erteilt (§ 42a VwVfG M-V).",
        ),
    ]


def test_an_occurred_fiction_is_pointed_out(town: Town) -> None:
    """The authority must say so to an applicant (BGH, III ZR 470/16)."""
    with time_machine.travel(FRIDAY, tick=False):
        case = working_case(town)
    with time_machine.travel("2026-04-28 09:00 +0200", tick=False):
        cards = {row.service: row for row in queries.case_page(case.pk, "de").proceedings}
    permit, trade = cards["Gaststättenerlaubnis"], cards["Gewerbeanmeldung"]
    assert permit.clock.is_overdue
    assert "gilt Ihre Genehmigung als erteilt" in permit.now
    assert "als erteilt" not in trade.now


def test_no_fiction_while_a_document_is_missing(town: Town) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        case = working_case(town)
        permit = permit_of(case, town)
        actions.request_completion(
            permit.pk, actor=town.cord, version=permit.version, text="Fehlt.", due_on=date(2026, 2, 28)
        )
    with time_machine.travel("2026-04-28 09:00 +0200", tick=False):
        page = queries.case_page(case.pk, "de")
    card = next(row for row in page.proceedings if row.id == permit.pk)
    assert card.clock.due_on is None
    assert "Sie sind dran" in card.now
    assert [row.organisation for row in page.open_requests] == ["Landkreis Rostock"]


def test_english(town: Town) -> None:
    """Texts follow the given language, whatever the request speaks."""
    case = received_case(town)
    page = queries.case_page(case.pk, "en")
    assert page.proceedings[0].clock.reasons[0].text
    assert queries.case_page(case.pk, "de").status_label == "Eingegangen"


def test_the_ea_sees_what_it_may_do(town: Town) -> None:
    case = received_case(town)
    assert queries.ea_case_page(case.reference, town.eva).allowed == {"claim", "pass_to_ea", "message"}
    actions.claim_case(case.pk, actor=town.eva, version=case.version)
    page = queries.ea_case_page(case.reference, town.eva)
    assert page.allowed == {"request_completion", "forward", "hand_over", "pass_to_ea", "message"}
    assert page.is_mine
    assert queries.ea_case_page(case.reference, town.katrin).allowed == {"take_over", "hand_over", "message"}
    labels = {row.label: row.value for section in page.answers for row in section.rows}
    assert labels["business_name"] == "Zum Speicher"
    assert page.events[0].label == "Bearbeitung übernommen"
    assert page.events[-1].actor == "Anna Petersen"


def test_the_ea_sees_what_came_back(town: Town) -> None:
    case = forwarded_case(town)
    permit = permit_of(case, town)
    actions.return_proceeding(permit.pk, actor=town.cord, version=permit.version, reason="Nicht bei uns.")
    rows = {row.service: row.allowed for row in queries.ea_case_page(case.reference, town.eva).proceedings}
    assert rows == {"Gaststättenerlaubnis": {"reroute"}, "Gewerbeanmeldung": set()}


def test_the_authority_sees_what_it_may_do(town: Town) -> None:
    case = forwarded_case(town)
    permit = permit_of(case, town)
    assert queries.proceeding_page(permit.pk, town.cord).allowed == {"claim", "return", "message"}
    actions.claim_proceeding(permit.pk, actor=town.cord, version=permit.version)
    page = queries.proceeding_page(permit.pk, town.cord)
    assert page.allowed == {
        "request_completion",
        "ask",
        "extend_period",
        "pause",
        "consult",
        "hand_over",
        "return",
        "decide",
        "discontinue",
        "message",
    }
    assert queries.proceeding_page(permit.pk, town.katrin).allowed == {"take_over", "hand_over", "message"}
    assert [row.is_current for row in page.proceedings] == [True, False]


def test_an_authority_reads_its_own_papers_only(town: Town) -> None:
    case = working_case(town)
    permit, trade = permit_of(case, town), trade_of(case, town)
    for proceeding, title in ((None, "für alle"), (permit, "Erlaubnis"), (trade, "Gewerbe")):
        CaseDocument.objects.create(
            case=case, proceeding=proceeding, kind="completion", title=title, file=stored_file()
        )
        Message.objects.create(case=case, proceeding=proceeding, author=town.eva, text=title)
    page = queries.proceeding_page(permit.pk, town.cord)
    assert {row.title for row in page.documents} == {row.text for row in page.messages} == {"für alle", "Erlaubnis"}
    foreign = CaseDocument.objects.get(title="Gewerbe")
    with pytest.raises(Http404):
        queries.document_for_officer(case.reference, foreign.pk, town.cord)
    for officer in (town.eva, town.birte):
        assert queries.document_for_officer(case.reference, foreign.pk, officer) == foreign
    with pytest.raises(Http404):
        queries.document_for_officer(case.reference, foreign.pk, town.paula)


def test_documents_of_another_case(town: Town) -> None:
    application = new_application(town)
    attach(application)
    case, other = actions.submit(application.secret), submitted_case(town)
    document = case.documents.get()
    assert queries.document_for_applicant(case.pk, document.pk) == document
    with pytest.raises(Http404):
        queries.document_for_applicant(other.pk, document.pk)


@pytest.mark.parametrize(
    ("name", "sees_case", "sees_permit"),
    [
        ("eva", True, False),
        ("katrin", True, True),
        ("cord", False, True),
        ("birte", False, False),
        ("paula", False, False),
        ("anna", False, False),
    ],
)
def test_who_sees_which_page(town: Town, name: str, sees_case: bool, sees_permit: bool) -> None:
    case = forwarded_case(town)
    officer, permit = getattr(town, name), permit_of(case, town)
    for read, sees in (
        (lambda: queries.ea_case_page(case.reference, officer), sees_case),
        (lambda: queries.proceeding_page(permit.pk, officer), sees_permit),
    ):
        if sees:
            assert read().reference == case.reference
        else:
            with pytest.raises(Http404):
                read()


def test_before_delivery_the_authority_sees_nothing(town: Town) -> None:
    case = checking_case(town)
    with pytest.raises(Http404):
        queries.proceeding_page(permit_of(case, town).pk, town.cord)
    Proceeding.objects.update(status="withdrawn")
    with pytest.raises(Http404):
        queries.proceeding_page(permit_of(case, town).pk, town.cord)


def test_the_ea_reads_which_period_ends_first(town: Town) -> None:
    case = working_case(town)
    for row, officer in ((trade_of(case, town), town.birte), (permit_of(case, town), town.cord)):
        page = queries.ea_case_page(case.reference, town.eva)
        assert (page.clock_service, page.clock.due_on) == (row.service.name, row.due_on)
        assert page.clock.days_left == next(sibling.days_left for sibling in page.proceedings if sibling.id == row.pk)
        actions.decide(row.pk, actor=officer, version=row.version, outcome="granted", reasons="Gut.")
    page = queries.ea_case_page(case.reference, town.eva)
    assert (page.clock_service, page.clock.days_left) == ("", None)


@pytest.mark.parametrize(
    ("status", "period", "sentence"),
    [
        ("in_progress", "3m", "Noch läuft keine Frist für die Entscheidung."),
        ("incomplete", "3m", "Die Frist läuft erst, wenn alle Unterlagen da sind."),
        ("paused", "3m", "Die Frist ist angehalten. Ihr Ende steht fest, sobald sie weiterläuft."),
        ("in_progress", "", "Für diese Entscheidung ist keine Frist festgelegt."),
        ("withdrawn", "3m", "Das Verfahren ist beendet."),
    ],
)
def test_why_no_day_can_be_named(status: str, period: str, sentence: str) -> None:
    assert no_day(status, period) == sentence
