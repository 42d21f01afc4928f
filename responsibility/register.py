"""Reading the official register (GV100AD of the Statistisches Bundesamt) and the table of successors."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from gv100ad import (
    District,
    DistrictType,
    FederalState,
    GV100ADReader,
    MunicipalAssociation,
    Municipality,
    MunicipalityType,
)
from gv100ad import MunicipalAssociationType as AssociationType

from responsibility.rules.register import LAND, Register, RegisterArea, Successor

UNINHABITED = {MunicipalityType.GEMEINDEFREIES_GEBIET_BEWOHNT, MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT}
COASTAL_WATERS = f"{LAND}000"
COLUMNS = ["alt", "neu", "ab"]
Record = FederalState | District | MunicipalAssociation | Municipality


class RegisterUnreadable(ValueError):
    """The file is not what it should be; the text says what was expected."""


def read_register(path: Path) -> Register:
    """The areas of Mecklenburg-Vorpommern in a GV100AD file, parents before children."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = [record for record in GV100ADReader(file).read() if is_ours(record)]
    except (ValueError, UnicodeDecodeError) as error:
        raise RegisterUnreadable(
            f"{path} ist kein Gemeindeverzeichnis GV100AD (Textdatei in UTF-8): {error}"
        ) from error
    days = {record.timestamp for record in records}
    if len(days) != 1 or not any(isinstance(record, Municipality) for record in records):
        raise RegisterUnreadable(
            f"{path} enthält keine Gemeinden von Mecklenburg-Vorpommern (Schlüssel {LAND}) mit einem gemeinsamen "
            "Gebietsstand."
        )
    return Register(days.pop(), list(areas_of(records)))


def is_ours(record: object) -> bool:
    """Land, Kreise, Ämter and inhabited municipalities of the Land."""
    return isinstance(record, Record) and record.regional_code.startswith(LAND)


def areas_of(records: Iterable[Record]) -> Iterable[RegisterArea]:
    """The tree as the portal keeps it: a kreisfreie Stadt stands below the Land, an amtsfreie Gemeinde below its
    Kreis."""
    above: set[str] = set()
    for record in sorted(records, key=lambda record: (rank(record), record.regional_code)):
        area = area_of(record, above)
        if area:
            above.add(area.ars)
            yield area


def rank(record: Record) -> int:
    return [FederalState, District, MunicipalAssociation, Municipality].index(type(record))


def area_of(record: Record, above: set[str]) -> RegisterArea | None:
    land = LAND.ljust(12, "0")
    code, name = record.regional_code, tidy(record.name)
    if isinstance(record, FederalState):
        return RegisterArea("land", land, None, name, name, None)
    if code[:5] == COASTAL_WATERS:
        return None
    kreis = code[:5].ljust(12, "0")
    if isinstance(record, District):
        is_city = record.type in (DistrictType.KREISFREIE_STADT, DistrictType.STADTKREIS)
        return None if is_city else RegisterArea("kreis", kreis, None, worded("Landkreis", name), name, land)
    amt = (code[:5] + record.association).ljust(12, "0")
    if isinstance(record, MunicipalAssociation):
        if record.type in (AssociationType.NONE, AssociationType.VERBANDSFREIE_GEMEINDE):
            return None
        return RegisterArea("amt", amt, None, worded("Amt", name), name.removeprefix("Amt "), kreis)
    if record.type in UNINHABITED:
        return None
    ars = code[:5] + record.association + code[5:]
    parent = next((key for key in (amt, kreis) if key in above and key != ars), land)
    return RegisterArea("gemeinde", ars, code, name, name.partition(",")[0], parent, record.inhabitants)


def tidy(name: str) -> str:
    """The name without the stray spaces that some files have.

    >>> tidy("Ueckermünde, Seebad , Stadt"), tidy("Boizenburg/ Elbe, Stadt")
    ('Ueckermünde, Seebad, Stadt', 'Boizenburg/Elbe, Stadt')
    """
    return " ".join(name.split()).replace(" ,", ",").replace("/ ", "/")


def worded(word: str, name: str) -> str:
    """The name with the word for its kind in front."""
    return name if name.startswith(f"{word} ") else f"{word} {name}"


def read_successors(path: Path) -> dict[str, Successor]:
    """A table "alt;neu;ab": key that ended, key it belongs to now (empty: to none as a whole), first day (may be
    empty)."""
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file, delimiter=";")
        if table.fieldnames != COLUMNS:
            raise RegisterUnreadable(f"{path} braucht die Spalten {';'.join(COLUMNS)}.")
        for number, row in enumerate(table, start=2):
            try:
                since = date.fromisoformat(row["ab"]) if row["ab"] else None
            except ValueError as error:
                raise RegisterUnreadable(
                    f"{path}, Zeile {number}: „{row['ab']}“ ist kein Tag. Richtig ist zum Beispiel 2026-01-01."
                ) from error
            for key in filter(None, (row["alt"], row["neu"])):
                if not (key.isascii() and key.isdigit() and len(key) in (8, 12)):
                    raise RegisterUnreadable(
                        f"{path}, Zeile {number}: „{key}“ ist kein Schlüssel (AGS mit 8, ARS mit 12 Ziffern)."
                    )
            found[row["alt"]] = Successor(row["neu"] or None, since)
    return found
