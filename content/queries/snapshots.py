"""The whole of a text as one JSON value: its row, its links and its parts. Written back by content.actions.snapshots.

Values are what PostgreSQL writes as JSON (amounts as text), so that two snapshots are equal when the texts are.
"""

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DecimalField, Field, GeneratedField, ManyToManyField, Model
from modeltranslation.translator import NotRegistered, translator

from content.models import Editorial

SCHEMA = 1
Snapshot = dict[str, Any]
# Never part of a version: whose it is and where it stands
FRAME = ("owner", "status")


def take(text: Editorial) -> Snapshot:
    """The text as it is in the database. Queries: 1."""
    return take_all(type(text), [text.pk])[text.pk]


def take_all(model: type[Editorial], keys: Collection[int]) -> dict[int, Snapshot]:
    """Many texts of one kind, by their number. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(statement(model), [list(keys)])
        return {key: {"schema": SCHEMA} | one_line_end(json.loads(found)) for key, found in cursor.fetchall()}


def one_line_end(value: Any) -> Any:
    """Lines end as the portal writes them, and not as browsers send them: an unchanged text is the same text."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, list):
        return [one_line_end(item) for item in value]
    return {name: one_line_end(item) for name, item in value.items()} if isinstance(value, dict) else value


@cache
def statement(model: type[Editorial]) -> str:
    """SQL for a text with all that belongs to it. It is made of names in the models only."""
    table, key = quoted(model), model._meta.pk.column
    parts = ", ".join(f"'{path}', {part_rows(model, path)}" for path in model.editorial_parts)
    links = ", ".join(f"'{link.name}', {linked(link, table)}" for link in model._meta.many_to_many)
    fields = ", ".join(column(field, table) for field in versioned_fields(model))
    return (
        f"SELECT {table}.{key}, json_build_object("  # noqa: S608 - names of the models only
        f"'fields', (SELECT to_jsonb(f) FROM (SELECT {fields}) f), "
        f"'links', jsonb_build_object({links}), 'parts', jsonb_build_object({parts}))::text "
        f"FROM {table} WHERE {table}.{key} = ANY(%s)"
    )


def part_rows(model: type[Model], path: str) -> str:
    """The rows of one kind of part, by their number."""
    part, _field = part_of(model, path)
    table = quoted(part)
    fields = [column(field, table) for field in part_fields(part)]
    fields += [f'{linked(link, table)} AS "{link.name}"' for link in part._meta.many_to_many]
    inner = f"SELECT {', '.join(fields)} FROM {table} WHERE {owned(model, path)}"  # noqa: S608
    return f"(SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id), '[]') FROM ({inner}) p)"  # noqa: S608


def owned(model: type[Model], path: str) -> str:
    """The condition that a part belongs to the text, over all steps of the path."""
    part, field = part_of(model, path)
    above = path.rpartition("__")[0]
    own = f'{quoted(part)}."{field.column}"'
    if not above:
        return f"{own} = {quoted(model)}.{model._meta.pk.column}"
    parent, _field = part_of(model, above)
    return f"{own} IN (SELECT id FROM {quoted(parent)} WHERE {owned(model, above)})"  # noqa: S608


def part_of(model: type[Model], path: str) -> tuple[type[Model], Field]:
    """The model of a part, and its field that points to what it is part of."""
    above, _, name = path.rpartition("__")
    relation = (part_of(model, above)[0] if above else model)._meta.get_field(name)
    return relation.related_model, relation.field


def linked(link: ManyToManyField, table: str) -> str:
    through = link.remote_field.through._meta.db_table
    own, other = link.m2m_column_name(), link.m2m_reverse_name()
    return (
        f'(SELECT coalesce(jsonb_agg(m."{other}" ORDER BY m."{other}"), \'[]\') '  # noqa: S608
        f'FROM "{through}" m WHERE m."{own}" = {table}.id)'
    )


def column(field: Field, table: str) -> str:
    """A number of exact digits stays one when it travels as text."""
    name = f'{table}."{field.column}"'
    return f'{name}::text AS "{field.column}"' if isinstance(field, DecimalField) else name


def quoted(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


@cache
def versioned_fields(model: type[Editorial]) -> list[Field]:
    """What editors write: no key, nothing that others or the database set."""
    skipped = {*FRAME, *model.not_versioned, *translated(model)}
    return [field for field in model._meta.concrete_fields if is_written(field) and field.name not in skipped]


def is_written(field: Field) -> bool:
    return field.editable and not field.primary_key and not isinstance(field, GeneratedField)


@cache
def part_fields(model: type[Model]) -> list[Field]:
    """All columns of a part, with its key."""
    skipped = translated(model)
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in skipped and not isinstance(field, GeneratedField)
    ]


@cache
def translated(model: type[Model]) -> tuple[str, ...]:
    """Fields that exist once a language."""
    try:
        return tuple(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return ()


def texts(model: type[Editorial], snapshot: Snapshot, language: str) -> dict[str, tuple[str, str]]:
    """German and other text of each field that exists once a language, those of parts with their number."""
    found = pairs(model, snapshot["fields"], language)
    for path in model.editorial_parts:
        part, _field = part_of(model, path)
        for row in snapshot["parts"].get(path, ()):
            for name, pair in pairs(part, row, language).items():
                found[f"{path}.{row['id']}.{name}"] = pair
    return found


def pairs(model: type[Model], row: dict[str, Any], language: str) -> dict[str, tuple[str, str]]:
    both: Sequence[tuple[str, Any, Any]] = [
        (name, row.get(f"{name}_de"), row.get(f"{name}_{language}")) for name in translated(model)
    ]
    return {name: (str(german or ""), str(other or "")) for name, german, other in both if german is not None}
