"""Amounts and periods in plain German and English, so that one number serves both languages."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

Language = Literal["de", "en"]

UNITS = {
    "de": {
        "hour": ("Stunde", "Stunden"),
        "day": ("Tag", "Tage"),
        "workday": ("Werktag", "Werktage"),
        "week": ("Woche", "Wochen"),
        "month": ("Monat", "Monate"),
        "year": ("Jahr", "Jahre"),
    },
    "en": {
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
        "workday": ("working day", "working days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years"),
    },
}
FREE = {"de": "kostenfrei", "en": "free of charge"}
BY_LAW = {"de": "nach Gebührenordnung", "en": "according to the schedule of fees"}
AT_ONCE = {"de": "sofort", "en": "at once"}
AT_MOST = {"de": "längstens {}", "en": "{} at most"}
AT_LEAST = {"de": "ab {}", "en": "from {}"}
TO = {"de": " bis ", "en": " to "}
EURO = {"de": "Euro", "en": "euros"}


class Price(NamedTuple):
    """One line of the costs. Only "fixed" and "range" bear amounts."""

    kind: Literal["fixed", "range", "free", "law"]
    amount: Decimal | None = None
    amount_to: Decimal | None = None
    currency: str = "EUR"


def number(value: Decimal, language: Language) -> str:
    """Whole amounts without decimals, thousands grouped.

    >>> number(Decimal("1500.00"), "de"), number(Decimal("22.8"), "en")
    ('1.500', '22.80')
    """
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def price(cost: Price, language: Language) -> str:
    """One cost in words.

    >>> price(Price("range", Decimal(150), Decimal(1500)), "de")
    '150 bis 1.500 Euro'
    """
    if cost.amount is None:
        return FREE[language] if cost.kind == "free" else BY_LAW[language]
    amounts = [cost.amount] if cost.amount_to in (None, cost.amount) else [cost.amount, cost.amount_to]
    currency = EURO[language] if cost.currency == "EUR" else cost.currency
    return f"{TO[language].join(number(amount, language) for amount in amounts)} {currency}"


def prices(costs: Iterable[Price], language: Language) -> str:
    """All costs of a service as one fact: from the lowest to the highest amount, else by law, else free.

    >>> prices([Price("fixed", Decimal("27.60")), Price("fixed", Decimal(46)), Price("free")], "de")
    '0 bis 46 Euro'
    """
    known = list(costs)
    amounts = [amount for cost in known for amount in (cost.amount, cost.amount_to) if amount is not None]
    if not amounts:
        kinds = {cost.kind for cost in known}
        return BY_LAW[language] if "law" in kinds else FREE[language] if kinds else ""
    lowest = Decimal(0) if any(cost.kind == "free" for cost in known) else min(amounts)
    currency = next(cost.currency for cost in known if cost.amount is not None)
    return price(Price("range", lowest, max(amounts), currency), language)


def period(amount: int, unit: str, language: Language) -> str:
    """A number with its unit.

    >>> period(1, "week", "de"), period(3, "workday", "en")
    ('1 Woche', '3 working days')
    """
    return f"{amount} {UNITS[language][unit][amount != 1]}"


def duration(least: int | None, most: int | None, unit: str, language: Language) -> str:
    """How long something takes.

    >>> duration(2, 4, "week", "de"), duration(None, 3, "month", "de"), duration(0, 0, "day", "en")
    ('2 bis 4 Wochen', 'längstens 3 Monate', 'at once')
    """
    if least is None and most is None:
        return ""
    if most == 0:
        return AT_ONCE[language]
    if least is None:
        return AT_MOST[language].format(period(most, unit, language))
    if most is None:
        return AT_LEAST[language].format(period(least, unit, language))
    if least == most:
        return period(most, unit, language)
    return f"{least}{TO[language]}{period(most, unit, language)}"
