"""Authorities of an import with all they are responsible for."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from content.actions.xzufi.outcome import CHANGED, KEPT, NEW, SAME, WITHDRAWN, Outcome, differences
from content.actions.xzufi.parts import keep_identity
from content.actions.xzufi.services import NO_AREA, ServiceImport, identity_of, labels
from content.models import XzufiObject
from content.queries.xzufi.identities import objects_by_key
from content.queries.xzufi.organisations import organisation_record
from content.rules.xzufi.organisations import VALUES
from content.rules.xzufi.records import Deletion, Key, OrganisationRecord, RuleRow
from responsibility.models import ContactPerson, Organisation, Responsibility
from responsibility.rules.validity import has_started

OURS = "Diese Stelle pflegt das Verzeichnis selbst; sie bleibt, wie sie ist."
STILL_USED = "Die Stelle wird im Portal noch gebraucht und bleibt; ihre Zuständigkeiten enden."
UNKNOWN_SERVICE = "Zuständigkeiten für {number} Leistungen, die es im Portal nicht gibt, werden nicht übernommen."
OUR_SERVICE = "Zuständigkeiten für {number} Leistungen der eigenen Redaktion werden nicht übernommen."
NO_PARENT = "Die übergeordnete Stelle „{id}“ gibt es nicht; die Angabe wird nicht übernommen."
OTHERS = {"kind": "Art", "area": "Gebiet", "persons": "Ansprechpersonen"}
# What tells rules of an import from those that people made
MARK = "XZuFi: {agency}"

# Service, role, area, condition, first day: one rule of an organisation
RuleKey = tuple[int, str, int, str, date | None]


class OrganisationImport:
    """The authorities of one import."""

    def __init__(self, outcome: Outcome, services: ServiceImport) -> None:
        self.outcome, self.services = outcome, services
        self.slugs = set(Organisation.objects.values_list("slug", flat=True))
        self.names = {row.name.casefold(): row.pk for row in Organisation.objects.only("name")}
        self.labels = labels(Organisation, tuple(VALUES), OTHERS)
        self.parents: list[tuple[str, OrganisationRecord, int]] = []
        self.rules: list[tuple[str, OrganisationRecord, int]] = []
        self.created: set[int] = set()

    def write(self, records: list[OrganisationRecord]) -> None:
        known = objects_by_key("organisationseinheit", [record.key for record in records])
        pks = [identity.row_id for identity in known.values() if identity.row_id]
        rows = Organisation.objects.select_related("area").prefetch_related("persons").in_bulk(pks)
        for record in records:
            if record.area and record.area not in self.services.areas:
                self.outcome.hint(record, NO_AREA.format(ars=record.area))
                record.area = ""
            identity = known.get(record.key)
            row = rows.get(identity.row_id) if identity else None
            if row is None and (twin := self.names.get(record.values["name"].casefold())):
                self.adopt(record, twin, identity)
            elif row is None:
                self.create(record, identity)
            else:
                self.compare(record, identity, row)

    def adopt(self, record: OrganisationRecord, pk: int, identity: XzufiObject | None) -> None:
        """The directory has this authority already: its number is remembered, its entry stays."""
        self.outcome.hint(record, OURS)
        self.outcome.count("organisationseinheit", KEPT, record.values["name"])
        if identity is None and not XzufiObject.objects.filter(kind="organisationseinheit", row_id=pk).exists():
            fresh = identity_of("organisationseinheit", record.key, pk)
            fresh.is_ours = True
            fresh.save()
        self.rules.append((self.outcome.file, record, pk))

    def create(self, record: OrganisationRecord, identity: XzufiObject | None) -> None:
        row = Organisation(slug=self.free_slug(record))
        self.fill(row, record)
        row.save()
        self.keep_persons(row, record)
        keep_identity("organisationseinheit", record.key, row.pk, identity)
        self.created.add(row.pk)
        self.names[row.name.casefold()] = row.pk
        self.outcome.count("organisationseinheit", NEW, row.name)
        self.later(record, row.pk)

    def later(self, record: OrganisationRecord, pk: int) -> None:
        """What refers to other objects."""
        if record.parent:
            self.parents.append((self.outcome.file, record, pk))
        self.rules.append((self.outcome.file, record, pk))

    def compare(self, record: OrganisationRecord, identity: XzufiObject, row: Organisation) -> None:
        existing = organisation_record(row, {row.pk: record.key})
        found = differences(existing, record, self.labels)
        if identity.is_ours and row.pk not in self.created:
            if found:
                self.outcome.hint(record, OURS)
            self.outcome.count("organisationseinheit", KEPT if found else SAME, row.name)
            return
        self.outcome.count("organisationseinheit", CHANGED if found else SAME, row.name, found)
        if found:
            self.fill(row, record)
            row.save()
            self.keep_persons(row, record)
        if identity.is_withdrawn:
            identity.is_withdrawn = False
            identity.save(update_fields=["is_withdrawn"])
        self.later(record, row.pk)

    def fill(self, row: Organisation, record: OrganisationRecord) -> None:
        row.kind = record.kind
        row.area = self.services.areas[record.area] if record.area else None
        for name, value in record.values.items():
            setattr(row, name, value)

    def keep_persons(self, row: Organisation, record: OrganisationRecord) -> None:
        row.persons.all().delete()
        ContactPerson.objects.bulk_create(
            ContactPerson(organisation=row, position=position, **person._asdict())
            for position, person in enumerate(record.persons, 1)
        )

    def free_slug(self, record: OrganisationRecord) -> str:
        wanted = slugify(record.slug or record.values["name"])[:110] or "stelle"
        slug, number = wanted, 1
        while slug in self.slugs:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs.add(slug)
        return slug

    # Once all are there

    def link(self) -> None:
        """Parents and responsibilities."""
        keys = {record.parent for _file, record, _pk in self.parents}
        known = objects_by_key("organisationseinheit", keys) if keys else {}
        for record, pk in self.outcome.each(self.parents):
            parent = known.get(record.parent)
            if parent is None or parent.row_id in (None, pk):
                self.outcome.hint(record, NO_PARENT.format(id=record.parent.id))
            else:
                Organisation.objects.filter(pk=pk).exclude(parent=parent.row_id).update(parent=parent.row_id)
        wanted = {rule.service for _file, record, _pk in self.rules for rule in record.rules}
        services = self.services.known(wanted) if wanted else {}
        for record, pk in self.outcome.each(self.rules):
            self.write_rules(record, pk, services)

    def write_rules(self, record: OrganisationRecord, pk: int, services: dict[Key, XzufiObject]) -> None:
        """Exactly the rules of the record among those that came from its agency."""
        wanted = self.wanted_rules(record, services)
        mark = MARK.format(agency=record.key.agency)
        own = Responsibility.objects.filter(organisation=pk, note=mark)
        there = {(r.service_id, r.role, r.area_id, r.condition, r.valid_from): r for r in own}
        end_rules(row for key, row in there.items() if key not in wanted)
        for key, row in there.items():
            if key in wanted and row.valid_to != wanted[key]:
                row.valid_to = wanted[key]
                row.save(update_fields=["valid_to"])
        Responsibility.objects.bulk_create(
            [
                Responsibility(
                    service_id=key[0],
                    role=key[1],
                    area_id=key[2],
                    condition=key[3],
                    valid_from=key[4],
                    valid_to=valid_to,
                    organisation_id=pk,
                    note=mark,
                )
                for key, valid_to in wanted.items()
                if key not in there
            ],
            batch_size=2000,
            ignore_conflicts=True,
        )

    def wanted_rules(self, record: OrganisationRecord, services: dict[Key, XzufiObject]) -> dict[RuleKey, date | None]:
        """The rules that can be kept, with their last day."""
        wanted: dict[RuleKey, date | None] = {}
        unknown, ours = set(), set()
        for rule in record.rules:
            row = services.get(rule.service)
            if row is None:
                unknown.add(rule.service)
            elif row.is_ours and row.row_id not in self.services.created:
                ours.add(rule.service)
            else:
                wanted |= self.by_area(record, rule, row.row_id)
        for found, text in ((unknown, UNKNOWN_SERVICE), (ours, OUR_SERVICE)):
            if found:
                self.outcome.hint(record, text.format(number=len(found)))
        return wanted

    def by_area(self, record: OrganisationRecord, rule: RuleRow, service: int) -> dict[RuleKey, date | None]:
        found: dict[RuleKey, date | None] = {}
        for ars in rule.areas:
            if area := self.services.areas.get(ars):
                found[service, rule.role, area.pk, rule.condition, rule.valid_from] = rule.valid_to
            else:
                self.outcome.hint(record, NO_AREA.format(ars=ars))
        return found

    def withdraw(self, deletion: Deletion) -> None:
        """Take an imported authority out of the directory, or end its responsibilities if it is still used."""
        identity = objects_by_key("organisationseinheit", [deletion.key]).get(deletion.key)
        row = Organisation.objects.filter(pk=identity.row_id).first() if identity and identity.row_id else None
        if row is None or identity.is_withdrawn:
            return
        if identity.is_ours:
            self.outcome.hint(deletion, OURS)
            self.outcome.count("organisationseinheit", KEPT, row.name)
            return
        end_rules(Responsibility.objects.filter(organisation=row, note=MARK.format(agency=deletion.key.agency)))
        try:
            row.delete()
            identity.row_id = None
        except ProtectedError:
            self.outcome.hint(deletion, STILL_USED)
        identity.is_withdrawn = True
        identity.save(update_fields=["is_withdrawn", "row_id"])
        self.outcome.count("organisationseinheit", WITHDRAWN, row.name)


def end_rules(rules: Iterable[Responsibility]) -> None:
    """Rules that counted end yesterday, so that earlier cases stay clear; others go."""
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    for rule in rules:
        if not has_started(rule.valid_from, today) or rule.valid_from == today:
            rule.delete()
        elif rule.valid_to is None or rule.valid_to > yesterday:
            rule.valid_to = yesterday
            rule.save(update_fields=["valid_to"])
