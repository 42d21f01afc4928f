"""Pytest plugin: without DATABASE_URL and REDIS_URL the tests start servers of their own.

Loaded with `-p` (see pyproject.toml), so that it runs before pytest-django reads the settings. Under xdist only the
first process starts servers; the workers inherit the addresses, each with a directory and a Redis database of its own
(1 to 15, which the tests empty: a REDIS_URL given to them must name a server that nothing else uses).
"""

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal.operations import embedded

SERVERS = {"DATABASE_URL", "REDIS_URL"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        settle_worker(worker)
    else:
        settle_run(early_config)
    yield


def settle_run(config: pytest.Config) -> None:
    """A directory for this run, the demonstration's settings, and the servers that the machine lacks."""
    directory = Path(tempfile.mkdtemp(prefix="portal-test-"))
    if os.geteuid() == 0:
        directory.chmod(0o711)  # PostgreSQL runs as another user
    os.environ["PORTAL_VAR"] = str(directory / "var")
    os.environ["PORTAL_DEMO"] = "1"
    os.environ["PORTAL_TEST_RUN"] = str(directory)  # what all processes of the run share
    (directory / "var" / "static").mkdir(parents=True)
    missing = {name for name in SERVERS if not os.environ.get(name)}
    running = embedded.start(directory, missing, durable=False)
    os.environ.update(running.urls)

    def stop() -> None:
        running.stop()
        shutil.rmtree(directory, ignore_errors=True)

    config.add_cleanup(stop)
    atexit.register(stop)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it too ends in stop()


def settle_worker(worker: str) -> None:
    """Nothing on disk or in the cache is shared between workers."""
    directory = Path(os.environ["PORTAL_VAR"]) / worker
    (directory / "static").mkdir(parents=True, exist_ok=True)
    os.environ["PORTAL_VAR"] = str(directory)
    number = int(worker.removeprefix("gw")) % 15 + 1
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
