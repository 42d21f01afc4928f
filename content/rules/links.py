"""Links in texts: where they stand, and when each is looked at again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from portal.richtext import rules as richtext

MAX_LENGTH = 2000
WRITTEN = re.compile(r"https?://[^\s<>\"'„“”|]+")
# Fields that hold nothing but an address, also one of this portal
ADDRESS_FIELDS = re.compile(r"(^|_)(url|href|web|link)$")
TRAILING = ".,;:!?)]»"
AGAIN = {
    "ok": timedelta(days=7),
    "moved": timedelta(days=7),
    "refused": timedelta(days=14),
    "not_allowed": timedelta(days=14),
}
# What is wrong may be a bad hour of the server
SOON, LATER = timedelta(days=1), timedelta(days=3)


class Place(NamedTuple):
    """A link and the field it stands in."""

    url: str
    field: str


def links_in(value: Any, field: str = "") -> Iterator[Place]:
    """All links in a text with its parts, as content.queries.snapshots takes it.

    >>> list(links_in({"fields": {"notes_de": "Siehe https://mv.example/a.", "slug": "x"}}))
    [Place(url='https://mv.example/a', field='notes_de')]
    """
    if isinstance(value, str):
        yield from (Place(url, field) for url in in_text(value, field) if len(url) <= MAX_LENGTH)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from links_in(inner, name)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from links_in(inner, field)


def in_text(text: str, field: str) -> Iterator[str]:
    if richtext.is_rich(text):
        yield from (href for href, _words in richtext.links(text) if is_page(href))
    elif ADDRESS_FIELDS.search(field):
        if is_page(text.strip()):
            yield text.strip()
    else:
        yield from (trimmed(match[0]) for match in WRITTEN.finditer(text))


def is_page(href: str) -> bool:
    return href.startswith(("http://", "https://")) or (href.startswith("/") and not href.startswith("//"))


def trimmed(url: str) -> str:
    """Without the point that ends the sentence; a bracket stays if it was opened inside.

    >>> trimmed("https://mv.example/a_(b)."), trimmed("https://mv.example/a)")
    ('https://mv.example/a_(b)', 'https://mv.example/a')
    """
    while url and url[-1] in TRAILING and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url


def own_path(url: str, public_url: str) -> str | None:
    """The path of a link to this portal; None: it leads elsewhere.

    >>> own_path("https://portal.mv/ort/?q=1#a", "https://portal.mv"), own_path("https://mv.example/", "https://portal.mv")
    ('/ort/', None)
    """
    if url.startswith((f"{public_url}/", f"{public_url}#")) or url == public_url:
        url = url.removeprefix(public_url) or "/"
    if not url.startswith("/"):
        return None
    return re.split(r"[?#]", url, maxsplit=1)[0] or "/"


def look_again(verdict: str, wrong_checks: int) -> timedelta:
    """How long until the next check."""
    return AGAIN.get(verdict) or (SOON if wrong_checks <= 3 else LATER)
