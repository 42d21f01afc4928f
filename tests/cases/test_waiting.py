"""What stops a proceeding for a while: pauses, statements, another proceeding; Wiedervorlagen; and the notification."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from cases import actions, queries
from cases.errors import ChangedMeanwhile, MoveRefused
from cases.models import Case, CaseDocument, Decision, Event, Invitation, Notification, Proceeding, ProcessSettings
from cases.queries.resubmissions import due_for
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from responsibility.models import Organisation
from tests.cases.world import BERLIN
from tests.factories.cases import Town, deliver_all, forwarded_case, permit_of, trade_of, working_case

# Received by the EA on that Friday, the permit is due on Monday, 27 April 2026
FRIDAY = datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)


@pytest.fixture
def clock():
    with time_machine.travel(FRIDAY) as traveller:
        yield traveller


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 10, 0, tzinfo=BERLIN)


def pause(permit: Proceeding, town: Town, **changes):
    given = {"ground": "wish", "reason": "Auf Ihren Wunsch.", "until": date(2026, 2, 20), "actor": town.cord}
    return actions.pause_period(permit.pk, version=permit.version, **given | changes)


def test_a_pause_stops_the_clock_and_adds_its_days(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    assert permit.due_on == date(2026, 4, 27)
    clock.move_to(day(2, 2))
    made = pause(permit, town)
    permit.refresh_from_db()
    assert (permit.status, permit.due_on) == ("paused", None)
    assert made.law == "Ihr Antrag, § 10 VwVfG M-V"
    assert Entry.objects.filter(task="cases.write_pause").count() == 1
    assert "20. Februar 2026" in OutgoingMail.objects.get(key__startswith="paused:").text
    for _twice in range(2):
        actions.write_pause(made.pk)
    assert CaseDocument.objects.filter(kind="pause").count() == 1
    clock.move_to(day(2, 11))
    actions.resume_period(permit.pk, actor=town.cord, version=permit.version)
    permit.refresh_from_db()
    # 2 to 11 February both included: ten days more, counted from Sunday, 26 April
    assert (permit.status, permit.due_on) == ("in_progress", date(2026, 5, 6))
    assert "6. Mai 2026" in OutgoingMail.objects.get(key__startswith="resumed:").text


def test_a_pause_ends_on_its_day_however_late_it_is_noticed(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    clock.move_to(day(2, 2))
    pause(permit, town)
    clock.move_to(day(2, 20))
    assert actions.end_pauses() == 0
    clock.move_to(day(2, 25))
    assert [actions.end_pauses() for _twice in range(2)] == [1, 0]
    assert Event.objects.get(kind="resumed").on == date(2026, 2, 20)
    assert permit_of(permit.case, town).due_on == date(2026, 5, 15)  # 2 to 20 February: 19 days more


def test_no_deemed_approval_while_the_clock_stands(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    pause(permit, town, until=date(2026, 12, 31))
    clock.move_to(day(6, 1))
    assert actions.grant_deemed(permit.pk, today=date(2026, 6, 1)) is False
    assert permit_of(permit.case, town).status == "paused"


@pytest.mark.parametrize("ground", ["evidence", "preliminary", "force"])
def test_only_the_applicant_holds_back_a_deemed_approval(town: Town, clock, ground: str) -> None:
    case = working_case(town)
    with pytest.raises(Refusal, match="aus welchem Grund"):
        pause(permit_of(case, town), town, ground=ground)
    pause(permit_of(case, town), town, ground="wish")


def test_doubts_about_certificates_stop_the_periods_of_their_own_statute(town: Town, clock) -> None:
    trade = trade_of(working_case(town), town)
    with pytest.raises(Refusal, match="aus welchem Grund"):
        pause(trade, town, ground="evidence", actor=town.birte)
    Proceeding.objects.filter(pk=trade.pk).update(period_law="§ 6 Abs. 3 BQFG")
    pause(trade, town, ground="evidence", actor=town.birte)
    assert trade.pauses.get().law == "§ 6 Abs. 4, § 13 Abs. 4 BQFG"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, "Begründen"),
        ({"until": date(2026, 1, 23)}, "innerhalb eines Jahres"),
        ({"until": date(2027, 6, 1)}, "innerhalb eines Jahres"),
        ({"ground": "holidays"}, "aus welchem Grund"),
    ],
)
def test_a_pause_that_is_refused_changes_nothing(town: Town, clock, changes: dict, refusal: str) -> None:
    permit = permit_of(working_case(town), town)
    with pytest.raises(Refusal, match=refusal):
        pause(permit, town, **changes)
    assert permit_of(permit.case, town).version == permit.version
    assert not permit.pauses.exists()


def test_who_may_pause(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    for person, refused in ((town.katrin, NotPermitted), (town.birte, NotPermitted), (town.paula, Http404)):
        with pytest.raises(refused):
            pause(permit, town, actor=person)
    pause(permit, town)
    with pytest.raises(ChangedMeanwhile):
        pause(permit, town)
    permit.refresh_from_db()
    with pytest.raises(MoveRefused):
        pause(permit, town)


def consult(permit: Proceeding, town: Town, guest: str = "") -> Invitation:
    permit.refresh_from_db()
    return actions.consult(
        permit.pk,
        actor=town.cord,
        version=permit.version,
        guest=guest or f"person:{town.paula.pk}",
        question="Wie laut wird es?",
        until=timezone.localdate() + timedelta(days=10),
    )


def test_the_last_statement_brings_it_back(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    due_on = permit.due_on
    first = consult(permit, town)
    second = consult(permit, town, f"organisation:{Organisation.objects.get(slug='stadt').pk}")
    permit.refresh_from_db()
    assert (permit.status, permit.due_on) == ("consulting", due_on)
    with pytest.raises(Refusal, match="Einladung gilt nicht"):
        actions.give_statement(first.pk, actor=town.paula, text="Leise.")
    for asked, person, status in ((first, town.paula, "consulting"), (second, town.birte, "in_progress")):
        actions.reply_to_invitation(asked.pk, actor=person, accepts=True)
        actions.give_statement(asked.pk, actor=person, text="Keine Bedenken.")
        assert permit_of(permit.case, town).status == status
    with pytest.raises(Refusal, match="schon abgegeben"):
        actions.give_statement(first.pk, actor=town.paula, text="Doch laut.")
    assert OutgoingMail.objects.filter(key__startswith="statement_given:", recipient=town.cord.email).count() == 2
    assert list(Event.objects.filter(kind="statement").values_list("text", flat=True)) == ["Keine Bedenken."] * 2


def test_declined_or_over_it_goes_on_by_itself(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    asked = consult(permit, town)
    actions.reply_to_invitation(asked.pk, actor=town.paula, accepts=False)
    assert permit_of(permit.case, town).status == "in_progress"
    consult(permit, town)
    assert actions.end_consultations() == 0
    clock.move_to(day(2, 10))
    assert [actions.end_consultations() for _twice in range(2)] == [1, 0]
    assert permit_of(permit.case, town).status == "in_progress"


def test_the_officer_goes_on_without_a_statement(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    asked = consult(permit, town)
    permit.refresh_from_db()
    actions.go_on_without_statement(permit.pk, actor=town.cord, version=permit.version)
    assert permit_of(permit.case, town).status == "in_progress"
    actions.reply_to_invitation(asked.pk, actor=town.paula, accepts=True)
    actions.give_statement(asked.pk, actor=town.paula, text="Doch noch.")
    assert permit_of(permit.case, town).status == "in_progress"


def waiting_case(town: Town) -> tuple[Case, Proceeding, Proceeding]:
    """The permit waits for the trade registration."""
    ProcessSettings.objects.filter(service=town.permit).update(after=town.trade)
    case = forwarded_case(town)
    trade = trade_of(case, town)
    actions.claim_proceeding(trade.pk, actor=town.birte, version=trade.version)
    return case, permit_of(case, town), trade_of(case, town)


def decide(trade: Proceeding, town: Town, outcome: str) -> None:
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome=outcome, reasons="Darum.")


def test_what_waits_goes_out_after_an_approval(town: Town) -> None:
    case, _permit, trade = waiting_case(town)
    decide(trade, town, "granted")
    deliver_all(case)
    assert permit_of(case, town).status == "delivered"


def test_what_waits_for_something_rejected_is_for_the_ea_to_decide(town: Town) -> None:
    case, permit, trade = waiting_case(town)
    decide(trade, town, "rejected")
    deliver_all(case)
    held = permit_of(case, town)
    assert held.status == "held"
    assert OutgoingMail.objects.get(key__startswith="held:").recipient == town.ea.email
    assert [row.status for row in queries.inbox(town.eva, view="meine").rows] == ["held"]
    assert queries.inbox(town.cord).rows == []
    assert "nicht bewilligt" in queries.case_page(case.pk, "de").proceedings[0].now
    for person in (town.birte, town.cord, town.paula):
        with pytest.raises((Http404, NotPermitted)):
            actions.release_proceeding(held.pk, actor=person, version=held.version)
    actions.release_proceeding(held.pk, actor=town.eva, version=held.version)
    deliver_all(case)
    assert permit_of(case, town).status == "delivered"
    assert Event.objects.filter(kind="released", proceeding=permit).count() == 1
    assert permit_of(case, town).due_on is not None


def test_the_ea_ends_what_makes_no_sense_any_more(town: Town) -> None:
    case, _permit, trade = waiting_case(town)
    decide(trade, town, "rejected")
    held = permit_of(case, town)
    actions.discontinue_proceeding(held.pk, actor=town.eva, version=held.version, reason="Ohne Gewerbe kein Lokal.")
    case.refresh_from_db()
    assert (permit_of(case, town).status, case.status) == ("discontinued", "closed")


def test_resubmissions_stand_on_top_on_their_day(town: Town, clock) -> None:
    permit = permit_of(working_case(town), town)
    given = {"proceeding_id": permit.pk, "on": date(2026, 2, 3), "note": "Gutachten da?"}
    with pytest.raises(Http404):
        actions.resubmit(permit.case_id, actor=town.paula, **given)
    for wrong in ({"on": date(2026, 1, 23)}, {"note": " "}):
        with pytest.raises(Refusal):
            actions.resubmit(permit.case_id, actor=town.cord, **given | wrong)
    made = actions.resubmit(permit.case_id, actor=town.cord, **given)
    assert due_for(town.cord) == []
    clock.move_to(day(2, 3))
    assert [row.note for row in due_for(town.cord)] == ["Gutachten da?"]
    assert due_for(town.katrin) == []
    permit.refresh_from_db()
    actions.hand_over_proceeding(permit.pk, actor=town.cord, version=permit.version, officer_id=town.katrin.pk)
    assert (due_for(town.cord), len(due_for(town.katrin))) == ([], 1)
    for _twice in range(2):
        actions.finish_resubmission(made.pk, actor=town.katrin)
    assert due_for(town.katrin) == []


def decided(town: Town, way: str = "portal") -> Decision:
    case = working_case(town)
    permit = permit_of(case, town)
    decision = actions.decide(
        permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Darum.", way=way
    )
    actions.write_decision(decision.pk)
    return decision


def shown(decision: Decision, town: Town):
    officer = queries.proceeding_page(decision.proceeding_id, town.cord).decision.notification
    card = next(
        card
        for card in queries.case_page(decision.proceeding.case_id, "de").proceedings
        if card.id == decision.proceeding_id
    )
    assert card.decision.notification == officer
    return officer


@pytest.mark.parametrize(
    ("way", "sent_on", "notified_on", "remedy_until", "law"),
    [
        # § 41 Abs. 2 since 2025: the fourth day, also a Saturday; then a month
        ("post", date(2026, 1, 27), date(2026, 1, 31), date(2026, 3, 2), "§ 41 Abs. 2 Satz 1 VwVfG M-V"),
        ("electronic", date(2026, 1, 27), date(2026, 1, 31), date(2026, 3, 2), "§ 41 Abs. 2 Satz 2 VwVfG M-V"),
        ("abroad", date(2026, 1, 27), date(2026, 2, 27), date(2026, 3, 27), "§ 71b Abs. 6 VwVfG M-V"),
    ],
)
def test_a_decision_sent_by_hand(
    town: Town, clock, way: str, sent_on: date, notified_on: date, remedy_until: date, law: str
) -> None:
    decision = decided(town, "post")
    assert shown(decision, town) is None
    clock.move_to(day(1, 28))
    version = Proceeding.objects.get(pk=decision.proceeding_id).version
    actions.record_notification(decision.proceeding_id, actor=town.cord, version=version, way=way, sent_on=sent_on)
    row = shown(decision, town)
    assert (row.law, row.sent_on, row.notified_on, row.remedy_until) == (law, sent_on, notified_on, remedy_until)


def test_in_the_mailbox_it_counts_from_the_third_day(town: Town, clock) -> None:
    with pytest.raises(Refusal, match="bekannt gegeben"):
        decided(town, "mailbox")
    case = working_case(town)
    Case.objects.filter(pk=case.pk).update(applicant=town.anna)
    permit = permit_of(case, town)
    decision = actions.decide(
        permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Gut.", way="mailbox"
    )
    for _twice in range(2):
        actions.write_decision(decision.pk)
    made = Notification.objects.get()
    assert (made.law, made.notified_on, made.remedy_until) == ("§ 9 Abs. 1 OZG", date(2026, 1, 26), date(2026, 2, 26))


def test_never_fetched_it_has_to_go_another_way(town: Town, clock) -> None:
    decision = decided(town)
    assert (shown(decision, town).fetch_until, shown(decision, town).is_expired) == (date(2026, 2, 2), False)
    clock.move_to(day(2, 3))
    assert shown(decision, town).is_expired
    actions.record_fetch(decision.pk)
    assert Notification.objects.get().notified_on is None
    version = Proceeding.objects.get(pk=decision.proceeding_id).version
    given = {"actor": town.cord, "version": version, "way": "post"}
    for wrong in (date(2026, 1, 22), date(2026, 2, 4)):
        with pytest.raises(Refusal, match="bis heute"):
            actions.record_notification(decision.proceeding_id, sent_on=wrong, **given)
    actions.record_notification(decision.proceeding_id, sent_on=date(2026, 2, 3), **given)
    row = shown(decision, town)
    assert (row.way, row.notified_on, row.is_expired) == ("post", date(2026, 2, 7), False)
    with pytest.raises(ChangedMeanwhile):
        actions.record_notification(decision.proceeding_id, sent_on=date(2026, 2, 3), **given)
