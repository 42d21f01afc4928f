"""Regional supplements and online services of an import: both belong to a service, so they wait until all are there."""

import hashlib
from collections.abc import Callable
from typing import Any

from content.actions.editorial_records import record_published
from content.actions.xzufi.outcome import CHANGED, KEPT, NEW, SAME, WITHDRAWN, Outcome, differences
from content.actions.xzufi.services import NO_AREA, NO_SERVICE, ServiceImport, identity_of, labels
from content.models import Service, ServiceSupplement, Status, XzufiObject
from content.queries.xzufi.identities import keys_of, objects_by_key
from content.queries.xzufi.records import supplement_records
from content.rules.xzufi import codes
from content.rules.xzufi.records import Deletion, Key, OnlineRecord, SupplementRecord

OURS = "Die eigene Redaktion pflegt diese Ergänzung; sie bleibt, wie sie ist."
TAKEN = "Zu dieser Leistung gibt es in diesem Gebiet schon eine Ergänzung; diese wird nicht angelegt."
OUR_SERVICE = "Die Leistung pflegt die eigene Redaktion; ihr Online-Dienst bleibt, wie er ist."
NAMES = tuple(f"{name}_{language}" for name in codes.SUPPLEMENT_TEXTS for language in codes.LANGUAGES)


class PartImport:
    """The supplements and online services of one import."""

    def __init__(self, outcome: Outcome, services: ServiceImport, *, as_draft: bool) -> None:
        self.outcome, self.services, self.as_draft = outcome, services, as_draft
        self.waiting: list[tuple[str, SupplementRecord | OnlineRecord]] = []
        self.labels = labels(ServiceSupplement, NAMES, {})
        self.touched: set[int] = set()

    def take(self, _kind: str, records: list[Any]) -> None:
        self.waiting += [(self.outcome.file, record) for record in records]

    def write(self) -> None:
        """All that waited, each with its service."""
        supplements = [(file, record) for file, record in self.waiting if isinstance(record, SupplementRecord)]
        online = [(file, record) for file, record in self.waiting if isinstance(record, OnlineRecord)]
        wanted = {record.service for _file, record in supplements}
        wanted |= {key for _file, record in online for key in record.services}
        rows = self.services.known(wanted)
        self.write_all(supplements, rows, self.write_supplement, "spezialisierung")
        self.write_all(online, rows, self.write_online, "onlinedienst")

    def write_all(self, waiting: list, rows: dict[Key, XzufiObject], write: Callable, kind: str) -> None:
        for start in range(0, len(waiting), 500):
            batch = waiting[start : start + 500]
            known = objects_by_key(kind, [record.key for _file, record in batch])
            for (record,) in self.outcome.each(batch):
                write(record, known.get(record.key), rows)

    # Supplements

    def write_supplement(
        self, record: SupplementRecord, identity: XzufiObject | None, rows: dict[Key, XzufiObject]
    ) -> None:
        service, area = rows.get(record.service), self.services.areas.get(record.area)
        if service is None or area is None:
            missing = NO_SERVICE.format(id=record.service.id) if service is None else NO_AREA.format(ars=record.area)
            self.outcome.hint(record, missing)
            return
        name = f"{record.service.id} in {area.ars}"
        row = ServiceSupplement.objects.filter(pk=identity.row_id).first() if identity and identity.row_id else None
        if row is not None:
            self.compare(record, identity, row, name)
        elif ServiceSupplement.objects.filter(service=service.row_id, area=area).exists():
            self.outcome.hint(record, TAKEN)
            self.outcome.count("spezialisierung", KEPT, name)
        else:
            self.create(record, identity, service.row_id, area.pk, name)

    def compare(self, record: SupplementRecord, identity: XzufiObject, row: ServiceSupplement, name: str) -> None:
        service_keys = keys_of("leistung", [row.service_id])
        ((_pk, existing),) = supplement_records([row.pk], {row.pk: record.key}, service_keys)
        found = differences(existing, record, self.labels)
        if identity.is_ours:
            if found:
                self.outcome.hint(record, OURS)
            self.outcome.count("spezialisierung", KEPT if found else SAME, name)
        elif not found and not identity.is_withdrawn:
            self.outcome.count("spezialisierung", SAME, name)
        else:
            self.outcome.count("spezialisierung", CHANGED, name, found)
            if identity.is_withdrawn:
                row.status, identity.is_withdrawn = Status.PUBLISHED, False
                identity.save(update_fields=["is_withdrawn"])
            self.fill(row, record)
            row.save()
            self.touched.add(row.pk)

    def create(
        self, record: SupplementRecord, identity: XzufiObject | None, service: int, area: int, name: str
    ) -> None:
        row = ServiceSupplement(
            service_id=service,
            area_id=area,
            owner_id=self.services.agencies[record.key.agency].owner_id,
            status=Status.DRAFT if self.as_draft else Status.PUBLISHED,
        )
        self.fill(row, record)
        row.save()
        keep_identity("spezialisierung", record.key, row.pk, identity)
        self.touched.add(row.pk)
        self.outcome.count("spezialisierung", NEW, name)

    def fill(self, row: ServiceSupplement, record: SupplementRecord) -> None:
        for name in NAMES:
            setattr(row, name, record.texts.get(name, ""))

    # Online services

    def write_online(self, record: OnlineRecord, identity: XzufiObject | None, rows: dict[Key, XzufiObject]) -> None:
        """The address of where a service is applied for, kept with the service."""
        for number, key in enumerate(record.services):
            row = rows.get(key)
            if row is None:
                self.outcome.hint(record, NO_SERVICE.format(id=key.id))
                continue
            own_key = record.key if number == 0 else record.key._replace(id=f"{record.key.id}@{digest(key)}")
            self.set_online(record, own_key, row, identity if number == 0 else None)

    def set_online(self, record: OnlineRecord, key: Key, target: XzufiObject, identity: XzufiObject | None) -> None:
        service = Service.objects.get(pk=target.row_id)
        names = {f"online_name_{n}": record.texts.get(f"online_name_{n}", "") for n in codes.LANGUAGES}
        wanted = names | {"online_url": record.url}
        found = [name for name, value in wanted.items() if (getattr(service, name) or "") != value]
        name = record.texts.get("online_name_de", record.url)
        if not found:
            self.outcome.count("onlinedienst", SAME, name)
        elif target.is_ours and service.pk not in self.services.created:
            if not service.is_online:
                self.outcome.hint(record, OUR_SERVICE)
            self.outcome.count("onlinedienst", KEPT, name)
            return
        else:
            self.outcome.count("onlinedienst", CHANGED if service.online_url else NEW, name)
            for field, value in wanted.items():
                setattr(service, field, value)
            service.save(update_fields=found)
            self.services.touched.add(service.pk)
        keep_identity("onlinedienst", key, service.pk, identity)

    # Both

    def withdraw(self, deletion: Deletion) -> None:
        """Take back a supplement or the address of an online service, with those that were made of the same one."""
        rows = XzufiObject.objects.filter(kind=deletion.kind, agency=deletion.key.agency, row_id__isnull=False)
        number = deletion.key.id
        for identity in rows.filter(external_id=number) | rows.filter(external_id__startswith=f"{number}@"):
            if identity.is_ours:
                self.outcome.hint(deletion, OURS)
                self.outcome.count(deletion.kind, KEPT, identity.external_id)
            elif not identity.is_withdrawn:
                self.take_back(identity)
                self.outcome.count(deletion.kind, WITHDRAWN, identity.external_id)

    def take_back(self, identity: XzufiObject) -> None:
        if identity.kind == "spezialisierung":
            ServiceSupplement.objects.filter(pk=identity.row_id).update(status=Status.EXPIRED)
            identity.is_withdrawn = True
        else:
            empty = {f"online_name_{language}": "" for language in codes.LANGUAGES}
            Service.objects.filter(pk=identity.row_id).update(online_url="", **empty)
            self.services.touched.add(identity.row_id)
            identity.row_id = None
        identity.save(update_fields=["is_withdrawn", "row_id"])

    def finish(self) -> None:
        """Versions of what is public."""
        public = ServiceSupplement.objects.filter(pk__in=self.touched, is_published=True).order_by("pk")
        record_published(ServiceSupplement, list(public.values_list("pk", flat=True)), actor=self.services.actor)


def digest(key: Key) -> str:
    """A short name for a key that may be long."""
    return hashlib.sha256("/".join(key).encode()).hexdigest()[:16]


def keep_identity(kind: str, key: Key, row_id: int, identity: XzufiObject | None) -> None:
    """The number of a row; one that the row had from an earlier export gives way."""
    XzufiObject.objects.filter(kind=kind, row_id=row_id).exclude(agency=key.agency, external_id=key.id).update(
        row_id=None
    )
    if identity is None:
        fresh = identity_of(kind, key, row_id)
        XzufiObject.objects.update_or_create(
            kind=kind,
            agency=key.agency,
            external_id=key.id,
            defaults={"row_id": row_id, "is_withdrawn": False, "is_ours": fresh.is_ours},
        )
    elif identity.row_id != row_id or identity.is_withdrawn:
        identity.row_id, identity.is_withdrawn = row_id, False
        identity.save(update_fields=["row_id", "is_withdrawn"])
