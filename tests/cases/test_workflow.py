"""The rarer steps: question, four eyes, discontinue, reopen, hand over, wait for another proceeding."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cases import actions, queries
from cases.actions.processes import save_process
from cases.errors import MoveRefused
from cases.models import Case, Decision, Event, Proceeding, ProcessSettings, Proposal
from cases.queries.people import colleagues
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from responsibility.models import Organisation, Responsibility
from tests.cases.world import officer
from tests.factories.cases import (
    OrganisationFactory,
    Town,
    checking_case,
    deliver_all,
    forwarded_case,
    permit_of,
    received_case,
    submitted_case,
    trade_of,
    working_case,
)


def in_two_weeks() -> date:
    return timezone.localdate() + timedelta(days=14)


def decide(proceeding: Proceeding, actor, outcome: str = "granted") -> Decision:
    proceeding.refresh_from_db()
    return actions.decide(
        proceeding.pk, actor=actor, version=proceeding.version, outcome=outcome, reasons="Nichts spricht dagegen."
    )


def mails(prefix: str) -> list[str]:
    sent = OutgoingMail.objects.filter(key__startswith=f"{prefix}:").order_by("pk")
    return list(sent.values_list("recipient", flat=True))


def test_question_leaves_status_and_clock_alone(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    request = actions.ask_question(
        permit.pk, actor=town.cord, version=permit.version, text="Wie viele Plätze?", due_on=in_two_weeks()
    )
    after = permit_of(case, town)
    assert (after.status, after.due_on, after.version) == ("in_progress", permit.due_on, permit.version + 1)
    assert OutgoingMail.objects.get(key=f"completion_requested:{request.pk}").subject.startswith("Sie sind dran: eine")
    actions.answer_completion(request.pk, case_id=case.pk, text="Sechzig.", uploads=[])
    answered = permit_of(case, town)
    assert (answered.status, answered.due_on) == ("in_progress", permit.due_on)
    assert list(case.events.filter(kind__startswith="correction").values_list("kind", flat=True)) == [
        "correction_requested",
        "correction_answered",
    ]


def test_one_question_at_a_time_and_a_document_beside_it(town: Town) -> None:
    permit = permit_of(working_case(town), town)
    for refused in (False, True):
        permit.refresh_from_db()
        given = {"actor": town.cord, "version": permit.version, "text": "Wie viele?", "due_on": in_two_weeks()}
        if refused:
            with pytest.raises(Refusal, match="schon eine Rückfrage"):
                actions.ask_question(permit.pk, **given)
        else:
            actions.ask_question(permit.pk, **given)
    actions.request_completion(permit.pk, **given)
    permit.refresh_from_db()
    actions.continue_proceeding(permit.pk, actor=town.cord, version=permit.version)
    assert set(permit.completion_requests.values_list("kind", "status")) == {
        ("question", "open"),
        ("documents", "dropped"),
    }
    decide(permit, town.cord)
    assert not permit.completion_requests.filter(status="open").exists()


@pytest.fixture
def proposed(town: Town) -> Proceeding:
    ProcessSettings.objects.filter(service=town.permit).update(four_eyes=True)
    permit = permit_of(working_case(town), town)
    assert permit.four_eyes
    actions.propose_decision(
        permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Es fehlt die Zuverlässigkeit."
    )
    permit.refresh_from_db()
    return permit


def test_two_signatures(town: Town, proposed: Proceeding) -> None:
    assert proposed.status == "proposed"
    assert not Decision.objects.exists()
    assert mails("to_sign") == ["post@kreis.example"]
    assert "sign" in queries.proceeding_page(proposed.pk, town.katrin).allowed
    assert "sign" not in queries.proceeding_page(proposed.pk, town.cord).allowed
    decision = actions.sign_proposal(proposed.pk, actor=town.katrin, version=proposed.version)
    assert (decision.outcome, decision.decided_by) == ("rejected", town.cord)
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.reviewed_by) == ("signed", town.katrin)
    assert Entry.objects.filter(task="cases.write_decision").count() == 1


def test_nobody_signs_alone(town: Town, proposed: Proceeding) -> None:
    with pytest.raises(NotPermitted, match="jemand anders"):
        actions.sign_proposal(proposed.pk, actor=town.cord, version=proposed.version)
    with pytest.raises(IntegrityError, match="somebody_else_signs"):
        Proposal.objects.update(status="signed", reviewed_by=town.cord)


def test_with_two_signatures_nobody_decides_directly(town: Town) -> None:
    ProcessSettings.objects.filter(service=town.permit).update(four_eyes=True)
    permit = permit_of(working_case(town), town)
    assert "propose" in queries.proceeding_page(permit.pk, town.cord).allowed
    with pytest.raises(MoveRefused, match="zweite Unterschrift"):
        decide(permit, town.cord)
    trade = trade_of(permit.case, town)
    with pytest.raises(MoveRefused, match="keine zweite"):
        actions.propose_decision(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")


def test_draft_goes_back_with_a_note(town: Town, proposed: Proceeding) -> None:
    with pytest.raises(Refusal, match="was sich ändern soll"):
        actions.send_back_proposal(proposed.pk, actor=town.katrin, version=proposed.version, note=" ")
    actions.send_back_proposal(proposed.pk, actor=town.katrin, version=proposed.version, note="Bitte genauer.")
    proposed.refresh_from_db()
    assert proposed.status == "in_progress"
    assert mails("sent_back") == ["cord@example.org"]
    assert Proposal.objects.get().note == "Bitte genauer."


def test_withdrawing_drops_the_draft(town: Town, proposed: Proceeding) -> None:
    actions.withdraw_case(proposed.case_id, version=proposed.case.version)
    assert Proposal.objects.get().status == "dropped"
    assert Proceeding.objects.get(pk=proposed.pk).status == "withdrawn"


def test_discontinue(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    with pytest.raises(Refusal, match="warum Sie das Verfahren einstellen"):
        actions.discontinue_proceeding(permit.pk, actor=town.cord, version=permit.version, reason="")
    actions.discontinue_proceeding(permit.pk, actor=town.cord, version=permit.version, reason="Es ist erledigt.")
    assert mails("discontinued") == ["anna@example.org"]
    assert not Decision.objects.exists()
    decide(trade_of(case, town), town.birte)
    case.refresh_from_db()
    assert case.status == "closed"
    steps = queries.case_page(case.pk, "de").proceedings[0].steps
    assert (steps[-1].label, steps[-1].state) == ("Eingestellt", "done")


def test_reopening_keeps_the_old_decision_until_a_new_one_supersedes_it(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    old = decide(permit, town.cord, "rejected")
    decide(trade_of(case, town), town.birte)
    case.refresh_from_db()
    assert case.status == "closed"
    permit.refresh_from_db()
    reason = "Es gibt neue Tatsachen."
    with pytest.raises(NotPermitted, match="nur die Leitung"):
        actions.reopen_proceeding(permit.pk, actor=town.cord, version=permit.version, reason=reason)
    with pytest.raises(Refusal, match="warum neu zu entscheiden"):
        actions.reopen_proceeding(permit.pk, actor=town.katrin, version=permit.version, reason=" ")
    actions.reopen_proceeding(permit.pk, actor=town.katrin, version=permit.version, reason=reason)
    case.refresh_from_db()
    permit.refresh_from_db()
    old.refresh_from_db()
    assert (case.status, case.closed_at, permit.status, permit.due_on) == ("forwarded", None, "in_progress", None)
    assert (old.superseded_at, permit.officer) == (None, town.cord)
    card = queries.case_page(case.pk, "de").proceedings[0]
    assert (card.is_decided, [step.state for step in card.steps]) == (False, ["done", "done", "done", "now", "next"])
    new = decide(permit, town.cord, "granted")
    old.refresh_from_db()
    case.refresh_from_db()
    assert (old.superseded_by, old.superseded_at is not None, case.status) == (new, True, "closed")
    page = queries.proceeding_page(permit.pk, town.cord)
    assert (page.decision.outcome, [row.outcome for row in page.earlier]) == ("granted", ["rejected"])


def test_what_is_reopened_is_never_deemed_granted(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    decide(permit, town.cord, "rejected")
    permit.refresh_from_db()
    actions.reopen_proceeding(permit.pk, actor=town.katrin, version=permit.version, reason="Neue Tatsachen.")
    assert not actions.grant_deemed(permit.pk, today=date(2099, 1, 1))
    assert permit_of(case, town).status == "in_progress"


def test_withdrawn_is_not_reopened(town: Town) -> None:
    case = working_case(town)
    actions.withdraw_case(case.pk, version=case.version)
    permit = permit_of(case, town)
    with pytest.raises(MoveRefused):
        actions.reopen_proceeding(permit.pk, actor=town.katrin, version=permit.version, reason="Doch.")


def test_hand_over_to_a_colleague(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    dana = officer("Dana Kruse", town.district)
    assert [name for _key, name in colleagues(town.district.pk, without=town.cord.pk)] == ["Dana Kruse", "Katrin Behn"]
    for stranger in (town.birte.pk, town.cord.pk, 0):
        with pytest.raises(Refusal, match="aus Ihrer Behörde"):
            actions.hand_over_proceeding(permit.pk, actor=town.cord, version=permit.version, officer_id=stranger)
    with pytest.raises(NotPermitted, match="Übergeben kann nur"):
        actions.hand_over_proceeding(permit.pk, actor=dana, version=permit.version, officer_id=dana.pk)
    actions.hand_over_proceeding(permit.pk, actor=town.cord, version=permit.version, officer_id=dana.pk)
    permit.refresh_from_db()
    assert permit.officer == dana
    assert mails("handed_over") == [dana.email]
    actions.hand_over_proceeding(permit.pk, actor=town.katrin, version=permit.version, officer_id=town.cord.pk)
    assert permit_of(case, town).officer == town.cord
    assert Event.objects.filter(kind="handed_over").count() == 2


def test_hand_over_of_a_case_at_the_ea(town: Town) -> None:
    case = checking_case(town)
    emil = officer("Emil Brandt", town.ea)
    actions.hand_over_case(case.pk, actor=town.eva, version=case.version, officer_id=emil.pk)
    case.refresh_from_db()
    assert (case.ea_officer, case.status) == (emil, "checking")


@pytest.fixture
def other_ea(town: Town) -> Organisation:
    other = OrganisationFactory(slug="hwk", name="HWK Schwerin", kind=Organisation.Kind.CHAMBER)
    Responsibility.objects.create(service=town.dog, role="ea", area=town.area, organisation=other)
    return other


@pytest.mark.parametrize("stage", [received_case, checking_case])
def test_a_case_goes_to_another_ea_and_loses_no_day(town: Town, other_ea: Organisation, stage) -> None:
    case = stage(town)
    dora = officer("Dora Wulf", other_ea)
    actions.pass_case(
        case.pk, actor=town.eva, version=case.version, organisation_id=other_ea.pk, reason="Es ist ein Handwerk."
    )
    case.refresh_from_db()
    assert (case.ea, case.ea_officer, case.status) == (other_ea, None, "received")
    assert case.events.filter(kind="received_ea").count() == 1
    assert mails(f"delivered_to_ea:{case.pk}") == ["post@ihk.example", "post@hwk.example"]
    actions.claim_case(case.pk, actor=dora, version=case.version)


def test_only_to_another_ea_and_with_a_reason(town: Town, other_ea: Organisation) -> None:
    case = checking_case(town)
    for organisation, reason in ((town.city.pk, "Dort."), (town.ea.pk, "Dort."), (other_ea.pk, " ")):
        with pytest.raises(Refusal):
            actions.pass_case(
                case.pk, actor=town.eva, version=case.version, organisation_id=organisation, reason=reason
            )
    case.refresh_from_db()
    assert case.ea == town.ea


@pytest.fixture
def in_order(town: Town) -> None:
    """The permit waits for the trade registration."""
    ProcessSettings.objects.filter(service=town.permit).update(after=town.trade)


def test_a_proceeding_waits_for_another(town: Town, in_order: None) -> None:
    case = forwarded_case(town)
    permit, trade = permit_of(case, town), trade_of(case, town)
    assert (permit.after, permit.status, trade.status) == (trade, "waiting", "delivered")
    assert not Entry.objects.filter(task="cases.deliver_proceeding", subject_id=permit.pk).exists()
    now = queries.case_page(case.pk, "de").proceedings[0].now
    assert now == "Dieses Verfahren beginnt, sobald über das andere entschieden ist: Gewerbeanmeldung."
    actions.claim_proceeding(trade.pk, actor=town.birte, version=trade.version)
    decide(trade, town.birte)
    assert Entry.objects.filter(task="cases.deliver_proceeding", subject_id=permit.pk).count() == 1
    deliver_all(case)
    deliver_all(case)
    permit = permit_of(case, town)
    assert permit.status == "delivered"
    assert list(permit.events.values_list("kind", flat=True)) == ["delivered", "released"]
    assert permit.due_on is not None
    assert Case.objects.get().status == "forwarded"


def test_without_the_other_one_nothing_waits(town: Town, in_order: None) -> None:
    case = submitted_case(town, procedures=[town.permit.leika_key])
    assert permit_of(case, town).after is None


def test_nothing_waits_in_a_circle(town: Town, in_order: None) -> None:
    process = ProcessSettings.objects.get(service=town.trade)
    process.after = town.permit
    with pytest.raises(Refusal, match="aufeinander warten"):
        save_process(process, actor=town.katrin)
    process.after = town.trade
    with pytest.raises(Refusal, match="aufeinander warten"):
        save_process(process, actor=town.katrin)
