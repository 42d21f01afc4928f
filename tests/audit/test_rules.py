import doctest
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import rules
from portal.audit.rules import canonical, digest, digest_of_hashes, plain

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

leaves = st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.dates() | st.datetimes() | st.uuids()
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20
)


def test_examples_in_the_docstrings():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 3, 1), "2026-03-01"),
        (Decimal("12.50"), "12.50"),
        (1e22, "1e+22"),  # PostgreSQL would give back an integer
        ("a\x00b", "ab"),  # PostgreSQL knows no NUL
        ("\ud800", "?"),  # half a character
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({1: {"x"}}, {"1": ["x"]}),
        (True, True),
    ],
)
def test_plain(value, expected):
    assert plain(value) == expected


@given(values)
def test_plain_is_json_and_stays_as_it_is(value):
    once = plain(value)
    assert plain(once) == once
    assert json.loads(json.dumps(once)) == once


@given(st.dictionaries(st.text(), values, min_size=2, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(detail, random):
    keys = list(detail)
    random.shuffle(keys)
    shuffled = {key: detail[key] for key in keys}
    assert canonical({"at": NOON, "detail": plain(detail)}) == canonical({"detail": plain(shuffled), "at": NOON})


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]))
def test_the_time_zone_does_not_matter(at, zone):
    assert digest({"at": at}) == digest({"at": at.astimezone(ZoneInfo(zone))})


@given(values, values)
def test_another_content_is_another_hash(one, other):
    one, other = plain(one), plain(other)
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest({"at": NOON, "detail": one}) == digest({"at": NOON, "detail": other})) == same


def test_umlauts_stay_readable_in_the_canonical_form():
    assert "Güstrow 🐕".encode() in canonical({"at": NOON, "detail": {"town": "Güstrow 🐕"}})


def test_digest_of_hashes_depends_on_the_order():
    assert digest_of_hashes(["a", "b"])[0] == 2
    assert digest_of_hashes(["a", "b"]) != digest_of_hashes(["b", "a"])
