"""Marking words that the glossary explains: the first occurrence on a page, never inside a link or a heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import NamedTuple

PIECES = re.compile(r"(<[^>]*>)")
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
# Where a link must not or should not stand
UNTOUCHED = {"a", "button", "label", "summary", "mark", "code", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "script"}


class Term(NamedTuple):
    """A term in the reader's language. `forms` are all ways to write it."""

    slug: str
    name: str
    explanation: str
    forms: tuple[str, ...]


@dataclass
class Words:
    """The terms a page may explain, and those it met so far, in the order of the text."""

    terms: Sequence[Term]
    used: dict[str, Term] = field(default_factory=dict)


@lru_cache(maxsize=16)
def pattern(terms: tuple[Term, ...]) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    """One expression for all forms, the longest first, and the term behind each form."""
    owners = {form.casefold(): term for term in reversed(terms) for form in term.forms}
    if not owners:
        return None, {}
    forms = "|".join(
        re.escape(escape(form, quote=False)) for form in sorted(owners, key=lambda form: (-len(form), form))
    )
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE), owners


def explain(html: str, words: Words) -> str:
    """The safe HTML with a link at the first occurrence of each term; `words.used` remembers them.

    >>> terms = (Term("frist", "Frist", "Die Zeit.", ("Frist",)),)
    >>> explain("<p>Die Frist, immer die Frist.</p>", Words(terms))
    '<p>Die <a class="mv-term" id="wort-frist" href="#begriff-frist">Frist</a>, immer die Frist.</p>'
    """
    expression, owners = pattern(tuple(words.terms))
    if expression is None or not expression.search(html):
        return html

    def link(found: re.Match[str]) -> str:
        term = owners[found.group().casefold()]
        if term.slug in words.used:
            return found.group()
        words.used[term.slug] = term
        return f'<a class="mv-term" id="wort-{term.slug}" href="#begriff-{term.slug}">{found.group()}</a>'

    pieces, inside = [], 0
    for piece in PIECES.split(html):
        if tag := TAG.match(piece):
            if tag.group(2).lower() in UNTOUCHED:
                inside += -1 if tag.group(1) else 1
            pieces.append(piece)
        else:
            pieces.append(piece if inside else expression.sub(link, piece))
    return "".join(pieces)
