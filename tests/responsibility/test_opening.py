"""Opening hours: reading, exceptions, holidays, and whether an office is open now."""

from datetime import date, datetime

import pytest

from responsibility.rules import opening
from responsibility.rules.holidays_mv import holidays_in

HOURS = opening.parse("Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00")
TUESDAY, FRIDAY, NEXT_TUESDAY = date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1)
IN_M_V = holidays_in("de")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 8, 29), opening.OpenNow(False, TUESDAY, next_on=TUESDAY, next_time="08:30")),
        (datetime(2026, 11, 24, 8, 30), opening.OpenNow(True, TUESDAY, until="12:00")),  # the minute it opens
        (datetime(2026, 11, 24, 12, 0), opening.OpenNow(False, TUESDAY, next_on=TUESDAY, next_time="13:30")),
        (datetime(2026, 11, 24, 17, 59), opening.OpenNow(True, TUESDAY, until="18:00")),
        (datetime(2026, 11, 24, 18, 0), opening.OpenNow(False, TUESDAY, next_on=FRIDAY, next_time="08:30")),
        # over the weekend
        (datetime(2026, 11, 27, 13, 0), opening.OpenNow(False, FRIDAY, next_on=NEXT_TUESDAY, next_time="08:30")),
    ],
)
def test_open_now(moment, expected):
    assert opening.open_now(HOURS, moment) == expected


CLOSED = opening.parse_exceptions("24.11.2026 geschlossen Umzug")
LONGER = opening.parse_exceptions("25.11.2026 10:00-11:00 Wahl")
TWICE = opening.parse_exceptions("01.11.2026-30.11.2026 geschlossen Umbau; 24.11.2026 09:00-10:00 Notdienst")
WHOLE_MONTH = opening.parse_exceptions("24.11.2026-15.12.2026 geschlossen")


@pytest.mark.parametrize(
    ("moment", "changes", "is_open", "next_on", "reason"),
    [
        (datetime(2026, 11, 24, 9, 0), CLOSED, False, FRIDAY, "Umzug"),
        (datetime(2026, 11, 25, 10, 30), LONGER, True, None, "Wahl"),  # open on a day that is else closed
        (datetime(2026, 11, 24, 9, 30), TWICE, True, None, "Notdienst"),  # the later exception counts
        (datetime(2026, 11, 24, 9, 0), WHOLE_MONTH, False, date(2026, 12, 18), ""),  # found beyond a week
        (datetime(2026, 12, 25, 9, 0), [], False, date(2026, 12, 29), "Erster Weihnachtstag"),  # a Friday
        # an exception outweighs the holiday
        (datetime(2026, 12, 25, 9, 0), opening.parse_exceptions("25.12.2026 08:00-10:00"), True, None, ""),
    ],
)
def test_exceptions_and_holidays(moment, changes, is_open, next_on, reason):
    now = opening.open_now(HOURS, moment, changes, IN_M_V)
    assert (now.is_open, now.next_on, now.reason) == (is_open, next_on, reason)


def test_without_hours_it_is_never_open():
    assert opening.open_now({}, datetime(2026, 11, 24, 9, 0)) == opening.OpenNow(False, TUESDAY)


@pytest.mark.parametrize(
    "text",
    [
        "Dienstag 8-12",
        "Di",
        "Di 8:30-12:00",
        "Di 08:30-24:10",
        "Xx 08:30-12:00",
        "Di 12:00-08:30",  # backwards
        "Di 08:30-12:00 11:00-13:00",  # one in the other
        "Di 08:30-12:00; Di 14:00-15:00",  # the second would replace the first
    ],
)
def test_parse_names_what_is_wrong(text):
    with pytest.raises(ValueError, match="ist keine Öffnungszeit"):
        opening.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "24.12. geschlossen",  # no year
        "31.02.2026 geschlossen",
        "24.12.2026",
        "24.12.2026 zu",
        "31.12.2026-24.12.2026 geschlossen",  # backwards
        "24.12.2026 12:00-08:00",
        "24.12.2026 8:00-12:00",
    ],
)
def test_parse_exceptions_names_what_is_wrong(text):
    with pytest.raises(ValueError, match="ist kein abweichender Tag"):
        opening.parse_exceptions(text)


@pytest.mark.parametrize(
    "text",
    [
        "24.12.2026 geschlossen Heiligabend",
        "24.12.2026-31.12.2026 geschlossen",
        "05.01.2027 08:30-12:00 13:00-14:00 Inventur, Teil 1",
    ],
)
def test_exceptions_are_written_as_they_are_read(text):
    assert opening.write_exceptions(opening.parse_exceptions(text)) == text


def test_coming_changes_are_days_in_a_row():
    changes = opening.parse_exceptions("23.12.2026-31.12.2026 geschlossen Betriebsruhe")
    coming = opening.coming_changes(date(2026, 12, 20), HOURS, changes, IN_M_V, days=20)
    # New Year is a Friday, on which the office would be open; Wednesday and the weekend make no gap
    assert [(change.first.day, change.last.day, change.reason) for change in coming] == [
        (23, 31, "Betriebsruhe"),
        (1, 1, "Neujahr"),
    ]


def test_a_holiday_on_a_closed_day_is_no_change():
    assert opening.coming_changes(date(2026, 10, 1), HOURS, [], IN_M_V, days=5) == []  # 3 October is a Saturday


# § 2 FTG M-V; the Women's Day since 2023, no Corpus Christi and no All Saints
@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2022, 3, 8), False),
        (date(2027, 3, 8), True),
        (date(2026, 10, 31), True),
        (date(2026, 6, 4), False),
        (date(2026, 11, 1), False),
        (date(2026, 12, 24), False),
    ],
)
def test_holidays_of_m_v(day, is_holiday):
    assert bool(IN_M_V(day)) is is_holiday
    assert bool(holidays_in("en")(day)) is is_holiday
