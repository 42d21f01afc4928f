"""A whole portal as `manage.py up` starts it, in a directory of its own, and ways to hurt it."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.error import URLError

import psutil
import psycopg2

from portal.operations import embedded
from portal.operations.embedded import free_port, read_addresses

ROOT = Path(__file__).resolve().parents[1]
PATIENT = 240.0
# Short, so that a test sees within seconds what takes minutes in production
HURRY = {
    "OUTBOX_SWEEP_SECONDS": "1",
    "OUTBOX_LEASE_SECONDS": "8",
    "OUTBOX_REMIND_SECONDS": "8",
    "EDITORIAL_CLOCK_SECONDS": "2",
    # Computing what all words mean takes a core for minutes; the search by words is there at once
    "SEARCH_MEANING": "off",
}


# From one run of the tests to all its processes (tests/servers.py)
PREPARED = Path(os.environ["PORTAL_TEST_RUN"], "prepared")
NOT_OURS = {"DATABASE_URL", "REDIS_URL"}


class RunningPortal:
    """Use as a context manager; its servers are its own, whatever DATABASE_URL says."""

    def __init__(self, directory: Path) -> None:
        self.var = directory / "var"
        self.log = directory / "up.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.environment = kept | HURRY | {"PORTAL_VAR": str(self.var), "PORT": str(self.port), "PORTAL_DEMO": "1"}
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "RunningPortal":
        copy_prepared_data(self.var)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        wait_until(lambda: "Strg+C" in self.log.read_text(errors="replace"), what="the portal to start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a management command beside the running portal."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, statement: str, *values: object) -> list[tuple]:
        """What the database of the portal says, read past the portal."""
        connection = psycopg2.connect(read_addresses(self.var)["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall()
        finally:
            connection.close()

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own server
                return answer.status == 200
        except (URLError, OSError):
            return False

    def processes(self, word: str) -> list[psutil.Process]:
        """The portal's processes whose command line contains the word, parents first."""
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if word in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    def kill(self, word: str) -> int:
        """SIGKILL to every process with this word; says how many there were."""
        killed = 0
        for process in self.processes(word):
            try:
                process.kill()
                killed += 1
            except psutil.NoSuchProcess:
                continue
        return killed


def wait_until(holds: Callable[[], bool], *, what: str, seconds: float = PATIENT) -> None:
    """Wait for something that must become true."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"Waited {seconds:.0f} s for {what}.")
        time.sleep(0.25)


def copy_prepared_data(var: Path) -> None:
    """What `manage.py prepare` makes of an empty directory: once a run, as it takes a core for most of a minute.

    That `manage.py up` does it too is the business of tests/operations/test_up.py.
    """
    with PREPARED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not PREPARED.exists():
            fresh = PREPARED.with_suffix(".new")
            (fresh / "static").mkdir(parents=True)
            servers = embedded.start(fresh, NOT_OURS, durable=False)
            environment = os.environ | HURRY | servers.urls | {"PORTAL_VAR": str(fresh), "PORTAL_DEMO": "1"}
            try:
                subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
            finally:
                servers.stop()
            fresh.rename(PREPARED)
    shutil.copytree(PREPARED, var)
