"""What the public sees, and for how long it may be remembered.

While a public page is made, `public_number` holds the number of the public state (portal.operations.watching). What
depends on published rows, the language and its arguments alone is remembered in this process under that number: nothing
that changed is ever found again. Elsewhere, and within a transaction, the number is None and all is read anew.

What is made from values that are known is remembered under these values (`keep_for`): it stays true whatever changes,
so that a change of one text does not cost the pages of all others their parts.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
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

# Some ten megabytes; what was made first goes first
LIMIT = 2000
_kept: OrderedDict[tuple, Any] = OrderedDict()


def public_page(view: View) -> View:
    """The answer depends on the address, the chosen place and published texts alone, so it may be kept for others.

    portal.operations.page_cache keeps it, unless the answer sets a cookie or carries a token. Queries: as for
    `reads_public`.
    """
    shown = reads_public(view)

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = shown(request, *args, **kwargs)
        response.is_public_page = True
        return response

    return marked


def reads_public(view: View) -> View:
    """While the page is made, what was made of published rows before is remembered.

    Queries: 1 more, the number, but none within a transaction, which may see what is not public yet (a preview).
    """

    @wraps(view)
    def numbered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        number = None if connection.in_atomic_block else read_public_number()
        told = public_number.set(number)
        try:
            response = view(request, *args, **kwargs)
        finally:
            public_number.reset(told)
        response.public_number = number
        return response

    return numbered


def read_public_number() -> int | None:
    """The number of what the public sees now; None: not known. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM operations_publicstate WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else None


def keep(key: tuple, make: Callable[[], R]) -> R:
    """What was made for this key while the public state and the language are the same."""
    number = public_number.get()
    return make() if number is None else _found_or_made((number, get_language(), key), make)


def keep_for(key: tuple[Hashable, ...], make: Callable[[], R]) -> R:
    """What was made for this key in this language. The key names all that it depends on. Nobody may change it."""
    return _found_or_made((None, get_language(), key), make)


def forget() -> None:
    """As a process that just began."""
    _kept.clear()


def _found_or_made(full: tuple, make: Callable[[], R]) -> R:
    try:
        return _kept[full]
    except KeyError:
        made = _kept[full] = make()
        if len(_kept) > LIMIT:
            _kept.popitem(last=False)
        return made


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """A query whose answer depends on published rows, the language and its arguments alone. Nobody may change it."""

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        return keep(key, lambda: function(*args, **kwargs))

    return kept
