"""What the authority does before it decides, and how it decides."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases import actions
from cases.errors import AlreadyClaimed, ChangedMeanwhile, MoveRefused
from cases.models import Case, Decision, Proceeding
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.test_ea_actions import state
from tests.factories.cases import Town, forwarded_case, permit_of, trade_of, working_case


def again(proceeding: Proceeding) -> Proceeding:
    return Proceeding.objects.get(pk=proceeding.pk)


def ask(town: Town, proceeding: Proceeding):
    return actions.request_completion(
        proceeding.pk,
        actor=town.cord,
        version=proceeding.version,
        text="Das Führungszeugnis fehlt.",
        due_on=timezone.localdate() + timedelta(days=14),
    )


def decide(proceeding: Proceeding, actor, **changes) -> Decision:
    given = {"version": proceeding.version, "outcome": "granted", "reasons": "Nichts spricht dagegen."} | changes
    return actions.decide(proceeding.pk, actor=actor, **given)


def test_claim(town: Town) -> None:
    proceeding = permit_of(forwarded_case(town), town)
    actions.claim_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version)
    proceeding = again(proceeding)
    assert (proceeding.status, proceeding.officer) == ("in_progress", town.cord)
    before = state()
    actions.claim_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version)
    assert state() == before


def test_claimed_by_somebody_else(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    colleague = type(town.cord).objects.create(email="curt@example.org", name="Curt")
    colleague.groups.set(town.cord.groups.all())
    with pytest.raises(AlreadyClaimed) as refusal:
        actions.claim_proceeding(proceeding.pk, actor=colleague, version=proceeding.version)
    assert refusal.value.who == "Cord Lüders"
    actions.claim_proceeding(proceeding.pk, actor=town.katrin, version=proceeding.version)
    assert again(proceeding).officer == town.katrin


def test_ask_and_go_on_without(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    due = proceeding.due_on
    request = ask(town, proceeding)
    proceeding = again(proceeding)
    assert (proceeding.status, proceeding.due_on) == ("incomplete", None)
    actions.continue_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version)
    proceeding = again(proceeding)
    request.refresh_from_db()
    assert (proceeding.status, proceeding.due_on, request.status) == ("in_progress", due, "dropped")


def test_return(town: Town) -> None:
    proceeding = permit_of(forwarded_case(town), town)
    actions.return_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version, reason="Nicht bei uns.")
    proceeding = again(proceeding)
    assert (proceeding.status, proceeding.officer) == ("returned", None)
    mail = OutgoingMail.objects.get(key__startswith="returned:")
    assert mail.recipient == "post@ihk.example"
    assert "Nicht bei uns." in mail.text
    with pytest.raises(MoveRefused):
        actions.return_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version, reason="Noch einmal.")


def test_return_needs_a_reason_and_the_owner(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    before = state()
    with pytest.raises(Refusal):
        actions.return_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version, reason=" ")
    with pytest.raises(NotPermitted):
        actions.return_proceeding(proceeding.pk, actor=town.katrin, version=proceeding.version, reason="Ich.")
    assert state() == before


@pytest.mark.parametrize(
    ("outcome", "conditions"), [("granted", ""), ("granted_with_conditions", "Ab 22 Uhr leise."), ("rejected", "")]
)
def test_decide(town: Town, outcome: str, conditions: str) -> None:
    proceeding = permit_of(working_case(town), town)
    decision = decide(proceeding, town.cord, outcome=outcome, conditions=conditions)
    assert (again(proceeding).status, decision.outcome, decision.decided_by) == (outcome, outcome, town.cord)
    assert Entry.objects.filter(task="cases.write_decision", subject_id=decision.pk).count() == 1
    before = state()
    with pytest.raises(MoveRefused, match="schon beendet"):
        decide(again(proceeding), town.cord)
    assert state() == before


def test_the_last_decision_closes_the_case(town: Town) -> None:
    case = working_case(town)
    decide(trade_of(case, town), town.birte)
    assert Case.objects.get().status == "forwarded"
    decide(permit_of(case, town), town.cord, outcome="rejected")
    case.refresh_from_db()
    assert case.status == "closed"
    assert case.closed_at is not None
    assert [event.kind for event in case.events.all()][-2:] == ["decided", "closed"]


def test_a_decision_needs_its_texts(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    before = state()
    for changes in (
        {"reasons": " "},
        {"outcome": "granted_with_conditions"},
        {"conditions": "Ab 22 Uhr leise."},
        {"outcome": "deemed_granted"},  # only the clock does that
        {"outcome": "nonsense"},
    ):
        with pytest.raises(Refusal):
            decide(proceeding, town.cord, **changes)
    assert state() == before


def test_decide_is_refused(town: Town) -> None:
    case = working_case(town)
    proceeding = permit_of(case, town)
    before = state()
    for actor, refusal in (
        (town.eva, NotPermitted),  # sees the case, but is not the authority
        (town.birte, NotPermitted),  # another authority of the same case
        (town.katrin, NotPermitted),  # leads the authority, but has not taken it over
        (town.paula, Http404),
        (town.anna, Http404),
    ):
        with pytest.raises(refusal):
            decide(proceeding, actor)
    with pytest.raises(ChangedMeanwhile):
        decide(proceeding, town.cord, version=proceeding.version - 1)
    assert state() == before


def test_claim_before_deciding(town: Town) -> None:
    proceeding = permit_of(forwarded_case(town), town)
    with pytest.raises(MoveRefused):
        decide(proceeding, town.cord)


def test_a_proceeding_that_is_not_delivered_does_not_exist(town: Town) -> None:
    proceeding = permit_of(forwarded_case(town), town)
    Proceeding.objects.update(status="waiting", delivered_at=None)
    with pytest.raises(Http404):
        actions.claim_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version)


def test_unknown_ids(town: Town) -> None:
    with pytest.raises(Http404):
        actions.claim_proceeding(0, actor=town.cord, version=1)
    with pytest.raises(Http404):
        actions.claim_case(0, actor=town.eva, version=1)
