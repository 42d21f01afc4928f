"""Sending an application against a bare INSERT, and moving a case against a bare Celery task."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg2
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from cases import actions
from cases.models import Application, Case, Proceeding
from content.models import Service
from forms.queries import published_version
from portal.accounts.models import User
from portal.outbox import actions as outbox
from portal.outbox.models import Entry
from responsibility.models import Area
from tests.benchmarks.measure import Row, side_by_side
from tests.benchmarks.tasks import last, nothing

ROOT = Path(__file__).resolve().parents[2]
SUBMISSIONS = 100
MOVES = 100
BARE_TASKS = 1000
PROCESSES = 2
PATIENCE = 300.0
INSERT = "bare INSERT through psycopg2, committed"
BARE_TASK = f"bare Celery task, {PROCESSES} worker processes"
ANSWERS = {
    "person_kind": "person",
    "applicant_name": "Anna Petersen",
    "applicant_email": "anna@bench.example",
    "birth_date": "1988-05-04",
    "birth_place": "Güstrow",
    "street": "Hafenstraße 3",
    "postcode": "18273",
    "town": "Güstrow",
    "business_street": "Domstraße 14",
    "business_postcode": "18273",
    "business_town": "Güstrow",
    "activity": "Verkauf von Blumen",
    "trade_start": f"{timezone.now().year + 1}-03-01",
    "main_occupation": "main",
    "employees": 2,
    "truth": True,
}
PAGES = ["person", "antragsteller", "anschrift", "kontakt", "betrieb", "gewerbe"]


def drafts(number: int) -> list[Application]:
    """Filled-in applications for a trade registration in Güstrow, ready to be sent."""
    service = Service.objects.select_related("process").get(slug="gewerbeanmeldung")
    area = Area.objects.get(ars="130720043043")
    version = published_version(service.process.form_id)
    return Application.objects.bulk_create(
        Application(
            service=service,
            form_version=version,
            area=area,
            answers=ANSWERS,
            pages_done=PAGES,
            expires_at=timezone.now() + timedelta(days=1),
        )
        for _number in range(number)
    )


def submission() -> Row:
    """One submission (case, proceeding, event, audit record, outbox entry in one commit) against one INSERT."""
    waiting = iter(drafts(SUBMISSIONS + 20))
    given = connection.get_connection_params()
    address = ("dbname", "host", "port", "user", "password")
    database = psycopg2.connect(**{name: given[name] for name in address if name in given})
    with database, database.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS benchmark_floor (id bigserial PRIMARY KEY, text text NOT NULL)")

    def insert() -> None:
        with database, database.cursor() as cursor:
            cursor.execute("INSERT INTO benchmark_floor (text) VALUES (%s)", ["x" * 400])

    milliseconds, floor = side_by_side(lambda: actions.submit(next(waiting).secret), insert, rounds=SUBMISSIONS)
    database.close()
    return Row("submission", milliseconds, INSERT, floor, "14 statements, broker told after commit")


@contextmanager
def worker() -> Iterator[None]:
    """A Celery worker as in production, which also knows the bare tasks."""
    command = [sys.executable, "-m", "celery", "--app=portal.celery", "--quiet", "worker"]
    command += [f"--concurrency={PROCESSES}", "--include=tests.benchmarks.tasks", "--loglevel=WARNING"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run_bare_tasks(PROCESSES)  # both processes are up and have loaded everything
        yield
    finally:
        process.terminate()
        process.wait(30)


def run_bare_tasks(number: int) -> float:
    """Seconds until so many bare tasks have run."""
    key = f"benchmark-{uuid.uuid4()}"
    begin = time.perf_counter()
    for _number in range(number):
        nothing.delay()
    last.delay(key)
    while not cache.get(key):
        time.sleep(0.01)
    return time.perf_counter() - begin


def move() -> Row:
    """From the last button through the EA to the authority, until the PDFs are written and the mails are sent."""
    secrets = [draft.secret for draft in drafts(MOVES)]
    eva = User.objects.get(email="ea@demo.example")
    with worker():
        finish_open_work()
        floor = run_bare_tasks(BARE_TASKS) / BARE_TASKS * 1000
        begin = time.perf_counter()
        cases = {actions.submit(secret).pk for secret in secrets}
        forward_all(cases, eva)
        delivered = Proceeding.objects.filter(case__in=cases, status=Proceeding.Status.DELIVERED)
        wait_until(lambda: delivered.count() == MOVES)
        moved = (time.perf_counter() - begin) / MOVES * 1000
        finish_open_work()
    note = "submission, 2 officer steps, 2 deliveries, beside them 2 PDFs and 4 mails a case"
    return Row("DL → EA → ZB, one case", moved, BARE_TASK, floor, note)


def forward_all(cases: set[int], eva: User) -> None:
    """The officer claims and forwards each case as soon as it arrives."""
    open_cases = set(cases)
    while open_cases:
        arrived = Case.objects.filter(pk__in=open_cases, status=Case.Status.RECEIVED).values_list("pk", "version")
        for pk, version in list(arrived):
            actions.claim_case(pk, actor=eva, version=version)
            actions.forward_case(pk, actor=eva, version=version + 1)
            open_cases.remove(pk)
        time.sleep(0.01)


def finish_open_work() -> None:
    """Let the worker do all that waits, so that it disturbs no measurement."""
    outbox.sweep()
    wait_until(lambda: not Entry.objects.filter(status__in=["waiting", "running"]).exists())


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("The worker does not get its work done.")
        time.sleep(0.02)
