"""The database is away: say so plainly instead of failing."""

import json
import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
DATABASE_AWAY = (OperationalError, InterfaceError)


class DatabaseAwayMiddleware:
    """Views that lose the database answer 503. Other middlewares end in `server_error`, as Django catches them there.

    The transaction of the request is rolled back by then, so nothing is half-written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DATABASE_AWAY):
            return None
        logger.error("The database is away (%s): %s", request.path, exception)
        return back_soon(request)


def back_soon(request: HttpRequest) -> HttpResponse:
    """The page, or the problem document for a program, that asks to come back. Needs no database."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if request.path.startswith(("/api/", "/v1/")):
        title = _("Das Portal ist für einen Moment nicht erreichbar.")
        problem = {"type": "/probleme/gleich-wieder-da", "status": 503, "title": title}
        content_type = "application/problem+json"
        return HttpResponse(json.dumps(problem), status=503, content_type=content_type, headers=headers)
    return HttpResponse(render_to_string("errors/503.html"), status=503, headers=headers)
