"""The base of interfaces that anyone may read: no log-in, cacheable, in the language the client asks for."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import APIException, MethodNotAllowed
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.problems import problem_response

MAX_AGE = 300  # seconds


@method_decorator([conditional_page, cache_control(public=True, max_age=MAX_AGE)], name="dispatch")
class PublicView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Addresses without a prefix are German to the middleware; here Accept-Language decides."""
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)


class LeanView(APIView):
    """An answer that is asked for very often: documented by DRF, answered by Django.

    DRF's request, negotiation, serializers and renderer cost more than the answer itself. `answer` takes Django's
    request and returns what becomes JSON; refusals are DRF's exceptions, as in every other view of the API.
    """

    authentication_classes = ()
    permission_classes = ()

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise MethodNotAllowed(request.method)
            body = self.answer(request)
        except APIException as error:
            return self.refusal(request, error)
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
        headers = {"ETag": etag, "Cache-Control": f"public, max-age={MAX_AGE}"}
        response = HttpResponse(content, content_type="application/json", headers=headers)
        return get_conditional_response(request, etag=etag, response=response)

    def refusal(self, request: HttpRequest, error: APIException) -> HttpResponse:
        """The problem document, in the language the client asks for."""
        with translation.override(translation.get_language_from_request(request)):
            problem = problem_response(error, {})
            content = json.dumps(problem.data, ensure_ascii=False)
        headers = {"Allow": "GET, HEAD"} if isinstance(error, MethodNotAllowed) else {}
        return HttpResponse(
            content, status=problem.status_code, content_type="application/problem+json", headers=headers
        )
