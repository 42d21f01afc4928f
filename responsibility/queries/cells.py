"""The columns of tables that editors exchange: how a value becomes a cell, and back.

A value is what stands in the database, but rows are named by keys that never change: ARS, slug, LeiKa key.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from responsibility.rules import opening
from responsibility.rules.tables import grouped, ungrouped

YES, NO = "ja", "nein"
BAD_DATE = "„{cell}“ ist kein Datum. Schreiben Sie es so: 01.07.2026."
BAD_CHOICE = "„{cell}“ gibt es nicht. Möglich ist: {choices}."
BAD_BOOLEAN = "„{cell}“ ist weder „ja“ noch „nein“."
BAD_NUMBER = "„{cell}“ ist keine Zahl."
BAD_ID = "„{cell}“ ist keine Kennung (UUID)."

# Key -> id of the rows that a column may name
Known = Mapping[str, int]


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field, and how to write and read a cell. `read` raises ValueError."""

    heading: str
    field: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    # The field in which the row it names carries its key; empty for plain values
    key: str = ""
    # Text that the field itself must look at; everything else was judged while reading
    is_text: bool = False


def plain(heading: str, field: str) -> Column:
    return Column(heading, field, lambda value: value or "", lambda cell: cell, is_text=True)


def key(heading: str, field: str, of: str) -> Column:
    """A column that names another row by its key."""
    return Column(heading, field, lambda value: grouped(value or ""), lambda cell: ungrouped(cell) or None, of)


def day(heading: str, field: str) -> Column:
    return Column(heading, field, lambda value: f"{value:%d.%m.%Y}" if value else "", read_day)


def read_day(cell: str) -> date | None:
    """A day as Germans or machines write it.

    >>> read_day("1.7.2026") == read_day("2026-07-01") == date(2026, 7, 1)
    True
    """
    text = cell.strip()
    if not text:
        return None
    numbers = text.split(".")[::-1] if "." in text else text.split("-")
    try:
        year, month, day_ = (int(number) for number in numbers)
        return date(year, month, day_)
    except ValueError as error:
        raise ValueError(BAD_DATE.format(cell=text)) from error


def choice(heading: str, model: type[Model], field: str) -> Column:
    """The words of the choice; its code is understood as well."""
    labels = {code: str(label) for code, label in model._meta.get_field(field).flatchoices}
    codes = {label.casefold(): code for code, label in labels.items()} | {code: code for code in labels} | {"": ""}

    def read(cell: str) -> str:
        found = codes.get(cell.strip().casefold())
        if found is None:
            raise ValueError(BAD_CHOICE.format(cell=cell.strip(), choices=" / ".join(labels.values())))
        return found

    return Column(heading, field, lambda code: labels.get(code, ""), read)


def boolean(heading: str, field: str, empty: bool | None) -> Column:
    answers = {YES: True, NO: False, "": empty}

    def read(cell: str) -> bool | None:
        text = cell.strip().casefold()
        if text not in answers:
            raise ValueError(BAD_BOOLEAN.format(cell=cell.strip()))
        return answers[text]

    return Column(heading, field, lambda value: "" if value is None else YES if value else NO, read)


def number(heading: str, field: str) -> Column:
    def read(cell: str) -> float | None:
        try:
            return float(cell.strip().replace(",", ".")) if cell.strip() else None
        except ValueError as error:
            raise ValueError(BAD_NUMBER.format(cell=cell.strip())) from error

    return Column(heading, field, lambda value: "" if value is None else repr(value).replace(".", ","), read)


def identifier(heading: str, field: str) -> Column:
    def read(cell: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(cell.strip()) if cell.strip() else None
        except ValueError as error:
            raise ValueError(BAD_ID.format(cell=cell.strip())) from error

    return Column(heading, field, lambda value: str(value or ""), read)


def codes(heading: str, field: str) -> Column:
    """Several codes in one cell, with commas."""
    return Column(
        heading,
        field,
        lambda value: ", ".join(value or []),
        lambda cell: [part.strip() for part in cell.split(",") if part.strip()],
        is_text=True,
    )


def hours(heading: str, field: str) -> Column:
    return Column(heading, field, lambda value: opening.write(value or {}), opening.parse)


def exceptions(heading: str, field: str) -> Column:
    return Column(heading, field, lambda value: opening.write_exceptions(value or []), opening.parse_exceptions)


def complaint(field: Field, value: Any) -> str:
    """Why the field does not take the value, or nothing."""
    try:
        field.clean(value, None)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
