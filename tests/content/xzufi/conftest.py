from pathlib import Path

import pytest

from portal.accounts.actions import system_user
from tests.content.xzufi.exchange import load


@pytest.fixture
def take(tmp_path: Path, db: None):
    """Import one message made of these parts."""
    system_user("import")
    return lambda *parts, **options: load(tmp_path, *parts, **options)
