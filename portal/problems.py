"""Errors of the API as problem documents (RFC 9457)."""

from django.http import Http404
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.errors import Refusal


def problem(status: int, title: str, *, detail: str = "", kind: str = "about:blank", **members) -> Response:
    """A problem document. `kind` is its type URI reference."""
    body = {"type": kind, "status": status, "title": title}
    if detail:
        body["detail"] = detail
    return Response(body | members, status=status, content_type="application/problem+json")


def problem_response(exception: Exception, context: dict) -> Response | None:
    """DRF's exception handler: known errors become problem documents, the rest stays a 500."""
    if isinstance(exception, Http404):
        exception = NotFound("Das gibt es hier nicht.")
    if isinstance(exception, Refusal):
        set_rollback()
        return problem(exception.status_code, exception.title, detail=exception.help_text)
    if not isinstance(exception, APIException):
        return None
    set_rollback()
    if isinstance(exception, ValidationError):
        return problem(400, "Bitte prüfen Sie die Angaben.", kind="/probleme/angaben", errors=exception.detail)
    title = "Das dürfen Sie nicht." if isinstance(exception, PermissionDenied) else str(exception.detail)
    response = problem(exception.status_code, title)
    if getattr(exception, "wait", None):
        response["Retry-After"] = str(int(exception.wait))
    return response
