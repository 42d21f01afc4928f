"""Moving cases from the applicant through the EA to the authority, and what a worker's memory does meanwhile.

Both kinds of task wait in the queue before the worker may begin, so that only its work is measured. The officer's two
steps between the moves take no part in the time: they are a person's, in a web process.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Proceeding
from portal.accounts.models import User
from portal.outbox import actions as outbox
from portal.outbox.models import Entry
from portal.queues import QUEUES
from tests.benchmarks.measure import Row
from tests.benchmarks.tasks import insert
from tests.benchmarks.work import drafts, wait_until

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
MOVES = 1000
TASKS = 10_000
WARM = 2_000


def measure(moves: int = MOVES, tasks: int = TASKS) -> list[Row]:
    eva = User.objects.get(email="ea@demo.example")
    make_floor_table()
    inserts = inserts_of_a_case(eva)
    with worker("move") as process:
        seconds = move_all(moves, eva)
        each = inserts // 2
        floor = bare(2 * moves, each)
    share = floor / seconds
    note = (
        f"2 tasks a case with {inserts} INSERTs; {moves / seconds:.0f} cases a second; {share:.0%} of the floor's rate"
    )
    floor_name = f"2 bare Celery tasks of {each} INSERTs, each committed"
    rows = [Row("DL → EA → ZB, one case, 2 processes", seconds / moves * 1000, floor_name, floor / moves * 1000, note)]
    with worker(*QUEUES) as process:
        rows += backlog_and_memory(process, moves, tasks)
    return rows


def make_floor_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS benchmark_floor (id bigserial PRIMARY KEY, text text NOT NULL)")


def inserts_of_a_case(eva: User) -> int:
    """How many INSERTs both moves of a case make together."""
    case = actions.submit(drafts(1)[0].secret)
    with CaptureQueriesContext(connection) as receiving:
        actions.receive_case(case.pk)
    forward(Case.objects.filter(pk=case.pk), eva)
    with CaptureQueriesContext(connection) as delivering:
        for key in case.proceedings.values_list("pk", flat=True):
            actions.deliver_proceeding(key)
    statements = [*receiving.captured_queries, *delivering.captured_queries]
    return sum(query["sql"].startswith("INSERT") for query in statements)


def forward(cases, eva: User) -> None:
    for key, version in list(cases.values_list("pk", "version")):
        actions.claim_case(key, actor=eva, version=version)
        actions.forward_case(key, actor=eva, version=version + 1)


def move_all(number: int, eva: User) -> float:
    """Seconds the worker needs for both moves of so many cases."""
    secrets = [draft.secret for draft in drafts(number)]
    stop_consuming()
    keys = [actions.submit(secret).pk for secret in secrets]
    cases = Case.objects.filter(pk__in=keys)
    seconds = timed(lambda: not cases.filter(status="submitted").exists())
    stop_consuming()
    forward(cases, eva)
    waiting = Proceeding.objects.filter(case__in=keys, status="waiting")
    return seconds + timed(lambda: not waiting.exists())


def bare(number: int, inserts: int) -> float:
    """Seconds the worker needs for so many tasks that only insert."""
    stop_consuming()
    before = rows_of_floor()
    for _number in range(number):
        insert.apply_async([inserts], queue="move")
    return timed(lambda: rows_of_floor() - before >= number * inserts)


def rows_of_floor() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM benchmark_floor")
        return cursor.fetchone()[0]


def timed(is_done: Callable[[], bool]) -> float:
    """Let the worker begin, and wait. Before that, what a busy broker was not told of at once it learns now."""
    outbox.sweep()
    begin = time.perf_counter()
    current_app.control.add_consumer("move", reply=True, timeout=5, limit=1)
    wait_until(is_done)
    return time.perf_counter() - begin


def stop_consuming() -> None:
    current_app.control.cancel_consumer("move", reply=True, timeout=5, limit=1)
    time.sleep(0.5)  # what it holds already is done


@contextmanager
def worker(*lines: str) -> Iterator[psutil.Process]:
    """A Celery worker as in production, for these lines, which also knows the bare tasks."""
    command = [sys.executable, "-m", "celery", "--app=portal.celery", "--quiet", "worker", "--loglevel=WARNING"]
    command += [f"--concurrency={PROCESSES}", f"--queues={','.join(lines)}", "--include=tests.benchmarks.tasks"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: bool(current_app.control.ping(timeout=1)))
        for _number in range(PROCESSES * 5):
            insert.apply_async([0], queue=lines[0])  # both processes have loaded everything
        time.sleep(3)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


def backlog_and_memory(process: psutil.Process, moves: int, tasks: int) -> list[Row]:
    """The papers and mails that the moves ordered, then second runs up to the number; the memory of the processes."""
    backlog = Entry.objects.filter(status__in=["waiting", "running"])
    papers = backlog.filter(task__startswith="cases.write").count()
    begin, ordered = time.perf_counter(), backlog.count()
    outbox.sweep()
    wait_until(lambda: backlog.count() <= max(0, ordered - WARM))
    warm = memory(process)
    wait_until(lambda: not backlog.exists())
    seconds = time.perf_counter() - begin
    before = Entry.objects.filter(status="done").count()
    key = Proceeding.objects.exclude(status="waiting").values_list("pk", flat=True).first()
    Entry.objects.bulk_create(
        Entry(task="cases.deliver_proceeding", subject_id=key) for _number in range(max(0, tasks - ordered))
    )
    while backlog.exists():
        outbox.sweep()
        time.sleep(0.5)
    done = Entry.objects.filter(status="done").count() - before + ordered
    end = memory(process)
    note = f"{done:,} tasks by {PROCESSES} processes, of them {papers:,} PDFs; the larger process, MiB instead of ms"
    papers_row = Row(
        "papers and mails after the moves, one case",
        seconds / moves * 1000,
        "one PDF with its share of the mails",
        seconds / max(1, papers) * 1000,
        f"{ordered:,} tasks in lines of their own",
    )
    return [papers_row, Row("memory of a worker at the end", end, f"after {WARM:,} tasks", warm, note)]


def memory(process: psutil.Process) -> float:
    """MiB of the largest working process. One that has grown too much may just be replaced by a fresh one."""
    sizes = []
    for child in process.children():
        try:
            sizes.append(child.memory_info().rss / 2**20)
        except psutil.NoSuchProcess:
            continue
    return max(sizes, default=0.0)
