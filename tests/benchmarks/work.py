"""Sending an application against a bare INSERT."""

import time
from collections.abc import Callable
from datetime import timedelta

import psycopg2
from django.db import connection
from django.utils import timezone

from cases import actions
from cases.models import Application
from content.models import Service
from forms.queries import published_version
from responsibility.models import Area
from tests.benchmarks.measure import Row, side_by_side

SUBMISSIONS = 100
PATIENCE = 1200.0
INSERT = "bare INSERT through psycopg2, committed"
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
    return Row("submission", milliseconds, INSERT, floor, "13 statements, broker told after commit")


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("The worker does not get its work done.")
        time.sleep(0.02)
