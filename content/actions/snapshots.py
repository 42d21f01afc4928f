"""Making the row of a text, its links and its parts what a snapshot says."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from content.models import Editorial
from content.queries import snapshots
from content.queries.snapshots import Snapshot
from portal.errors import Refusal

NO_LONGER = _("Die Fassung passt nicht mehr zu dem, was es heute gibt.")
LOOK = _("Öffnen Sie den Text, ändern Sie, was sich überschneidet (zum Beispiel die Adresse), und speichern Sie neu.")


def apply(text: Editorial, wanted: Snapshot, now: Snapshot | None = None) -> None:
    """Write what differs. Queries: 1 and a few for each part that differs; none for what is equal.

    `now` is the present state, if it is known. Fields that came after the snapshot keep what they have.
    """
    now = now or snapshots.take(text)
    with fitting(), translation.override("de"):
        write_fields(text, wanted["fields"], now["fields"])
        for name, keys in wanted["links"].items():
            write_links(text, name, keys, now["links"].get(name))
        write_parts(text, wanted["parts"], now["parts"])


def apply_for_form(text: Editorial, wanted: Snapshot, now: Snapshot, names: Collection[str]) -> None:
    """The same for a form that will write the row and these links itself: only the rest reaches the database."""
    with fitting(), translation.override("de"):
        for field in changed_fields(text, wanted["fields"], now["fields"]):
            setattr(text, field.attname, value(field, wanted["fields"][field.column]))
        for name, keys in wanted["links"].items():
            if name not in names:
                write_links(text, name, keys, now["links"].get(name))
        write_parts(text, wanted["parts"], now["parts"])


def apply_for_good(text: Editorial, wanted: Snapshot) -> None:
    """The same, and what it points to is checked at once and not with the commit."""
    with fitting():
        apply(text, wanted)
        connection.check_constraints()


@contextmanager
def fitting() -> Iterator[None]:
    """What the database does not take is refused with a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refusal(NO_LONGER, LOOK) from error


def write_fields(text: Editorial, wanted: dict[str, Any], now: dict[str, Any]) -> None:
    changed = changed_fields(text, wanted, now)
    for field in changed:
        setattr(text, field.attname, value(field, wanted[field.column]))
    if changed:
        text.save(update_fields=[field.name for field in changed])


def changed_fields(text: Editorial, wanted: dict[str, Any], now: dict[str, Any]) -> list[Field]:
    return [
        field
        for field in snapshots.versioned_fields(type(text))
        if field.column in wanted and wanted[field.column] != now.get(field.column)
    ]


def value(field: Field, raw: Any) -> Any:
    """From JSON to what the field holds; a row that is gone leaves the field empty where it may be."""
    if raw is None or not field.is_relation:
        return field.to_python(raw)
    if field.related_model._base_manager.filter(pk=raw).exists():
        return raw
    if field.null:
        return None
    raise Refusal(NO_LONGER, _("„%(what)s“ gibt es nicht mehr. %(look)s") % {"what": field.verbose_name, "look": LOOK})


def write_links(row: Model, name: str, keys: list[int], now: list[int] | None) -> None:
    """Those that are gone stay away."""
    if keys == now or not hasattr(row, name):
        return
    field = row._meta.get_field(name)
    found = field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    getattr(row, name).set(list(found))


def write_parts(text: Editorial, wanted: dict[str, list[dict]], now: dict[str, list[dict]]) -> None:
    """Parts keep their numbers, so that forms and links to them stay right."""
    paths = [path for path in text.editorial_parts if path in wanted and wanted[path] != now.get(path)]
    for path in reversed(paths):
        part, _field = snapshots.part_of(type(text), path)
        gone = {row["id"] for row in now.get(path, ())} - {row["id"] for row in wanted[path]}
        if gone:
            part._base_manager.filter(pk__in=gone).delete()
    for path in paths:
        part, _field = snapshots.part_of(type(text), path)
        known = {row["id"]: row for row in now.get(path, ())}
        write_rows(part, [row for row in wanted[path] if known.get(row["id"]) != row])


def write_rows(part: type[Model], rows: list[dict[str, Any]]) -> None:
    """Add or change rows under the numbers they had. Queries: 1, and those for links of parts."""
    if not rows:
        return
    fields = [field for field in snapshots.part_fields(part)]
    found = [
        part(**{field.attname: field.to_python(row[field.column]) for field in fields if field.column in row})
        for row in rows
    ]
    written = [field.name for field in part._meta.concrete_fields if not field.primary_key and not field.generated]
    part._base_manager.bulk_create(found, update_conflicts=True, unique_fields=["id"], update_fields=written)
    for instance, row in zip(found, rows, strict=True):
        for link in part._meta.many_to_many:
            write_links(instance, link.name, row.get(link.name, []), None)
