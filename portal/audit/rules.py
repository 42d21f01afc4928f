"""How a record becomes a hash: pure, so that anybody can recompute the chain from an export."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

# What the first record of a chain points to
NOTHING = "0" * 64


def plain(value: Any) -> Any:
    """The value as JSON that PostgreSQL gives back exactly as it was: no floats, no NUL, text for the rest.

    >>> plain({"on": datetime(2026, 3, 1, 12, tzinfo=UTC), "parts": (1, 2.5)})
    {'on': '2026-03-01T12:00:00+00:00', 'parts': [1, '2.5']}
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return {plain_text(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else plain_text(value)


def plain_text(value: Any) -> str:
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()


def canonical(fields: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order of keys or the time zone of `at`."""
    at: datetime = fields["at"]
    content = dict(fields) | {"at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()


def digest_of_hashes(hashes: Iterable[str]) -> tuple[int, str]:
    """How many hashes, and the hash over all of them in their order."""
    count, total = 0, hashlib.sha256()
    for value in hashes:
        total.update(value.encode())
        count += 1
    return count, total.hexdigest()
