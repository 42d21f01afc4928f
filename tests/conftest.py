"""What differs from production while testing: plain static files, and a fast password hash.

`--locks-off` takes every row lock away and expects that each test of a race fails.
"""

import pytest
from django.conf import settings
from django.db.models import QuerySet
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"


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


@pytest.fixture(autouse=True)
def locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.config.getoption("--locks-off"):
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())


class OneProcessAFile(LoadFileScheduling):
    """A file stays in one process, and so do all journeys, which share a running portal."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return JOURNEYS if file.startswith(JOURNEYS) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcessAFile:
    # Not by groups: xdist 3.8 writes them into a name that pytest 9.2 no longer reads
    return OneProcessAFile(config, log)
