"""An answer in words, in the language asked for (not in the one of the screen: a PDF has its own)."""

from datetime import date
from typing import Any

from forms.rules.definition import Field

WORDS = {
    "de": {True: "Ja", False: "Nein", None: "Keine Angabe"},
    "en": {True: "Yes", False: "No", None: "No answer"},
}
MONTHS = {
    "de": "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}


def words(question: Field, value: Any, language: str) -> str:
    """The answer as a person reads it.

    >>> words(Field("start", "date", None), "2027-03-27", "de")
    '27. März 2027'
    """
    language = language if language in WORDS else "de"
    if value in (None, "", []):
        return WORDS[language][None]
    if isinstance(value, bool):
        return WORDS[language][value]
    if question.type == "date" and (day := _day(value)):
        return day_in_words(day, language)
    if question.type == "number" and isinstance(value, int | float):
        return _number(question, value, language)
    if question.type in ("choice", "choices"):
        labels = {option.value: option.label.get(language) for option in question.options}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in chosen)
    return str(value)


def _day(value: Any) -> date | None:
    """The date, None for a stored value that is none: it is then shown as it stands."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def day_in_words(day: date, language: str) -> str:
    month = MONTHS[language].split(",")[day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"


def _number(question: Field, value: float, language: str) -> str:
    text = f"{value:,.{question.decimals}f}" if isinstance(value, float) else f"{value:,}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text} {question.unit.get(language)}" if question.unit else text
