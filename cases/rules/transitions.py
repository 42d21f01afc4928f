"""Which step may follow which status, and who may take it. The only place that knows.

The case and its proceedings have one table each; docs/cases.md shows them. A verb that stands twice for
the same subject and status would be ambiguous, so the tables are checked when this module is loaded.
"""

from typing import Literal, NamedTuple

Who = Literal["system", "applicant", "ea", "ea_head", "zb", "zb_head", "router"]

WHO_WORDS: dict[Who, str] = {
    "system": "the portal",
    "applicant": "applicant",
    "ea": "officer of the EA",
    "ea_head": "head of the EA",
    "zb": "officer of the ZB",
    "zb_head": "head of the ZB",
    "router": "owner or head at the EA; without an EA the head of the returning ZB",
}


class Move(NamedTuple):
    """In each of these statuses the verb leads to `to`; an empty `to` leaves the status as it is.

    `by_owner`: only who has taken the case or proceeding over; the others of the office have to do that first.
    """

    verb: str
    sources: tuple[str, ...]
    to: str
    who: Who
    by_owner: bool = False


class Forbidden(Exception):
    """This verb is not possible in this status."""

    def __init__(self, verb: str, status: str) -> None:
        self.verb = verb
        self.status = status
        super().__init__(f"{verb} is not possible in status {status}")


CASE = (
    Move("receive", ("submitted",), "received", "system"),
    Move("pass_on", ("submitted",), "forwarded", "system"),
    Move("claim", ("received",), "checking", "ea"),
    Move("take_over", ("checking", "incomplete", "forwarded"), "", "ea_head"),
    Move("request_completion", ("checking",), "incomplete", "ea", by_owner=True),
    Move("answer", ("incomplete",), "checking", "applicant"),
    Move("answer_late", ("forwarded",), "", "applicant"),
    Move("forward", ("checking", "incomplete"), "forwarded", "ea", by_owner=True),
    Move("message", ("received", "checking", "incomplete", "forwarded"), "", "ea"),
    Move("write", ("submitted", "received", "checking", "incomplete", "forwarded"), "", "applicant"),
    Move("withdraw", ("submitted", "received", "checking", "incomplete", "forwarded"), "withdrawn", "applicant"),
    Move("close", ("forwarded",), "closed", "system"),
)

PROCEEDING = (
    Move("deliver", ("waiting",), "delivered", "system"),
    Move("claim", ("delivered",), "in_progress", "zb"),
    Move("take_over", ("in_progress", "incomplete"), "", "zb_head"),
    Move("request_completion", ("in_progress",), "incomplete", "zb", by_owner=True),
    Move("answer", ("incomplete",), "in_progress", "applicant"),
    Move("continue", ("incomplete",), "in_progress", "zb", by_owner=True),
    Move("return", ("delivered",), "returned", "zb"),
    Move("return", ("in_progress",), "returned", "zb", by_owner=True),
    Move("reroute", ("returned",), "waiting", "router"),
    Move("grant", ("in_progress",), "granted", "zb", by_owner=True),
    Move("grant_with_conditions", ("in_progress",), "granted_with_conditions", "zb", by_owner=True),
    Move("reject", ("in_progress",), "rejected", "zb", by_owner=True),
    Move(
        "message",
        ("delivered", "in_progress", "incomplete", "granted", "granted_with_conditions", "rejected", "deemed_granted"),
        "",
        "zb",
    ),
    Move("withdraw", ("waiting", "delivered", "in_progress", "incomplete", "returned"), "withdrawn", "applicant"),
)

# outcome of a decision -> its verb
DECIDING = {"granted": "grant", "granted_with_conditions": "grant_with_conditions", "rejected": "reject"}
DECIDED = frozenset({"granted", "granted_with_conditions", "rejected", "deemed_granted"})
# Nothing more happens to these
FINISHED = DECIDED | {"withdrawn"}
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
    subject: Subject, status: str, who: frozenset[Who] | set[Who], *, is_owner: bool = False
) -> frozenset[str]:
    """What somebody in these roles may do now. Nobody takes over what is already theirs.

    >>> sorted(allowed_verbs("proceeding", "delivered", {"zb"}))
    ['claim', 'message', 'return']
    """
    moves = [move for (_, source), move in TABLES[subject].items() if source == status and move.who in who]
    verbs = {move.verb for move in moves if is_owner or not move.by_owner}
    return frozenset(verbs - {"take_over"} if is_owner else verbs)


def all_finished(statuses: list[str]) -> bool:
    """Whether a case with these proceedings is over: at least one, and nothing left to do in any."""
    return bool(statuses) and all(status in FINISHED for status in statuses)


def rendered(table: tuple[Move, ...]) -> str:
    """The table as Markdown, for docs/cases.md; a test holds both equal."""
    lines = ["| verb | from | to | who |", "|---|---|---|---|"]
    for move in table:
        who = f"{WHO_WORDS[move.who]}, owner only" if move.by_owner else WHO_WORDS[move.who]
        lines.append(f"| {move.verb} | {', '.join(move.sources)} | {move.to or '(stays)'} | {who} |")
    return "\n".join(lines)
