"""One answer: read from what a browser posts, checked, shown again."""

from contextlib import suppress
from datetime import date

import pytest

from forms.rules import values
from forms.rules.definition import Field, Option, Text
from forms.rules.values import Wrong

TODAY = date(2026, 11, 24)
LABEL = Text("Feld", "Field")


def question(kind: str, **more) -> Field:
    limits = {"text": 200, "longtext": 4000, "email": 254, "phone": 40}
    options = (Option("a", LABEL), Option("b", LABEL)) if kind in ("choice", "choices") else ()
    return Field(
        **{"key": "q", "type": kind, "label": LABEL, "options": options, "max_length": limits.get(kind, 0)} | more
    )


def day(text: str) -> dict[str, list[str]]:
    return {f"q-{part}": [value] for part, value in zip(values.DATE_PARTS, text.split("/"), strict=True)}


RIGHT = [
    # type and limits, posted, answer
    ("text", {}, "  Anna   Petersen ", "Anna Petersen"),  # blanks nobody meant
    ("text", {}, "O’Neill-Łukasz 🍺", "O’Neill-Łukasz 🍺"),
    ("longtext", {}, "Zeile 1\r\n\r\nZeile 2\r\n", "Zeile 1\n\nZeile 2"),
    ("email", {}, "Anna.Petersen+mv@post.example", "Anna.Petersen+mv@post.example"),
    ("email", {}, "anna@müller.example", "anna@müller.example"),  # a domain with an umlaut is a domain
    ("phone", {}, "+49 (385) 588-0 / 12", "+49 (385) 588-0 / 12"),
    ("postcode", {}, " 18 273 ", "18273"),
    ("postcode", {}, "D-18273", "18273"),
    ("postcode", {}, "01067", "01067"),  # the zero stays
    ("number", {}, "24", 24),
    ("number", {}, "1.500", 1500),  # German thousands
    ("number", {}, "1 500", 1500),
    ("number", {"decimals": 1}, "84,5", 84.5),
    ("number", {"decimals": 1}, "84.5", 84.5),
    ("number", {"decimals": 1}, "1.084,5", 1084.5),
    ("number", {"decimals": 1}, "84,0", 84),
    ("number", {"unit": Text("m²", "m²")}, "84 m²", 84),  # the unit typed along
    ("number", {"min": 0}, "0", 0),  # zero is an answer
    ("date", {}, "27/3/2027", "2027-03-27"),
    ("date", {}, "01/01/2027", "2027-01-01"),
    ("date", {}, "29/2/2028", "2028-02-29"),
    ("date", {"earliest": "today"}, "24/11/2026", "2026-11-24"),  # today is not in the past
    ("date", {"latest": "today"}, "24/11/2026", "2026-11-24"),
    ("yesno", {}, "yes", True),
    ("yesno", {}, "no", False),  # no is an answer
    ("choice", {}, "b", "b"),
    ("confirm", {}, "yes", True),
]


@pytest.mark.parametrize(("kind", "limits", "typed", "expected"), RIGHT)
def test_right_answers(kind, limits, typed, expected):
    field = question(kind, **limits)
    posted = day(typed) if kind == "date" else {"q": [typed]}

    answer = values.read(field, posted, TODAY)

    assert answer == expected
    assert type(answer) is type(expected)
    assert values.read(field, values.posted_from(field, answer), TODAY) == answer  # shown again it reads the same


WRONG = [
    # type and limits, posted, code, part
    ("text", {}, "", "missing", ""),
    ("text", {}, "  \t ", "missing", ""),
    ("text", {}, "x" * 201, "too_long", ""),
    ("text", {}, "a\x00b", "characters", ""),  # no database takes it
    ("text", {}, "a\x1bb", "characters", ""),
    ("text", {}, "a\ufffdb", "characters", ""),  # what Django makes of invalid UTF-8
    ("text", {}, "a\ud800b", "characters", ""),
    ("longtext", {}, "x" * 4001, "too_long", ""),
    ("email", {}, "anna", "email", ""),
    ("email", {}, "anna@localhost", "email", ""),
    ("email", {}, "anna@post..example", "email", ""),
    ("email", {}, "anna@post.example, b@c.de", "email", ""),
    ("email", {}, "anna @post.example", "email", ""),
    ("email", {}, f"{'a' * 65}@post.example", "email", ""),
    ("email", {}, f"anna@{'a' * 64}.example", "email", ""),
    ("email", {}, f"{'a' * 60}@{'b.' * 100}example", "too_long", ""),
    ("phone", {}, "keins", "phone", ""),
    ("phone", {}, "12", "phone", ""),
    ("phone", {}, "1" * 21, "phone", ""),
    ("postcode", {}, "1827", "postcode", ""),
    ("postcode", {}, "00000", "postcode", ""),
    ("postcode", {}, "١٨٢٧٣", "postcode", ""),  # digits, but not those of a postcode
    ("number", {}, "viele", "number", ""),
    ("number", {}, "1e9", "number", ""),
    ("number", {}, "1.50", "whole_number", ""),
    ("number", {"decimals": 1}, "1,55", "decimals", ""),
    ("number", {}, "9" * 400, "number", ""),
    ("number", {}, "999999999999999", "too_large", ""),
    ("number", {"min": 1}, "0", "too_small", ""),
    ("number", {"min": 1}, "-5", "too_small", ""),
    ("number", {"min": 1}, "−5", "too_small", ""),  # the typographic minus
    ("number", {"max": 10}, "11", "too_large", ""),
    ("number", {}, "NaN", "number", ""),
    ("number", {}, "٢٤", "number", ""),
    ("date", {}, "//", "missing", "day"),
    ("date", {}, "27//2027", "date_part_missing", "month"),
    ("date", {}, "/3/2027", "date_part_missing", "day"),
    ("date", {}, "27/3/", "date_part_missing", "year"),
    ("date", {}, "27/März/2027", "date_format", "month"),
    ("date", {}, "1/13/2027", "date_month", "month"),
    ("date", {}, "31/2/2027", "date_day", "day"),
    ("date", {}, "0/3/2027", "date_day", "day"),
    ("date", {}, "27/3/27", "date_year", "year"),
    ("date", {}, "27/3/9999", "date_year", "year"),
    ("date", {}, "27/3/" + "9" * 100, "date_format", "year"),
    ("date", {}, "²/3/2027", "date_format", "day"),  # a digit to Python, a crash to int()
    ("date", {"earliest": "today"}, "23/11/2026", "date_early_today", "day"),
    ("date", {"latest": "today"}, "25/11/2026", "date_late_today", "day"),
    ("date", {"earliest": "1990-01-01"}, "31/12/1989", "date_early", "day"),
    ("date", {"latest": "2030-12-31"}, "1/1/2031", "date_late", "day"),
    ("yesno", {}, "", "missing", ""),
    ("yesno", {}, "vielleicht", "option", ""),
    ("choice", {}, "c", "option", ""),
    ("choice", {}, "", "missing", ""),
    ("choices", {}, "c", "option", ""),
    ("choices", {}, "", "missing", ""),
    ("confirm", {}, "", "missing", ""),
    ("confirm", {}, "on", "missing", ""),
]


@pytest.mark.parametrize(("kind", "limits", "typed", "code", "part"), WRONG)
def test_wrong_answers(kind, limits, typed, code, part):
    posted = day(typed) if kind == "date" else {"q": [typed]}

    with pytest.raises(Wrong) as refused:
        values.read(question(kind, **limits), posted, TODAY)

    assert (refused.value.problem.code, refused.value.problem.part) == (code, part)


@pytest.mark.parametrize("kind", sorted(values.READERS))
def test_what_is_optional_may_be_left_out(kind):
    assert values.read(question(kind, required=False), {}, TODAY) in (None, [])


def test_several_choices_keep_the_order_of_the_form():
    assert values.read(question("choices"), {"q": ["b", "a", "b"]}, TODAY) == ["a", "b"]


def test_a_fixed_choice_is_always_part_of_the_answer():
    options = (Option("main", LABEL, always=True), Option("more", LABEL))

    assert values.read(question("choices", options=options), {}, TODAY) == ["main"]
    assert values.read(question("choices", options=options), {"q": ["more"]}, TODAY) == ["main", "more"]


@pytest.mark.parametrize("kind", sorted(values.CHECKS))
@pytest.mark.parametrize("stored", [{}, {"a": 1}, [1], [[]], 3.5, "x" * 5000, True], ids=repr)
def test_whatever_is_stored_is_judged_not_crashed_on(kind, stored):
    with suppress(Wrong):
        values.check(question(kind), stored, TODAY)
