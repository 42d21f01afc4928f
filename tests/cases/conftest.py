"""A fixed day and Anna's case for the tests of the pages; a small Güstrow for the tests of the engine."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.utils import translation

from tests.cases.world import BERLIN, World, build_world
from tests.factories.cases import Town, build_town

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """A page in English leaves its language behind in the thread of the tests."""
    with translation.override("de"):
        yield


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Anna's case lies at the EA since Friday; today is Tuesday, 24 November 2026."""
    with time_machine.travel(NOW):
        yield build_world()


@pytest.fixture
def town(db: None) -> Town:
    """Offices, services and people; nothing is applied for yet."""
    return build_town()
