"""Worker, broker and database are killed while 200 applications arrive. Nothing may be lost or doubled.

Half of the applications go straight to the municipality, half through the EA to it. The applicants send their form
until they see a reference, as people do; the officer claims and forwards until the case is gone. Everything runs in a
whole portal of its own, as `manage.py up` starts it.
"""

import itertools
import json
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest

from portal.place import COOKIE
from tests.faults.visitor import Visitor
from tests.running_portal import RunningPortal, wait_until

pytestmark = pytest.mark.faults

NUMBER = 200
GUESTROW = "130720043043%7CG%C3%BCstrow"
PASSWORD = "vorfuehrung-mv"
PERSON = {
    "person_kind": "person",
    "birth_date-day": "4",
    "birth_date-month": "5",
    "birth_date-year": "1988",
    "birth_place": "Güstrow",
    "street": "Hafenstraße 3",
    "postcode": "18273",
    "town": "Güstrow",
}
DOG = {"dog_name": "Fiete", "breed": "Mischling", "since-day": "1", "since-month": "11", "since-year": "2026"}
TRADE = {
    "business_street": "Domstraße 14",
    "business_postcode": "18273",
    "business_town": "Güstrow",
    "activity": "Verkauf von Blumen",
    "trade_start-day": "1",
    "trade_start-month": "3",
    "trade_start-year": "2027",
    "main_occupation": "main",
    "employees": "2",
}
ANSWERS = PERSON | DOG | TRADE | {"other_dogs": "no"}
SLUGS = ("gewerbeanmeldung", "hundesteuer-anmeldung")
ONE_MORE = (
    "INSERT INTO cases_application (secret, answers, service_id, form_version_id, area_id, language, status, "
    "pages_done, created_at, saved_at, expires_at) SELECT %s, answers || %s::jsonb, service_id, form_version_id, "
    "area_id, language, status, pages_done, created_at, saved_at, expires_at FROM cases_application "
    "WHERE secret = %s RETURNING 1"
)
# A part of the portal, and a word in the command lines of its processes
PARTS = {"worker": "celery --app=portal.celery --quiet worker", "broker": "valkey-server", "database": "bin/postgres"}
# The applications of this test among those of the demonstration
OURS = "cases_case WHERE applicant_email LIKE 'fall-%@faults.example'"


@pytest.fixture(scope="module")
def portal(request: pytest.FixtureRequest):
    """One portal for the module. After a failure its directory stays, with everything it said in up.log."""
    # Not pytest's own directory: it may be closed to the account that PostgreSQL runs under
    directory = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    directory.chmod(0o755)
    with RunningPortal(directory) as running:
        yield running
    if not request.session.testsfailed:
        shutil.rmtree(directory)


def filled_in(portal: RunningPortal, number: int) -> Visitor:
    """An applicant who has answered page after page and stands before the last button."""
    slug = SLUGS[number % 2]
    visitor = Visitor(portal.url)
    visitor.session.cookies.set(COOKIE, GUESTROW, domain="127.0.0.1")
    visitor.open(f"/antrag/{slug}/")
    visitor.fill({})
    own = of_person(number)
    while not visitor.page.url.endswith("/pruefen/"):
        before = visitor.page.url
        asked = visitor.names()
        visitor.fill({name: value for name, value in (ANSWERS | own).items() if name in asked})
        assert visitor.page.url != before, f"{before} asks again: {sorted(asked)}"
    return visitor


def ready_to_send(portal: RunningPortal, first: list[Visitor], number: int) -> Visitor:
    """One more applicant there: the answers of the first with this form, but a name and an address of their own."""
    if number < len(first):
        return first[number]
    *_, filled, _check, _end = first[number % 2].page.url.split("/")
    secret = f"fall-{number:03}-{filled}"[:32]
    portal.rows(ONE_MORE, secret, json.dumps(of_person(number)), filled)
    visitor = Visitor(portal.url)
    visitor.open(f"/antrag/{SLUGS[number % 2]}/{secret}/pruefen/")
    assert visitor.page.url.endswith(f"{secret}/pruefen/"), visitor.page.url
    return visitor


def of_person(number: int) -> dict[str, str]:
    return {"applicant_name": f"Person {number}", "applicant_email": f"fall-{number}@faults.example"}


def send(visitor: Visitor) -> None:
    visitor.fill({"truth": "yes"}, action="/absenden/")
    assert visitor.page.status_code == 200, visitor.page.url
    assert visitor.page.url.endswith("/eingereicht/"), visitor.page.url


class Officer(threading.Thread):
    """Eva at the EA: claims and forwards whatever arrives, until told to go home."""

    def __init__(self, portal: RunningPortal) -> None:
        super().__init__(daemon=True)
        self.portal = portal
        self.may_go = threading.Event()
        self.failure: AssertionError | None = None

    def run(self) -> None:
        try:
            eva = Visitor(self.portal.url)
            eva.open("/konto/login/")
            eva.fill({"login": "ea@demo.example", "password": PASSWORD})
            while not self.may_go.wait(0.2):
                for reference in self.references():
                    self.forward(eva, reference)
        except AssertionError as failure:
            self.failure = failure

    def references(self) -> list[str]:
        try:
            found = self.portal.rows(f"SELECT reference, status FROM {OURS} AND status IN ('received', 'checking')")
        except (psycopg2.Error, KeyError):  # the database was just killed
            return []
        return [reference for reference, _status in found]

    def forward(self, eva: Visitor, reference: str) -> None:
        eva.open(f"/eingang/{reference}/")
        if "/uebernehmen/" in eva.page.text:
            eva.fill({}, action="/uebernehmen/")
        eva.open(f"/eingang/{reference}/weiterleiten/")
        if eva.page.status_code == 200 and eva.forms():
            eva.fill({})


class Chaos(threading.Thread):
    """Kills one part after the other, and lets each come back before the next one dies."""

    def __init__(self, portal: RunningPortal) -> None:
        super().__init__(daemon=True)
        self.portal = portal
        self.may_stop = threading.Event()
        self.killed: dict[str, int] = dict.fromkeys(PARTS, 0)

    def run(self) -> None:
        for part in itertools.cycle(PARTS):
            self.killed[part] += bool(self.portal.kill(PARTS[part]))
            until = time.monotonic() + 40
            while time.monotonic() < until and not (self.portal.processes(PARTS[part]) and self.portal.is_ready()):
                time.sleep(0.2)
            if self.may_stop.wait(1.5):
                return


def count(portal: RunningPortal, rest: str) -> int:
    return portal.rows(f"SELECT count(*) FROM {rest}")[0][0]


def test_nothing_is_lost_or_doubled(portal: RunningPortal) -> None:
    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(lambda number: filled_in(portal, number), range(len(SLUGS))))
        visitors = list(pool.map(lambda number: ready_to_send(portal, first, number), range(NUMBER)))

    officer, chaos = Officer(portal), Chaos(portal)
    officer.start()
    chaos.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send_slowly, visitors))
    while sum(chaos.killed.values()) < 9:
        time.sleep(0.5)
    chaos.may_stop.set()
    chaos.join(60)
    wait_until(portal.is_ready, what="the portal to be back")

    ours = f"(SELECT id FROM {OURS})"
    at_authority = f"cases_proceeding WHERE status = 'delivered' AND case_id IN {ours}"
    wait_until(lambda: officer.failure or count(portal, at_authority) >= NUMBER, what="all cases to arrive")
    open_work = "outbox_entry WHERE status <> 'done'"
    wait_until(lambda: count(portal, open_work) == 0, what="the outbox to be empty")
    officer.may_go.set()
    officer.join(60)

    assert officer.failure is None
    assert all(chaos.killed.values()), chaos.killed
    assert count(portal, OURS) == NUMBER
    assert count(portal, at_authority) == NUMBER
    assert count(portal, f"cases_proceeding WHERE case_id IN {ours}") == NUMBER
    for kind in ("receipt", "application"):
        assert count(portal, f"cases_casedocument WHERE kind = '{kind}' AND case_id IN {ours}") == NUMBER, kind
    for kind in ("submitted", "delivered"):
        assert count(portal, f"cases_event WHERE kind = '{kind}' AND case_id IN {ours}") == NUMBER, kind
    assert count(portal, f"cases_event WHERE kind = 'received_ea' AND case_id IN {ours}") == NUMBER // 2
    assert_each_mail_once(portal)
    verified = portal.manage("verify_audit")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def send_slowly(visitor: Visitor) -> None:
    send(visitor)
    time.sleep(0.3)


def assert_each_mail_once(portal: RunningPortal) -> None:
    receipts = portal.rows(
        "SELECT recipient, count(*) FROM mail_outgoingmail WHERE recipient LIKE 'fall-%@faults.example' "
        "AND key LIKE 'receipt:%' GROUP BY recipient"
    )
    assert len(receipts) == NUMBER
    assert {number for _recipient, number in receipts} == {1}
    assert count(portal, "mail_outgoingmail WHERE status <> 'sent'") == 0
    letters = list(Path(portal.var, "mail").glob("*.eml"))
    assert len(letters) == count(portal, "mail_outgoingmail")
