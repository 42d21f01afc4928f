"""Services of an import: compared with what is there, then written in batches."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from content.actions.editing import write_facts
from content.actions.editorial_records import record_published
from content.actions.index import index_services
from content.actions.xzufi.outcome import CHANGED, KEPT, NEW, SAME, WITHDRAWN, Outcome, differences
from content.models import Cost, Deadline, FormLink, LifeSituation, Service, Status, XzufiAgency, XzufiObject
from content.queries.xzufi.identities import keys_of, objects_by_key, own_agency
from content.queries.xzufi.organisations import areas_by_key
from content.queries.xzufi.records import service_records
from content.rules.xzufi import codes
from content.rules.xzufi.records import VALUES, Deletion, Key, ServiceRecord
from portal.accounts.models import User

OURS = "Die eigene Redaktion pflegt diese Leistung; sie bleibt, wie sie ist."
SAME_LEIKA = "Zum LeiKa-Schlüssel {leika} gibt es schon „{name}“; diese Leistung wird nicht angelegt."
NO_AREA = "Das Gebiet {ars} gibt es im Portal nicht; es wird nicht übernommen."
NO_SITUATION = "Zur Kategorie „{name}“ gibt es im Portal keine Lebenslage; sie wird nicht übernommen."
NO_SERVICE = "Die Leistung „{id}“, auf die verwiesen wird, gibt es nicht; der Verweis wird nicht übernommen."
LATER = "Der Text gilt erst ab {day}; er wird als Entwurf angelegt."
TRANSLATED = tuple(f"{name}_{language}" for name in codes.SERVICE_TEXTS for language in codes.LANGUAGES)
OTHERS = {
    "leika_key": "LeiKa-Schlüssel",
    "laws": "Rechtsgrundlagen",
    "costs": "Kosten",
    "deadlines": "Fristen",
    "forms": "Formulare",
    "areas": "gilt nur in",
    "situations": "Lebenslagen",
}


def labels(model: type[Model], names: tuple[str, ...], others: Mapping[str, str]) -> dict[str, str]:
    """Names of fields as editors read them."""
    return {name: str(model._meta.get_field(name).verbose_name) for name in names} | dict(others)


class ServiceImport:
    """The services of one import."""

    def __init__(self, outcome: Outcome, agencies: Mapping[str, XzufiAgency], actor: User, *, as_draft: bool) -> None:
        self.outcome, self.agencies, self.actor, self.as_draft = outcome, agencies, actor, as_draft
        self.areas = areas_by_key()
        self.slugs = set(Service.objects.values_list("slug", flat=True))
        keyed = Service.objects.filter(leika_key__isnull=False)
        rows = list(keyed.values_list("leika_key", "pk", "name_de", "summary_de", "description_de"))
        self.leika = {key: name for key, _pk, name, *_texts in rows}
        # Entries of the catalogue that nobody has described: the first text that comes fills them
        self.bare = {key: pk for key, pk, _name, *texts in rows if not any(texts)}
        self.situations = {row.slug: row for row in LifeSituation.objects.all()}
        self.labels = labels(Service, (*TRANSLATED, *VALUES), OTHERS)
        # Services of this import that may be written on: by key, with whether they are new
        self.open: dict[Key, int] = {}
        self.created: set[int] = set()
        self.touched: set[int] = set()
        self.related: list[tuple[str, ServiceRecord]] = []

    # One batch

    def write(self, records: list[ServiceRecord]) -> None:
        known = objects_by_key("leistung", [record.key for record in records])
        rows = {identity.row_id: key for key, identity in known.items() if identity.row_id}
        existing = dict(service_records(list(rows), keys_of("leistung", rows)))
        services = Service.objects.in_bulk(existing)
        new = []
        for record in records:
            self.settle(record)
            identity = known.get(record.key)
            if identity and identity.row_id in existing:
                self.compare(record, identity, existing[identity.row_id], services[identity.row_id])
            elif record.leika_key in self.bare:
                self.adopt(record, identity, self.bare.pop(record.leika_key))
            elif record.leika_key in self.leika:
                told = SAME_LEIKA.format(leika=record.leika_key, name=self.leika[record.leika_key])
                self.outcome.hint(record, told)
                self.outcome.count("leistung", KEPT, record.texts["name_de"])
            else:
                new.append((record, identity))
                self.leika |= {record.leika_key: record.texts["name_de"]} if record.leika_key else {}
        self.create(new)
        self.related += [(self.outcome.file, record) for record in records if record.related]

    def settle(self, record: ServiceRecord) -> None:
        """Areas and life situations as the portal has them."""
        areas = []
        for ars in record.areas:
            if ars in self.areas:
                areas.append(self.areas[ars].ars)
            else:
                self.outcome.hint(record, NO_AREA.format(ars=ars))
        record.areas = sorted(set(areas))
        for situation in sorted(record.situations, key=lambda row: not row.is_above):
            self.situation(record, situation, record.situations)
        found = []
        for situation in record.situations:
            row = self.situations.get(situation.key.id) or self.by_name(situation.name_de)
            if row is None:
                self.outcome.hint(record, NO_SITUATION.format(name=situation.name_de))
            elif not situation.is_above:
                found.append(row.slug)
        record.situations = sorted(set(found))

    def by_name(self, name: str) -> LifeSituation | None:
        return next((row for row in self.situations.values() if row.name_de.casefold() == name.casefold()), None)

    def situation(self, record: ServiceRecord, situation: Any, others: list[Any]) -> None:
        """A life situation of our own that is missing comes back, below the one it belongs to."""
        slug = slugify(situation.key.id)[:80]
        if situation.key.agency != own_agency() or slug != situation.key.id or slug in self.situations:
            return
        parent = next((other for other in others if other.key == situation.parent), None)
        if parent is not None:
            self.situation(record, parent, others)
        row = LifeSituation.objects.create(
            slug=slug,
            **{name: getattr(situation, name) for name in ("name_de", "name_en", "teaser_de", "teaser_en")},
            pictogram="p-gruenden",
            parent=self.situations.get(situation.parent.id) if situation.parent else None,
            position=len(self.situations),
            status=Status.PUBLISHED,
        )
        self.situations[row.slug] = row

    def compare(self, record: ServiceRecord, identity: XzufiObject, existing: ServiceRecord, service: Service) -> None:
        existing.situations = sorted(s.key.id for s in existing.situations if not s.is_above)
        if not record.values["updated_on"]:
            record.values["updated_on"] = existing.values["updated_on"]
        record = replace(record, slug=existing.slug, leika_key=record.leika_key or existing.leika_key)
        found = differences(existing, record, self.labels)
        name = existing.texts.get("name_de", "")
        if identity.is_ours and service.pk not in self.created:
            if found:
                self.outcome.hint(record, OURS)
            self.outcome.count("leistung", KEPT if found else SAME, name)
            return
        self.open[record.key] = service.pk
        if not found and not identity.is_withdrawn:
            self.outcome.count("leistung", SAME, name)
            return
        self.outcome.count("leistung", CHANGED, name, found)
        self.fill(service, record)
        if identity.is_withdrawn:
            service.status, identity.is_withdrawn = Status.PUBLISHED, False
            identity.save(update_fields=["is_withdrawn"])
        self.rewrite(service, record)

    def rewrite(self, service: Service, record: ServiceRecord) -> None:
        """A row that is there already, with its parts instead of those it has."""
        service.save()
        for model in (Cost, Deadline, FormLink):
            model.objects.filter(service=service).delete()
        self.parts([(service, record)])
        self.touched.add(service.pk)

    def adopt(self, record: ServiceRecord, identity: XzufiObject | None, pk: int) -> None:
        """Describe an entry of the catalogue."""
        service = Service.objects.get(pk=pk)
        service.status, service.owner_id = self.status_of(record), self.agencies[record.key.agency].owner_id
        self.fill(service, record)
        self.rewrite(service, record)
        self.own(record, identity, pk)
        self.outcome.count("leistung", NEW, record.texts["name_de"])

    def own(self, record: ServiceRecord, identity: XzufiObject | None, pk: int) -> None:
        """From now on this row is written by this import."""
        fresh = identity or identity_of("leistung", record.key, pk)
        fresh.row_id, fresh.is_withdrawn = pk, False
        fresh.save()
        self.open[record.key] = pk
        self.created.add(pk)

    def fill(self, service: Service, record: ServiceRecord) -> None:
        for name in TRANSLATED:
            setattr(service, name, record.texts.get(name, ""))
        for name in VALUES:
            setattr(service, name, record.values[name])
        if record.leika_key:
            service.leika_key = record.leika_key
        service.legal_basis = [law._asdict() for law in record.laws]

    def create(self, new: list[tuple[ServiceRecord, XzufiObject | None]]) -> None:
        rows = []
        for record, _identity in new:
            service = Service(slug=self.free_slug(record), status=self.status_of(record))
            agency = self.agencies[record.key.agency]
            service.owner_id = agency.owner_id
            self.fill(service, record)
            rows.append(service)
            self.outcome.count("leistung", NEW, record.texts["name_de"])
        Service.objects.bulk_create(rows)
        pairs = list(zip(rows, (record for record, _identity in new), strict=True))
        self.parts(pairs)
        identities = []
        for (record, identity), service in zip(new, rows, strict=True):
            if identity is not None:
                identity.row_id, identity.is_withdrawn = service.pk, False
                identity.save(update_fields=["row_id", "is_withdrawn"])
            else:
                identities.append(identity_of("leistung", record.key, service.pk))
            self.open[record.key] = service.pk
        XzufiObject.objects.bulk_create(identities)
        self.created |= {service.pk for service in rows}
        self.touched |= {service.pk for service in rows}

    def free_slug(self, record: ServiceRecord) -> str:
        """The address that the record brings, or one made of its title."""
        wanted = slugify(record.slug or record.texts["title_de"])[:110] or "leistung"
        slug, number = wanted, 1
        while slug in self.slugs:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs.add(slug)
        return slug

    def status_of(self, record: ServiceRecord) -> str:
        begin = record.values["publish_at"]
        if begin and begin > timezone.now():
            self.outcome.hint(record, LATER.format(day=timezone.localtime(begin).strftime("%d.%m.%Y")))
            return Status.DRAFT
        return Status.DRAFT if self.as_draft else Status.PUBLISHED

    def parts(self, pairs: list[tuple[Service, ServiceRecord]]) -> None:
        """Rows and links that belong to these services."""
        Cost.objects.bulk_create(Cost(service=s, **row._asdict()) for s, record in pairs for row in record.costs)
        Deadline.objects.bulk_create(
            Deadline(service=s, **row._asdict()) for s, record in pairs for row in record.deadlines
        )
        FormLink.objects.bulk_create(
            FormLink(service=s, **row._asdict()) for s, record in pairs for row in record.forms
        )
        links = (
            ("areas", "areas", "area_id", self.areas),
            ("life_situations", "situations", "lifesituation_id", self.situations),
        )
        for field, name, column, table in links:
            through = Service._meta.get_field(field).remote_field.through
            through.objects.filter(service__in=[service.pk for service, _record in pairs]).delete()
            through.objects.bulk_create(
                through(service_id=service.pk, **{column: table[key].pk})
                for service, record in pairs
                for key in getattr(record, name)
            )

    # After all batches

    def known(self, keys: set[Key]) -> dict[Key, XzufiObject]:
        return {key: row for key, row in objects_by_key("leistung", keys).items() if row.row_id}

    def link(self) -> None:
        """Related services, now that all are there; links between two of this import that neither names go."""
        rows = self.known({key for _file, record in self.related for key in record.related})
        wanted: set[tuple[int, int]] = set()
        for (record,) in self.outcome.each(self.related):
            for key in record.related if record.key in self.open else ():
                if key not in rows:
                    self.outcome.hint(record, NO_SERVICE.format(id=key.id))
                elif (other := rows[key].row_id) != (own := self.open[record.key]):
                    wanted |= {(own, other), (other, own)}
        through = Service._meta.get_field("related").remote_field.through
        written = self.open.values()
        links = through.objects.filter(from_service__in=written, to_service__in=written)
        there = {(first, second): pk for pk, first, second in links.values_list("pk", "from_service", "to_service")}
        stale = there.keys() - wanted
        through.objects.filter(pk__in=[there[pair] for pair in stale]).delete()
        through.objects.bulk_create(
            [through(from_service_id=first, to_service_id=second) for first, second in sorted(wanted - there.keys())],
            ignore_conflicts=True,
        )
        self.touched |= {pk for pair in stale | (wanted - there.keys()) for pk in pair}

    def withdraw(self, deletion: Deletion) -> None:
        """Take an imported text off the public pages."""
        identity = objects_by_key("leistung", [deletion.key]).get(deletion.key)
        service = Service.objects.filter(pk=identity.row_id).first() if identity and identity.row_id else None
        if service is None or identity.is_withdrawn:
            return
        if identity.is_ours:
            self.outcome.hint(deletion, OURS)
            self.outcome.count("leistung", KEPT, service.name)
            return
        if service.status == Status.PUBLISHED:
            service.status = Status.EXPIRED
            service.save(update_fields=["status"])
        identity.is_withdrawn = True
        identity.save(update_fields=["is_withdrawn"])
        self.touched.add(service.pk)
        self.outcome.count("leistung", WITHDRAWN, service.name)

    def finish(self) -> None:
        """Words for lists, versions, and the index of the search."""
        touched = sorted(self.touched)
        if not touched:
            return
        write_facts(touched)
        public = Service.objects.filter(pk__in=touched, is_published=True).values_list("pk", flat=True)
        record_published(Service, sorted(public), actor=self.actor)
        index_services(touched)


def identity_of(kind: str, key: Key, row_id: int) -> XzufiObject:
    """What comes under our own number is ours from now on; everything else stays its supplier's."""
    return XzufiObject(
        kind=kind, agency=key.agency, external_id=key.id, row_id=row_id, is_ours=key.agency == own_agency()
    )
