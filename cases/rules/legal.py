"""Numbers that stand in a law, each with its paragraph and the day from which it holds."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class LegalNumber(NamedTuple):
    """A number a law sets. Unit: days, or months where the key says so."""

    value: int
    valid_from: date
    law: str


Numbers = Mapping[str, tuple[LegalNumber, ...]]

# Newest first. A new law is a new line, so that old cases keep the number they began under.
# The fourth day: federal law since 2025; Mecklenburg-Vorpommern's own text follows on a day of its own
# (setting LEGAL_FOURTH_DAY_FROM, see with_fourth_day_from).
NUMBERS: Numbers = {
    # An application counts as received by the authority on this day after its receipt by the EA
    "ea_receipt_days": (LegalNumber(3, date(2009, 12, 28), "§ 71b Abs. 2 VwVfG M-V"),),
    # How long the authority has, where a law orders the deemed approval and names no other period
    "deemed_approval_months": (LegalNumber(3, date(2009, 12, 28), "§ 42a Abs. 2 VwVfG M-V"),),
    # How often the period of a deemed approval may be extended
    "most_extensions": (LegalNumber(1, date(2009, 12, 28), "§ 42a Abs. 2 Satz 3 VwVfG M-V"),),
    # A decision sent by post or electronically counts as notified on this day after it was sent
    "post_days": (
        LegalNumber(4, date(2025, 1, 1), "§ 41 Abs. 2 Satz 1 VwVfG M-V"),
        LegalNumber(3, date(1976, 1, 1), "§ 41 Abs. 2 Satz 1 VwVfG M-V"),
    ),
    "electronic_days": (
        LegalNumber(4, date(2025, 1, 1), "§ 41 Abs. 2 Satz 2 VwVfG M-V"),
        LegalNumber(3, date(2003, 2, 1), "§ 41 Abs. 2 Satz 2 VwVfG M-V"),
    ),
    # Posted to another country, through an EA
    "abroad_months": (LegalNumber(1, date(2009, 12, 28), "§ 71b Abs. 6 VwVfG M-V"),),
    # Provided for retrieval: notified on this day after it was fetched, if it was fetched within these days
    "retrieval_next_day": (LegalNumber(1, date(2017, 1, 1), "§ 41 Abs. 2a Satz 3 VwVfG M-V"),),
    "retrieval_days": (LegalNumber(10, date(2017, 1, 1), "§ 41 Abs. 2a Satz 4 VwVfG M-V"),),
    # Provided in the mailbox of the user account
    "mailbox_days": (LegalNumber(3, date(2024, 7, 24), "§ 9 Abs. 1 OZG"),),
    # Time for an objection after notification
    "objection_months": (LegalNumber(1, date(1960, 4, 1), "§ 70 Abs. 1 VwGO"),),
    # The same where the decision says nothing or something wrong about it
    "uninstructed_months": (LegalNumber(12, date(1960, 4, 1), "§ 58 Abs. 2 VwGO"),),
    # After this time without a decision the applicant may go to court
    "inaction_months": (LegalNumber(3, date(1960, 4, 1), "§ 75 VwGO"),),
}
WITH_FOURTH_DAY = ("post_days", "electronic_days")


def number(key: str, on: date, numbers: Numbers = NUMBERS) -> LegalNumber:
    """The number that held on that day.

    >>> number("ea_receipt_days", date(2026, 1, 23))[0]
    3
    >>> [number("post_days", date(year, 12, 31)).value for year in (2024, 2025)]
    [3, 4]
    """
    for candidate in numbers[key]:
        if candidate.valid_from <= on:
            return candidate
    raise LookupError(f"{key} was not in force on {on}")


def with_fourth_day_from(day: date, numbers: Numbers = NUMBERS) -> Numbers:
    """The numbers with the fourth day of § 41 Abs. 2 in force from this day."""
    moved = {
        key: tuple(row._replace(valid_from=day) if row.value == 4 else row for row in numbers[key])
        for key in WITH_FOURTH_DAY
    }
    return {**numbers, **moved}
