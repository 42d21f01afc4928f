"""When a notice counts: its time, the pages and the places it is about. Pure."""

from datetime import datetime
from typing import NamedTuple

# Digits of a regional key that name the Land, the Kreis and the Amt
LEVELS = (2, 5, 9)
PREFIXES = ("/en",)


class NoticeRow(NamedTuple):
    """A published notice in the reader's language. No paths: every page; no areas: everywhere."""

    severity: str
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime | None
    paths: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


def covers(area: str, place: str) -> bool:
    """Does the area contain the place, by their regional keys?

    >>> [covers(area, "130720043043") for area in ("130720000000", "130720043043", "130710000000")]
    [True, True, False]
    """
    for digits in LEVELS:
        if not area[digits:].strip("0"):
            return place.startswith(area[:digits])
    return place.startswith(area)


def counts(notice: NoticeRow, *, now: datetime, path: str, place: str) -> bool:
    """Is the notice shown now, on this page, to somebody from this place ("" while none is chosen)?

    Without a place everybody sees it, for it may concern them.
    """
    if now < notice.starts_at or (notice.ends_at is not None and now >= notice.ends_at):
        return False
    bare = next((path[len(prefix) :] for prefix in PREFIXES if path.startswith(f"{prefix}/")), path)
    if notice.paths and not any(bare.startswith(start) for start in notice.paths):
        return False
    return not (notice.areas and place) or any(covers(area, place) for area in notice.areas)
