"""The tables of the workflow: complete, unambiguous, and nothing beyond them."""

import pytest

from cases.errors import GUARD_REFUSALS
from cases.models import Case, Decision, Proceeding
from cases.queries.applicant import STEP_WORDS
from cases.rules import transitions
from cases.rules.transitions import CASE, PROCEEDING, Forbidden, Move, allowed_verbs, next_status

STATUSES = {"case": set(Case.Status.values), "proceeding": set(Proceeding.Status.values)}


@pytest.mark.parametrize(("subject", "table"), [("case", CASE), ("proceeding", PROCEEDING)])
def test_the_tables_know_only_statuses_of_the_models(subject: str, table: tuple[Move, ...]) -> None:
    for move in table:
        assert {*move.sources, move.to or move.sources[0]} <= STATUSES[subject], move.verb


@pytest.mark.parametrize(("subject", "table"), [("case", CASE), ("proceeding", PROCEEDING)])
def test_every_verb_is_refused_wherever_the_table_does_not_name_it(subject: str, table: tuple[Move, ...]) -> None:
    for verb in {move.verb for move in table}:
        named = {source for move in table if move.verb == verb for source in move.sources}
        for status in STATUSES[subject] - named:
            with pytest.raises(Forbidden):
                next_status(subject, status, verb)


def test_every_status_but_the_first_is_reached() -> None:
    reached = {move.to for move in CASE + PROCEEDING if move.to}
    assert STATUSES["case"] - reached == {"submitted"}
    assert STATUSES["proceeding"] - reached == set()


def test_what_is_finished_stays_so() -> None:
    for status in transitions.FINISHED:
        verbs = allowed_verbs("proceeding", status, set(transitions.WHO_WORDS), is_owner=True)
        assert verbs <= {"message", "reopen", "certify"}
    for status in transitions.CASE_FINISHED:
        assert allowed_verbs("case", status, set(transitions.WHO_WORDS), is_owner=True) <= {"reopen"}


def test_every_outcome_has_its_verb() -> None:
    decided_by_people = set(Decision.Outcome.values) - {"deemed_granted"}
    assert set(transitions.DECIDING) == decided_by_people
    for outcome, verb in transitions.DECIDING.items():
        assert next_status("proceeding", "in_progress", verb) == outcome


@pytest.mark.parametrize(
    ("subject", "status", "who", "is_owner", "expected"),
    [
        ("case", "received", {"ea"}, False, {"claim", "pass_to_ea", "message"}),
        ("case", "checking", {"ea"}, True, {"request_completion", "forward", "pass_to_ea", "message"}),
        (
            "case",
            "checking",
            {"ea", "keeper"},
            True,
            {"request_completion", "forward", "pass_to_ea", "hand_over", "message"},
        ),
        ("case", "checking", {"ea"}, False, {"message"}),  # a colleague looks on
        ("case", "checking", {"ea", "ea_head"}, False, {"take_over", "message"}),
        ("case", "incomplete", {"applicant"}, False, {"answer", "write", "withdraw"}),
        ("case", "closed", {"applicant"}, False, set()),
        ("proceeding", "delivered", {"zb"}, False, {"claim", "return", "message"}),
        ("proceeding", "in_progress", {"zb"}, False, {"message"}),
        ("proceeding", "incomplete", {"zb"}, True, {"continue", "discontinue", "message"}),
        ("proceeding", "proposed", {"zb"}, False, {"message"}),
        ("proceeding", "paused", {"zb"}, True, {"resume", "discontinue", "message"}),
        ("proceeding", "consulting", {"zb"}, False, {"message"}),
        ("proceeding", "held", {"router"}, False, {"release", "discontinue"}),
        ("proceeding", "deemed_granted", {"applicant"}, False, {"certify"}),
        ("proceeding", "rejected", {"zb", "zb_head"}, True, {"message", "reopen"}),
        ("proceeding", "rejected", {"zb"}, True, {"message"}),
        ("proceeding", "returned", {"zb"}, False, set()),
        ("proceeding", "returned", {"router"}, False, {"reroute"}),
        ("proceeding", "waiting", {"zb", "zb_head"}, True, set()),
    ],
)
def test_what_who_may_do(subject: str, status: str, who: set, is_owner: bool, expected: set) -> None:
    assert allowed_verbs(subject, status, who, is_owner=is_owner) == expected


def test_what_nobody_has_is_picked_up_not_taken_over() -> None:
    for is_free in (True, False):
        verbs = allowed_verbs("proceeding", "incomplete", {"zb", "zb_head"}, is_free=is_free)
        assert ("pick_up" in verbs, "take_over" in verbs) == (is_free, not is_free)


def test_a_verb_that_stands_twice_is_noticed() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        transitions._by_status((*CASE, Move("claim", ("received",), "checking", "ea")))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [([], False), (["granted"], True), (["granted", "in_progress"], False), (["rejected", "withdrawn"], True)],
)
def test_when_a_case_is_over(statuses: list[str], expected: bool) -> None:
    assert transitions.all_finished(statuses) is expected


def test_a_guard_that_does_not_hold_takes_the_verb_away() -> None:
    work = {"request_completion", "ask", "return", "discontinue", "message", "consult"}
    for holds, more in (
        ((), set()),
        (("one_signature", "in_time"), set(transitions.DECISIONS)),
        (("two_signatures", "in_time"), {"propose"}),
        (("one_signature",), set()),
        (("extendable",), {"extend_period"}),
        (("running",), {"pause"}),
    ):
        assert allowed_verbs("proceeding", "in_progress", {"zb"}, is_owner=True, holds=holds) == work | more
    second = {"zb", "zb_second"}
    assert "grant" in allowed_verbs("proceeding", "proposed", second, holds=("in_time",))
    assert "grant" not in allowed_verbs("proceeding", "proposed", second, holds=())


@pytest.mark.parametrize("table", [CASE, PROCEEDING])
def test_every_guard_has_its_words(table: tuple[Move, ...]) -> None:
    assert {guard for move in table for guard in move.guards} <= set(transitions.GUARD_WORDS) == set(GUARD_REFUSALS)


def test_every_status_has_its_plain_step() -> None:
    for case_status in STATUSES["case"]:
        for status in STATUSES["proceeding"]:
            for has_ea in (True, False):
                step = transitions.plain_step(case_status, status, has_ea=has_ea)
                assert step in (*transitions.PLAIN_STEPS, "done")
                assert (step == "done") == (status in transitions.FINISHED)
    assert list(STEP_WORDS) == list(transitions.PLAIN_STEPS)
