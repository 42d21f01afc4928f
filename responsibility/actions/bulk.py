"""Taking over a table of an editor: looking at it first, then all of it or nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from responsibility.actions import changes
from responsibility.models import TableUpload
from responsibility.queries import cells, rights
from responsibility.queries.sheets import SHEETS, Sheet, Values
from responsibility.rules import tables
from responsibility.rules.reach import Reach
from responsibility.rules.tables import Line

UNKNOWN = _("{heading}: „{key}“ gibt es nicht.")
NO_KEY = _("{heading} fehlt.")
DUPLICATE = _("Derselbe Eintrag steht schon in Zeile {line}.")
CHANGED_MEANWHILE = _("Die Daten haben sich seit der Vorschau geändert.")
LOOK_AGAIN = _("Es wurde nichts übernommen. Sehen Sie sich die neue Vorschau an.")
HAS_ERRORS = _("Die Datei enthält Fehler. Es wurde nichts übernommen.")
CORRECT = _("Berichtigen Sie die genannten Zeilen und laden Sie die Datei noch einmal hoch.")
ALREADY = _("Diese Datei ist schon übernommen.")
Status = Literal["new", "changed", "same", "error"]


class Difference(NamedTuple):
    """One cell, as it is in the portal and in the file."""

    heading: str
    old: str
    new: str


@dataclass
class PlannedLine:
    """What would happen with one line."""

    number: int
    status: Status
    title: str
    differences: list[Difference] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pk: int | None = None
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What would happen with a file. `problem` says why it cannot be read at all."""

    lines: list[PlannedLine] = field(default_factory=list)
    problem: str = ""

    @property
    def counts(self) -> dict[Status, int]:
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in ("new", "changed", "same", "error")}

    @property
    def fingerprint(self) -> str:
        """Stays the same as long as the file would do the same."""
        what = [(line.number, line.status, line.pk, line.differences) for line in self.lines]
        return hashlib.sha256(repr(what).encode()).hexdigest()

    def with_status(self, status: Status) -> list[PlannedLine]:
        return [line for line in self.lines if line.status == status]


@transaction.atomic
def keep_upload(kind: str, *, name: str, content: bytes, actor: User) -> TableUpload:
    """Keep a file for the preview; an older one of the same person that waits is forgotten. Raises TableError."""
    text = tables.decode(content)
    TableUpload.objects.filter(actor=actor, status=TableUpload.Status.PREVIEW).delete()
    return TableUpload.objects.create(kind=kind, name=name[:200], content=text, actor=actor)


def plan(upload: TableUpload, *, actor: User) -> Plan:
    """What the file would do. Queries: a fixed number, however long it is."""
    sheet = SHEETS[upload.kind]
    try:
        lines = tables.read(upload.content, [column.heading for column in sheet.columns])
    except tables.TableError as error:
        return Plan(problem=str(error))
    return Plan(Planner(sheet, rights.reach(actor)).lines(lines))


class Planner:
    """Compares lines with what is there."""

    def __init__(self, sheet: Sheet, reach: Reach) -> None:
        self.sheet, self.reach = sheet, reach
        self.known = sheet.known()
        self.there = {sheet.identify(values): (pk, values) for pk, values in sheet.rows(sheet.model.objects.all())}
        self.seen: dict[tuple, int] = {}
        self.fields = {column.field: sheet.model._meta.get_field(column.field) for column in sheet.columns}

    def lines(self, lines: Iterable[Line]) -> list[PlannedLine]:
        found = list(lines)
        if "parent" in self.known:  # a line may be part of what another line brings
            self.known["parent"] |= {line.cells["kuerzel"]: 0 for line in found if line.cells["kuerzel"]} | self.known[
                "parent"
            ]
        return [self.line(line) for line in found]

    def line(self, line: Line) -> PlannedLine:
        values, errors = self.read(line)
        title = " · ".join(filter(None, (line.cells[c.heading] for c in self.sheet.columns if c.field in TITLE)))
        planned = PlannedLine(line.number, "error", title, errors=errors, values=values)
        if errors:
            return planned
        identity = self.sheet.identify(values)
        if identity in self.seen:
            planned.errors.append(DUPLICATE.format(line=self.seen[identity]))
            return planned
        self.seen[identity] = line.number
        planned.pk, old = self.there.get(identity, (None, None))
        planned.differences = self.differences(old, values)
        if old is not None and not planned.differences:
            planned.status = "same"
            return planned
        planned.errors += self.complaints(old, values)
        if not planned.errors:
            planned.status = "new" if old is None else "changed"
        return planned

    def read(self, line: Line) -> tuple[Values, list[str]]:
        """The values of the cells, and what is wrong with them."""
        values, errors = {}, []
        for column in self.sheet.columns:
            try:
                value = column.read(line.cells[column.heading])
            except ValueError as error:
                errors.append(f"{column.heading}: {error}")
                continue
            if column.key and value is not None and value not in self.known[column.field]:
                errors.append(UNKNOWN.format(heading=column.heading, key=value))
            elif column.key and value is None and not self.fields[column.field].null:
                errors.append(NO_KEY.format(heading=column.heading))
            values[column.field] = value
        return values, errors or self.sheet.faults(values)

    def differences(self, old: Values | None, new: Values) -> list[Difference]:
        return [
            Difference(column.heading, column.write(old[column.field]) if old else "", column.write(new[column.field]))
            for column in self.sheet.columns
            if (old[column.field] if old else EMPTY.get(type(new[column.field]))) != new[column.field]
        ]

    def complaints(self, old: Values | None, new: Values) -> list[str]:
        """What the fields and the rights of the person say against it."""
        changed = [name for name in new if old is None or old[name] != new[name]]
        errors = [
            f"{column.heading}: {text}"
            for column in self.sheet.columns
            if column.field in changed
            and column.is_text
            and (text := cells.complaint(self.fields[column.field], new[column.field]))
        ]
        refusal = self.sheet.refusal(self.reach, self.as_row(old), self.as_row(new), changed)
        return errors + ([str(refusal)] if refusal else [])

    def as_row(self, values: Values | None) -> SimpleNamespace | None:
        """The values as a row whose relations are ids, for the rules about rights."""
        if values is None:
            return None
        row = SimpleNamespace(**{name: value for name, value in values.items() if name not in self.known})
        for name, ids in self.known.items():
            setattr(row, f"{name}_id", ids.get(values[name]))
        row.pk = self.there.get(self.sheet.identify(values), (None,))[0]
        return row


TITLE = {"service", "group", "area", "organisation", "slug", "name"}
EMPTY: Mapping[type, Any] = {str: "", list: [], dict: {}, type(None): None, bool: None}


def apply(upload_id: int, *, actor: User, fingerprint: str) -> TableUpload:
    """Take over all lines, or none: only what the preview with this fingerprint has shown."""
    with changes.by(actor, "table.imported"):
        upload = TableUpload.objects.select_for_update().get(pk=upload_id, actor=actor)
        if upload.status == TableUpload.Status.APPLIED:
            raise Refusal(ALREADY)
        sheet = SHEETS[upload.kind]
        list(sheet.model.objects.select_for_update().order_by("pk").values_list("pk"))
        planned = plan(upload, actor=actor)
        if planned.problem or planned.counts["error"]:
            raise Refusal(HAS_ERRORS, CORRECT)
        if planned.fingerprint != fingerprint:
            raise Refusal(CHANGED_MEANWHILE, LOOK_AGAIN)
        try:
            with transaction.atomic():
                write(sheet, planned)
        except IntegrityError as error:
            raise Refusal(CHANGED_MEANWHILE, LOOK_AGAIN) from error
        finish(upload, planned, actor)
    return upload


def write(sheet: Sheet, planned: Plan) -> None:
    """All new and changed rows. New rows first without `parent`, so that there is something to be part of."""
    new, changed = planned.with_status("new"), planned.with_status("changed")
    known = sheet.known()
    sheet.model.objects.bulk_create((build(sheet, line, known, without={"parent"}) for line in new), batch_size=1000)
    again = []
    if "parent" in known:
        known = sheet.known()
        pks = dict(sheet.model.objects.filter(slug__in=[line.values["slug"] for line in new]).values_list("slug", "pk"))
        for line in new:
            line.pk = pks[line.values["slug"]]
        again = [line for line in new if line.values["parent"]]
    rows = [build(sheet, line, known, without=set()) for line in [*changed, *again]]
    names = [column.field for column in sheet.columns if column.field not in sheet.identity]
    if rows:
        sheet.model.objects.bulk_update(rows, names, batch_size=500)


def build(sheet: Sheet, line: PlannedLine, known: dict[str, dict[str, int]], *, without: set[str]) -> Model:
    """The row of a line."""
    row = sheet.model(pk=line.pk)
    for column in sheet.columns:
        value = line.values[column.field]
        if column.key:
            value = None if column.field in without else known[column.field].get(value)
            setattr(row, f"{column.field}_id", value)
        else:
            setattr(row, column.field, value)
    return row


def finish(upload: TableUpload, planned: Plan, actor: User) -> None:
    """Note what was done, and forget the content."""
    upload.status, upload.content, upload.applied_at = TableUpload.Status.APPLIED, "", timezone.now()
    upload.created_rows, upload.changed_rows = planned.counts["new"], planned.counts["changed"]
    upload.save()
    audit.record(
        actor,
        "table.imported",
        upload,
        kind=upload.kind,
        file=upload.name,
        new=upload.created_rows,
        changed=upload.changed_rows,
    )
