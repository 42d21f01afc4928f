"""Import the reference tables."""

from datetime import date

from django.db import transaction

from responsibility.actions.organisations import import_organisations
from responsibility.actions.writing import Counts, state
from responsibility.models import Area, Locality, PostcodeArea
from responsibility.reference import AreaRecord, LocalityRecord, Reference
from responsibility.rules.names import fold

AREA_FIELDS = (
    "ags",
    "kind",
    "name",
    "short_name",
    "search_name",
    "parent_id",
    "path",
    "population",
    "latitude",
    "longitude",
    "successor_id",
    "register_date",
)


@transaction.atomic
def import_reference(reference: Reference, *, overwrite: bool = False) -> dict[str, Counts]:
    """Bring areas and postcodes to the state of the tables; create organisations that are missing.

    An organisation that exists is left to its editors, unless `overwrite` resets it to the table.
    """
    areas, area_counts = import_areas(reference.areas, as_of=reference.as_of)
    return {
        "Gebiete": area_counts,
        "Postleitzahlen": import_postcodes(reference.postcodes, areas),
        "Ortsteile": import_localities(reference.localities, areas),
        "Behörden": import_organisations(reference.organisations, areas, overwrite=overwrite),
    }


def import_areas(records: list[AreaRecord], *, as_of: date) -> tuple[dict[str, Area], Counts]:
    """Write new and changed areas: new ones first without their relations, so that keys exist to point to.

    Areas that a newer official register has brought (import_areas) are left as they are.
    """
    areas = {area.ars: area for area in Area.objects.all()}
    if any(area.register_date and area.register_date > as_of for area in areas.values()):
        return areas, Counts(same=len(records))
    before = {area.ars: state(area, AREA_FIELDS) for area in areas.values()}
    created = Area.objects.bulk_create(
        Area(ars=record.ars, kind=record.kind, name=record.name, short_name=record.short_name)
        for record in records
        if record.ars not in areas
    )
    areas |= {area.ars: area for area in created}
    parents = {record.ars: record.parent for record in records}
    for record in records:
        area = areas[record.ars]
        area.ags, area.kind, area.name, area.short_name = record.ags, record.kind, record.name, record.short_name
        area.search_name = fold(record.short_name)
        area.parent_id = areas[record.parent].pk if record.parent else None
        area.successor_id = areas[record.successor].pk if record.successor else None
        area.path = way_up(record.ars, parents)
        area.population, area.latitude, area.longitude = record.population, record.latitude, record.longitude
        area.register_date = None if record.successor else as_of
    touched = [areas[r.ars] for r in records if before.get(r.ars) != state(areas[r.ars], AREA_FIELDS)]
    Area.objects.bulk_update(touched, [name.removesuffix("_id") for name in AREA_FIELDS], batch_size=500)
    return areas, Counts(len(created), len(touched) - len(created), len(records) - len(touched))


def way_up(ars: str, parents: dict[str, str | None]) -> list[str]:
    """The key itself and the keys of all areas above it."""
    path, key = [], ars
    while key:
        path.append(key)
        key = parents[key]
    return path


def import_postcodes(pairs: list[tuple[str, str, str]], areas: dict[str, Area]) -> Counts:
    """Add and correct the pairs of the table; pairs that editors added stay."""
    known = {(pair.postcode, pair.area_id): pair for pair in PostcodeArea.objects.all()}
    new, changed = [], []
    by_id = {area.pk: area for area in areas.values()}
    for postcode, ars, confidence in pairs:
        area = of_today(areas[ars], by_id)
        pair = known.get((postcode, area.pk))
        if pair is None:
            known[postcode, area.pk] = pair = PostcodeArea(postcode=postcode, area=area, confidence=confidence)
            new.append(pair)
        elif pair.confidence != confidence:
            pair.confidence = confidence
            changed.append(pair)
    PostcodeArea.objects.bulk_create(new)
    PostcodeArea.objects.bulk_update(changed, ["confidence"])
    return Counts(len(new), len(changed), len(pairs) - len(new) - len(changed))


def import_localities(records: list[LocalityRecord], areas: dict[str, Area]) -> Counts:
    """Add the names that are missing; those that editors added stay."""
    known = set(Locality.objects.values_list("search_name", "municipality"))
    by_id = {area.pk: area for area in areas.values()}
    new = []
    for record in records:
        municipality = of_today(areas[record.municipality], by_id)
        if (fold(record.name), municipality.pk) not in known:
            known.add((fold(record.name), municipality.pk))
            new.append(
                Locality(
                    name=record.name,
                    search_name=fold(record.name),
                    municipality=municipality,
                    postcode=record.postcode,
                    latitude=record.latitude,
                    longitude=record.longitude,
                )
            )
    Locality.objects.bulk_create(new)
    return Counts(len(new), 0, len(records) - len(new))


def of_today(area: Area, by_id: dict[int, Area]) -> Area:
    """What an area that ended belongs to now, step by step."""
    while area.successor_id:
        area = by_id[area.successor_id]
    return area
