"""Refusals become pages: the one place where a domain error meets HTTP."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.errors import Refusal

# Never shown again on the refusal page
SECRET_FIELDS = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "next", "version"}
STAFF_ROUTES = ("eingang/", "betrieb/")
# Chosen, not typed: nobody has to copy these
CHOSEN_FIELDS = {"step", "outcome", "way", "kind", "access", "guest", "ground", "extension", "purpose", "auswahl"}


class RefusalMiddleware:
    """Show a refusal with its reason and the text the person had typed, so that nothing is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal) or request.path.startswith(("/api/", "/v1/")):
            return None
        context = {"refusal": exception, "sent": sent_texts(request), "back_url": came_from(request)}
        context["frame"] = "staff_base.html" if is_for_staff(request) else "base.html"
        return render(request, "errors/refused.html", context, status=exception.status_code)


def is_for_staff(request: HttpRequest) -> bool:
    """The officers' pages and that of the operators have a frame of their own."""
    match = request.resolver_match
    return match is not None and match.route.removeprefix("en/").startswith(STAFF_ROUTES)


def came_from(request: HttpRequest) -> str:
    """The page of ours that sent the request, or nothing."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""


def sent_texts(request: HttpRequest) -> list[str]:
    """The texts that came with the request, to be shown again. Never a password."""
    typed = (value for name, value in request.POST.items() if name not in SECRET_FIELDS | CHOSEN_FIELDS)
    return [value for value in typed if value.strip() and not value.isdecimal()]
