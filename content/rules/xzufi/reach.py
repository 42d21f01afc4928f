"""Rules for whole groups and for "each for its own area", as what each organisation is responsible for.

XZuFi knows no groups and no levels: there an organisation names each service and each area itself, and the nearest
area counts. What a nearer or more special rule of ours takes away is therefore left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """An area: its key, and the keys from itself upwards."""

    ars: str
    path: tuple[str, ...]
    kind: str


class Office(NamedTuple):
    """An organisation that serves an area."""

    pk: int
    kind: str
    area: Place


class Rule(NamedTuple):
    """A rule for one service or one group: `subject` is ("service", id) or ("group", id)."""

    subject: tuple[str, int]
    role: str
    area: Place
    organisation: int | None
    level: str
    condition: str
    valid_from: date | None
    valid_to: date | None


class Duty(NamedTuple):
    """That an organisation has a role for a subject in an area."""

    organisation: int
    subject: tuple[str, int]
    role: str
    area: Place
    condition: str
    valid_from: date | None
    valid_to: date | None
    # The area of the rule it comes from: nearer rules count before it
    source: Place


@dataclass(frozen=True)
class Duties:
    """All duties of all subjects, ready to be asked by service."""

    by_subject: Mapping[tuple[str, int], list[Duty]]

    def of(self, service: int, group: int | None) -> Iterator[Duty]:
        """Duties for one service: its own, and those of its group where it has none."""
        own = self.by_subject.get(("service", service), [])
        yield from (duty for duty in own if not is_behind(duty, own))
        inherited = self.by_subject.get(("group", group), []) if group else []
        for duty in inherited:
            if not is_behind(duty, inherited) and not any(replaces(other, duty) for other in own):
                yield duty


def duties(rules: Iterable[Rule], offices: Iterable[Office]) -> Duties:
    """The duties that follow from the rules."""
    known = list(offices)
    found: dict[tuple[str, int], list[Duty]] = defaultdict(list)
    for rule in rules:
        rest = (rule.condition, rule.valid_from, rule.valid_to, rule.area)
        if rule.organisation is not None:
            found[rule.subject].append(Duty(rule.organisation, rule.subject, rule.role, rule.area, *rest))
            continue
        for office, area in serving(known, rule):
            found[rule.subject].append(Duty(office, rule.subject, rule.role, area, *rest))
    return Duties(found)


def serving(offices: Iterable[Office], rule: Rule) -> Iterator[tuple[int, Place]]:
    """Offices of this level in the area of the rule, or the nearest one above it."""
    above: list[tuple[int, int]] = []
    for office in offices:
        is_kreisfrei = office.area.kind == "gemeinde" and len(office.area.path) == 2
        fits = office.kind in ("local", "district") and (
            office.kind == rule.level or (rule.level == "district" and is_kreisfrei)
        )
        if not fits:
            continue
        if rule.area.ars in office.area.path:
            yield office.pk, office.area
        elif office.area.ars in rule.area.path:
            above.append((rule.area.path.index(office.area.ars), office.pk))
    if above:
        yield min(above)[1], rule.area


def replaces(other: Duty, duty: Duty) -> bool:
    """Does a rule of the service itself stand before one of its group, in all of its area?"""
    return other.role == duty.role and other.condition in ("", duty.condition) and other.source.ars in duty.area.path


def is_behind(duty: Duty, others: Iterable[Duty]) -> bool:
    """Is there a rule for a smaller area that still holds all of this one?"""
    if duty.area.ars == duty.source.ars:
        return False
    own_length = len(duty.source.path)
    return any(
        other.role == duty.role
        and other.condition in ("", duty.condition)
        and len(other.source.path) > own_length
        and other.source.ars in duty.area.path
        for other in others
    )
