"""The base of interfaces that anyone may read: no log-in, cacheable, in the language the client asks for."""

from typing import Any

from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.request import Request
from rest_framework.views import APIView


@method_decorator([conditional_page, cache_control(public=True, max_age=300)], name="dispatch")
class PublicView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Addresses without a prefix are German to the middleware; here Accept-Language decides."""
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
