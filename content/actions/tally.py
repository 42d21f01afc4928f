"""Counting what happens often: into the memory of this process, and from there into the database every few seconds."""

import logging
import time
from collections import Counter
from threading import Lock

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

# A process that is killed loses at most what it counted in these seconds
FLUSH_SECONDS = 10.0
MOST_ROWS = 200


class Tally:
    """Counts of equal things that are not written yet. `statement` takes a list for each part, and the numbers last."""

    def __init__(self, statement: str) -> None:
        self._statement = statement
        self._counts: Counter[tuple] = Counter()
        self._since = time.monotonic()
        self._lock = Lock()

    def count(self, thing: tuple) -> None:
        """Add one; now and then write all. Queries: 0, once in a while 1."""
        with self._lock:
            self._counts[thing] += 1
            is_due = time.monotonic() - self._since > FLUSH_SECONDS or len(self._counts) >= MOST_ROWS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted. Without a database it is forgotten: a page is worth more than its number."""
        counts = self.forget()
        if not counts:
            return
        rows = sorted(counts.items())  # one order for all processes, so that none waits for another in a circle
        columns = [list(column) for column in zip(*((*thing, number) for thing, number in rows), strict=True)]
        try:
            with connection.cursor() as cursor:
                cursor.execute(self._statement, columns)
        except DatabaseError as error:
            logger.warning("%d events were not counted (%s).", sum(counts.values()), type(error).__name__)

    def forget(self) -> Counter[tuple]:
        """Begin anew; what was counted and not written."""
        with self._lock:
            counts, self._counts, self._since = self._counts, Counter(), time.monotonic()
        return counts
