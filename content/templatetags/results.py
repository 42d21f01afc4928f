"""The results of a search, of which a page has many of the same shape.

A template is rendered once a shape, with names where the texts go; each result then only puts its texts in.
"""

import html
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from content.queries import ServiceRow
from content.rules.why import Why

register = template.Library()

# Around the name of a text in a shape: in no text of ours, as PostgreSQL refuses it
GAP = "\0"
TEXTS = ("name", "title", "summary", "fee", "duration", "authority")


@register.simple_tag
def results(rows: Iterable[ServiceRow], asked: str) -> SafeString:
    """Each as content/includes/result.html, its link telling what was asked for."""
    query, language = f"?gesucht={quote(asked, safe='')}", get_language()
    before, after = service_address(language)
    written = []
    for row in rows:
        texts = {name: text for name in TEXTS if (text := getattr(row, name))}
        shape = shape_of("content/includes/result.html", tuple(texts), row.is_online, language)
        values = {name: html.escape(text) for name, text in texts.items()}
        values["address"] = f"{before}{row.slug}{after}{query}"
        values["reason"] = reason(row.why, language) if row.why else ""
        written.append(filled(shape, values))
    return mark_safe("\n".join(written))  # noqa: S308 - templates, encoded addresses, escaped texts


@register.simple_tag
def choices(offered: Iterable[tuple[str, int | None, str, bool]], asked: str) -> SafeString:
    """Each as content/includes/narrowing_choice.html."""
    query, language, written = quote_plus(asked), get_language(), []
    for label, count, rest, is_chosen in offered:
        shape = shape_of("content/includes/narrowing_choice.html", ("query", "label", "count"), is_chosen, language)
        values = {"query": query + html.escape(rest), "label": html.escape(label), "count": str(count)}
        written.append(filled(shape, values))
    return mark_safe("".join(written))  # noqa: S308 - templates, encoded addresses, escaped texts


def reason(why: Why, language: str) -> str:
    """Why it was found, with the words in which the reader can see it."""
    shape = shape_of("content/includes/why.html", ("words",), why.where, language)
    return filled(shape, {"words": ", ".join(f"<mark>{html.escape(word)}</mark>" for word in why.found)})


@lru_cache(maxsize=1000)
def shape_of(name: str, texts: tuple[str, ...], kind: str | bool, language: str) -> tuple[str, ...]:
    """The template with these texts left out: what it writes, and at every second place the name of a text.

    In the language that is spoken now, which is this one.
    """
    gaps = {text: f"{GAP}{text}{GAP}" for text in (*texts, "address", "reason")}
    return tuple(render_to_string(name, {**gaps, "kind": kind}).removesuffix("\n").split(GAP))


def filled(shape: tuple[str, ...], values: dict[str, str]) -> str:
    written = list(shape)
    written[1::2] = [values[name] for name in shape[1::2]]
    return "".join(written)


@lru_cache
def service_address(language: str) -> tuple[str, str]:
    """What stands before and behind the slug. In the language that is spoken now, which is this one."""
    before, after = reverse("content:service", args=["slug"]).rsplit("slug", 1)
    return before, after
