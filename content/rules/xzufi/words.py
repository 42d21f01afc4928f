"""Texts in the one form in which they are written and compared: without control characters and loose white space.

XZuFi texts are HTML. Single lines stay plain and lists become lists, so that other portals show them as ours does.
"""

import re
from html import escape, unescape

from portal.richtext import rules as richtext

# What XML 1.0 cannot carry, and the signs for control and direction that formatted texts do without
FORBIDDEN = re.compile("[^\t\n\r -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\ufeff]")
SPACES = re.compile(r"[ \t\r\n\f\v]+")
MARKUP = re.compile(r"<[A-Za-z/!?]|&(#\w+|\w+);")
PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
# Paragraphs or one list without further mark-up, as nearly all texts are: no need for a whole HTML parser
SIMPLE = re.compile(r"\s*(?:(?:<p>[^<]*</p>\s*)+|<ul>\s*(?:<li>[^<]*</li>\s*)+</ul>\s*)")
ADDRESS = re.compile(r"https?://[^\s/?#@\\]+([/?#][^\s\\]*)?", re.IGNORECASE)
ITEM = re.compile(r"<(?:p|li)>([^<]*)")


def allowed(text: str) -> str:
    """The text without characters that no XML file can carry."""
    return FORBIDDEN.sub("", text)


def line(text: str | None) -> str:
    """One line.

    >>> line(" Hund\\r\\n  anmelden\\x0b ")
    'Hund anmelden'
    """
    return SPACES.sub(" ", allowed(text or "")).strip(" ")


def lines(text: str | None) -> str:
    """One item a line, without empty ones.

    >>> lines("Ausweis \\r\\n\\n Foto")
    'Ausweis\\nFoto'
    """
    parts = (line(part) for part in (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, parts))


def rich(text: str | None) -> str:
    """Formatted text as it is kept; paragraphs without any mark-up as plain lines.

    >>> rich("<p>Erst &lt; dann</p><p>Ende</p>"), rich("<p>Bis <b>März</b></p>")
    ('Erst < dann\\nEnde', '<p>Bis <strong>März</strong></p>')
    """
    if text and SIMPLE.fullmatch(text) and "<li>" not in text:
        words = simple(text)
        if not richtext.is_rich(words):
            return words
    cleaned = richtext.clean(allowed(text or ""))
    if not richtext.is_rich(cleaned):
        return lines(cleaned)
    if PARAGRAPH.sub("", cleaned):
        return cleaned
    words = lines(richtext.plain(cleaned))
    return cleaned if richtext.is_rich(words) else words


def simple(text: str) -> str:
    """The words of a text that SIMPLE matches."""
    return "\n".join(filter(None, (line(unescape(item)) for item in ITEM.findall(text))))


def is_address(text: str) -> bool:
    """May a page link to it? Never to a script.

    >>> is_address("https://a.example/?b=1"), is_address("javascript:alert(1)"), is_address("https://")
    (True, False, False)
    """
    return bool(ADDRESS.fullmatch(text))


def named(text: str, limit: int = 60) -> str:
    """A value of a file as it can be shown in a sentence."""
    return shortened(line(text), limit)


def shortened(text: str, limit: int) -> str:
    """At most so many characters, cut between words.

    >>> shortened("Anmeldung eines Hundes", 14)
    'Anmeldung …'
    """
    if len(text) <= limit:
        return text
    start, _space, _rest = text[: limit - 1].rpartition(" ")
    return f"{start or text[: limit - 2]} …"


# To and from the content of an element


def written(text: str, form: str) -> str:
    """A canonical text as the content of an element.

    >>> written("Ausweis\\nFoto", "lines"), written("5 < 6", "line"), written("<b>", "line")
    ('<ul><li>Ausweis</li><li>Foto</li></ul>', '5 < 6', '&lt;b&gt;')
    """
    if form == "line":
        return escape(text, quote=False) if MARKUP.search(text) else text
    if form == "rich":
        return text if richtext.is_rich(text) else "".join(f"<p>{item}</p>" for item in items(text))
    parts = items(text)
    return f"<p>{parts[0]}</p>" if len(parts) == 1 else f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>"


def items(text: str) -> list[str]:
    return [escape(part, quote=False) for part in text.split("\n")]


def read(content: str, form: str) -> str:
    """The canonical text of the content of an element; mark-up that the field cannot keep becomes words.

    >>> read("<ul><li>Ausweis</li><li>Foto</li></ul>", "lines"), read("&lt;b&gt;", "line"), read("AT&T", "line")
    ('Ausweis\\nFoto', '<b>', 'AT&T')
    """
    if form == "plain":
        return line(content)
    if form == "rich":
        return rich(content if richtext.is_rich(content) or not MARKUP.search(content) else f"<p>{content}</p>")
    if not MARKUP.search(content):
        return line(content) if form == "line" else lines(content)
    if SIMPLE.fullmatch(content):
        return line(simple(content)) if form == "line" else simple(content)
    # Links keep their address, on a line of its own
    found = allowed(content) if richtext.is_rich(content) else f"<p>{allowed(content)}</p>"
    words = richtext.plain(found)
    missing = [href for href, _text in richtext.links(found) if href not in words] if "<a " in found else []
    kept = line(words) if form == "line" else lines(words)
    return kept if form == "line" or not missing else "\n".join([kept, *missing])


FORMS = {"line": line, "lines": lines, "rich": rich}


def texts_of(row: object, fields: dict[str, str], languages: tuple[str, ...] = ("de", "en")) -> dict[str, str]:
    """The texts of a row of the database by field and language, in their canonical form."""
    found = {}
    for name, form in fields.items():
        for language in languages:
            if text := FORMS[form](getattr(row, f"{name}_{language}")):
                found[f"{name}_{language}"] = text
    return found
