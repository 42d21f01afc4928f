"""The editors' rooms in the Django admin, a module for each kind of text."""

from content.admin import (
    feedback,
    guides,
    links,
    offices,
    pages,
    searches,
    services,
    supplements,
    teamwork,
    texts,
    xzufi,
)

__all__ = [
    "feedback",
    "guides",
    "links",
    "offices",
    "pages",
    "searches",
    "services",
    "supplements",
    "teamwork",
    "texts",
    "xzufi",
]
