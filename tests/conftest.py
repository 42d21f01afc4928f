"""What differs from production while testing: plain static files, and a fast password hash."""

import pytest
from django.conf import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"


def pytest_configure(config: pytest.Config) -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class OneProcessAFile(LoadFileScheduling):
    """A file stays in one process, and so do all journeys, which share a running portal."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return JOURNEYS if file.startswith(JOURNEYS) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcessAFile:
    # Not by groups: xdist 3.8 writes them into a name that pytest 9.2 no longer reads
    return OneProcessAFile(config, log)
