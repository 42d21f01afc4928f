"""Error pages. They query nothing and know no person, so that they also appear when little else works."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from portal.middleware import sent_texts


def error_page(template: str, status: int, context: dict | None = None) -> HttpResponse:
    """A page drawn without the request: no session, no person, no context processor."""
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page("errors/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or cookies are off. What was typed is shown again, but never what another site sent."""
    from_here = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return error_page("errors/csrf.html", 403, {"sent": sent_texts(request) if from_here else []})
