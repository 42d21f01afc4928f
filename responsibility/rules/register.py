"""Comparing the official register of municipalities with the areas that the portal knows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

LAND = "13"
# A file that lacks more of the known municipalities than this is not a reform but a broken file.
MOST_GONE = 0.2

Kind = Literal["land", "kreis", "amt", "gemeinde"]


class RegisterArea(NamedTuple):
    """An area as the register names it, or as the portal knows it. Keys: ARS with 12 figures, AGS with 8."""

    kind: Kind
    ars: str
    ags: str | None
    name: str
    short_name: str
    parent: str | None
    population: int | None = None

    @property
    def identity(self) -> str:
        """What stays when an area is renamed or moved: a municipality keeps its AGS, the others have only the ARS."""
        return self.ags or self.ars

    @property
    def label(self) -> str:
        return f"{self.name} ({self.identity})"


class Register(NamedTuple):
    """The areas of the Land on a day (Gebietsstand)."""

    as_of: date
    areas: list[RegisterArea]


class Successor(NamedTuple):
    """Where an area that ended belongs now (None: nowhere as a whole), and since when if that is known."""

    key: str | None
    since: date | None = None


class Change(NamedTuple):
    before: RegisterArea
    after: RegisterArea


@dataclass
class Difference:
    """What the register says that the portal does not know yet."""

    new: list[RegisterArea] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    recounted: list[Change] = field(default_factory=list)
    gone: list[RegisterArea] = field(default_factory=list)
    same: int = 0


def compare(known: Iterable[RegisterArea], register: Iterable[RegisterArea]) -> Difference:
    """New, renamed, moved (other Amt or Kreis, so another ARS), recounted and gone areas. One may be several.

    >>> old = RegisterArea("gemeinde", "130725258024", "13072024", "Dalkendorf", "Dalkendorf", "130725258000", 200)
    >>> done = compare([old], [old._replace(ars="130725251024", parent="130725251000")])
    >>> len(done.moved), len(done.renamed), len(done.gone)
    (1, 0, 0)
    """
    before = {area.identity: area for area in known}
    found = Difference()
    for after in register:
        old = before.pop(after.identity, None)
        if old is None:
            found.new.append(after)
            continue
        change = Change(old, after)
        differs = {
            "renamed": (old.name, old.short_name) != (after.name, after.short_name),
            "moved": (old.ars, old.parent) != (after.ars, after.parent),
            "recounted": after.population is not None and old.population != after.population,
        }
        for kind, is_so in differs.items():
            if is_so:
                getattr(found, kind).append(change)
        found.same += not any(differs.values())
    found.gone = list(before.values())
    return found


def is_broken(known: Iterable[RegisterArea], gone: Iterable[RegisterArea]) -> bool:
    """So many municipalities missing that the file must be incomplete."""
    count = sum(area.kind == "gemeinde" for area in known)
    return sum(area.kind == "gemeinde" for area in gone) > count * MOST_GONE


def without_successor(gone: Iterable[RegisterArea], successors: dict[str, Successor]) -> list[RegisterArea]:
    """Areas that ended and of which nobody has said where they belong now."""
    return [area for area in gone if area.identity not in successors and area.ars not in successors]


def successor_of(area: RegisterArea, successors: dict[str, Successor]) -> Successor:
    return successors.get(area.identity) or successors.get(area.ars) or Successor(None)
