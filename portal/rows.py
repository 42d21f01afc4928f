"""Writing one row by one plain statement, for what nearly every step writes: the ORM takes longer than the database."""

from functools import cache

from django.db import connection
from django.db.models import Field, Model


def insert(row: Model, *, once: str = "") -> bool:
    """Write a new row and set its key. With `once`, not if that column has the value already. Says whether it did.

    Generated columns are the database's own, defaults the model's; an expression as a value is not for here.
    """
    statement, fields = _statement(type(row), once)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        written = cursor.fetchone()
    if written is not None:
        row.pk, row._state.adding, row._state.db = written[0], False, connection.alias
    return written is not None


@cache
def _statement(model: type[Model], once: str) -> tuple[str, tuple[Field, ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not (field.primary_key or field.generated))
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    conflict = f" ON CONFLICT ({quoted(once)}) DO NOTHING" if once else ""
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES ({places}){conflict} RETURNING {key}", fields  # noqa: S608
