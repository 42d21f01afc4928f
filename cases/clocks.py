"""The clock of a proceeding, from its rows and the workdays of Mecklenburg-Vorpommern."""

from collections.abc import Iterable
from datetime import date

import holidays
from django.conf import settings

from cases.models import Event, Proceeding
from cases.rules import deadlines, legal

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


def law_of(proceeding: Proceeding) -> deadlines.Law:
    """The law it began under."""
    return deadlines.Law(
        proceeding.decision_period,
        period_law=proceeding.period_law,
        deemed_law=proceeding.deemed_approval_law,
        waits=proceeding.after_id is not None,
    )
