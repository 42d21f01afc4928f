"""Chromium as the machine has it: Debian's, driven by Playwright.

Rather the one without a window: the same engine, and a page costs it two thirds of the time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str:
    """The path of a Chromium; without one the tests are left out, but never in a CI run."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("Chromium fehlt.", pytrace=False)
    if not found:
        pytest.skip("Chromium fehlt.")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(QUIET))
        yield browser
        browser.close()
