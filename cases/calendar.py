"""The workdays of Mecklenburg-Vorpommern."""

from datetime import date

import holidays

HOLIDAYS = holidays.country_holidays("DE", subdiv="MV")
SATURDAY = 5


def is_workday(day: date) -> bool:
    """Neither Saturday nor Sunday nor a holiday in M-V (11 a year, 8 March since 2023)."""
    return day.weekday() < SATURDAY and day not in HOLIDAYS
