"""Authorities with all they are responsible for, as records."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from content.models import Service
from content.queries.xzufi.identities import batches
from content.rules.xzufi import reach, words
from content.rules.xzufi.organisations import VALUES, sorted_rules
from content.rules.xzufi.records import Key, OrganisationRecord, PersonRow
from responsibility.models import Area, Organisation, Responsibility
from responsibility.rules import opening


def all_organisations() -> list[int]:
    """The whole directory. Queries: 1."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def organisation_records(
    row_ids: Sequence[int], keys: Mapping[int, Key], services: Mapping[int, Key], *, on: date
) -> Iterator[tuple[int, OrganisationRecord]]:
    """The records of these authorities in this order. `services`: the published ones. Queries: 4, and 2 a batch."""
    rules = rules_by_organisation(services, on)
    for batch in batches(row_ids):
        rows = Organisation.objects.select_related("area").prefetch_related("persons").in_bulk(batch)
        for pk in batch:
            if pk in rows:
                yield pk, organisation_record(rows[pk], keys, rules.get(pk, {}))


def organisation_record(
    row: Organisation, keys: Mapping[int, Key], rules: Mapping[tuple, set[str]] | None = None
) -> OrganisationRecord:
    return OrganisationRecord(
        keys[row.pk],
        slug=row.slug,
        kind=row.kind,
        area=row.area.ars if row.area else "",
        parent=keys.get(row.parent_id) if row.parent_id else None,
        values={name: canonical(name, getattr(row, name)) for name in VALUES},
        persons=[
            PersonRow(*(words.line(getattr(person, name)) for name in PersonRow._fields))
            for person in row.persons.all()
        ],
        rules=sorted_rules(rules or {}),
    )


def canonical(name: str, value: Any) -> Any:
    """As it comes back from a file."""
    if name == "opening_hours":
        return opening.parse(opening.write(value)) if value else {}
    if name == "opening_exceptions":
        plain = [change | {"note": words.line(change["note"]).replace(";", ",")} for change in value or []]
        return opening.parse_exceptions(opening.write_exceptions(plain))
    return words.line(value) if isinstance(value, str) else value


def rules_by_organisation(services: Mapping[int, Key], on: date) -> dict[int, dict[tuple, set[str]]]:
    """For each organisation its services with role, condition and time, and the areas. Queries: 4."""
    duties = reach.duties(rules_in_force(on), offices())
    found: dict[int, dict[tuple, set[str]]] = defaultdict(lambda: defaultdict(set))
    groups = Service.objects.filter(pk__in=services.keys()).values_list("pk", "group").order_by("pk")
    for service, group in groups:
        for duty in duties.of(service, group):
            key = (services[service], duty.role, duty.condition, duty.valid_from, duty.valid_to)
            found[duty.organisation][key].add(duty.area.ars)
    return found


def rules_in_force(on: date) -> Iterator[reach.Rule]:
    """All rules that have not ended. Queries: 1."""
    rows = Responsibility.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("pk")
    names = ("role", "organisation", "level", "condition", "valid_from", "valid_to")
    fields = rows.annotate(ars=F("area__ars"), path=F("area__path"), kind=F("area__kind"))
    for row in fields.values("service", "group", "ars", "path", "kind", *names):
        subject = ("service", row["service"]) if row["service"] else ("group", row["group"])
        place = reach.Place(row["ars"], tuple(row["path"]), row["kind"])
        role, *rest = (row[name] for name in names)
        yield reach.Rule(subject, role, place, *rest)


def offices() -> list[reach.Office]:
    """Authorities that serve an area of their own. Queries: 1."""
    rows = Organisation.objects.filter(area__isnull=False).order_by("pk")
    found = rows.values_list("pk", "kind", "area__ars", "area__path", "area__kind")
    return [reach.Office(pk, kind, reach.Place(ars, tuple(path), area)) for pk, kind, ars, path, area in found]


def areas_by_key() -> dict[str, Area]:
    """Areas by each key they have. Queries: 1."""
    rows = list(Area.objects.only("pk", "ars", "ags", "successor"))
    return {row.ags: row for row in rows if row.ags} | {row.ars: row for row in rows}
