"""Reading the reference tables in responsibility/data."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from responsibility.rules import bank, opening

DATA = Path(__file__).parent / "data"
# Gebietsstand of gebiete.csv
REGISTER_DATE = date(2025, 11, 30)
YES_NO = {"ja": True, "nein": False, "": None}
# Columns of organisationen.csv and the fields they fill
TEXT_COLUMNS = {
    "strasse": "street",
    "plz": "postcode",
    "ort": "town",
    "gebaeude": "building",
    "anfahrt": "directions",
    "post": "post_line",
    "post_plz": "post_postcode",
    "post_ort": "post_town",
    "telefon": "phone",
    "fax": "fax",
    "email": "email",
    "internet": "web",
    "de_mail": "de_mail",
    "zeiten_hinweis": "opening_note",
    "zugang_hinweis": "access_note",
    "kontoinhaber": "account_holder",
}
FACT_COLUMNS = {
    "stufenlos": "step_free",
    "aufzug": "lift",
    "wc": "accessible_toilet",
    "parkplatz": "accessible_parking",
    "hoeranlage": "hearing_loop",
}
PERSON_COLUMNS = {"name": "name", "aufgabe": "task", "telefon": "phone", "email": "email", "zimmer": "room"}


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
    fields: dict[str, object]
    persons: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class LocalityRecord:
    name: str
    municipality: str
    postcode: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Reference:
    """Everything the finder needs to know about the Land. `as_of` is the Gebietsstand of the areas."""

    areas: list[AreaRecord]
    postcodes: list[tuple[str, str, str]]
    organisations: list[OrganisationRecord]
    localities: list[LocalityRecord] = field(default_factory=list)
    as_of: date = REGISTER_DATE


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


def read_locality(row: dict[str, str]) -> LocalityRecord:
    return LocalityRecord(row["name"], row["gemeinde"], row["plz"], float(row["breite"]), float(row["laenge"]))


def read_organisations(folder: Path) -> list[OrganisationRecord]:
    """The authorities with their people; those that others belong to stand first."""
    persons = defaultdict(list)
    for row in rows(folder / "ansprechpersonen.csv"):
        persons[row["kuerzel"]].append({field: row[column] for column, field in PERSON_COLUMNS.items()})
    return [read_organisation(row, tuple(persons[row["kuerzel"]])) for row in rows(folder / "organisationen.csv")]


def read_organisation(row: dict[str, str], persons: tuple[dict[str, str], ...]) -> OrganisationRecord:
    texts = {field: row[column] for column, field in TEXT_COLUMNS.items()}
    return OrganisationRecord(
        slug=row["kuerzel"],
        name=row["name"],
        kind=row["art"],
        parent=row["gehoert_zu"] or None,
        area=row["gebiet"] or None,
        fields=texts
        | {field: YES_NO[row[column]] for column, field in FACT_COLUMNS.items()}
        | {
            "latitude": float(row["breite"]) if row["breite"] else None,
            "longitude": float(row["laenge"]) if row["laenge"] else None,
            "fit_connect": UUID(row["fit_connect"]) if row["fit_connect"] else None,
            "iban": bank.clean_iban(row["iban"]) if row["iban"] else "",
            "bic": bank.clean_bic(row["bic"]) if row["bic"] else "",
            "languages": row["sprachen"].split(),
            "opening_hours": opening.parse(row["oeffnungszeiten"]),
            "opening_exceptions": opening.parse_exceptions(row["abweichend"]),
        },
        persons=persons,
    )


def read(folder: Path = DATA) -> Reference:
    """The tables, parents before children."""
    return Reference(
        areas=[read_area(row) for row in rows(folder / "gebiete.csv")],
        postcodes=[(row["plz"], row["ars"], row["sicherheit"]) for row in rows(folder / "postleitzahlen.csv")],
        organisations=read_organisations(folder),
        localities=[read_locality(row) for row in rows(folder / "orte.csv")],
    )
