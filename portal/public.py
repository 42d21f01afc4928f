"""What the public sees, and for how long it may be remembered.

While a public page is made, `public_number` holds the number of the public state (portal.operations.watching). What
depends on published rows, the language and its arguments alone is remembered in this process under that number: nothing
that changed is ever found again. Elsewhere, and within a transaction, the number is None and all is read anew.

What is made from values that are known is remembered under these values (`keep_for`): it stays true whatever changes,
so that a change of one text does not cost the pages of all others their parts.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

public_number: ContextVar[int | None] = ContextVar("public_number", default=None)

View = Callable[..., HttpResponse]
P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

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
    for one in KeptEach.all_of_them:
        one.forget()


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


class KeptEach(Generic[K, V]):
    """A value for each of many keys, while the public state and the language are the same.

    Those not known yet are read all at once. With more than `most` of them it begins anew.
    """

    all_of_them: "list[KeptEach]" = []

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: tuple[int | None, dict[str | None, dict[K, V | None]]] = (None, {})
        self.all_of_them.append(self)

    def get(self, keys: Iterable[K], read: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """The values of those keys that have one."""
        wanted = list(dict.fromkeys(keys))
        number = public_number.get()
        if number is None:
            return dict(read(wanted)) if wanted else {}
        known = self._known(number)
        missing = [key for key in wanted if key not in known]
        if missing:
            found = read(missing)
            known.update((key, found.get(key)) for key in missing)
        return {key: value for key in wanted if (value := known[key]) is not None}

    def forget(self) -> None:
        self._kept = (None, {})

    def _known(self, number: int) -> dict[K, V | None]:
        # Threads that are slower go on with what they hold
        kept_number, languages = self._kept
        if kept_number != number:
            languages = {}
            self._kept = (number, languages)
        language = get_language()
        known = languages.get(language)
        if known is None or len(known) > self._most:
            known = languages[language] = {}
        return known
