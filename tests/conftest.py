"""What differs from production while testing: plain static files, and a fast password hash.

`--locks-off` takes every row lock away and expects that each test of a race fails.
"""

import gc
import math
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import translation
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests import databases

JOURNEYS = "tests/journeys/"
# What takes longest begins first, so that the processes end together
LONG = (
    JOURNEYS,
    "tests/test_permission_matrix.py",
    "tests/faults/test_killed_parts.py",
    "tests/cases/test_state_machine.py",
    "tests/operations/test_up.py",
    "tests/outbox/test_worker.py",
    "tests/portal/test_translations.py",
    "tests/cases/test_object_matrix.py",
)


def pytest_configure(config: pytest.Config) -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--locks-off", action="store_true", help="without row locks; the tests of races must fail")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--locks-off"):
        must_fail = pytest.mark.xfail(strict=True, reason="no row is locked")
        for item in items:
            if item.get_closest_marker("race"):
                item.add_marker(must_fail)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Modules and collected tests stay until the end: not looked through again whenever memory is tidied up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.config.getoption("--locks-off"):
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())


@pytest.fixture(autouse=True)
def system_users() -> Iterator[None]:
    """A test that empties its tables takes the remembered accounts with it."""
    from portal.accounts import actions  # noqa: PLC0415 - needs the settings

    yield
    actions.system_users.clear()


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """What one test reads in English no other does."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What one test counts is not written in the midst of another, nor when all are over."""
    from content.actions import tally  # noqa: PLC0415 - needs the settings
    from content.actions.searches import searches  # noqa: PLC0415
    from content.actions.visits import visits  # noqa: PLC0415

    monkeypatch.setattr(tally, "FLUSH_SECONDS", math.inf)
    yield
    visits.forget()
    searches.forget()


class OneProcessAFile(LoadFileScheduling):
    """A file stays in one process, and so do all journeys, which share a running portal."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return JOURNEYS if file.startswith(JOURNEYS) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = next((scope for scope in LONG if scope in self.workqueue), None)
        if longest:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcessAFile:
    # Not by groups: xdist 3.8 writes them into a name that pytest 9.2 no longer reads
    return OneProcessAFile(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_keepdb: bool, django_db_blocker
) -> None:
    if hasattr(request.config, "workerinput") and not django_db_keepdb:
        with django_db_blocker.unblock():
            databases.use_migrated_copy()


@pytest.fixture(scope="session", autouse=True)
def flushed_faster() -> Iterator[None]:
    """Tests with transactions of their own leave few rows, and TRUNCATE makes anew the files of all tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", databases.delete_what_is_left)
        yield


@pytest.fixture(scope="session")
def reference_database(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """For the fixture `mv` (tests/reference.py)."""
    with django_db_blocker.unblock():
        name = databases.make_reference_database()
    yield name
    with django_db_blocker.unblock():
        databases.drop(name)
