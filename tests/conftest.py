"""What differs from production while testing: plain static files, and a fast password hash."""

import pytest
from django.conf import settings


def pytest_configure(config: pytest.Config) -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
