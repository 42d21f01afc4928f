"""Reading the reference tables in responsibility/data."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from responsibility.rules import opening

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class AreaRecord:
    ars: str
    ags: str | None
    kind: str
    name: str
    short_name: str
    parent: str | None
    successor: str | None
    population: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class OrganisationRecord:
    slug: str
    name: str
    kind: str
    parent: str | None
    area: str | None
    contact: dict[str, str]
    opening_hours: opening.Hours = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """Everything the finder needs to know about the Land."""

    areas: list[AreaRecord]
    postcodes: list[tuple[str, str, str]]
    organisations: list[OrganisationRecord]


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def read_area(row: dict[str, str]) -> AreaRecord:
    return AreaRecord(
        ars=row["ars"],
        ags=row["ags"] or None,
        kind=row["art"],
        name=row["name"],
        short_name=row["kurzname"],
        parent=row["gehoert_zu"] or None,
        successor=row["aufgegangen_in"] or None,
        population=int(row["einwohner"]) if row["einwohner"] else None,
        latitude=float(row["breite"]) if row["breite"] else None,
        longitude=float(row["laenge"]) if row["laenge"] else None,
    )


def read_organisation(row: dict[str, str]) -> OrganisationRecord:
    return OrganisationRecord(
        slug=row["kuerzel"],
        name=row["name"],
        kind=row["art"],
        parent=row["gehoert_zu"] or None,
        area=row["gebiet"] or None,
        contact={
            "street": row["strasse"],
            "postcode": row["plz"],
            "town": row["ort"],
            "phone": row["telefon"],
            "email": row["email"],
            "web": row["internet"],
        },
        opening_hours=opening.parse(row["oeffnungszeiten"]),
    )


def read(folder: Path = DATA) -> Reference:
    """The three tables, parents before children."""
    return Reference(
        areas=[read_area(row) for row in rows(folder / "gebiete.csv")],
        postcodes=[(row["plz"], row["ars"], row["sicherheit"]) for row in rows(folder / "postleitzahlen.csv")],
        organisations=[read_organisation(row) for row in rows(folder / "organisationen.csv")],
    )
