"""Which of the rules that apply at a place answers.

The service's own rules come before its group's; among these the most specific area wins, then a rule with a
condition before one without. Nothing is ever chosen between two of the same rank: that is a conflict.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

EA, ZB, FURTHER = "ea", "zb", "further"


class Candidate(NamedTuple):
    """A rule that is in force somewhere on the way up from a place, with an organisation that it names.

    `distance` counts the steps from the place to the rule's area. A rule for a level ("every Amt for itself") is one
    candidate for each organisation of that level on the way up, `level_distance` steps away; it names nobody
    (`organisation` is None) where there is none.
    """

    role: str
    is_own: bool
    distance: int
    condition: str
    organisation: int | None
    level_distance: int = 0
    is_fallback: bool = False

    @property
    def rank(self) -> tuple[bool, int, bool]:
        return (not self.is_own, self.distance, not self.condition)


class Decision(NamedTuple):
    """Who answers in each role. `problem` says why there is no certain answer."""

    ea: int | None
    zb: int | None
    further: tuple[int, ...]
    problem: Literal["", "gap", "conflict"]

    @property
    def is_resolved(self) -> bool:
        return not self.problem


def nearest(candidates: Iterable[Candidate], role: str, conditions: frozenset[str]) -> set[int]:
    """The organisations that the most specific applicable rule names; empty if there is none.

    >>> land, amt = Candidate(ZB, False, 4, "", 1), Candidate(ZB, False, 2, "", 7)
    >>> nearest([land, amt], ZB, frozenset())
    {7}
    """
    fit = [c for c in candidates if c.role == role and (not c.condition or c.condition in conditions)]
    if not fit:
        return set()
    best = min(candidate.rank for candidate in fit)
    first = [c for c in fit if c.rank == best and c.organisation is not None]
    near = min((c.level_distance for c in first if c.level_distance), default=0)
    return {c.organisation for c in first if c.level_distance in (0, near)}


def decide(candidates: Iterable[Candidate], conditions: frozenset[str]) -> Decision:
    """One answer from all rules on the way up. Without an authority the fallback's EA is named, so that nobody is
    left alone.

    >>> decide([Candidate(ZB, True, 1, "", 7), Candidate(ZB, True, 1, "", 8)], frozenset()).problem
    'conflict'
    """
    known = list(candidates)
    rules = [c for c in known if not c.is_fallback]
    ea, zb = nearest(rules, EA, conditions), nearest(rules, ZB, conditions)
    problem = "conflict" if len(ea) > 1 or len(zb) > 1 else "" if zb else "gap"
    if problem and not ea:
        ea = nearest([c for c in known if c.is_fallback], EA, conditions)
    further = tuple(sorted(nearest(rules, FURTHER, conditions)))
    return Decision(only(ea), only(zb), further, problem)


def only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
