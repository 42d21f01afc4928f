"""Measuring two things side by side and naming their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. Times are medians in milliseconds."""

    what: str
    milliseconds: float
    floor: str
    floor_milliseconds: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.floor_milliseconds


def nothing() -> None:
    """What comes before most calls."""


def side_by_side(
    subject: Callable[[], object],
    floor: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], object] = nothing,
) -> tuple[float, float]:
    """Medians in ms of both, called in turn so that a busy moment of the machine hits both alike.

    `before` is called ahead of the subject, and not measured.
    """
    for _ in range(max(3, rounds // 10)):
        before()
        subject()
        floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        before()
        for call, kept in ((subject, times[0]), (floor, times[1])):
            begin = time.perf_counter()
            call()
            kept.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | ms | floor | ms | ratio | note |", "|---|---:|---|---:|---:|---|"]
    lines += [
        f"| {row.what} | {row.milliseconds:.2f} | {row.floor} | {row.floor_milliseconds:.2f} "
        f"| {row.ratio:.1f} | {row.note} |"
        for row in rows
    ]
    return "\n".join(lines)
