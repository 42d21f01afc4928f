"""Two at once: real threads, real connections. `pytest -m race --locks-off` shows that each fails without its lock."""

from datetime import timedelta

import pytest

from cases import actions
from cases.errors import AlreadyClaimed, ChangedMeanwhile
from cases.models import Case, CaseDocument, Decision, Event, Proceeding, ProcessSettings
from portal.audit.queries import broken_links
from portal.files.models import StoredFile
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.races import at_once, kinds, queued
from tests.cases.world import officer
from tests.factories.cases import Town, new_application, permit_of, received_case, trade_of, working_case

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_submitted_by_a_double_click_and_two_tabs(town: Town) -> None:
    secret = new_application(town).secret
    results = at_once(*[lambda: actions.submit(secret).reference] * 8)
    assert len(set(results)) == 1
    assert Case.objects.count() == Entry.objects.filter(task="cases.receive").count() == 1
    assert Proceeding.objects.count() == 2


def test_two_claim_a_case(town: Town) -> None:
    case = received_case(town)
    colleague = type(town.eva).objects.create(email="emil@example.org", name="Emil Brandt")
    colleague.groups.set(town.eva.groups.all())
    first, second = queued(
        case,
        lambda: actions.claim_case(case.pk, actor=colleague, version=case.version),
        lambda: actions.claim_case(case.pk, actor=town.eva, version=case.version),
    )
    case.refresh_from_db()
    assert first is None
    assert isinstance(second, AlreadyClaimed)
    assert second.who == case.ea_officer.name == "Emil Brandt"
    assert Event.objects.filter(kind="claimed").count() == 1


def test_fifty_decide_at_once(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)

    def decide() -> Decision:
        return actions.decide(
            permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts spricht dagegen."
        )

    results = at_once(*[decide] * 50)
    assert kinds(results)[Decision] == 1
    assert kinds(results)[ChangedMeanwhile] == 49
    decision = Decision.objects.get()
    assert Entry.objects.filter(task="cases.write_decision").count() == 1
    at_once(*[lambda: actions.write_decision(decision.pk)] * 3)
    assert OutgoingMail.objects.filter(key__startswith="decision_ready").count() == 1
    assert CaseDocument.objects.filter(kind="decision").count() == 1
    assert StoredFile.objects.count() == 1
    assert not list(broken_links())


@pytest.mark.parametrize("who_is_first", ["the office", "the applicant"])
def test_withdraw_against_decide(town: Town, who_is_first: str) -> None:
    """What is decided stays decided, what is withdrawn is never decided."""
    case = working_case(town)
    permit = permit_of(case, town)

    def decide() -> Decision:
        return actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein.")

    def withdraw() -> None:
        actions.withdraw_case(case.pk, version=case.version)

    calls = [decide, withdraw] if who_is_first == "the office" else [withdraw, decide]
    first, second = queued(case, *calls)
    case.refresh_from_db()
    statuses = (case.status, permit_of(case, town).status, trade_of(case, town).status)
    if who_is_first == "the office":
        assert (type(first), second) == (Decision, None)
        assert statuses == ("closed", "rejected", "withdrawn")
    else:
        assert (first, type(second)) == (None, ChangedMeanwhile)
        assert statuses == ("withdrawn", "withdrawn", "withdrawn")
        assert not Decision.objects.exists()


def test_the_last_two_decisions_close_the_case_once(town: Town) -> None:
    case = working_case(town)
    pairs = [(permit_of(case, town), town.cord), (trade_of(case, town), town.birte)]
    results = queued(
        case,
        *[
            lambda row=row, officer=officer: actions.decide(
                row.pk, actor=officer, version=row.version, outcome="granted", reasons="Gut."
            )
            for row, officer in pairs
        ],
    )
    case.refresh_from_db()
    assert kinds(results) == {Decision: 2}
    assert case.status == "closed"
    assert case.events.filter(kind="closed").count() == 1


def test_the_same_task_in_two_workers(town: Town) -> None:
    case = received_case(town)
    at_once(*[lambda: actions.write_receipt(case.pk)] * 3, *[lambda: actions.receive_case(case.pk)] * 3)
    assert CaseDocument.objects.filter(kind="receipt").count() == StoredFile.objects.count() == 1
    assert OutgoingMail.objects.filter(key=f"receipt:{case.pk}").count() == 1
    assert Event.objects.filter(kind="received_ea").count() == 1


@pytest.mark.parametrize("who_is_first", ["the officer", "the clock"])
def test_deemed_approval_against_a_decision_in_the_same_second(town: Town, who_is_first: str) -> None:
    """Midnight of the last day: the officer's decision began before it, the clock's run after it. One of them wins."""
    case = working_case(town)
    permit = permit_of(case, town)
    after_the_end = permit.due_on + timedelta(days=1)

    def decide() -> Decision:
        return actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein.")

    def grant() -> bool:
        return actions.grant_deemed(permit.pk, today=after_the_end)

    calls = [decide, grant, grant] if who_is_first == "the officer" else [grant, decide, grant]
    results = queued(permit, *calls)
    decision = Decision.objects.get(proceeding=permit)
    assert decision.outcome == permit_of(case, town).status
    assert Event.objects.filter(proceeding=permit, kind="decided").count() == 1
    if who_is_first == "the officer":
        assert (decision.outcome, kinds(results), results[1:]) == ("rejected", {Decision: 1, bool: 2}, [False, False])
    else:
        assert (decision.outcome, results[0], results[2]) == ("deemed_granted", True, False)
        assert isinstance(results[1], ChangedMeanwhile)
    assert not list(broken_links())


def test_deemed_approval_and_decision_let_loose(town: Town) -> None:
    """Without an order: whoever wins, there is one decision, and the others are told."""
    for _round in range(6):
        permit = permit_of(working_case(town), town)
        decided, *granted = at_once(
            lambda permit=permit: actions.decide(
                permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein."
            ),
            *[lambda permit=permit, day=permit.due_on + timedelta(days=1): actions.grant_deemed(permit.pk, today=day)]
            * 3,
        )
        assert Decision.objects.filter(proceeding=permit).count() == 1
        assert granted.count(True) == (0 if isinstance(decided, Decision) else 1)


def test_two_sign_the_same_draft(town: Town) -> None:
    ProcessSettings.objects.filter(service=town.permit).update(four_eyes=True)
    permit = permit_of(working_case(town), town)
    actions.propose_decision(
        permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts spricht dagegen."
    )
    permit.refresh_from_db()
    dana = officer("Dana Kruse", town.district)
    results = queued(
        permit,
        *[
            lambda person=person: actions.sign_proposal(permit.pk, actor=person, version=permit.version)
            for person in (town.katrin, dana)
        ],
    )
    assert kinds(results)[Decision] == 1
    assert Decision.objects.count() == Event.objects.filter(kind="decided").count() == 1


def test_extended_twice_at_once(town: Town) -> None:
    permit = permit_of(working_case(town), town)
    results = at_once(
        *[
            lambda: actions.extend_period(
                permit.pk, actor=town.cord, version=permit.version, extension="1m", reason="Ein Gutachten fehlt."
            )
        ]
        * 4
    )
    assert kinds(results) == {type(None): 1, ChangedMeanwhile: 3}
    assert Event.objects.filter(kind="extended").count() == 1
    assert Entry.objects.filter(task="cases.write_extension").count() == 1


def test_certificate_demanded_by_a_double_click(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    actions.grant_deemed(permit.pk, today=permit.due_on + timedelta(days=1))
    at_once(*[lambda: actions.request_certificate(permit.pk, case_id=case.pk)] * 4)
    assert Entry.objects.filter(task="cases.write_certificate").count() == 1
    at_once(*[lambda: actions.write_certificate(permit.pk)] * 3)
    assert CaseDocument.objects.filter(kind="certificate").count() == StoredFile.objects.count() == 1
