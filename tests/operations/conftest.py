import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

# What a test run sets, or a developer may have set, and a started portal must not inherit
OURS = {"DATABASE_URL", "REDIS_URL", "PORTAL_VAR", "PORTAL_DEMO", "PORT", "HOST", "SECRET_KEY", "PUBLIC_URL"}


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """As in a fresh terminal."""
    return {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("PYTEST")}


@pytest.fixture
def server_directory() -> Iterator[Path]:
    """A directory that PostgreSQL's own user may enter; pytest's are closed to others."""
    path = Path(tempfile.mkdtemp(prefix="portal-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def database_away(transactional_db, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on no connection to the database can be made."""
    connection.close()
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        yield
    connection.close()
