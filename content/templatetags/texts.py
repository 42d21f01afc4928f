"""Texts of editors: words explained, and descriptions for machines."""

import json
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from content.rules.glossary import Words, explain
from portal.richtext import rules as richtext

register = template.Library()

# As in django.utils.html.json_script: the data must not end its element
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def explained(context: template.Context, text: str) -> SafeString:
    """Plain text whose first occurrences of terms lead to their explanation. Context: words (may be missing)."""
    return marked(context, conditional_escape(text or ""))


@register.simple_tag(takes_context=True)
def explained_rich(context: template.Context, text: str, level: int = 3) -> SafeString:
    """The same for formatted text; `level` as in the filter richtext."""
    return marked(context, richtext.html(text or "", level))


def marked(context: template.Context, html: str) -> SafeString:
    words = context.get("words")
    return mark_safe(explain(html, words) if isinstance(words, Words) else html)  # noqa: S308 - escaped or cleaned


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """Data in schema.org's words. No script for browsers, so the Content-Security-Policy lets it be."""
    written = json.dumps(data, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - translated above
