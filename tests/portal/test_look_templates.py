"""What must hold for every template: nothing inline, no dead name, German words through gettext."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = settings.BASE_DIR / "templates"
TEXT_FILES = sorted((settings.BASE_DIR / "static").glob("[cji]*/*.[!p]*"))  # no .png
PAGES = sorted(path for path in TEMPLATES.rglob("*.html"))
# A mail program loads no style sheet, and no page of the portal shows a mail's HTML.
MAY_STYLE = {TEMPLATES / "mail" / "base.html"}
INLINE = {
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "script with a body": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_inline(path):
    """The Content-Security-Policy would block it, and the page would break in silence."""
    text = path.read_text()
    found = [what for what, pattern in INLINE.items() if pattern.search(text)]
    if path in MAY_STYLE:
        found.remove("style element")
    assert not found, f"{name(path)}: {found}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_compiles(path):
    engines["django"].get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_forms_keep_their_token_when_included_alone(path):
    """`only` takes away csrf_token too; the form would be refused in every browser."""
    for included, given in re.findall(r'{% include "([^"]+)"([^%]*)\bonly %}', path.read_text()):
        if "{% csrf_token %}" in (TEMPLATES / included).read_text():
            assert "csrf_token=csrf_token" in given, f"{name(path)}: {included}"


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: path.name)
def test_static_files_point_to_what_is_there(path):
    """collectstatic fails in production otherwise."""
    for address in re.findall(r'url\("(?!data:)([^")]+)"\)', path.read_text()):
        assert (path.parent / address).is_file(), f"{path.name}: {address}"


def test_icons_exist():
    sprite = (settings.BASE_DIR / "static/img/sprite.svg").read_text()
    known = set(re.findall(r'id="([^"]+)"', sprite))
    for path in PAGES:
        used = set(re.findall(r'{% (?:icon|pictogram) "([^"]+)"', path.read_text()))
        assert used <= known, f"{name(path)}: {used - known}"


def test_policy_allows_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for directive in ("script-src", "style-src", "default-src"):
        assert "'unsafe-inline'" not in directives[directive]


def test_nothing_turns_with_the_device_or_plays_by_itself():
    """Two rules of axe that the journeys leave to this (tests/journeys/checks.py)."""
    for path in (settings.BASE_DIR / "static").rglob("*.css"):
        assert "orientation:" not in path.read_text().replace(" ", ""), path.name
    for path in PAGES:
        assert "autoplay" not in path.read_text(), name(path)


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "static/css").glob("*.css")), ids=lambda path: path.name)
def test_the_dark_scheme_changes_nothing_but_colours(path):
    """So the journeys look at a page in dark in one width only (tests/journeys/checks.py)."""
    for block in re.findall(r"@media[^{]*prefers-color-scheme[^{]*\{(.*?\})\s*\}", path.read_text(), re.S):
        named = re.findall(r"([\w-]+):(?=\s)", re.sub(r"^[^{]*\{", "", block.strip()))
        assert named
        assert all(name.startswith("--") or name == "color-scheme" for name in named), f"{path.name}: {named}"
