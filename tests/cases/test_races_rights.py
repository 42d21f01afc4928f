"""Two at once with the rights to a case: bulk against single, a yes against a no, exclusion against decision."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from cases import actions
from cases.errors import AlreadyClaimed, ChangedMeanwhile
from cases.models import Case, Decision, Event, Exclusion, Invitation, Notification, Proceeding, Reading
from cases.queries.reader import reader_of
from portal.audit.models import Record
from portal.audit.queries import broken_links
from portal.errors import Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.races import at_once, kinds, queued
from tests.cases.world import officer
from tests.factories.cases import Town, forwarded_case, permit_of, working_case

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_many_claimed_in_bulk_against_single_ones(town: Town) -> None:
    """As the inbox does it: each row is a step of its own. Nobody gets what another has."""
    dana = officer("Dana Kruse", town.district)
    permits = [permit_of(forwarded_case(town), town) for _number in range(6)]

    def bulk() -> int:
        taken = 0
        for row in permits:
            try:
                actions.claim_proceeding(row.pk, actor=town.cord, version=row.version)
            except AlreadyClaimed:
                continue
            taken += 1
        return taken

    singles = [lambda row=row: actions.claim_proceeding(row.pk, actor=dana, version=row.version) for row in permits]
    results = queued(permits[0], bulk, *singles)
    owners = list(Proceeding.objects.filter(service=town.permit).values_list("officer", flat=True))
    assert results[0] == owners.count(town.cord.pk)
    assert results.count(None) == owners.count(dana.pk)
    assert results[0] + results.count(None) == len(permits)
    assert Event.objects.filter(kind="claimed", proceeding__service=town.permit).count() == len(permits)


def invitation(town: Town) -> Invitation:
    permit = permit_of(working_case(town), town)
    return actions.invite(
        permit.case_id,
        proceeding_id=permit.pk,
        actor=town.cord,
        kind="consultation",
        access="read",
        guest=f"person:{town.paula.pk}",
        reason="Lärm.",
        until=timezone.localdate() + timedelta(days=7),
    )


def test_accepted_by_a_double_click(town: Town) -> None:
    asked = invitation(town)
    results = queued(asked, *[lambda: actions.reply_to_invitation(asked.pk, actor=town.paula, accepts=True)] * 4)
    assert kinds(results) == {Invitation: 4}
    assert Record.objects.filter(verb="invitation.accepted").count() == 1
    assert OutgoingMail.objects.filter(key__startswith="invitation_answered").count() == 1
    assert Invitation.objects.get().status == "accepted"
    assert not list(broken_links())


def test_accepted_and_revoked_in_the_same_second(town: Town) -> None:
    """The host was first: who accepts what is revoked meanwhile does not open the case again."""
    asked = invitation(town)
    revoked, accepted = queued(
        asked,
        lambda: actions.revoke_invitation(asked.pk, actor=town.cord),
        lambda: actions.reply_to_invitation(asked.pk, actor=town.paula, accepts=True),
    )
    assert Invitation.objects.get().status == "revoked"
    assert isinstance(revoked, Invitation)
    assert isinstance(accepted, Refusal)
    assert not Record.objects.filter(verb="invitation.accepted").exists()
    assert not Proceeding.objects.visible_to(town.paula).exists()


@pytest.mark.parametrize("who_is_first", ["the head", "the officer"])
def test_excluded_and_decided_in_the_same_second(town: Town, who_is_first: str) -> None:
    """Either the decision stands, or it was never made: nobody decides who is excluded already."""
    permit = permit_of(working_case(town), town)

    def decide() -> Decision:
        return actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Gut.")

    def exclude() -> Exclusion:
        return actions.exclude(permit.case_id, actor=town.katrin, person_id=town.cord.pk, reason="Verwandt.")

    first, second = queued(permit, *([exclude, decide] if who_is_first == "the head" else [decide, exclude]))
    permit.refresh_from_db()
    if who_is_first == "the head":
        assert isinstance(second, Http404)
        assert (permit.status, permit.officer) == ("delivered", None)
        assert not Decision.objects.exists()
    else:
        assert isinstance(first, Decision)
        assert (permit.status, permit.officer) == ("granted", town.cord)
    assert Exclusion.objects.filter(case=permit.case_id, status="active").count() == 1


def test_two_exclusions_at_once_are_one(town: Town) -> None:
    permit = permit_of(working_case(town), town)
    call = lambda: actions.exclude(permit.case_id, actor=town.katrin, person_id=town.cord.pk, reason="Verwandt.")  # noqa: E731
    queued(permit, *[call] * 4)
    assert Exclusion.objects.count() == 1
    assert OutgoingMail.objects.filter(key__startswith="recused").count() == 1


def test_a_pause_ends_once(town: Town) -> None:
    permit = permit_of(working_case(town), town)
    actions.pause_period(
        permit.pk,
        actor=town.cord,
        version=permit.version,
        ground="wish",
        reason="Wunsch.",
        until=timezone.localdate() + timedelta(days=3),
    )
    permit.refresh_from_db()
    permit.pauses.update(until=timezone.localdate() - timedelta(days=1))
    *ended, by_hand = queued(
        permit,
        *[actions.end_pauses] * 3,
        lambda: actions.resume_period(permit.pk, actor=town.cord, version=permit.version),
    )
    assert ended == [1, 0, 0]
    assert isinstance(by_hand, ChangedMeanwhile)
    assert Event.objects.filter(kind="resumed").count() == 1


def test_the_paper_of_a_decision_is_provided_once(town: Town) -> None:
    permit = permit_of(working_case(town), town)
    decision = actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Gut.")
    at_once(*[lambda: actions.write_decision(decision.pk)] * 4)
    assert Notification.objects.count() == 1
    at_once(*[lambda: actions.record_fetch(decision.pk)] * 4)
    assert Notification.objects.filter(notified_on__isnull=False).count() == 1
    assert Entry.objects.filter(task="cases.write_decision").count() == 1


def test_reading_waits_for_nobody(town: Town) -> None:
    """While somebody works on the case, others read it and are written down at once."""
    case = working_case(town)
    reader, locked, done = reader_of(town.cord, case.reference), Signal(), Signal()

    def work() -> None:
        try:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=case.pk)
                locked.set()
                done.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        assert locked.wait(timeout=30)
        # It is locked: who asks for it, too, finds nothing free
        with transaction.atomic():
            assert not Case.objects.select_for_update(skip_locked=True).exists()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            actions.record_reading(reader, person=town.cord, purpose="work")
        done.set()
        working.result()
    assert Reading.objects.count() == 1
