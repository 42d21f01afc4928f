"""Absolute addresses of the public portal, whatever host a request names."""

from django.conf import settings
from django.templatetags.static import static


def absolute(path: str) -> str:
    """The address under PUBLIC_URL; what is absolute already stays."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_URL}{path}"


def absolute_static(name: str) -> str:
    """A static file for readers elsewhere."""
    return absolute(static(name))
