"""The clock of a proceeding, from its rows and the workdays of Mecklenburg-Vorpommern."""

from collections.abc import Iterable
from datetime import date

import holidays
from django.conf import settings

from cases.models import Event, Proceeding
from cases.rules import deadlines, legal, transitions

# The numbers of the law as this installation has them
NUMBERS = legal.with_fourth_day_from(settings.LEGAL_FOURTH_DAY_FROM)
HOLIDAYS = holidays.country_holidays("DE", subdiv="MV")
SATURDAY = 5


def is_workday(day: date) -> bool:
    """Neither Saturday nor Sunday nor a holiday in M-V (11 a year, 8 March since 2023)."""
    return day.weekday() < SATURDAY and day not in HOLIDAYS


def clock_of(events: Iterable[Event], proceeding: Proceeding) -> deadlines.Clock:
    """The clock of one proceeding from the events of its case and its own. Queries: none."""
    own = [
        deadlines.ClockEvent(event.kind, event.on, event.proceeding_id, event.period)
        for event in events
        if event.proceeding_id in (None, proceeding.pk)
    ]
    return deadlines.clock(own, law_of(proceeding), is_workday=is_workday)


def holding(proceeding: Proceeding, events: Iterable[Event], today: date) -> frozenset[str]:
    """The guards of cases.rules.transitions that hold for this proceeding. Queries: 1 where it waits for another."""
    events = [event for event in events if event.proceeding_id in (None, proceeding.pk)]
    ends_on = clock_of(events, proceeding).ends_on
    is_over = ends_on is not None and today > ends_on
    is_extended = any(event.kind == Event.Kind.EXTENDED for event in events)
    facts = {
        "predecessor_done": is_released(proceeding, events),
        "in_time": not (is_over and proceeding.deemed_approval_law),
        "one_signature": not proceeding.four_eyes,
        "two_signatures": proceeding.four_eyes,
        "extendable": ends_on is not None and not is_over and not is_extended,
        "running": ends_on is not None and not is_over,
        "period_over": is_over and bool(proceeding.deemed_approval_law),
    }
    return frozenset(guard for guard, holds in facts.items() if holds)


def is_released(proceeding: Proceeding, events: Iterable[Event]) -> bool:
    """Whether it may go to its authority: at once, after an approval, or because the EA said so all the same.

    Without an EA it goes out after any end, and its authority judges what that means.
    """
    if proceeding.after is None or proceeding.after.status in transitions.APPROVED:
        return True
    if proceeding.after.status not in transitions.FINISHED:
        return False
    released = any(event.kind == Event.Kind.RELEASED and event.proceeding_id == proceeding.pk for event in events)
    return released or proceeding.case.ea_id is None


def law_of(proceeding: Proceeding) -> deadlines.Law:
    """The law it began under."""
    return deadlines.Law(
        proceeding.decision_period,
        period_law=proceeding.period_law,
        deemed_law=proceeding.deemed_approval_law,
        waits=proceeding.after_id is not None,
    )
