"""Addresses of the pages before and after."""

import pytest

from portal.paging import neighbours


@pytest.mark.parametrize(
    ("number", "has_next", "previous", "following"),
    [
        (1, False, "", ""),
        (1, True, "", "?q=hund&seite=2"),
        (2, True, "?q=hund&seite=1", "?q=hund&seite=3"),
        (3, False, "?q=hund&seite=2", ""),
    ],
)
def test_neighbours(number, has_next, previous, following):
    found = neighbours({"q": "hund", "art": ""}, number, has_next=has_next)
    assert found == {"previous": previous, "next": following}
