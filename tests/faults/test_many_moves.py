"""Workers, beat, broker and database are killed at random points while cases move. Nothing may be lost or doubled.

Every case makes two moves: to its EA, and from there to its authority. The short run is part of `make test`;
`make faults ARGS="--moves 2000"` is the long one.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from portal.operations.embedded import read_addresses
from tests.faults.drive import EMAIL
from tests.running_portal import ROOT, RunningPortal, wait_until

pytestmark = pytest.mark.faults

PARTS = {
    "moves": "--queues=move",
    "worker": "--queues=periodic",
    "beat": "celery --app=portal.celery --quiet beat",
    "broker": "valkey-server",
    "database": "bin/postgres",
}
OURS = f"(SELECT id FROM cases_case WHERE applicant_email = '{EMAIL}')"


@pytest.fixture(scope="module")
def portal(request: pytest.FixtureRequest):
    """One portal for the module. After a failure its directory stays, with everything it said in up.log."""
    directory = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    directory.chmod(0o755)
    with RunningPortal(directory) as running:
        yield running
    if not request.session.testsfailed:
        shutil.rmtree(directory)


class Chaos(threading.Thread):
    """Kills one part after the other in any order, at any moment, whether the others are back or not."""

    def __init__(self, portal: RunningPortal) -> None:
        super().__init__(daemon=True)
        self.portal = portal
        self.may_stop = threading.Event()
        self.random = random.Random(20261124)
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        while True:
            for part in self.random.sample(list(PARTS), len(PARTS)):
                if self.may_stop.wait(self.random.uniform(2, 12)):
                    return
                self.killed[part] += bool(self.portal.kill(PARTS[part]))


def drive(portal: RunningPortal, argument: str) -> subprocess.Popen:
    environment = portal.environment | read_addresses(portal.var) | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    environment["PATH"] = os.environ["PATH"]
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.drive", argument]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def count(portal: RunningPortal, rest: str) -> int:
    return portal.rows(f"SELECT count(*) FROM {rest}")[0][0]


def test_moves_are_neither_lost_nor_doubled(portal: RunningPortal, request: pytest.FixtureRequest) -> None:
    number = request.config.getoption("--moves", default=200) // 2
    driver = drive(portal, str(number))
    assert driver.stdout.readline().strip() == "ready"
    chaos = Chaos(portal)
    chaos.start()
    while driver.poll() is None or not all(chaos.killed[part] for part in PARTS):
        time.sleep(0.5)
    chaos.may_stop.set()
    chaos.join(30)
    assert driver.returncode == 0
    wait_until(portal.is_ready, what="the portal to be back")
    patience = 300 + 2 * number
    wait_until(lambda: count(portal, "outbox_entry WHERE status <> 'done'") == 0, what="the work", seconds=patience)
    print(f"{number} cases, killed: {dict(chaos.killed)}")

    assert count(portal, f"cases_case WHERE status = 'forwarded' AND id IN {OURS}") == number
    assert count(portal, f"cases_proceeding WHERE status = 'delivered' AND case_id IN {OURS}") == number
    assert count(portal, f"cases_inboxitem WHERE case_id IN {OURS}") == 2 * number
    for kind in ("submitted", "received_ea", "claimed", "forwarded", "delivered"):
        assert count(portal, f"cases_event WHERE kind = '{kind}' AND case_id IN {OURS}") == number, kind
    for kind in ("receipt", "application"):
        assert count(portal, f"cases_casedocument WHERE kind = '{kind}' AND case_id IN {OURS}") == number, kind
    for kind in ("receipt", "forwarded", "delivered_to_ea", "delivered_to_zb"):
        assert (
            count(
                portal,
                f"mail_outgoingmail WHERE key LIKE '{kind}:%' AND subject_ref IN "
                f"(SELECT 'cases.case:' || id FROM cases_case WHERE id IN {OURS})",
            )
            == number
        ), kind
    assert count(portal, "mail_outgoingmail WHERE status <> 'sent'") == 0
    assert len(list(Path(portal.var, "mail").glob("*.eml"))) == count(portal, "mail_outgoingmail")
    assert drive(portal, "check").communicate()[0].strip() == "0"
    verified = portal.manage("verify_audit")
    assert verified.returncode == 0, verified.stdout + verified.stderr
