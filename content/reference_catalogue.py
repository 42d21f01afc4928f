"""Reading the LeiKa catalogue: a CSV file with one service a line."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = {"leika_schluessel", "bezeichnung", "ozg_leistung", "ozg_lage", "ozg_themenfeld", "rechtsgrundlage"}
KEY = re.compile(r"99\d{12}")
LAW = re.compile(r"\s*(?P<citation>[^\[\],][^\[\]]*?)\s*(?:\[(?P<url>https?://[^\]\s]+)\]\s*)?(?:,\s*(?=§|[A-ZÄÖÜ])|$)")
LONGEST_NAME = 250
LONGEST_TOPIC = 300
NO_TOPIC = "nicht im OZG-Katalog"


class NotACatalogue(ValueError):
    """The file is not a catalogue; the message names what was expected, and the line."""


@dataclass(frozen=True)
class CatalogueRecord:
    key: str
    name: str
    topic: str = ""
    laws: list[dict[str, str]] = field(default_factory=list)


def read_catalogue(path: Path) -> list[CatalogueRecord]:
    """All lines, or NotACatalogue: a file with a wrong line is refused as a whole."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = COLUMNS - set(rows.fieldnames or ())
            if missing:
                raise NotACatalogue(f"Es fehlen die Spalten {', '.join(sorted(missing))}.")
            return list(read_rows(rows))
    except UnicodeDecodeError as error:
        raise NotACatalogue("Die Datei ist nicht in UTF-8 geschrieben.") from error


def read_rows(rows: csv.DictReader) -> Iterator[CatalogueRecord]:
    seen: set[str] = set()
    for row in rows:
        key, name = (row["leika_schluessel"] or "").strip(), " ".join((row["bezeichnung"] or "").split())
        if not KEY.fullmatch(key):
            raise NotACatalogue(f"Zeile {rows.line_num}: „{key}“ ist kein LeiKa-Schlüssel aus 14 Ziffern.")
        if key in seen:
            raise NotACatalogue(f"Zeile {rows.line_num}: Der Schlüssel {key} kommt zweimal vor.")
        if not 0 < len(name) <= LONGEST_NAME:
            raise NotACatalogue(f"Zeile {rows.line_num}: Der Name fehlt oder hat mehr als {LONGEST_NAME} Zeichen.")
        seen.add(key)
        topics = (row[column] or "" for column in ("ozg_leistung", "ozg_lage", "ozg_themenfeld"))
        topic = "; ".join(" ".join(text.split()) for text in topics if text.strip())[:LONGEST_TOPIC]
        yield CatalogueRecord(key, name, topic or NO_TOPIC, read_laws(row["rechtsgrundlage"] or ""))


def read_laws(text: str) -> list[dict[str, str]]:
    """Citations with their addresses.

    >>> read_laws("§ 20 KrWG [http://a.de/20], § 2 NachwV [http://a.de/2]")[1]
    {'citation': '§ 2 NachwV', 'title': '', 'url': 'http://a.de/2'}
    """
    found = (match for match in LAW.finditer(text) if match["citation"] and match["citation"].strip())
    return [{"citation": law["citation"][:300], "title": "", "url": law["url"] or ""} for law in found][:20]
