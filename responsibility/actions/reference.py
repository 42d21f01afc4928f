"""Import the reference tables."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Model

from responsibility.models import Area, Organisation, PostcodeArea
from responsibility.reference import AreaRecord, OrganisationRecord, Reference
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
)


class Counts(NamedTuple):
    """What an import did."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __str__(self) -> str:
        return f"{self.new} neu, {self.changed} geändert, {self.same} gleich"


@transaction.atomic
def import_reference(reference: Reference, *, overwrite: bool = False) -> dict[str, Counts]:
    """Bring areas and postcodes to the state of the tables; create organisations that are missing.

    An organisation that exists is left to its editors, unless `overwrite` resets it to the table.
    """
    areas, area_counts = import_areas(reference.areas)
    return {
        "Gebiete": area_counts,
        "Postleitzahlen": import_postcodes(reference.postcodes, areas),
        "Behörden": import_organisations(reference.organisations, areas, overwrite=overwrite),
    }


def import_areas(records: list[AreaRecord]) -> tuple[dict[str, Area], Counts]:
    """Write new and changed areas: new ones first without their relations, so that keys exist to point to."""
    areas = {area.ars: area for area in Area.objects.all()}
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
    for postcode, ars, confidence in pairs:
        pair = known.get((postcode, areas[ars].pk))
        if pair is None:
            new.append(PostcodeArea(postcode=postcode, area=areas[ars], confidence=confidence))
        elif pair.confidence != confidence:
            pair.confidence = confidence
            changed.append(pair)
    PostcodeArea.objects.bulk_create(new)
    PostcodeArea.objects.bulk_update(changed, ["confidence"])
    return Counts(len(new), len(changed), len(pairs) - len(new) - len(changed))


def import_organisations(records: list[OrganisationRecord], areas: dict[str, Area], *, overwrite: bool) -> Counts:
    known = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    fields = ("name", "kind", "area_id", "opening_hours", "is_sample", *records[0].contact) if records else ()
    new, changed = [], []
    for record in records:
        organisation = known.get(record.slug) or Organisation(slug=record.slug)
        if organisation.pk and not overwrite:
            continue
        before = state(organisation, fields)
        organisation.name, organisation.kind = record.name, record.kind
        organisation.area_id = areas[record.area].pk if record.area else None
        organisation.opening_hours, organisation.is_sample = record.opening_hours, True
        for name, value in record.contact.items():
            setattr(organisation, name, value)
        if not organisation.pk:
            new.append(organisation)
        elif before != state(organisation, fields):
            changed.append(organisation)
    Organisation.objects.bulk_create(new)
    if changed:
        Organisation.objects.bulk_update(changed, [name.removesuffix("_id") for name in fields])
    return Counts(len(new), len(changed), len(records) - len(new) - len(changed))


def state(instance: Model, fields: tuple[str, ...]) -> dict:
    return {name: getattr(instance, name) for name in fields}
