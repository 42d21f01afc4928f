"""Which step may follow which status, and who may take it. The only place that knows.

The case and its proceedings have one table each. docs/cases.md shows them as table and as diagram, the applicant's page
as plain steps, `manage.py export_process` as BPMN, all from here. A verb that stands twice for
the same subject and status would be ambiguous, so the tables are checked when this module is loaded.
"""

from collections.abc import Collection
from typing import Literal, NamedTuple

Who = Literal[
    "system", "applicant", "ea", "ea_head", "zb", "zb_head", "zb_second", "keeper", "router", "consulted", "excluded"
]

WHO_WORDS: dict[Who, str] = {
    "system": "the portal",
    "applicant": "applicant",
    "ea": "officer of the EA",
    "ea_head": "head of the EA",
    "zb": "officer of the ZB",
    "zb_head": "head of the ZB",
    "zb_second": "officer of the ZB who did not propose it",
    "keeper": "owner or head",
    "router": "owner or head at the EA; without an EA the head of the returning ZB",
    "consulted": "who was asked for a statement",
    "excluded": "the owner who is excluded (§ 20 VwVfG M-V)",
}

# What has to hold beside status and role; cases.clocks.holding says which do
GUARD_WORDS = {
    "predecessor_done": "what it waits for is granted, or finished and released",
    "in_time": "no deemed approval has occurred",
    "one_signature": "the service asks for one signature",
    "two_signatures": "the service asks for two signatures",
    "extendable": "the period runs, was never extended, and is not over",
    "running": "a period runs and is not over",
    "period_over": "a law orders the deemed approval and the period is over",
}


class Move(NamedTuple):
    """In each of these statuses the verb leads to `to`; an empty `to` leaves the status as it is.

    `by_owner`: only who has taken the case or proceeding over; the others of the office have to do that first.
    `guards`: all of them have to hold. `effect`: what follows in the same transaction or after it.
    """

    verb: str
    sources: tuple[str, ...]
    to: str
    who: Who
    by_owner: bool = False
    guards: tuple[str, ...] = ()
    effect: str = ""


class Forbidden(Exception):
    """This verb is not possible in this status."""

    def __init__(self, verb: str, status: str) -> None:
        self.verb = verb
        self.status = status
        super().__init__(f"{verb} is not possible in status {status}")


CASE = (
    Move("receive", ("submitted",), "received", "system", effect="clock starts; application and receipt as PDF"),
    Move("pass_on", ("submitted",), "forwarded", "system", effect="application and receipt as PDF; proceedings go out"),
    Move("claim", ("received",), "checking", "ea"),
    Move("take_over", ("checking", "incomplete", "forwarded"), "", "ea_head"),
    Move("pick_up", ("checking", "incomplete", "forwarded"), "", "ea", effect="where nobody has it"),
    Move("hand_over", ("checking", "incomplete", "forwarded"), "", "keeper", effect="mail to the colleague"),
    Move("recuse", ("checking",), "received", "excluded", effect="back to the inbox; mail to the heads"),
    Move("recuse", ("incomplete", "forwarded"), "", "excluded", effect="nobody has it; mail to the heads"),
    Move("pass_to_ea", ("received",), "received", "ea", effect="mail to the other EA; the clock goes on"),
    Move(
        "pass_to_ea", ("checking",), "received", "ea", by_owner=True, effect="mail to the other EA; the clock goes on"
    ),
    Move("request_completion", ("checking",), "incomplete", "ea", by_owner=True, effect="mail to the applicant"),
    Move("answer", ("incomplete",), "checking", "applicant", effect="clock; mail to the EA"),
    Move("answer_late", ("forwarded",), "", "applicant", effect="clocks of all proceedings; mail to the EA"),
    Move("forward", ("checking", "incomplete"), "forwarded", "ea", by_owner=True, effect="proceedings go out; mail"),
    Move("message", ("received", "checking", "incomplete", "forwarded"), "", "ea", effect="mail to the applicant"),
    Move("write", ("submitted", "received", "checking", "incomplete", "forwarded"), "", "applicant", effect="mail"),
    Move(
        "withdraw",
        ("submitted", "received", "checking", "incomplete", "forwarded"),
        "withdrawn",
        "applicant",
        effect="every open proceeding is withdrawn; mails",
    ),
    Move("close", ("forwarded",), "closed", "system", effect="open requests are dropped"),
    Move("reopen", ("closed",), "forwarded", "system", effect="follows a proceeding that is reopened"),
)

# How a person decides: verb -> status, which is the outcome too
DECISIONS = {"grant": "granted", "grant_with_conditions": "granted_with_conditions", "reject": "rejected"}
AT_WORK = ("in_progress", "incomplete", "proposed", "consulting", "paused")
BEFORE_DECISION = ("waiting", "delivered", "in_progress", "proposed", "returned", "consulting")
DECIDED_STATUSES = ("granted", "granted_with_conditions", "rejected", "deemed_granted")
DECISION = "decision as PDF, mail; followers go out; the last one closes the case"

PROCEEDING = (
    Move("deliver", ("waiting",), "delivered", "system", guards=("predecessor_done",), effect="clock; mail to the ZB"),
    Move("hold", ("waiting",), "held", "system", effect="what it waits for was not granted; mail to the EA"),
    Move("release", ("held",), "waiting", "router", effect="goes out to its authority"),
    Move("claim", ("delivered",), "in_progress", "zb"),
    Move("take_over", AT_WORK, "", "zb_head"),
    Move("pick_up", AT_WORK, "", "zb", effect="where nobody has it"),
    Move("hand_over", AT_WORK, "", "keeper", effect="mail to the colleague"),
    Move(
        "recuse",
        ("in_progress", "proposed", "consulting"),
        "delivered",
        "excluded",
        effect="back to the inbox, a draft is dropped; mail to the heads",
    ),
    Move("recuse", ("incomplete", "paused"), "", "excluded", effect="nobody has it; mail to the heads"),
    Move("request_completion", ("in_progress",), "incomplete", "zb", by_owner=True, effect="clock stops; mail"),
    Move("answer", ("incomplete",), "in_progress", "applicant", effect="clock starts anew; mail to the ZB"),
    Move("continue", ("incomplete",), "in_progress", "zb", by_owner=True, effect="clock as if it had not been asked"),
    Move("ask", ("in_progress",), "", "zb", by_owner=True, effect="the clock goes on; mail to the applicant"),
    Move("answer_question", AT_WORK, "", "applicant", effect="mail to the ZB"),
    Move(
        "extend_period",
        ("in_progress", "proposed", "consulting"),
        "",
        "zb",
        by_owner=True,
        guards=("extendable",),
        effect="clock; mail and letter",
    ),
    Move("pause", ("in_progress",), "paused", "zb", True, ("running",), "clock stops; mail and letter"),
    Move("resume", ("paused",), "in_progress", "zb", by_owner=True, effect="clock goes on; mail"),
    Move("pause_over", ("paused",), "in_progress", "system", effect="clock goes on; mail"),
    Move("consult", ("in_progress",), "consulting", "zb", by_owner=True, effect="invitation; the clock goes on"),
    Move("consult", ("consulting",), "", "zb", by_owner=True, effect="one more invitation"),
    Move("state", ("consulting",), "in_progress", "consulted", effect="with the last statement; mail to the ZB"),
    Move("go_on", ("consulting",), "in_progress", "zb", by_owner=True, effect="without the statement"),
    Move("consultation_over", ("consulting",), "in_progress", "system", effect="the day to answer is over; mail"),
    Move("return", ("delivered",), "returned", "zb", effect="mail to who routes it anew"),
    Move("return", ("in_progress",), "returned", "zb", by_owner=True, effect="mail to who routes it anew"),
    Move("reroute", ("returned",), "waiting", "router", effect="goes out to another authority"),
    *(
        Move(verb, ("in_progress",), to, "zb", True, ("one_signature", "in_time"), DECISION)
        for verb, to in DECISIONS.items()
    ),
    Move("propose", ("in_progress",), "proposed", "zb", True, ("two_signatures", "in_time"), "mail to the ZB"),
    Move("send_back", ("proposed",), "in_progress", "zb_second", effect="mail to who proposed it"),
    *(Move(verb, ("proposed",), to, "zb_second", False, ("in_time",), DECISION) for verb, to in DECISIONS.items()),
    Move(
        "grant_deemed",
        BEFORE_DECISION,
        "deemed_granted",
        "system",
        guards=("period_over",),
        effect="mails that say so; followers go out; the last one closes the case",
    ),
    Move("certify", ("deemed_granted",), "", "applicant", effect="certificate as PDF, once"),
    Move(
        "discontinue",
        ("in_progress", "incomplete", "consulting", "paused"),
        "discontinued",
        "zb",
        by_owner=True,
        effect="mail; followers go out; the last one closes the case",
    ),
    Move("discontinue", ("held",), "discontinued", "router", effect="mail; the last one closes the case"),
    Move(
        "reopen",
        (*DECIDED_STATUSES, "discontinued"),
        "in_progress",
        "zb_head",
        effect="the decision stays until a new one supersedes it; no deadline; the case opens again; mail",
    ),
    Move(
        "message",
        ("delivered", *AT_WORK, *DECIDED_STATUSES, "discontinued"),
        "",
        "zb",
        effect="mail to the applicant",
    ),
    Move("withdraw", (*BEFORE_DECISION, "incomplete", "paused", "held"), "withdrawn", "applicant", effect="mails"),
)

# What a guest from another office may do on an invitation to work; what decides for the office stays with it
GUEST_VERBS = frozenset({"request_completion", "continue", "ask", "message"})
# outcome of a decision -> its verb
DECIDING = {to: verb for verb, to in DECISIONS.items()}
DECIDED = frozenset(DECIDED_STATUSES)
# The plain steps an applicant sees, in order, and which of them each status is at. Those before are done.
PLAIN_STEPS = ("submitted", "completeness", "office", "examination", "decision")
STEP_OF_CASE = dict.fromkeys(("submitted", "received", "checking", "incomplete"), "completeness")
STEP_OF_PROCEEDING = dict.fromkeys(("waiting", "returned", "held"), "office") | dict.fromkeys(
    ("delivered", *AT_WORK), "examination"
)
# What waits for another proceeding goes out by itself after these
APPROVED = DECIDED - {"rejected"}
# Nothing more is to be done
FINISHED = DECIDED | {"withdrawn", "discontinued"}
# What the EA has to pass on without delay (§ 71b Abs. 1 VwVfG M-V): a new case, and what came back or is held
EA_FORWARDS = frozenset({"received", "returned", "held"})
CASE_FINISHED = frozenset({"closed", "withdrawn"})


def _by_status(table: tuple[Move, ...]) -> dict[tuple[str, str], Move]:
    moves: dict[tuple[str, str], Move] = {}
    for move in table:
        for source in move.sources:
            if (move.verb, source) in moves:
                raise ValueError(f"{move.verb} from {source} stands twice in the table")
            moves[move.verb, source] = move
    return moves


TABLES = {"case": _by_status(CASE), "proceeding": _by_status(PROCEEDING)}
Subject = Literal["case", "proceeding"]


def find_move(subject: Subject, status: str, verb: str) -> Move:
    """The line of the table, or Forbidden."""
    move = TABLES[subject].get((verb, status))
    if move is None:
        raise Forbidden(verb, status)
    return move


def next_status(subject: Subject, status: str, verb: str) -> str:
    """The status after this step.

    >>> next_status("case", "checking", "forward")
    'forwarded'
    >>> next_status("case", "closed", "forward")
    Traceback (most recent call last):
    cases.rules.transitions.Forbidden: forward is not possible in status closed
    """
    return find_move(subject, status, verb).to or status


def allowed_verbs(
    subject: Subject,
    status: str,
    who: frozenset[Who] | set[Who],
    *,
    is_owner: bool = False,
    is_free: bool = False,
    holds: Collection[str] = tuple(GUARD_WORDS),
) -> frozenset[str]:
    """What somebody in these roles may do now. Nobody takes over what is already theirs or nobody's.

    >>> sorted(allowed_verbs("proceeding", "delivered", {"zb"}))
    ['claim', 'message', 'return']
    """
    moves = [move for (_, source), move in TABLES[subject].items() if source == status and move.who in who]
    possible = [move for move in moves if set(move.guards) <= set(holds)]
    verbs = {move.verb for move in possible if is_owner or not move.by_owner}
    return frozenset(verbs - ({"take_over"} if is_owner or is_free else set()) - (set() if is_free else {"pick_up"}))


def plain_step(case_status: str, proceeding_status: str, *, has_ea: bool) -> str:
    """The plain step a proceeding is at; "done" when it is finished.

    >>> plain_step("checking", "waiting", has_ea=True), plain_step("forwarded", "proposed", has_ea=True)
    ('completeness', 'examination')
    """
    if proceeding_status in FINISHED:
        return "done"
    if has_ea and case_status in STEP_OF_CASE:
        return STEP_OF_CASE[case_status]
    return STEP_OF_PROCEEDING[proceeding_status]


def all_finished(statuses: list[str]) -> bool:
    """Whether a case with these proceedings is over: at least one, and nothing left to do in any."""
    return bool(statuses) and all(status in FINISHED for status in statuses)
