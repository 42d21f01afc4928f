"""Several at once, each in a thread and on a connection of its own.

`at_once` lets all begin at the same moment. `queued` decides who comes first: a row is kept locked until the first
waits for it, then the second, and so on; only then all go on. What was read before the wait is old by then, which a
step without its lock does not notice.
"""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction
from django.db.models import Model
from django.http import Http404

from portal.errors import Refusal

PATIENCE = 30


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Results in the order of the calls, refusals included."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        connection.ensure_connection()
        try:
            barrier.wait(timeout=PATIENCE)
            return answer(call)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def queued(gate: Model, *calls: Callable[[], object]) -> list[object]:
    """The calls wait for this row in their order, then all go on. Results in that order, refusals included."""
    pids: list[int] = []

    def run(call: Callable[[], object]) -> object:
        connection.ensure_connection()
        pids.append(connection.connection.get_backend_pid())
        try:
            return answer(call)
        finally:
            connection.close()

    # The row stays locked with `--locks-off`, too: this lock is the test's own
    with ThreadPoolExecutor(len(calls)) as pool, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {gate._meta.db_table} WHERE id = %s FOR UPDATE", [gate.pk])  # noqa: S608
        futures = []
        for call in calls:
            futures.append(pool.submit(run, call))
            wait_in_line(cursor, pids, futures)
    return [future.result() for future in futures]


def wait_in_line(cursor, pids: list[int], futures: list[Future]) -> None:
    """Until each of them waits for a lock or is done."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [pids])
        if cursor.fetchone()[0] + sum(future.done() for future in futures) >= len(futures):
            return
        time.sleep(0.01)
    raise TimeoutError


def answer(call: Callable[[], object]) -> object:
    """What a step ends in: its result, a refusal, or that the thing does not exist any more for this person."""
    try:
        return call()
    except (Refusal, Http404) as no:
        return no


def kinds(results: list[object]) -> Counter:
    return Counter(type(result) for result in results)
