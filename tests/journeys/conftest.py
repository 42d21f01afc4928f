"""One running portal for all journeys, and people who use it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import chromium
from tests.journeys.people import Person
from tests.running_portal import RunningPortal


@pytest.fixture(scope="package")
def portal() -> Iterator[RunningPortal]:
    chromium.find()
    # Not pytest's own directory: it may be closed to the account that PostgreSQL runs under
    directory = Path(tempfile.mkdtemp(prefix="portal-journeys-"))
    directory.chmod(0o755)
    with RunningPortal(directory) as running:
        yield running
    shutil.rmtree(directory)


@pytest.fixture(scope="package")
def window() -> Iterator[Browser]:
    """Ends with this directory: while Playwright runs, Django takes the thread for an asynchronous one."""
    with chromium.launched() as started:
        yield started


@pytest.fixture
def someone(portal: RunningPortal, window: Browser) -> Iterator[Callable[..., Person]]:
    """`someone()` sits down at a browser of their own; all of them leave when the test ends."""
    people: list[Person] = []

    def sits_down(**how) -> Person:
        people.append(Person(window, portal, **how))
        return people[-1]

    yield sits_down
    for person in people:
        person.leave()
