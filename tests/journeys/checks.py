"""What holds on every page: axe is silent, nothing sticks out, the browser complains of nothing."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Light and dark, on a desk and as narrow as WCAG 1.4.10 asks: a page in two of the four, its neighbours in the others.
# The dark scheme differs in nothing but colours (tests/portal/test_look_templates.py)
VIEWS = (("light", DESKTOP), ("dark", NARROW)), (("dark", DESKTOP), ("light", NARROW))
# A directory for pictures of every page that is checked
SHOTS = os.environ.get("JOURNEY_SHOTS", "")
SHOWN = (("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE), ("dark", PHONE))

# Without the long list of what passed, which takes longer to carry over than to find, and without fetching all style
# sheets once more, which serves one rule: that none turns the page (tests/portal/test_look_templates.py)
RUN_AXE = """axe.run({resultTypes: ['violations'], preload: false})
    .then((results) => ({violations: results.violations}))"""


def check(page: Page) -> None:
    """axe in light and dark, on a desk and 320 px wide, and no scrolling sideways."""
    if SHOTS:
        take_pictures(page)
    page.wait_for_load_state()  # its scripts have run
    page.evaluate(AXE_SCRIPT)
    for scheme, size in views_of(page):
        look_at(page, scheme, size)
        found = AxeResults(page.evaluate(RUN_AXE))
        where = f"{page.url} ({scheme}, {size['width']} px)"
        assert not found.violations_count, f"{where}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{where}: {width} px wide, sticking out: {page.evaluate(TOO_WIDE)}"
    look_at(page, "light", DESKTOP)


def views_of(page: Page) -> tuple[tuple[str, ViewportSize], ...]:
    """By the address, so that the same page is always seen the same way."""
    return VIEWS[crc32(urlsplit(page.url).path.encode()) % 2]


def look_at(page: Page, scheme: str, size: ViewportSize) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)


def take_pictures(page: Page) -> None:
    directory = Path(SHOTS)
    directory.mkdir(parents=True, exist_ok=True)
    number = len(list(directory.glob("*-light-1280.png"))) + 1
    words = re.sub(r"[^a-z0-9]+", "-", page.title().lower()).strip("-")[:50]
    for scheme, size in SHOWN:
        look_at(page, scheme, size)
        page.screenshot(path=directory / f"{number:03}-{words}-{scheme}-{size['width']}.png", full_page=True)


def is_trouble(message: ConsoleMessage, page: Page) -> bool:
    """An error in the console, refusals of the Content-Security-Policy among them.

    That the page itself is a 404 or the like is no trouble; the tests look at the status themselves.
    """
    is_own_status = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
    return message.type == "error" and not is_own_status


TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(-5).map((element) => element.outerHTML.slice(0, 120))"""
