"""Public holidays of Mecklenburg-Vorpommern (§ 2 FTG M-V)."""

from datetime import date

import holidays

from responsibility.rules.opening import NameOfHoliday

CALENDARS = {
    language: holidays.country_holidays("DE", subdiv="MV", language=name)
    for language, name in (("de", "de"), ("en", "en_US"))
}


def holidays_in(language: str | None) -> NameOfHoliday:
    """A function that names the holiday of a day in this language, or says nothing.

    >>> names = holidays_in("de")
    >>> names(date(2027, 3, 8)), names(date(2027, 3, 9))
    ('Frauentag', '')
    >>> holidays_in("en")(date(2027, 3, 26))
    'Good Friday'
    """
    calendar = CALENDARS.get(language or "de", CALENDARS["de"])

    def name_of(day: date) -> str:
        return calendar.get(day, "")

    return name_of
