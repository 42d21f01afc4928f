"""What differs from production while testing: plain static files, and a fast password hash."""

import pytest
from django.conf import settings


def pytest_configure(config: pytest.Config) -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes a file stays in one of them, and so do all journeys, which share a running portal."""
    for item in items:
        is_journey = item.get_closest_marker("journey") is not None
        item.add_marker(pytest.mark.xdist_group("journeys" if is_journey else "/".join(item.path.parts[-2:])))
