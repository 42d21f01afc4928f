"""The clock of a proceeding.

A deadline is never stored as a choice of somebody: it follows from the list of events. The steps of the law:
receipt at the EA; third day after, received by the authority (§ 71b Abs. 2 VwVfG M-V); complete with the last missing
document, again through the EA (§ 71b Abs. 4); the period from there (§§ 187 to 193 BGB) without the days it was
paused; its end moved off Saturday, Sunday and holiday (§ 31 Abs. 3 VwVfG M-V); at most one extension, told before the
end, counted from that end (§ 42a Abs. 2 Satz 3 VwVfG M-V, § 190 BGB).

The order of events of the same day does not matter: each day is read as a whole.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from cases.rules import legal
from cases.rules.periods import IsWorkday, Period, PeriodEnd, Span, days_in, parse_period, period_end

# Only these move a clock. A question (correction_requested) does not: the office clears it up while the time runs.
MISSING, HANDED_IN, GIVEN_UP = "completion_requested", "completion_answered", "found_complete"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What the clock needs of an event. `scope` is None for the case, else the proceeding's key.

    `period` is the length of an extension, for example "1m".
    """

    kind: str
    on: date
    scope: int | None = None
    period: str = ""


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
    extended_due_on: date | None = None
    explanation: tuple[Reason, ...] = ()

    @property
    def ends_on(self) -> date | None:
        """The last day for the decision, extended or not."""
        return self.extended_due_on or self.due_on


@dataclass(frozen=True, slots=True)
class Law:
    """The law a proceeding began under: its period, the paragraphs, and whether it waits for another one's decision."""

    period: str
    period_law: str = ""
    deemed_law: str = ""
    waits: bool = False


def deemed_receipt(received_ea: date) -> date:
    """The day an application at the EA counts as received by the authority (§ 71b Abs. 2 VwVfG M-V).

    A date, not a period: it stays where it falls, on a Saturday too.

    >>> deemed_receipt(date(2025, 12, 3))  # a Saturday
    datetime.date(2025, 12, 6)
    """
    return received_ea + timedelta(days=legal.number("ea_receipt_days", received_ea).value)


def deemed_approval(ends_on: date) -> date:
    """The first day on which the approval counts as granted: the one after the last day for the decision.

    >>> deemed_approval(date(2026, 4, 27))
    datetime.date(2026, 4, 28)
    """
    return ends_on + timedelta(days=1)


@dataclass(slots=True)
class _Reckoning:
    """The state while the days are read in order."""

    received_ea: date | None = None
    received_zb: date | None = None
    last_document: date | None = None
    released: date | None = None
    reopened: date | None = None
    extensions: list[ClockEvent] = field(default_factory=list)
    # Open requests by scope, with the day since which something is missing
    missing: dict[int | None, date] = field(default_factory=dict)
    open: Counter = field(default_factory=Counter)
    paused: list[Span] = field(default_factory=list)
    paused_since: date | None = None

    def read_day(self, on: date, events: list[ClockEvent]) -> None:
        count = Counter(event.kind for event in events)
        if count["received_ea"] and self.received_ea is None:
            self.received_ea = on
        if count["delivered"]:
            self.received_zb = on
        if count["released"]:
            self.released = on
        if count["reopened"]:
            self.reopened = on
        if count[HANDED_IN]:
            self.last_document = on
        self.extensions += sorted((event for event in events if event.kind == "extended"), key=attrgetter("period"))
        self._read_requests(on, events)
        self._read_pauses(on, count["paused"], count["resumed"])

    def _read_requests(self, on: date, events: list[ClockEvent]) -> None:
        for event in events:
            change = (event.kind == MISSING) - (event.kind in (HANDED_IN, GIVEN_UP))
            self.open[event.scope] += change
        for scope in {event.scope for event in events}:
            self.open[scope] = max(self.open[scope], 0)
            if not self.open[scope]:
                self.missing.pop(scope, None)
            else:
                self.missing.setdefault(scope, on)

    def _read_pauses(self, on: date, begun: int, ended: int) -> None:
        """The first and the last day of a pause both belong to it (§ 209 BGB)."""
        since = self.paused_since or (on if begun else None)
        if since is None:
            return
        still = bool(self.paused_since) + begun > ended
        if still:
            self.paused_since = since
        else:
            self.paused.append(Span(since, on))
            self.paused_since = None


def _read(events: Iterable[ClockEvent]) -> _Reckoning:
    state = _Reckoning()
    for on, rows in groupby(sorted(events, key=attrgetter("on")), key=attrgetter("on")):
        state.read_day(on, list(rows))
    return state


def clock(events: Iterable[ClockEvent], law: Law, *, is_workday: IsWorkday) -> Clock:
    """The clock of one proceeding, from the events of its case and its own.

    A request that is dropped leaves the clock as it was; a document that came later moves it, never backwards.
    """
    state = _read(events)
    start = state.received_ea or state.received_zb
    if start is None:
        return Clock()
    deemed = deemed_receipt(state.received_ea) if state.received_ea else None
    complete = _complete_since(state, deemed or start, waits=law.waits)
    reasons = [*_receipt_reasons(state), *_completion_reasons(state, start, waits=law.waits)]
    received = (state.received_ea, state.received_zb, deemed, complete)
    length = parse_period(law.period)
    if length is None:
        return Clock(*received, explanation=(*reasons, Reason(complete or start, "no_period")))
    if state.reopened is not None:
        return Clock(*received, explanation=(*reasons, Reason(state.reopened, "reopened")))
    if state.paused_since is not None:
        return Clock(*received, explanation=(*reasons, Reason(state.paused_since, "paused")))
    if complete is None:
        return Clock(*received, explanation=tuple(reasons))
    paused = days_in(state.paused)
    end = period_end(complete, length, is_workday, paused)
    reasons += _end_reasons(complete, length, end, law.period_law)
    extended, more = _extension(state, end, is_workday, paused)
    reasons += more
    if law.deemed_law:
        reasons.append(Reason(extended or end.last_day, "deemed_granted_after", {"law": law.deemed_law}))
    return Clock(*received, end.last_day, extended, tuple(reasons))


def _complete_since(state: _Reckoning, received: date, *, waits: bool) -> date | None:
    if state.missing or (waits and state.released is None):
        return None
    days = [received]
    if state.last_document is not None:
        days.append(deemed_receipt(state.last_document) if state.received_ea else state.last_document)
    if state.released is not None:
        days.append(state.released)
    return max(days)


def _receipt_reasons(state: _Reckoning) -> list[Reason]:
    if state.received_ea is None:
        return [Reason(state.received_zb, "received_zb", {"law": "§ 22 VwVfG M-V"})]
    law = legal.number("ea_receipt_days", state.received_ea)
    return [
        Reason(state.received_ea, "received_ea", {"law": "§ 71b Abs. 1 VwVfG M-V"}),
        Reason(deemed_receipt(state.received_ea), "deemed_received", {"days": law.value, "law": law.law}),
    ]


def _completion_reasons(state: _Reckoning, start: date, *, waits: bool) -> list[Reason]:
    """What is missing, or else which document and which decision came last."""
    if state.missing:
        facts = {"law": "§ 71b Abs. 4 VwVfG M-V" if state.received_ea else "§ 42a Abs. 2 Satz 2 VwVfG M-V"}
        return [Reason(min(state.missing.values()), "documents_missing", facts)]
    reasons = _document_reasons(state)
    if state.released is not None:
        reasons.append(Reason(state.released, "released", {"law": "§ 42a Abs. 2 Satz 2 VwVfG M-V"}))
    elif waits:
        reasons.append(Reason(start, "waits"))
    return reasons


def _document_reasons(state: _Reckoning) -> list[Reason]:
    if state.last_document is None:
        return []
    if state.received_ea is None:
        return [Reason(state.last_document, "last_document_zb", {"law": "§ 42a Abs. 2 Satz 2 VwVfG M-V"})]
    law = legal.number("ea_receipt_days", state.last_document)
    return [
        Reason(state.last_document, "last_document_ea", {"law": "§ 71b Abs. 4 VwVfG M-V"}),
        Reason(deemed_receipt(state.last_document), "deemed_complete", {"days": law.value, "law": law.law}),
    ]


def _end_reasons(start: date, length: Period, end: PeriodEnd, law: str, code: str = "period_ends") -> list[Reason]:
    facts = {
        "amount": length.amount,
        "unit": length.unit,
        "law": law or "§§ 187, 188 BGB",
        "start": start,
        "paused": end.paused,
    }
    reasons = [Reason(end.counted, code, facts)]
    if end.is_moved:
        facts["free"] = "weekend" if end.counted.weekday() >= 5 else "holiday"
        reasons.append(Reason(end.last_day, "moved_to_workday", {"law": "§ 31 Abs. 3 VwVfG M-V"}))
    return reasons


def _extension(
    state: _Reckoning, end: PeriodEnd, is_workday: IsWorkday, paused: frozenset[date]
) -> tuple[date | None, list[Reason]]:
    """The extended end, counted from the end it extends (§ 190 BGB), and why. Only what was told in time counts."""
    extended: date | None = None
    reasons: list[Reason] = []
    used = 0
    for event in state.extensions:
        law = legal.number("most_extensions", event.on)
        current = extended or end.last_day
        if event.on > current:
            reasons.append(Reason(event.on, "extended_too_late", {"law": law.law, "end": current}))
        elif used >= law.value:
            reasons.append(Reason(event.on, "extended_again", {"law": law.law}))
        else:
            length = parse_period(event.period)
            longer = period_end(current, length, is_workday, paused)
            reasons.append(Reason(event.on, "extended", {"law": law.law}))
            reasons += _end_reasons(current, length, longer, f"{law.law}, § 190 BGB", "extension_ends")
            extended, used = longer.last_day, used + 1
    return extended, reasons
