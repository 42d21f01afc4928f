"""Pages whose rows come in one answer: a JSON text that names all that the page is made from.

What is made from the text is remembered under it (portal.public.keep_for). So after a change the pages that show
something else cost one query, not their making. Django's own query builder needs ten times as long as PostgreSQL.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import get_language

from portal.public import keep_for
from responsibility.queries.prepared import fetch_all

Row = dict[str, Any]
Rows = dict[str, Any]
R = TypeVar("R")

# Of the parameters that the statements know
TYPES = {"slug": "text", "slugs": "text[]", "path": "text[]", "language": "text"}


def read_page(name: str, sql: str, parameters: Mapping[str, Any], make: Callable[[Rows, str], R]) -> R | None:
    """What `make` writes from the rows and their name; None without a row. `name` is that of the kind of page.

    `make` may use nothing but the rows and the language. Queries: 1.
    """
    found = fetch_all(sql, dict(parameters), TYPES)
    if not found:
        return None
    ((text,),) = found
    source = source_of(text)
    return keep_for((name, source), lambda: make(read_rows(text), source))


def source_of(*made_from: Any) -> str:
    """A name for what is made from these values, which write themselves out in full."""
    return hashlib.sha256(" ".join(map(str, made_from)).encode()).hexdigest()[:32]


def read_rows(text: str) -> Rows:
    """The rows of a JSON text; an aggregate over none is an empty list."""
    return {key: [] if found is None else found for key, found in json.loads(text, parse_float=Decimal).items()}


def said(row: Row, name: str) -> str:
    """A text of the row in the reader's language, else in German."""
    return row.get(f"{name}_{get_language()}") or row[f"{name}_de"] or ""


def from_row(model: type[Model], row: Row) -> Any:
    """An object as the database would give it, from its whole row."""
    fields = model._meta.concrete_fields
    return model.from_db(
        "default", [field.attname for field in fields], [field.to_python(row[field.column]) for field in fields]
    )
