"""Small helpers that every template may use."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> str:
    """An icon of the sprite, always hidden from screen readers: the word stands beside it."""
    css = f"mv-icon mv-icon--{size}" if size else "mv-icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("img/sprite.svg"),
        name,
    )


@register.simple_tag
def pictogram(name: str) -> str:
    """A pictogram (48 px) of the sprite."""
    return format_html(
        '<svg class="mv-picto" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/sprite.svg"),
        name,
    )


@register.filter
def lines(text: str) -> list[str]:
    """The non-empty lines of a text kept one item a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
