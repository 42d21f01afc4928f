"""Counting page views: into the memory of this process, and from there into the database every few seconds."""

import logging
import time
from collections import Counter
from datetime import date
from threading import Lock
from typing import NamedTuple

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

# A process that is killed loses at most the views of these seconds
FLUSH_SECONDS = 10.0
MOST_ROWS = 200
UPSERT = """
INSERT INTO content_pageview AS kept (day, path, language, device, source, country, views)
SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
ON CONFLICT (day, path, language, device, source, country) DO UPDATE SET views = kept.views + excluded.views
"""


class Visit(NamedTuple):
    day: date
    path: str
    language: str
    device: str
    source: str
    country: str


class Visits:
    """The views that are not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[Visit] = Counter()
        self._since = time.monotonic()
        self._lock = Lock()

    def count(self, visit: Visit) -> None:
        """Add one view; now and then write all. Queries: 0, once in a while 1."""
        with self._lock:
            self._counts[visit] += 1
            is_due = time.monotonic() - self._since > FLUSH_SECONDS or len(self._counts) >= MOST_ROWS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted. Without a database it is forgotten: a page is worth more than its number."""
        with self._lock:
            counts, self._counts, self._since = self._counts, Counter(), time.monotonic()
        if not counts:
            return
        rows = sorted(counts.items())  # one order for all processes, so that none waits for another in a circle
        columns = [list(column) for column in zip(*((*visit, views) for visit, views in rows), strict=True)]
        try:
            with connection.cursor() as cursor:
                cursor.execute(UPSERT, columns)
        except DatabaseError as error:
            logger.warning("%d page views were not counted (%s).", sum(counts.values()), type(error).__name__)


visits = Visits()
