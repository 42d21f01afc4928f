"""Conditions never fail: what cannot be compared does not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.rules.conditions import OPERATORS, holds, problems, variables

CASES = [
    (None, {}, True),  # no condition
    ({"==": [{"var": "outdoor"}, True]}, {"outdoor": True}, True),
    ({"==": [{"var": "outdoor"}, True]}, {}, False),
    ({"==": [{"var": "outdoor"}, False]}, {}, False),  # not answered is not "no"
    ({"==": [{"var": "seats"}, 1]}, {"seats": True}, False),  # Python says True == 1
    ({"!=": [{"var": "kind"}, "company"]}, {}, True),
    ({"in": ["99050012104000", {"var": "procedures"}]}, {"procedures": ["99050012104000"]}, True),
    ({"in": ["99050012104000", {"var": "procedures"}]}, {}, False),
    ({"in": ["a", {"var": "seats"}]}, {"seats": 5}, False),  # no list
    ({">": [{"var": "seats"}, 10]}, {"seats": 11}, True),
    ({">": [{"var": "seats"}, 10]}, {"seats": "many"}, False),  # what the library at hand raised on
    ({">=": [{"var": "start"}, "2027-01-01"]}, {"start": "2027-01-01"}, True),  # ISO dates compare as text
    ({"!": {"var": "outdoor"}}, {}, True),
    ({"and": [{"==": [{"var": "a"}, 1]}, {"or": [{"var": "b"}, {"var": "c"}]}]}, {"a": 1, "c": "x"}, True),
    ({"and": [{"==": [{"var": "a"}, 1]}, {"or": [{"var": "b"}, {"var": "c"}]}]}, {"a": 1}, False),
]


@pytest.mark.parametrize(("condition", "answers", "expected"), CASES)
def test_holds(condition, answers, expected):
    assert problems(condition) is not None
    assert list(problems(condition)) == []
    assert holds(condition, answers) is expected


def test_variables_are_found_at_any_depth():
    assert variables({"and": [{"var": "a"}, {"!": [{"in": ["x", {"var": "b"}]}]}]}) == {"a", "b"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
operands = st.recursive(
    values | st.builds(lambda key: {"var": key}, st.sampled_from("abc")),
    lambda inner: st.one_of(
        *[
            st.builds(lambda items, op=op: {op: items}, st.lists(inner, min_size=size or 1, max_size=size or 3))
            for op, (size, _) in OPERATORS.items()
        ]
    ),
    max_leaves=8,
)


@given(condition=operands, answers=st.dictionaries(st.sampled_from("abc"), values))
def test_a_checked_condition_never_fails(condition, answers):
    assert list(problems(condition)) == []
    assert holds(condition, answers) in (True, False)
