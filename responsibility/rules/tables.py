"""Tables as text (CSV), as spreadsheets write and read them: pure, no database.

A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV injection), and loses it
again when the table comes back.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# All services at all places are 60,000 lines; the plan for them takes 130 MiB in the process and 1.3 s
MOST_LINES = 60_000
# A spreadsheet reads cells that begin like this as formulas; the apostrophe itself is here so that it survives.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
BOM = "\ufeff"
ROUNDED = re.compile(r"^\d(,|\.)\d+E\+\d+$", re.IGNORECASE)

NOT_UTF8 = _(
    "Die Datei ist nicht in UTF-8 gespeichert. Wählen Sie beim Speichern „CSV UTF-8 (durch Trennzeichen getrennt)“."
)
EMPTY = _("Die Datei ist leer. Erwartet wird eine Kopfzeile und darunter eine Zeile je Eintrag.")
NOT_TEXT = _("Die Datei ist keine Tabelle im Format CSV. Speichern Sie sie als „CSV UTF-8“.")
MISSING = _("In der Kopfzeile fehlt: {names}. Geben Sie zuerst eine Datei aus und ändern Sie diese.")
TWICE = _("In der Kopfzeile steht doppelt: {names}.")
TOO_MANY = _("Die Datei hat mehr als {limit} Zeilen. Teilen Sie sie in mehrere Dateien.")
BROKEN = _("Ab Zeile {line} lässt sich die Datei nicht als Tabelle lesen. Oft fehlt dort ein Anführungszeichen.")
IS_ROUNDED = _("„%(text)s“ ist gerundet. Stellen Sie die Spalte in Ihrer Tabelle auf „Text“.")
TOO_LONG = _("Zeile {line} hat mehr Felder als die Kopfzeile. Oft fehlen Anführungszeichen um ein Trennzeichen.")


class TableError(ValueError):
    """The file as a whole cannot be read; the text says what to do."""


class Line(NamedTuple):
    """One line of a table: where it stands in the file, and its cells by column."""

    number: int
    cells: dict[str, str]


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula.

    >>> neutral("=2+3"), neutral("+49 381"), neutral("Amt")
    ("'=2+3", "'+49 381", 'Amt')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def restored(text: str) -> str:
    """What `neutral` was given. An apostrophe that people typed themselves stays.

    >>> restored("'=2+3"), restored("'s Hertog"), restored(neutral("'=x"))
    ('=2+3', "'s Hertog", "'=x")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file that a German Excel opens with umlauts and columns in place."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return (BOM + target.getvalue()).encode()


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(NOT_UTF8) from error
    if "\x00" in text:
        raise TableError(NOT_TEXT)
    return text


def read(text: str, required: Iterable[str], limit: int = MOST_LINES) -> list[Line]:
    """The lines of a table with semicolons or commas. Empty lines do not count."""
    if not text.strip():
        raise TableError(EMPTY)
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",", strict=True
    )
    try:
        columns = [name.strip().lower() for name in next(reader)]
        check_columns(columns, required)
        return list(lines(reader, columns, limit))
    except csv.Error as error:
        raise TableError(BROKEN.format(line=reader.line_num)) from error


def check_columns(columns: list[str], required: Iterable[str]) -> None:
    missing = [name for name in required if name not in columns]
    if missing:
        raise TableError(MISSING.format(names=", ".join(missing)))
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise TableError(TWICE.format(names=", ".join(twice)))


def lines(reader: Iterable[list[str]], columns: list[str], limit: int) -> Iterable[Line]:
    number = 1
    for cells in reader:
        start, number = number + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if number > limit + 1:
            raise TableError(TOO_MANY.format(limit=f"{limit:,}".replace(",", ".")))
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise TableError(TOO_LONG.format(line=start))
        padded = cells + [""] * (len(columns) - len(cells))
        yield Line(start, {name: restored(cell) for name, cell in zip(columns, padded, strict=False)})


def grouped(key: str) -> str:
    """A long key in groups, so that a spreadsheet leaves it alone.

    >>> grouped("130725250043"), grouped("99025002005000")
    ('13072 5250 043', '99025 0020 0500 0')
    """
    if len(key) < 12 or not key.isdigit():
        return key
    return " ".join([key[:5], *(key[at : at + 4] for at in range(5, len(key), 4))])


def ungrouped(cell: str) -> str:
    """The key in a cell; raises if a spreadsheet has rounded it.

    >>> ungrouped("13072 5250 043")
    '130725250043'
    """
    text = cell.strip()
    if ROUNDED.match(text):
        raise ValueError(IS_ROUNDED % {"text": text})
    return "".join(text.split()) if text.replace(" ", "").isdigit() else text
