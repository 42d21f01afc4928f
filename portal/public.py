"""Saying that a page is the same for everybody who is not logged in."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """The answer depends on the address, the chosen place and published texts alone, so it may be kept for others.

    portal.operations.page_cache keeps it, unless the answer sets a cookie or carries a token.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        return response

    return marked
