"""What the public sees, and for how long it may be remembered.

While a public page is made, `public_number` holds the number of the public state (portal.operations.watching). What
depends on published rows, the language and its arguments alone is remembered in this process under that number: nothing
that changed is ever found again. Elsewhere, and within a transaction, the number is None and all is read anew.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

public_number: ContextVar[int | None] = ContextVar("public_number", default=None)

View = Callable[..., HttpResponse]
P = ParamSpec("P")
R = TypeVar("R")

# Some megabytes; then the process begins anew
LIMIT = 1000
_kept: dict[tuple, Any] = {}


def public_page(view: View) -> View:
    """The answer depends on the address, the chosen place and published texts alone, so it may be kept for others.

    portal.operations.page_cache keeps it, unless the answer sets a cookie or carries a token. Queries: 1 more, the
    number, but none within a transaction, which may see what is not public yet (a preview).
    """

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        number = None if connection.in_atomic_block else read_public_number()
        told = public_number.set(number)
        try:
            response = view(request, *args, **kwargs)
        finally:
            public_number.reset(told)
        response.is_public_page, response.public_number = True, number
        return response

    return marked


def read_public_number() -> int | None:
    """The number of what the public sees now; None: not known. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM operations_publicstate WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else None


def keep(key: tuple, make: Callable[[], R]) -> R:
    """What was made for this key while the public state and the language are the same."""
    number = public_number.get()
    if number is None:
        return make()
    full = (number, get_language(), key)
    try:
        return _kept[full]
    except KeyError:
        if len(_kept) >= LIMIT:
            _kept.clear()
        made = _kept[full] = make()
        return made


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """A query whose answer depends on published rows, the language and its arguments alone. Nobody may change it."""

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        return keep(key, lambda: function(*args, **kwargs))

    return kept
