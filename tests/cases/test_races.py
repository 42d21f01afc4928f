"""Two at once: real threads, real connections. Each test fails with the lock taken out of what it tests."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from cases import actions
from cases.errors import AlreadyClaimed, ChangedMeanwhile, MoveRefused
from cases.models import Case, CaseDocument, Decision, Event, Proceeding, ProcessSettings
from portal.audit.queries import broken_links
from portal.errors import Refusal
from portal.files.models import StoredFile
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.world import officer
from tests.factories.cases import Town, new_application, permit_of, received_case, trade_of, working_case

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Let all begin at the same moment, each on its own connection. Returns results, refusals included."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        connection.ensure_connection()
        try:
            barrier.wait(timeout=30)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kinds(results: list[object]) -> Counter:
    return Counter(type(result) for result in results)


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
    officers = [town.eva, colleague]
    results = at_once(
        *[
            lambda officer=officer: actions.claim_case(case.pk, actor=officer, version=case.version)
            for officer in officers
        ]
    )
    case.refresh_from_db()
    assert kinds(results) == {type(None): 1, AlreadyClaimed: 1}
    refusal = next(result for result in results if result is not None)
    assert refusal.who == case.ea_officer.name
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


def test_withdraw_against_decide(town: Town) -> None:
    """Whoever is first wins; what is decided stays decided, what is withdrawn is never decided."""
    for _round in range(5):
        case = working_case(town)
        permit = permit_of(case, town)
        decided, withdrawn = at_once(
            lambda permit=permit: actions.decide(
                permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein."
            ),
            lambda case=case: actions.withdraw_case(case.pk, version=case.version),
        )
        case.refresh_from_db()
        statuses = {permit_of(case, town).status, trade_of(case, town).status}
        assert withdrawn is None
        if isinstance(decided, Decision):
            assert (case.status, statuses) == ("closed", {"rejected", "withdrawn"})
        else:
            assert isinstance(decided, ChangedMeanwhile | MoveRefused)
            assert (case.status, statuses) == ("withdrawn", {"withdrawn"})
            assert not Decision.objects.filter(proceeding=permit).exists()


def test_the_last_two_decisions_close_the_case_once(town: Town) -> None:
    for _round in range(5):
        case = working_case(town)
        pairs = [(permit_of(case, town), town.cord), (trade_of(case, town), town.birte)]
        results = at_once(
            *[
                lambda row=row, officer=officer: actions.decide(
                    row.pk, actor=officer, version=row.version, outcome="granted", reasons="Gut."
                )
                for row, officer in pairs
            ]
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


def test_deemed_approval_against_a_decision_in_the_same_second(town: Town) -> None:
    """Midnight of the last day: the officer's decision began before it, the clock's run after it. One of them wins."""
    for _round in range(8):
        case = working_case(town)
        permit = permit_of(case, town)
        after_the_end = permit.due_on + timedelta(days=1)
        decided, granted, again = at_once(
            lambda permit=permit: actions.decide(
                permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein."
            ),
            *[lambda permit=permit, day=after_the_end: actions.grant_deemed(permit.pk, today=day)] * 2,
        )
        decision = Decision.objects.get(proceeding=permit)
        assert decision.outcome == permit_of(case, town).status
        assert Event.objects.filter(proceeding=permit, kind="decided").count() == 1
        if isinstance(decided, Decision):
            assert (decision.outcome, granted, again) == ("rejected", False, False)
        else:
            assert isinstance(decided, ChangedMeanwhile)
            assert (decision.outcome, {granted, again}) == ("deemed_granted", {True, False})
    assert not list(broken_links())


def test_two_sign_the_same_draft(town: Town) -> None:
    ProcessSettings.objects.filter(service=town.permit).update(four_eyes=True)
    permit = permit_of(working_case(town), town)
    actions.propose_decision(
        permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts spricht dagegen."
    )
    permit.refresh_from_db()
    dana = officer("Dana Kruse", town.district)
    results = at_once(
        *[
            lambda person=person: actions.sign_proposal(permit.pk, actor=person, version=permit.version)
            for person in (town.katrin, dana)
        ]
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
