"""`manage.py up`: one command starts everything, and its end ends everything."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from portal.operations.embedded import free_port
from tests.operations.conftest import OURS

UP = [sys.executable, "manage.py", "up"]


@dataclass
class Running:
    """A portal that was started as a person would."""

    process: subprocess.Popen
    port: int
    var: Path
    log: Path

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return response.read().decode()

    def wait_for_log(self, text: str, *, timeout: float = 180) -> None:
        until = time.monotonic() + timeout
        while text not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)


def environment(var: Path, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    # Computing what all words mean takes a core for minutes, beside these tests and all others
    return inherited | {"PORTAL_VAR": str(var), "PORTAL_DEMO": "1", "PORT": str(port), "SEARCH_MEANING": "off"}


def refusal(var: Path, port: int, **extra: str) -> str:
    """What `up` says when it does not start: one line and exit code 1."""
    done = subprocess.run(
        UP, cwd=settings.BASE_DIR, env=environment(var, port) | extra, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    directory = Path(tempfile.mkdtemp(prefix="portal-test-"))
    var, port, log = directory / "var", free_port(), directory / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            UP, cwd=settings.BASE_DIR, env=environment(var, port), stdout=output, stderr=subprocess.STDOUT
        )
    running = Running(process, port, var, log)
    try:
        running.wait_for_log("Strg+C beendet alles.")
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
        shutil.rmtree(directory, ignore_errors=True)


def test_it_serves_pages_and_names_the_log_ins(portal):
    assert json.loads(portal.get("/readyz")) == {"status": "ready", "missing": []}
    assert "Dienstleistungsportal" in portal.get("/")
    log = portal.log.read_text()
    assert f"Das Portal läuft: http://localhost:{portal.port}/" in log
    assert "anna@demo.example" in log
    assert "vorfuehrung-mv" in log


def test_the_numbers_of_all_web_processes_are_added(portal):
    for _ in range(20):
        portal.get("/healthz")
    line = next(
        line
        for line in portal.get("/metrics").splitlines()
        if line.startswith("django_http_requests_total_by_view_transport_method_total{")
        and "operations:healthz" in line
    )
    assert float(line.rsplit(" ", 1)[1]) >= 20


def test_other_commands_find_the_running_servers(portal):
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"],
        cwd=settings.BASE_DIR,
        env=environment(portal.var, portal.port),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def test_a_second_one_on_the_same_data_is_refused(portal):
    assert "läuft schon ein Portal" in refusal(portal.var, free_port())
    assert json.loads(portal.get("/readyz"))["status"] == "ready"
    assert (portal.var / "servers.env").exists()


def workers(portal, line: str) -> list[psutil.Process]:
    children = psutil.Process(portal.process.pid).children()
    return [child for child in children if any(line in part for part in child.cmdline() if "--queues=" in part)]


def test_moving_cases_has_a_worker_of_its_own(portal):
    moves, others = workers(portal, "move"), workers(portal, "document")
    assert (len(moves), len(others)) == (1, 1)
    assert moves != others
    assert moves[0].nice() < others[0].nice()


def test_a_killed_program_is_started_again(portal):
    workers(portal, "document")[0].kill()
    portal.wait_for_log("worker hat sich beendet (Signal SIGKILL). Neustart in 1 s.", timeout=10)
    until = time.monotonic() + 20
    while not workers(portal, "document"):
        assert time.monotonic() < until
        time.sleep(0.2)


def test_its_end_leaves_nothing_behind(portal):
    """Last in this module: it ends the portal that the others use."""
    descendants = psutil.Process(portal.process.pid).children(recursive=True)
    assert len(descendants) >= 5  # database, broker, web, worker, beat, and what they started
    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(60) == 0
    assert [process for process in descendants if process.is_running()] == []
    assert not (portal.var / "servers.env").exists()


def test_a_busy_port_is_named(server_directory):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Der Port {port} ist belegt" in refusal(server_directory, port)


@pytest.mark.parametrize(("port", "sentence"), [("99999", "1 bis 65535"), ("abc", "PORT muss eine Zahl sein")])
def test_a_port_that_is_none_is_named(server_directory, port, sentence):
    assert sentence in refusal(server_directory, 0, PORT=port)


def test_a_file_in_place_of_the_directory_is_named(server_directory):
    (server_directory / "var").touch()
    assert "dort liegt eine Datei" in refusal(server_directory / "var", free_port())


def test_broken_data_is_named(server_directory):
    (server_directory / "postgres").mkdir()
    (server_directory / "postgres" / "PG_VERSION").write_text("15\n")
    assert "stammt von PostgreSQL 15" in refusal(server_directory, free_port())


def test_without_a_secret_it_does_not_start(server_directory):
    assert "SECRET_KEY fehlt" in refusal(server_directory, free_port(), PORTAL_DEMO="0")
