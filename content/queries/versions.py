"""What a version says, and how it differs from another one, in the words of the editors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateTimeField, Field, JSONField, Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Editorial
from content.queries.snapshots import Snapshot, part_fields, part_of, versioned_fields
from content.rules import differences
from content.rules.differences import Piece
from portal.richtext.fields import RichTextField
from portal.richtext.rules import plain

LANGUAGES = {"de": _("Deutsch"), "en": _("Englisch")}
Names = dict[type[Model], dict[int, str]]
# One line of a text: what it is called, and what it says
Lines = dict[str, tuple[str, str]]


class Change(NamedTuple):
    """A part of the text that differs, with its words marked."""

    label: str
    pieces: list[Piece]


def changes(model: type[Editorial], old: Snapshot, new: Snapshot) -> list[Change]:
    """All that differs. Queries: one for each kind of row that either points to."""
    names = names_of(model, (old, new))
    before, after = lines(model, old, names), lines(model, new, names)
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        label, now = after.get(key, (before.get(key, ("", ""))[0], ""))
        was = before.get(key, ("", ""))[1]
        if was != now:
            found.append(Change(label, differences.shortened(differences.compare(was, now))))
    return found


def lines(model: type[Editorial], snapshot: Snapshot, names: Names) -> Lines:
    """Every field, link and part of a text in words, in their order."""
    found: Lines = {}
    for field in versioned_fields(model):
        raw = snapshot["fields"].get(field.column)
        found[field.column] = (label_of(field), in_words(field, raw, names))
    for link in model._meta.many_to_many:
        keys = snapshot["links"].get(link.name, [])
        found[link.name] = (label_of(link), listed(link.related_model, keys, names))
    for path in model.editorial_parts:
        part, field = part_of(model, path)
        for number, row in enumerate(snapshot["parts"].get(path, ()), 1):
            label = f"{part._meta.verbose_name} {number}"
            found[f"{path}.{row['id']}"] = (label, "\n".join(row_in_words(part, field, row, names)))
    return found


def row_in_words(part: type[Model], to_text: Field, row: dict[str, Any], names: Names) -> Iterator[str]:
    """A line for each filled field of a part."""
    for field in part_fields(part):
        if field.primary_key or field == to_text or field.column not in row:
            continue
        said = in_words(field, row[field.column], names)
        if said:
            yield f"{label_of(field)}: {said}"
    for link in part._meta.many_to_many:
        if row.get(link.name):
            yield f"{label_of(link)}: {listed(link.related_model, row[link.name], names)}"


def label_of(field: Field) -> str:
    """As on the form, with the language in words."""
    label = str(field.verbose_name)
    for language, name in LANGUAGES.items():
        label = label.replace(f" [{language}]", f" ({name})")
    return label[:1].upper() + label[1:]


def listed(related: type[Model], keys: Iterable[int], names: Names) -> str:
    return "\n".join(sorted(names.get(related, {}).get(key, gettext("gelöscht")) for key in keys))


def in_words(field: Field, raw: Any, names: Names) -> str:
    """A value as editors read it; nothing for an empty one."""
    if raw in (None, "", [], {}):
        return ""
    if field.is_relation:
        return names.get(field.related_model, {}).get(raw, gettext("gelöscht"))
    if isinstance(raw, bool):
        return gettext("ja") if raw else gettext("nein")
    if isinstance(field, RichTextField):
        return plain(raw)
    if isinstance(field, JSONField):
        return "\n".join(leaves(raw))
    if isinstance(field, ArrayField):
        choices = dict(field.base_field.flatchoices)
        return "\n".join(str(choices.get(item, item)) for item in raw)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(raw, raw))
    value = field.to_python(raw)
    if isinstance(field, DateTimeField) and isinstance(value, datetime):
        return gettext("%(at)s Uhr") % {"at": f"{timezone.localtime(value):%d.%m.%Y, %H:%M}"}
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def leaves(value: Any) -> Iterator[str]:
    """All texts in a nested value, a line for each entry of a list.

    >>> list(leaves([{"citation": "§ 2 GastG", "url": "https://a.example"}]))
    ['§ 2 GastG · https://a.example']
    """
    if isinstance(value, list):
        for item in value:
            yield from ([" · ".join(leaves(item))] if isinstance(item, dict) else leaves(item))
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif value not in (None, "", False):
        yield gettext("ja") if value is True else str(value)


def names_of(model: type[Editorial], snapshots: Iterable[Snapshot]) -> Names:
    """The names of all that the snapshots point to. Queries: one for each kind of row."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for snapshot in snapshots:
        collect(wanted, model, versioned_fields(model), snapshot["fields"] | snapshot["links"])
        for path in model.editorial_parts:
            part, to_text = part_of(model, path)
            fields = [field for field in part_fields(part) if field != to_text]
            for row in snapshot["parts"].get(path, ()):
                collect(wanted, part, fields, row)
    return {
        related: {pk: str(found) for pk, found in related._base_manager.in_bulk(keys).items()}
        for related, keys in wanted.items()
        if keys
    }


def collect(wanted: dict[type[Model], set[int]], model: type[Model], fields: list[Field], row: dict[str, Any]) -> None:
    for field in fields:
        if field.is_relation and row.get(field.column) is not None:
            wanted[field.related_model].add(row[field.column])
    for link in model._meta.many_to_many:
        wanted[link.related_model].update(row.get(link.name, ()))
