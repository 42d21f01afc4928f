"""Periods and the clock of a proceeding.

A deadline is never stored as a choice of somebody: it follows from the list of events. The steps of the law:
receipt at the EA; third day after, received by the authority (§ 71b Abs. 2 VwVfG M-V); complete with the last missing
document, again through the EA (§ 71b Abs. 4); the period from there (§§ 187 to 193 BGB); its end moved off
Saturday, Sunday and holiday (§ 31 Abs. 3 VwVfG M-V).
"""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from cases.rules import legal

IsWorkday = Callable[[date], bool]
UNITS = "dwm"


class Period(NamedTuple):
    """A period as it is configured: "3m", "8w", "30d"."""

    amount: int
    unit: str


class PeriodEnd(NamedTuple):
    """`counted`: where the calendar puts the end; `last_day`: the day after moving it to a workday."""

    counted: date
    last_day: date

    @property
    def is_moved(self) -> bool:
        return self.counted != self.last_day


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What the clock needs of an event. `scope` is None for the case, else the proceeding's key."""

    kind: str
    on: date
    scope: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reckoning: its day, its code and its facts. cases.queries.reasons has the words."""

    on: date
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """What follows from the events. Without `complete_since` or without a period there is no `due_on`."""

    received_ea: date | None = None
    received_zb: date | None = None
    deemed_received_zb: date | None = None
    complete_since: date | None = None
    due_on: date | None = None
    explanation: tuple[Reason, ...] = ()


def parse_period(text: str) -> Period | None:
    """The period written as number and d, w or m; None for an empty text.

    >>> parse_period("3m")
    Period(amount=3, unit='m')
    """
    if not text:
        return None
    amount, unit = text[:-1], text[-1]
    if unit not in UNITS or not amount.isdecimal():
        raise ValueError(f"A period is a number with d, w or m, not {text!r}")
    return Period(int(amount), unit)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of the month where that day is missing (§ 188 Abs. 3 BGB).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_workday(day: date, is_workday: IsWorkday) -> date:
    """This day if it is a workday, else the first one after it (§ 31 Abs. 3 VwVfG M-V, § 193 BGB)."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def period_end(event: date, period: Period, is_workday: IsWorkday) -> PeriodEnd:
    """End of a period that begins with an event; the day of the event does not count (§ 187 Abs. 1, § 188 BGB).

    >>> period_end(date(2026, 11, 30), Period(3, "m"), lambda day: day.weekday() < 5)  # 28 February is a Sunday
    PeriodEnd(counted=datetime.date(2027, 2, 28), last_day=datetime.date(2027, 3, 1))
    """
    if period.unit == "m":
        counted = add_months(event, period.amount)
    else:
        counted = event + timedelta(days=period.amount * (7 if period.unit == "w" else 1))
    return PeriodEnd(counted, next_workday(counted, is_workday))


def deemed_receipt(received_ea: date) -> date:
    """The day an application at the EA counts as received by the authority (§ 71b Abs. 2 VwVfG M-V).

    A date, not a period: it stays where it falls, on a Saturday too.

    >>> deemed_receipt(date(2025, 12, 3))  # a Saturday
    datetime.date(2025, 12, 6)
    """
    return received_ea + timedelta(days=legal.number("ea_receipt_days", received_ea).value)


@dataclass(slots=True)
class _Reckoning:
    """The state while the events are read in order."""

    received_ea: date | None = None
    received_zb: date | None = None
    last_document: date | None = None
    missing: dict[int | None, date] = field(default_factory=dict)

    def read(self, event: ClockEvent) -> None:
        if event.kind == "received_ea" and self.received_ea is None:
            self.received_ea = event.on
        elif event.kind == "delivered":
            self.received_zb = event.on
        elif event.kind == "completion_requested":
            self.missing[event.scope] = event.on
        elif event.kind == "completion_answered":
            self.missing.pop(event.scope, None)
            self.last_document = max(self.last_document or event.on, event.on)
        elif event.kind == "found_complete":
            self.missing.pop(event.scope, None)


def clock(
    events: Iterable[ClockEvent], *, period: str, is_workday: IsWorkday, period_law: str = "", deemed_law: str = ""
) -> Clock:
    """The clock of one proceeding, from the events of its case and its own.

    A request that is dropped leaves the clock as it was; a document that came later moves it, never backwards.
    """
    state = _Reckoning()
    for event in events:
        state.read(event)
    start = state.received_ea or state.received_zb
    if start is None:
        return Clock()
    reasons = _receipt_reasons(state)
    deemed = deemed_receipt(state.received_ea) if state.received_ea else None
    complete = _complete_since(state, deemed or start)
    reasons += _completion_reasons(state, complete)
    due_on = None
    length = parse_period(period)
    if length is None:
        reasons.append(Reason(complete or start, "no_period"))
    elif complete is not None:
        end = period_end(complete, length, is_workday)
        due_on = end.last_day
        reasons += _end_reasons(complete, length, end, period_law, deemed_law)
    return Clock(state.received_ea, state.received_zb, deemed, complete, due_on, tuple(reasons))


def _complete_since(state: _Reckoning, received: date) -> date | None:
    if state.missing:
        return None
    if state.last_document is None:
        return received
    last = deemed_receipt(state.last_document) if state.received_ea else state.last_document
    return max(received, last)


def _receipt_reasons(state: _Reckoning) -> list[Reason]:
    if state.received_ea is None:
        return [Reason(state.received_zb, "received_zb")]
    law = legal.number("ea_receipt_days", state.received_ea)
    return [
        Reason(state.received_ea, "received_ea"),
        Reason(deemed_receipt(state.received_ea), "deemed_received", {"days": law.value, "law": law.law}),
    ]


def _completion_reasons(state: _Reckoning, complete: date | None) -> list[Reason]:
    if state.missing:
        return [Reason(min(state.missing.values()), "documents_missing")]
    if state.last_document is None:
        return []
    if state.received_ea is None:
        return [Reason(state.last_document, "last_document_zb")]
    law = legal.number("ea_receipt_days", state.last_document)
    return [
        Reason(state.last_document, "last_document_ea"),
        Reason(deemed_receipt(state.last_document), "deemed_complete", {"days": law.value, "law": law.law}),
    ]


def _end_reasons(complete: date, length: Period, end: PeriodEnd, period_law: str, deemed_law: str) -> list[Reason]:
    facts = {"amount": length.amount, "unit": length.unit, "law": period_law, "start": complete}
    reasons = [Reason(end.counted, "period_ends", facts)]
    if end.is_moved:
        free = "weekend" if end.counted.weekday() >= 5 else "holiday"
        reasons[0].facts["free"] = free
        reasons.append(Reason(end.last_day, "moved_to_workday", {"law": "§ 31 Abs. 3 VwVfG M-V"}))
    if deemed_law:
        reasons.append(Reason(end.last_day, "deemed_granted_after", {"law": deemed_law}))
    return reasons
