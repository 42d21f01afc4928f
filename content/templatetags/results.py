"""The results of a search. What does not hang on the words that were typed is kept, in pieces around them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.queries import ServiceRow
from content.rules.why import Why
from portal.public import keep_for

register = template.Library()

# Where a kept piece ends and what was typed goes; in no text of ours
GAP = "\0"


@register.simple_tag
def results(rows: Iterable[ServiceRow], asked: str) -> SafeString:
    """Each as content/includes/result.html, its link telling what was asked for."""
    address = f"?gesucht={quote(asked, safe='')}"
    written = []
    for row in rows:
        link, text, rest = pieces("content/includes/result.html", row=row._replace(why=None))
        written += (link, address, text, reason(row.why) if row.why else "", rest, "\n")
    return mark_safe("".join(written))  # noqa: S308 - templates, an encoded address, and words escaped below


@register.simple_tag
def choices(offered: Iterable[tuple[str, int | None, str, bool]], asked: str) -> SafeString:
    """Each as content/includes/narrowing_choice.html."""
    address, written = quote_plus(asked), []
    for label, count, query, is_chosen in offered:
        link, text, rest = pieces(
            "content/includes/narrowing_choice.html", label=label, query=query, is_chosen=is_chosen
        )
        written += (link, address, text, "" if count is None else str(count), rest)
    return mark_safe("".join(written))  # noqa: S308 - templates, an encoded address, numbers


def reason(why: Why) -> str:
    """Why it was found, with the words in which the reader can see it."""
    before, after = pieces("content/includes/why.html", where=why.where)
    return before + ", ".join(f"<mark>{escape(word)}</mark>" for word in why.found) + after


def pieces(name: str, **values: Any) -> list[str]:
    """The template for these values, cut where it says `gap`, without the end of its last line."""

    def make() -> list[str]:
        return render_to_string(name, {**values, "gap": GAP}).removesuffix("\n").split(GAP)

    return keep_for((name, *values.values()), make)
