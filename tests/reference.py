"""The real reference data of M-V, loaded once a process; what a test changes is rolled back after it."""

from collections.abc import Iterator

import pytest

from tests.databases import connected_to


@pytest.fixture(scope="module")
def mv(reference_database: str, django_db_blocker) -> Iterator[None]:
    """Areas, authorities, services and rules as delivered. For modules whose tests all stay in a transaction."""
    with django_db_blocker.unblock(), connected_to(reference_database):
        yield
