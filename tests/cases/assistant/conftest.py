"""A fixed day, and Güstrow with its services."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from tests.cases.assistant.world import Walk, World, begin, build_world

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """A request in English leaves its language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build_world()


@pytest.fixture
def dog(world: World) -> Walk:
    """Anna has begun to register her dog."""
    return begin(world, world.dog)


@pytest.fixture
def licence(world: World) -> Walk:
    """Anna has begun to apply for a licence."""
    return begin(world, world.licence)
