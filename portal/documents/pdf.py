"""HTML templates to accessible PDF (PDF/UA-1). The only module that imports WeasyPrint, which is slow to load."""

import gc
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import local
from urllib.parse import unquote, urlsplit

from celery.signals import worker_process_shutdown
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from django.utils._os import safe_join
from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# A name that no network knows: what a document links to relatively is one of our static files.
BASE_URL = "https://portal.invalid/static/"
NOT_OURS = "A document loads nothing but our own static files"
CONTENT_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/ttf",
}
_own = local()


class StaticOnlyFetcher(URLFetcher):
    """Gives a document our own static files and nothing else: no network, no other file of the machine."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        path = static_path(url)
        content = unpacked_font(path) if path.suffix == ".woff2" else path.read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": CONTENT_TYPES.get(path.suffix, "text/plain")})


@cache
def unpacked_font(path: Path) -> bytes:
    """The font as WeasyPrint needs it. Unpacking costs more than the rest of a letter, so once a process."""
    unpacked = BytesIO()
    with path.open("rb") as packed:
        woff2.decompress(packed, unpacked)
    return unpacked.getvalue()


def font_configuration() -> FontConfiguration:
    """The fonts of all documents of this thread: Pango wants one a thread, and frees little of what it drops."""
    if not hasattr(_own, "fonts"):
        _own.fonts = FontConfiguration()
    return _own.fonts


@worker_process_shutdown.connect
def forget_fonts(**signal) -> None:
    """Delete the unpacked fonts, which a worker process would leave in the temporary directory when it ends."""
    _own.__dict__.clear()
    gc.collect()  # the styles that fonts remember refer back to them


def static_path(url: str) -> Path:
    """The file behind the address, from the source folders or as collected; any other address is refused."""
    if not url.startswith(BASE_URL):
        raise ValueError(NOT_OURS)
    name = unquote(urlsplit(url.removeprefix(BASE_URL)).path)
    try:
        found = finders.find(name) or safe_join(settings.STATIC_ROOT, name)
    except SuspiciousFileOperation as error:
        raise ValueError(NOT_OURS) from error
    return Path(found)


def render_pdf(template: str, context: dict, *, language: str = "de") -> bytes:
    """Render a template as PDF/UA-1. It extends `pdf/base.html`, which sets language and title."""
    with translation.override(language):
        html = render_to_string(template, {"language": language} | context)
    fetcher = StaticOnlyFetcher(allowed_protocols=["data"])
    document = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    return document.write_pdf(pdf_variant="pdf/ua-1", font_config=font_configuration())
