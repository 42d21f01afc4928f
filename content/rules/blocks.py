"""What the blocks of a page hold beside their heading and text: one typed shape a kind, each with a version.

Stored as JSON: {"version": 1, …}. Texts in it exist in German and English; English may be empty, then German shows.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

VERSION = 1
ADDRESS = re.compile(r"(https?://[^\s\"'<>\\]+|/(?!/)[^\s\"'<>\\]*|mailto:[^\s\"'<>\\]+|tel:[+\d /-]+|#[\w-]+)")
FILE = re.compile(r"(https://[^\s\"'<>\\]+|/(?!/)[^\s\"'<>\\]*)")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TONES = ("info", "success", "warning", "danger")
SEPARATOR = "|"


class BlockError(ValueError):
    """The stored or typed shape does not fit its kind. The message is for editors."""


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    de: str
    en: str = ""

    def said(self, language: str) -> str:
        return (self.en if language == "en" else "") or self.de


@dataclass(frozen=True)
class Item:
    """A step, or an entry of an accordion."""

    title: Words
    text: Words


@dataclass(frozen=True)
class Link:
    label: Words
    url: str


@dataclass(frozen=True)
class Plain:
    """Heading and text are all there is."""


@dataclass(frozen=True)
class Links:
    items: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Items:
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Faq:
    """The published questions of one group."""

    group: str


@dataclass(frozen=True)
class Callout:
    tone: str = "info"


@dataclass(frozen=True)
class Picture:
    """What the picture shows, for people who do not see it. Empty only if it adds nothing to the text."""

    alt: Words


@dataclass(frozen=True)
class Video:
    """Without an address the block says that the film is still to come. Its text is the transcript."""

    url: str = ""
    captions: str = ""
    sign_language: bool = False


@dataclass(frozen=True)
class Services:
    slugs: tuple[str, ...] = ()


Options = Plain | Links | Items | Faq | Callout | Picture | Video | Services


def text_of(data: Any, what: str) -> str:
    if not isinstance(data, str):
        raise BlockError(_("%(what)s: Hier fehlt ein Text.") % {"what": what})
    return data.strip()


def words_of(data: Any, what: str) -> Words:
    if not isinstance(data, dict) or set(data) - {"de", "en"}:
        raise BlockError(_("%(what)s: Erwartet wird ein Text auf Deutsch und auf Englisch.") % {"what": what})
    return Words(text_of(data.get("de", ""), what), text_of(data.get("en", ""), what))


def needed(words: Words, what: str) -> Words:
    if not words.de:
        raise BlockError(_("%(what)s: Der deutsche Text fehlt.") % {"what": what})
    return words


def rows_of(data: dict[str, Any], key: str) -> list[Any]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not rows:
        raise BlockError(_("Nennen Sie mindestens einen Eintrag."))
    return rows


def matching(value: str, pattern: re.Pattern[str], message: str) -> str:
    if not pattern.fullmatch(value):
        raise BlockError(message % {"value": value})
    return value


def read_links(data: dict[str, Any]) -> Links:
    return Links(tuple(read_link(row) for row in rows_of(data, "items")))


def read_link(row: Any) -> Link:
    row = row if isinstance(row, dict) else {}
    message = _("„%(value)s“ ist keine Adresse. Beginnen Sie mit https:// oder /")
    url = matching(text_of(row.get("url", ""), _("Link")), ADDRESS, message)
    return Link(needed(words_of(row.get("label"), _("Link")), _("Link")), url)


def read_items(data: dict[str, Any]) -> Items:
    return Items(tuple(read_item(row) for row in rows_of(data, "items")))


def read_item(row: Any) -> Item:
    row = row if isinstance(row, dict) else {}
    title = needed(words_of(row.get("title"), _("Eintrag")), _("Eintrag"))
    return Item(title, words_of(row.get("text", {}), title.de))


def read_faq(data: dict[str, Any]) -> Faq:
    return Faq(matching(text_of(data.get("group", ""), _("Gruppe")), SLUG, _("Wählen Sie eine Gruppe von Fragen.")))


def read_callout(data: dict[str, Any]) -> Callout:
    tone = data.get("tone", "info")
    if tone not in TONES:
        raise BlockError(_("Wählen Sie die Art des Hinweises."))
    return Callout(tone)


def read_picture(data: dict[str, Any]) -> Picture:
    return Picture(words_of(data.get("alt", {}), _("Bildbeschreibung")))


def read_video(data: dict[str, Any]) -> Video:
    message = _("„%(value)s“ ist keine Adresse einer Datei. Beginnen Sie mit https:// oder /")
    url, captions = (text_of(data.get(key, ""), _("Video")) for key in ("url", "captions"))
    for address in filter(None, (url, captions)):
        matching(address, FILE, message)
    return Video(url, captions, data.get("sign_language") is True)


def read_services(data: dict[str, Any]) -> Services:
    message = _("„%(value)s“ ist keine Adresse einer Leistung, zum Beispiel gewerbeanmeldung.")
    return Services(tuple(matching(text_of(row, _("Leistung")), SLUG, message) for row in rows_of(data, "slugs")))


READERS: dict[str, Callable[[dict[str, Any]], Options]] = {
    "heading": lambda data: Plain(),
    "text": lambda data: Plain(),
    "links": read_links,
    "steps": read_items,
    "accordion": read_items,
    "faq": read_faq,
    "callout": read_callout,
    "picture": read_picture,
    "video": read_video,
    "services": read_services,
    "contact": lambda data: Plain(),
}


def read(kind: str, data: Any) -> Options:
    """The typed shape of a stored block.

    >>> read("callout", {"version": 1, "tone": "warning"})
    Callout(tone='warning')
    """
    if kind not in READERS:
        raise BlockError(_("„%(kind)s“ ist keine Art von Baustein.") % {"kind": kind})
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise BlockError(_("Der Baustein hat eine unbekannte Fassung."))
    return READERS[kind](data)


def write(options: Options) -> dict[str, Any]:
    """What is stored.

    >>> write(Services(("gewerbeanmeldung",)))
    {'version': 1, 'slugs': ['gewerbeanmeldung']}
    """
    return {"version": VERSION} | {
        key: list(value) if isinstance(value, tuple) else value for key, value in asdict(options).items()
    }


def problem(kind: str, *, heading: str, text: str) -> str:
    """What a block of this kind misses beside its shape, or nothing.

    >>> problem("heading", heading="", text="")
    'Eine Überschrift braucht Worte.'
    """
    if kind == "heading" and not heading:
        return _("Eine Überschrift braucht Worte.")
    if kind in ("text", "callout") and not text:
        return _("Schreiben Sie den Text dieses Bausteins.")
    if kind == "callout" and not heading:
        return _("Ein Hinweis braucht eine Überschrift.")
    if kind == "video" and not text:
        return _(
            "Schreiben Sie als Text, was im Video gesagt und gezeigt wird: für alle, die es nicht sehen oder hören."
        )
    return ""


# Lists as editors type them: one entry a line, its parts apart by "|"


def split(line: str) -> tuple[str, str]:
    first, _bar, second = line.partition(SEPARATOR)
    return first.strip(), second.strip()


def typed_pairs(german: str, english: str) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """German and English lines side by side; English lines may be missing, but never stand alone."""
    rows, others = ([split(line) for line in text.splitlines() if line.strip()] for text in (german, english))
    if len(others) > len(rows):
        raise BlockError(_("Auf Englisch stehen mehr Zeilen als auf Deutsch."))
    return list(zip(rows, others + [("", "")] * (len(rows) - len(others)), strict=True))


def typed_links(german: str, english: str) -> Links:
    """Links from lines "words | address"; the English line needs no address.

    >>> typed_links("Impressum | /impressum/", "Imprint").items[0].label.said("en")
    'Imprint'
    """
    return Links(tuple(Link(Words(de[0], en[0]), de[1]) for de, en in typed_pairs(german, english)))


def typed_items(german: str, english: str) -> Items:
    """Steps or entries from lines "title | text"."""
    return Items(tuple(Item(Words(de[0], en[0]), Words(de[1], en[1])) for de, en in typed_pairs(german, english)))


def lines(options: Options, language: str) -> str:
    """The lines for a form: the opposite of typed_links and typed_items."""
    if isinstance(options, Links):
        rows = [(getattr(item.label, language), item.url if language == "de" else "") for item in options.items]
    elif isinstance(options, Items):
        rows = [(getattr(item.title, language), getattr(item.text, language)) for item in options.items]
    else:
        return ""
    written = [f" {SEPARATOR} ".join(part for part in row if part) for row in rows]
    return "\n".join(written) if any(written) else ""
