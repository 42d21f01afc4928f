"""Numbers that stand in a law, each with its paragraph and the day from which it holds."""

from datetime import date
from typing import NamedTuple


class LegalNumber(NamedTuple):
    """A number a law sets. Unit: days, or months where the key says so."""

    value: int
    valid_from: date
    law: str


# Newest first. A new law is a new line, so that old cases keep the number they began under.
NUMBERS: dict[str, tuple[LegalNumber, ...]] = {
    # An application counts as received by the authority on this day after its receipt by the EA
    "ea_receipt_days": (LegalNumber(3, date(2009, 12, 28), "§ 71b Abs. 2 VwVfG M-V"),),
    # Time for an objection after notification
    "objection_months": (LegalNumber(1, date(1960, 4, 1), "§ 70 Abs. 1 VwGO"),),
    # After this time without a decision the applicant may go to court
    "inaction_months": (LegalNumber(3, date(1960, 4, 1), "§ 75 VwGO"),),
}


def number(key: str, on: date) -> LegalNumber:
    """The number that held on that day.

    >>> number("ea_receipt_days", date(2026, 1, 23))[0]
    3
    """
    for candidate in NUMBERS[key]:
        if candidate.valid_from <= on:
            return candidate
    raise LookupError(f"{key} was not in force on {on}")
