"""Random walks of all roles: no status outside the table, no event lost, the audit chain whole.

Most steps are drawn from what the table offers in the present status, by whom it names, so that the walks get
somewhere; the others are any step by anybody, and are refused or not.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import time_machine
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cases import actions
from cases.clocks import clock_of
from cases.models import Case, Decision, Event, Proceeding, ProcessSettings
from cases.rules import transitions
from cases.rules.transitions import CASE, PROCEEDING, TABLES
from portal.accounts.models import User
from portal.audit.models import Record
from portal.audit.queries import broken_links
from portal.errors import NotPermitted, Refusal
from portal.outbox.models import Entry
from responsibility.models import Organisation, Responsibility
from tests.cases.world import BERLIN, officer
from tests.factories.cases import (
    OrganisationFactory,
    Town,
    build_town,
    checking_case,
    forwarded_case,
    submitted_case,
    working_case,
)

START = datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)
PEOPLE = ("eva", "birte", "cord", "katrin", "paula")
# What may be said of a step that is not taken; anything else is a fault
REFUSED = (Refusal, NotPermitted, Http404)
CASE_ARROWS = {(source, move.to or source) for move in CASE for source in move.sources}
ARROWS = {(source, move.to or source) for move in PROCEEDING for source in move.sources}
CASE_VERBS = (
    "receive",
    "claim",
    "take_over",
    "pick_up",
    "recuse",
    "hand_over",
    "pass_to_ea",
    "request_completion",
    "answer",
    "forward",
)
# `hold` and `recuse` follow from other steps
VERBS = sorted({move.verb for move in PROCEEDING} - {"withdraw", "hold"})
# Withdrawing ends a walk, so it comes late
EARLIEST_WITHDRAWAL = 40
Steps = dict[str, Callable[[], object]]
which = st.integers(0, 1)


class Walk(RuleBasedStateMachine):
    """One case with two proceedings, of which the first may wait for the second."""

    @initialize(
        four_eyes=st.booleans(),
        waits=st.booleans(),
        stage=st.sampled_from((working_case, forwarded_case, checking_case, submitted_case)),
    )
    def begin(self, four_eyes: bool, waits: bool, stage: Callable[[Town], Case]) -> None:
        self.traveller = time_machine.travel(START)
        self.clock = self.traveller.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.town: Town = build_town()
        self.other_ea = OrganisationFactory(slug="hwk", name="HWK Schwerin", kind=Organisation.Kind.CHAMBER)
        Responsibility.objects.create(service=self.town.dog, role="ea", area=self.town.area, organisation=self.other_ea)
        self.dora = officer("Dora Wulf", self.other_ea)
        ProcessSettings.objects.update(four_eyes=four_eyes)
        ProcessSettings.objects.filter(service=self.town.permit).update(after=self.town.trade if waits else None)
        # What waits is not delivered yet, so nobody can have taken it
        self.case_id = (forwarded_case if waits and stage is working_case else stage)(self.town).pk
        self.events: list[int] = []
        self.records = self.number = 0

    def now(self) -> tuple[str, list[str]]:
        proceedings = Proceeding.objects.filter(case=self.case_id).order_by("pk")
        return self.case().status, list(proceedings.values_list("status", flat=True))

    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def proceeding(self, index: int) -> Proceeding:
        return Proceeding.objects.filter(case=self.case_id).order_by("pk")[index]

    def take(self, step: Callable[[], object]) -> None:
        """One step; a refusal leaves everything as it was, and a change follows the table."""
        self.number += 1
        before, counted = self.now(), self.counted()
        try:
            with transaction.atomic():
                step()
        except REFUSED:
            assert (self.now(), self.counted()) == (before, counted)
        (case_before, rows_before), (case_after, rows_after) = before, self.now()
        assert case_before == case_after or reachable(case_before, case_after), (before, self.now())
        for old, new in zip(rows_before, rows_after, strict=True):
            assert old == new or (old, new) in ARROWS, (before, self.now())

    def counted(self) -> tuple[int, int, int]:
        return Event.objects.count(), Record.objects.count(), Entry.objects.count()

    def case_steps(self, actor: User) -> Steps:
        case = self.case()
        given = {"actor": actor, "version": case.version}
        due_on = timezone.localdate() + timedelta(days=14)
        to_ea = {
            "organisation_id": self.other_ea.pk if case.ea != self.other_ea else self.town.ea.pk,
            "reason": "Dort.",
        }
        return {
            "receive": lambda: actions.receive_case(case.pk),
            "claim": lambda: actions.claim_case(case.pk, **given),
            "take_over": lambda: actions.claim_case(case.pk, **given),
            "pick_up": lambda: actions.claim_case(case.pk, **given),
            "recuse": lambda: self.recuse_ea(case, actor),
            "hand_over": lambda: actions.hand_over_case(case.pk, officer_id=self.town.katrin.pk, **given),
            "pass_to_ea": lambda: actions.pass_case(case.pk, **to_ea, **given),
            "request_completion": lambda: actions.request_case_completion(
                case.pk, text="Ein Plan.", due_on=due_on, **given
            ),
            "answer": lambda: self.answer(None),
            "forward": lambda: actions.forward_case(case.pk, **given),
        }

    def recuse_ea(self, case: Case, person: User) -> None:
        if person != self.town.katrin:
            actions.exclude(case.pk, actor=person, person_id=person.pk, reason="Verwandt.")
            for exclusion in case.exclusions.filter(status="active"):
                actions.lift_exclusion(exclusion.pk, actor=self.town.katrin, reason="Ein Irrtum.")

    def proceeding_steps(self, row: Proceeding, actor: User) -> Steps:
        given = {"actor": actor, "version": row.version}
        asked = given | {"text": "Bitte antworten Sie.", "due_on": timezone.localdate() + timedelta(days=14)}
        target = self.town.city if row.organisation == self.town.district else self.town.district
        return (
            self.endings(row, given)
            | self.waitings(row, given)
            | {
                "deliver": lambda: actions.deliver_proceeding(row.pk),
                "claim": lambda: actions.claim_proceeding(row.pk, **given),
                "take_over": lambda: actions.claim_proceeding(row.pk, **given),
                "pick_up": lambda: actions.claim_proceeding(row.pk, **given),
                "release": lambda: actions.release_proceeding(row.pk, **given),
                "hand_over": lambda: actions.hand_over_proceeding(row.pk, officer_id=self.town.katrin.pk, **given),
                "request_completion": lambda: actions.request_completion(row.pk, **asked),
                "answer": lambda: self.answer(row),
                "answer_question": lambda: self.answer(row),
                "continue": lambda: actions.continue_proceeding(row.pk, **given),
                "ask": lambda: actions.ask_question(row.pk, **asked),
                "extend_period": lambda: actions.extend_period(
                    row.pk, extension="1m", reason="Ein Gutachten.", **given
                ),
                "return": lambda: actions.return_proceeding(row.pk, reason="Nicht zuständig.", **given),
                "reroute": lambda: actions.reroute_proceeding(row.pk, organisation_id=target.pk, **given),
                "message": lambda: actions.send_staff_message(
                    row.case_id, actor=actor, proceeding_id=row.pk, text="Hallo"
                ),
                "certify": lambda: actions.request_certificate(row.pk, case_id=row.case_id),
            }
        )

    def waitings(self, row: Proceeding, given: dict) -> Steps:
        """Pauses, statements, and officers who must have nothing to do with it."""
        until = timezone.localdate() + timedelta(days=14)
        guest = f"person:{self.town.paula.pk}"
        return {
            "pause": lambda: actions.pause_period(row.pk, ground="wish", reason="Wunsch.", until=until, **given),
            "resume": lambda: actions.resume_period(row.pk, **given),
            "pause_over": lambda: actions.end_pauses(),
            "consult": lambda: actions.consult(row.pk, guest=guest, question="Lärm?", until=until, **given),
            "go_on": lambda: actions.go_on_without_statement(row.pk, **given),
            "consultation_over": lambda: actions.end_consultations(),
            "state": lambda: self.state(row),
            "recuse": lambda: self.recuse(row, given["actor"]),
        }

    def state(self, row: Proceeding) -> None:
        """Paula accepts and gives her statement."""
        for asked in row.invitations.filter(person=self.town.paula, status__in=("offered", "accepted")):
            actions.reply_to_invitation(asked.pk, actor=self.town.paula, accepts=True)
            actions.give_statement(asked.pk, actor=self.town.paula, text="Keine Bedenken.")

    def recuse(self, row: Proceeding, person: User) -> None:
        """The officer declares it, and Katrin finds later that it was nothing, so that the walk goes on."""
        if person == self.town.katrin:
            return
        actions.exclude(row.case_id, actor=person, person_id=person.pk, reason="Verwandt.")
        for exclusion in row.case.exclusions.filter(status="active"):
            actions.lift_exclusion(exclusion.pk, actor=self.town.katrin, reason="Ein Irrtum.")

    def endings(self, row: Proceeding, given: dict) -> Steps:
        def decide(outcome: str) -> object:
            if row.status == "proposed":
                return actions.sign_proposal(row.pk, **given)
            conditions = "Ab 22 Uhr leise." if outcome == "granted_with_conditions" else ""
            return actions.decide(row.pk, outcome=outcome, reasons="Darum.", conditions=conditions, **given)

        deciding = {verb: lambda outcome=outcome: decide(outcome) for verb, outcome in transitions.DECISIONS.items()}
        return deciding | {
            "propose": lambda: actions.propose_decision(row.pk, outcome="granted", reasons="Darum.", **given),
            "send_back": lambda: actions.send_back_proposal(row.pk, note="Genauer.", **given),
            "grant_deemed": lambda: actions.grant_deemed(row.pk, today=timezone.localdate()),
            "discontinue": lambda: actions.discontinue_proceeding(row.pk, reason="Erledigt.", **given),
            "reopen": lambda: actions.reopen_proceeding(row.pk, reason="Neue Tatsachen.", **given),
        }

    def answer(self, row: Proceeding | None) -> None:
        for request in self.case().completion_requests.filter(status="open", proceeding=row):
            actions.answer_completion(request.pk, case_id=self.case_id, text="Hier.", uploads=[])

    def whose(self, who: str, row: Case | Proceeding) -> User:
        """Somebody in this role."""
        case = row if isinstance(row, Case) else row.case
        at_ea = case.ea_officer or (self.dora if case.ea == self.other_ea else self.town.eva)
        if who == "excluded":
            return (row.ea_officer if isinstance(row, Case) else row.officer) or self.town.cord
        if isinstance(row, Case) or who == "router":
            return self.town.katrin if who == "ea_head" else at_ea
        at_zb = self.town.cord if row.organisation == self.town.district else self.town.birte
        if who == "zb_second":
            return self.town.katrin if row.officer != self.town.katrin else at_zb
        return self.town.katrin if who == "zb_head" else row.officer or at_zb

    @rule(days=st.sampled_from([1, 5, 20, 95]))
    def time_goes_on(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))

    @rule()
    def the_clock_strikes(self) -> None:
        self.take(lambda: actions.grant_all_deemed())
        self.take(lambda: actions.end_pauses() + actions.end_consultations())
        actions.warn_deadlines()

    @rule(data=st.data())
    def the_case_goes_on(self, data: st.DataObject) -> None:
        """What the table offers, by whom it names."""
        case = self.case()
        offered = sorted(verb for verb, status in TABLES["case"] if status == case.status and verb in CASE_VERBS)
        if offered:
            verb = data.draw(st.sampled_from(offered))
            self.take(self.case_steps(self.whose(TABLES["case"][verb, case.status].who, case))[verb])

    @rule(random=st.randoms(use_true_random=False), index=which, steps=st.integers(1, 8))
    def a_proceeding_goes_on(self, random: Random, index: int, steps: int) -> None:
        """What the table offers, by whom it names, several steps on end."""
        for _step in range(steps):
            row = self.proceeding(index)
            offered = [verb for verb, status in TABLES["proceeding"] if status == row.status and verb in VERBS]
            if not offered or self.case().status not in ("forwarded", "closed"):
                return
            verb = random.choice(sorted(offered))
            self.take(self.proceeding_steps(row, self.whose(TABLES["proceeding"][verb, row.status].who, row))[verb])
            self.the_rows_agree()

    @rule(person=st.sampled_from(PEOPLE), index=which, verb=st.sampled_from(VERBS))
    def anybody_tries_anything_with_a_proceeding(self, person: str, index: int, verb: str) -> None:
        row = self.proceeding(index)
        if verb != "deliver" or self.case().status == "forwarded":
            self.take(self.proceeding_steps(row, getattr(self.town, person))[verb])

    @rule(person=st.sampled_from(PEOPLE), verb=st.sampled_from(CASE_VERBS))
    def anybody_tries_anything_with_the_case(self, person: str, verb: str) -> None:
        self.take(self.case_steps(getattr(self.town, person))[verb])

    @rule()
    def the_applicant_withdraws(self) -> None:
        if self.number > EARLIEST_WITHDRAWAL:
            self.take(lambda: actions.withdraw_case(self.case_id, version=self.case().version))

    @invariant()
    def no_event_is_lost(self) -> None:
        found = list(Event.objects.filter(case=self.case_id).order_by("pk").values_list("pk", flat=True))
        assert found[: len(self.events)] == self.events
        self.events = found
        records = Record.objects.count()
        assert records >= self.records
        self.records = records

    @invariant()
    def the_rows_agree(self) -> None:
        case, events = self.case(), list(Event.objects.filter(case=self.case_id))
        rows = list(Proceeding.objects.filter(case=self.case_id))
        for row in rows:
            decisions = Decision.objects.filter(proceeding=row)
            assert decisions.filter(superseded_at=None).count() == min(decisions.count(), 1)
            if row.status in transitions.DECIDED:
                assert decisions.get(superseded_at=None).outcome == row.status
            if row.delivered_at and row.status not in transitions.FINISHED:
                assert row.due_on == clock_of(events, row).ends_on
            assert (row.status == "proposed") == row.proposals.filter(status="open").exists()
            assert (row.status == "paused") == row.pauses.filter(ended_on=None).exists()
            if row.status == "held":
                assert row.after.status in ("rejected", "discontinued", "in_progress", "incomplete")
        if case.status == "closed":
            assert all(row.status in transitions.FINISHED for row in rows)
        assert (case.closed_at is not None) == (case.status in transitions.CASE_FINISHED)

    def teardown(self) -> None:
        if not hasattr(self, "atomic"):
            return
        try:
            assert not list(broken_links())
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.traveller.stop()


def reachable(source: str, target: str) -> bool:
    """In one step of the table, or in two where closing or opening again follows in the same transaction."""
    middles = {end for start, end in CASE_ARROWS if start == source}
    return target in middles or any((middle, target) in CASE_ARROWS for middle in middles)


class TestWalks(Walk.TestCase, TestCase):
    """Few walks, but long ones: each step costs statements."""

    settings = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        # A walk that fails is shown as it was: making it shorter takes minutes
        phases=(Phase.generate,),
    )
