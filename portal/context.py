"""What every page needs. No query."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from portal import place


def page(request: HttpRequest) -> dict:
    """Mein Ort, the same page in the other language, and whether this is the demonstration."""
    return {
        "place": place.chosen(request),
        "german_url": translate_url(request.get_full_path(), "de"),
        "english_url": translate_url(request.get_full_path(), "en"),
        "demo": settings.DEMO,
    }
