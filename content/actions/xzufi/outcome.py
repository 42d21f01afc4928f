"""What an import finds out on its way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from content.rules.xzufi.codes import CLASSES
from content.rules.xzufi.reader import Problem
from content.rules.xzufi.records import KIND_OF, Record

MOST_DIFFERENCES, MOST_PROBLEMS = 20_000, 100_000
TOO_MANY = "Die Datei hat noch mehr Auffälligkeiten; sie werden nicht mehr aufgeführt."
SHOWN = 120
NEW, CHANGED, SAME, KEPT, WITHDRAWN = "neu", "geändert", "gleich", "bleibt", "zurückgezogen"


class Outcome:
    """Counts, differences and problems; the file that is being read."""

    def __init__(self) -> None:
        self.file = ""
        self.counts: dict[str, Counter] = defaultdict(Counter)
        self.differences: list[str] = []
        self.problems: list[tuple[str, Problem]] = []
        self.has_errors = False

    def each(self, waiting: Iterable[tuple]) -> Iterator[tuple]:
        """What waited, one after the other, each with its file as the one that is being read."""
        for file, *rest in waiting:
            self.file = file
            yield tuple(rest)

    def note(self, problem: Problem) -> None:
        self.has_errors = self.has_errors or problem.is_error
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((self.file, problem))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append((self.file, Problem(problem.line, "", TOO_MANY, self.has_errors)))

    def hint(self, record: Any, text: str) -> None:
        """Something for people to know about a whole object."""
        self.note(Problem(record.line, KIND_OF.get(type(record), "loesche"), text))

    def count(self, kind: str, what: str, name: str, details: list[str] | tuple = ()) -> None:
        """Note what became of an object, with its differences."""
        self.counts[kind][what] += 1
        if what != SAME and len(self.differences) < MOST_DIFFERENCES:
            self.differences.append(f"{what:<14}{CLASSES[kind]} „{name}“")
            self.differences += details


def differences(old: Record, new: Record, labels: dict[str, str]) -> list[str]:
    """Each part that differs, old and new, in words."""
    found = []
    for name, label in labels.items():
        was, now = part(old, name), part(new, name)
        if was != now:
            found.append(f"    {label}: {shown(was)} -> {shown(now)}")
    return found


def part(record: Record, name: str) -> Any:
    """A part of a record by its name: texts and plain values lie one level deeper."""
    for holder in ("texts", "values"):
        inside = getattr(record, holder, {})
        if name in inside:
            return inside[name]
    return getattr(record, name, "")


def shown(value: Any) -> str:
    """A value on one line.

    >>> shown("Ausweis\\nFoto"), shown(None), shown(True)
    ('„Ausweis / Foto“', '–', 'ja')
    """
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        text = "; ".join(
            ", ".join(str(cell) for cell in row if cell not in (None, "")) if isinstance(row, tuple) else str(row)
            for row in value
        )
    else:
        text = str(value)
    text = text.replace("\n", " / ")
    return f"„{text[: SHOWN - 1]}…“" if len(text) > SHOWN else f"„{text}“"
