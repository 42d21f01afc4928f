"""Addresses of the pages before and after one page of a list."""

from collections.abc import Mapping

from django.utils.http import urlencode


def neighbours(wanted: Mapping[str, str], number: int, *, has_next: bool) -> dict[str, str]:
    """`previous` and `next` for components/pager.html; `wanted` is the rest of the query, empty parts are left out.

    >>> neighbours({"q": "hund", "art": ""}, 2, has_next=False)
    {'previous': '?q=hund&seite=1', 'next': ''}
    """
    kept = {key: value for key, value in wanted.items() if value}

    def address(page: int) -> str:
        return "?" + urlencode(kept | {"seite": page})

    return {"previous": address(number - 1) if number > 1 else "", "next": address(number + 1) if has_next else ""}
