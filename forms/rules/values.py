"""One answer: from what a browser posts to a language-independent JSON value, checked, and back.

Text is a string, a number a number, a date an ISO date, yes and no a boolean, several choices a list.
A wrong answer is a Problem; forms.messages says it in words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.rules.definition import Field

Posted = Mapping[str, Sequence[str]]
YES, NO = "yes", "no"
# The three inputs of a date: what stands behind the field's key
DAY, MONTH, YEAR = "day", "month", "year"
DATE_PARTS = (DAY, MONTH, YEAR)
YEARS = range(1800, 2201)
LARGEST_NUMBER = 10**12

_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
EMAIL = re.compile(
    rf"(?=.{{1,64}}@){_LOCAL}@([a-z0-9]([a-z0-9-]{{0,61}}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.A | re.I
)
PHONE = re.compile(r"\+?[0-9 ()/.\-]+", re.A)
POSTCODE = re.compile(r"(?!00000)[0-9]{5}", re.A)
# 1500 · 1.500 · 1 500, then a decimal part
NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,15})(?:[.,]([0-9]{1,6}))?", re.A)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer: a code, the facts for its sentence, and the input it belongs to."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""


class Wrong(Exception):
    """An answer cannot be read; carries the Problem."""

    def __init__(self, code: str, part: str = "", **facts: Any) -> None:
        self.problem = Problem(code, facts, part)
        super().__init__(code)


def read(question: Field, posted: Posted, today: date) -> Any:
    """The answer in what was posted, None if there is none. Raises Wrong."""
    value = READERS[question.type](question, posted)
    check(question, value, today)
    return value


def check(question: Field, value: Any, today: date) -> None:
    """Whether a value (also one stored long ago) still answers the question. Raises Wrong."""
    if value in (None, "", []):
        if question.required:
            raise Wrong("missing", part=DAY if question.type == "date" else "")
        return
    CHECKS[question.type](question, value, today)


def posted_from(question: Field, value: Any) -> dict[str, list[str]]:
    """What a browser would post for this answer: the way back of `read`.

    >>> posted_from(Field("start", "date", None), "2027-03-27")
    {'start-day': ['27'], 'start-month': ['3'], 'start-year': ['2027']}
    """
    if question.type == "date":
        parts = [str(int(part)) for part in reversed(value.split("-"))] if value else ["", "", ""]
        return {f"{question.key}-{name}": [part] for name, part in zip(DATE_PARTS, parts, strict=True)}
    if value is None:
        return {}
    if isinstance(value, bool):
        return {question.key: [YES if value else NO]}
    if isinstance(value, list):
        return {question.key: value}
    return {question.key: [str(value).replace(".", ",") if question.type == "number" else value]}


# Reading


def _typed(posted: Posted, name: str) -> str:
    """One line as typed, without what nobody can see: outer and double blanks."""
    return " ".join(_safe(posted, name).split())


def _safe(posted: Posted, name: str) -> str:
    """The posted text. Refused are characters that no database or document holds."""
    texts = posted.get(name) or [""]
    text = texts[-1].replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char not in "\n\t" for char in text):
        raise Wrong("characters")
    if "\ufffd" in text:
        raise Wrong("characters")
    return text


def _read_line(question: Field, posted: Posted) -> str | None:
    return _typed(posted, question.key) or None


def _read_lines(question: Field, posted: Posted) -> str | None:
    return _safe(posted, question.key).strip() or None


def _read_postcode(question: Field, posted: Posted) -> str | None:
    return _typed(posted, question.key).replace(" ", "").removeprefix("D-") or None


def _read_number(question: Field, posted: Posted) -> int | float | None:
    text = _typed(posted, question.key)
    if question.unit:
        text = re.sub(rf"\s*({re.escape(question.unit.de)}|{re.escape(question.unit.en)})$", "", text, flags=re.I)
    if not text:
        return None
    match = NUMBER.fullmatch(text.replace("−", "-"))
    if not match:
        raise Wrong("number")
    sign, whole, rest = match.groups()
    rest = (rest or "").rstrip("0")
    if len(rest) > question.decimals:
        raise Wrong("decimals" if question.decimals else "whole_number", decimals=question.decimals)
    whole = re.sub(r"[. ]", "", whole)
    return float(f"{sign}{whole}.{rest}") if rest else int(f"{sign}{whole}")


def _read_date(question: Field, posted: Posted) -> str | None:
    texts = {part: _typed(posted, f"{question.key}-{part}") for part in DATE_PARTS}
    if not any(texts.values()):
        return None
    numbers = {}
    for part, text in texts.items():
        if not text:
            raise Wrong("date_part_missing", part)
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            raise Wrong("date_format", part)
        numbers[part] = int(text)
    if numbers[YEAR] not in YEARS:
        raise Wrong("date_year", YEAR)
    if not 1 <= numbers[MONTH] <= 12:
        raise Wrong("date_month", MONTH)
    try:
        return date(numbers[YEAR], numbers[MONTH], numbers[DAY]).isoformat()
    except ValueError:
        raise Wrong("date_day", DAY) from None


def _read_yesno(question: Field, posted: Posted) -> bool | None:
    text = _typed(posted, question.key)
    if text not in ("", YES, NO):
        raise Wrong("option")
    return None if not text else text == YES


def _read_choice(question: Field, posted: Posted) -> str | None:
    return _typed(posted, question.key) or None


def _read_choices(question: Field, posted: Posted) -> list[str]:
    chosen = {text for text in posted.get(question.key) or () if text}
    if chosen - {option.value for option in question.options}:
        raise Wrong("option")
    return [option.value for option in question.options if option.always or option.value in chosen]


def _read_confirm(question: Field, posted: Posted) -> bool | None:
    return True if _typed(posted, question.key) == YES else None


# Checking


def _check_text(question: Field, value: Any, today: date) -> None:
    if not isinstance(value, str):
        raise Wrong("missing")
    if len(value) > question.max_length:
        raise Wrong("too_long", limit=question.max_length, length=len(value))


def _check_email(question: Field, value: Any, today: date) -> None:
    _check_text(question, value, today)
    local, _, domain = value.rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        raise Wrong("email") from None
    if not EMAIL.fullmatch(f"{local}@{domain}"):
        raise Wrong("email")


def _check_phone(question: Field, value: Any, today: date) -> None:
    _check_text(question, value, today)
    if not PHONE.fullmatch(value) or not 5 <= sum(char.isdigit() for char in value) <= 20:
        raise Wrong("phone")


def _check_postcode(question: Field, value: Any, today: date) -> None:
    if not isinstance(value, str) or not POSTCODE.fullmatch(value):
        raise Wrong("postcode")


def _check_number(question: Field, value: Any, today: date) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("number")
    low = -LARGEST_NUMBER if question.min is None else question.min
    high = LARGEST_NUMBER if question.max is None else question.max
    if not low <= value <= high:
        raise Wrong("too_small" if value < low else "too_large", low=low, high=high)


def _check_date(question: Field, value: Any, today: date) -> None:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("missing", DAY) from None
    for limit, code in ((question.earliest, "date_early"), (question.latest, "date_late")):
        if not limit:
            continue
        bound = today if limit == "today" else date.fromisoformat(limit)
        if day < bound if code == "date_early" else day > bound:
            raise Wrong(f"{code}_today" if limit == "today" else code, DAY, limit=bound)


def _check_yesno(question: Field, value: Any, today: date) -> None:
    if not isinstance(value, bool):
        raise Wrong("missing")


def _check_confirm(question: Field, value: Any, today: date) -> None:
    if value is not True:
        raise Wrong("missing")


def _check_choice(question: Field, value: Any, today: date) -> None:
    if value not in [option.value for option in question.options]:
        raise Wrong("option")


def _check_choices(question: Field, value: Any, today: date) -> None:
    values = [option.value for option in question.options]
    if not isinstance(value, list) or any(item not in values for item in value):
        raise Wrong("option")


READERS: dict[str, Callable[[Field, Posted], Any]] = {
    "text": _read_line,
    "longtext": _read_lines,
    "email": _read_line,
    "phone": _read_line,
    "number": _read_number,
    "date": _read_date,
    "yesno": _read_yesno,
    "choice": _read_choice,
    "choices": _read_choices,
    "postcode": _read_postcode,
    "confirm": _read_confirm,
}
CHECKS: dict[str, Callable[[Field, Any, date], None]] = {
    "text": _check_text,
    "longtext": _check_text,
    "email": _check_email,
    "phone": _check_phone,
    "number": _check_number,
    "date": _check_date,
    "yesno": _check_yesno,
    "choice": _check_choice,
    "choices": _check_choices,
    "postcode": _check_postcode,
    "confirm": _check_confirm,
}
