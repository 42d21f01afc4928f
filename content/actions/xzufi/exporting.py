"""Writing the files that the Portalverbund fetches: all of it, or exactly what changed since the last time."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from content.actions.xzufi.identities import give_numbers
from content.models import XzufiFile, XzufiObject
from content.queries.xzufi import organisations, records
from content.queries.xzufi.identities import own_agency
from content.rules.xzufi import codes
from content.rules.xzufi.nodes import Node, document, node
from content.rules.xzufi.objects import written
from content.rules.xzufi.records import Deletion, Key, Record
from portal.files import actions as files

LOCK = "xzufi export"
MOST_OBJECTS, MOST_CHARACTERS = 1000, 8_000_000
# After so many files of changes the next export is a full one
MOST_DELTAS = 50
KEEP_FILES = timedelta(days=2)
# A full export repeats deletions, for those who missed the file that named them first
REPEAT_DELETIONS = timedelta(days=30)
RECIPIENT = "Portalverbund Online-Gateway"


@dataclass(frozen=True)
class Exported:
    """What an export wrote."""

    kind: str
    files: int
    written: int
    deleted: int


@dataclass
class Messages:
    """The files of one export as they fill. Whatever was stored goes again if the export fails."""

    kind: str
    now: datetime
    number: int
    stack: ExitStack
    transaction: uuid.UUID = field(default_factory=uuid.uuid4)
    done: list[XzufiFile] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    size: int = 0
    deletions: int = 0

    def add(self, text: str, *, is_deletion: bool = False) -> None:
        self.parts.append(text)
        self.size += len(text)
        self.deletions += is_deletion
        if len(self.parts) >= MOST_OBJECTS or self.size >= MOST_CHARACTERS:
            self.finish()

    def finish(self) -> None:
        """Store what there is as one file."""
        if not self.parts:
            return
        position = len(self.done) + 1
        text = document(self.parts, self.head(), transaction=str(self.transaction), position=position)
        name = f"XZUFI{self.now:%Y%m%d%H%M%S}{self.number + position:012d}.xml"
        content = files.store_generated(name, text.encode(), "application/xml")
        self.stack.callback(content.content.storage.delete, content.content.name)
        self.done.append(
            XzufiFile(
                name=name,
                kind=self.kind,
                transaction=self.transaction,
                position=position,
                content=content,
                written=len(self.parts) - self.deletions,
                deleted=self.deletions,
                created_at=self.now,
            )
        )
        self.parts, self.size, self.deletions = [], 0, 0

    def head(self) -> Node:
        return node(
            "nachrichtenkopf",
            node("nachrichtUUID", text=str(uuid.uuid4())),
            node("erstelltDatumZeit", text=f"{self.now:%Y-%m-%dT%H:%M:%SZ}"),
            node("empfaenger", text=RECIPIENT),
            node("sender", text=own_agency()),
        )


def export(*, full: bool | None = None) -> Exported:
    """Write a full export or the changes; None: what is due. One at a time; nothing is listed before all is there."""
    with transaction.atomic(), ExitStack() as stack:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        now = timezone.now()
        listed = XzufiFile.objects.filter(superseded_at=None)
        if full is None:
            deltas = listed.filter(kind=XzufiFile.Kind.DELTA).count()
            full = deltas >= MOST_DELTAS or not listed.filter(kind=XzufiFile.Kind.FULL).exists()
        kind = XzufiFile.Kind.FULL if full else XzufiFile.Kind.DELTA
        number = XzufiFile.objects.aggregate(last=Max("pk"))["last"] or 0
        messages = Messages(kind, now, number, stack)
        changed = write_objects(messages, full=full)
        messages.finish()
        XzufiObject.objects.bulk_update(changed, ["hash", "written_at", "deleted_at"], batch_size=1000)
        if full:
            listed.update(superseded_at=now)
        XzufiFile.objects.bulk_create(messages.done)
        forget_old(now)
        stack.pop_all()
    return Exported(
        kind,
        len(messages.done),
        sum(file.written for file in messages.done),
        sum(file.deleted for file in messages.done),
    )


def write_objects(messages: Messages, *, full: bool) -> list[XzufiObject]:
    """Everything that is visible and (unless all is wanted) differs from what was written; then what is gone."""
    known = identities()
    changed: list[XzufiObject] = []
    for kind, row_id, record in current_records(known):
        identity = known[kind][row_id]
        text = written(record, page=records.page_of(record) if kind == "leistung" else "")
        digest = hashlib.sha256(text.encode()).hexdigest()
        is_new = digest != identity.hash or identity.deleted_at is not None
        if full or is_new:
            messages.add(text)
        if is_new:
            identity.hash, identity.written_at, identity.deleted_at = digest, messages.now, None
            changed.append(identity)
    visible = {identity.pk for rows in known.values() for identity in rows.values()}
    return changed + write_deletions(messages, visible, full=full)


def identities() -> dict[str, dict[int, XzufiObject]]:
    """An identity for each visible row, by kind and row."""
    found: dict[str, dict[int, XzufiObject]] = {}
    visible = {
        "leistung": records.published_services(),
        "spezialisierung": records.published_supplements(),
        "onlinedienst": records.online_services(),
        "organisationseinheit": organisations.all_organisations(),
    }
    for kind in codes.KINDS:
        rows = XzufiObject.objects.filter(kind=kind, row_id__isnull=False)
        known = {row.row_id: row for row in rows}
        known |= {row.row_id: row for row in give_numbers(kind, visible[kind], known)}
        found[kind] = {pk: known[pk] for pk in visible[kind]}
    return found


def current_records(known: dict[str, dict[int, XzufiObject]]) -> Iterator[tuple[str, int, Record]]:
    """Kind, row and record of all that is visible; services first, in the order of their numbers."""
    keys = {kind: {pk: Key(row.agency, row.external_id) for pk, row in rows.items()} for kind, rows in known.items()}
    order = {kind: sorted(rows, key=rows.__getitem__) for kind, rows in keys.items()}
    services = keys["leistung"]
    sources = {
        "leistung": records.service_records(order["leistung"], services),
        "spezialisierung": records.supplement_records(order["spezialisierung"], keys["spezialisierung"], services),
        "onlinedienst": records.online_records(order["onlinedienst"], keys["onlinedienst"], services),
        "organisationseinheit": organisations.organisation_records(
            order["organisationseinheit"], keys["organisationseinheit"], services, on=timezone.localdate()
        ),
    }
    for kind in codes.KINDS:
        for row_id, record in sources[kind]:
            yield kind, row_id, record


def write_deletions(messages: Messages, visible: set[int], *, full: bool) -> list[XzufiObject]:
    """Objects that were written and are no longer to be seen; a full export names the recent ones once more."""
    ever = XzufiObject.objects.exclude(hash="").order_by("agency", "external_id", "pk")
    rows = ever.filter(Q(deleted_at=None) | Q(deleted_at__gte=messages.now - REPEAT_DELETIONS))
    gone = [row for row in rows if row.pk not in visible]
    changed = [row for row in gone if row.deleted_at is None]
    for row in gone if full else changed:
        messages.add(written(Deletion(row.kind, Key(row.agency, row.external_id))), is_deletion=True)
    for row in changed:
        row.deleted_at = messages.now
    return changed


def forget_old(now: datetime) -> None:
    """Delete files that nobody can be fetching any more."""
    for file in XzufiFile.objects.filter(superseded_at__lt=now - KEEP_FILES).select_related("content"):
        content = file.content
        file.delete()
        files.discard(content)
