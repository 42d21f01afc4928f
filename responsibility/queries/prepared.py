"""Statements that PostgreSQL plans once a connection: planning the resolver costs several times its running."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

PARAMETER = re.compile(r"%\((\w+)\)s")
# invalid_sql_statement_name, duplicate_prepared_statement
REFUSALS = ("26000", "42P05")
# Statements known to each connection; False: it refused (a pooler in between may lead to another server)
_known: WeakKeyDictionary[Any, dict[str, bool]] = WeakKeyDictionary()


def fetch_all(sql: str, parameters: dict[str, Any], types: dict[str, str]) -> list[tuple]:
    """The rows of a statement with named parameters. Queries: 1, and one PREPARE the first time.

    Inside a transaction, where a refusal would end it, the statement runs as it is.
    """
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            rows = _fetch_prepared(cursor, sql, parameters, types)
            if rows is not None:
                return rows
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _fetch_prepared(cursor, sql: str, parameters: dict[str, Any], types: dict[str, str]) -> list[tuple] | None:
    known = _known.setdefault(connection.connection, {})
    if known.get(sql) is False:
        return None
    name = "portal_" + hashlib.sha256(sql.encode()).hexdigest()[:16]
    order = list(dict.fromkeys(PARAMETER.findall(sql)))
    try:
        if sql not in known:
            numbered = PARAMETER.sub(lambda found: f"${order.index(found[1]) + 1}", sql)
            cursor.execute(f"PREPARE {name} {listed(types[key] for key in order)} AS {numbered}")
            known[sql] = True
        cursor.execute(f"EXECUTE {name} {listed(f'%({key})s' for key in order)}", parameters)
        return cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") not in REFUSALS:
            raise
        known[sql] = False
        return None


def listed(words: Iterable[str]) -> str:
    """In brackets, which SQL does not want empty."""
    inside = ", ".join(words)
    return f"({inside})" if inside else ""
