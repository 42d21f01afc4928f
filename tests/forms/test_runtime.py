"""A page of a definition drawn as the components expect it."""

import re

import pytest
from django.template.loader import render_to_string

from forms.rules.definition import read
from forms.rules.values import Problem
from forms.runtime import PageForm
from tests.factories.forms import definition, field, page

OPTIONS = [
    {"value": "a", "label": {"de": "Erste", "en": "First"}},
    {"value": "b", "label": {"de": "Zweite", "en": "Second"}},
]


def form_of(*fields, **more) -> PageForm:
    shown = read(definition(page("seite", *fields))).page("seite")
    return PageForm(shown, **{"language": "de", "answers": {}} | more)


def html(form: PageForm, key: str) -> str:
    return render_to_string("components/field.html", {"field": form[key]})


ANSWERS = [
    # field, stored answer, what its input shows
    (field("q"), "Anna", 'value="Anna"'),
    (field("q", "longtext"), "Zeile 1\nZeile 2", "Zeile 1\nZeile 2"),
    (field("q", "number", decimals=1), 84.5, 'value="84,5"'),
    (field("q", "number"), 0, 'value="0"'),
    (field("q", "yesno"), False, 'value="no" id="id_q_1" required checked'),
    (field("q", "choice", options=OPTIONS), "b", 'value="b"'),
    (field("q", "postcode"), "01067", 'value="01067"'),
]


@pytest.mark.parametrize(("question", "answer", "expected"), ANSWERS, ids=[row[0]["type"] for row in ANSWERS])
def test_a_stored_answer_is_shown_again(question, answer, expected):
    drawn = html(form_of(question, answers={"q": answer}), "q").replace(" required", "")

    assert expected.replace(" required", "") in re.sub(r' class="[^"]*"', "", drawn)


def test_a_date_has_three_inputs_with_its_parts_as_names():
    drawn = html(form_of(field("start", "date"), answers={"start": "2027-03-27"}), "start")

    inputs = re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', drawn)
    assert inputs == [("start-day", "27"), ("start-month", "3"), ("start-year", "2027")]
    assert drawn.count("<label") == 3
    assert "<legend" in drawn


def test_what_was_typed_wins_over_what_is_stored_and_the_wrong_part_is_marked():
    form = form_of(
        field("start", "date"),
        answers={"start": "2027-03-27"},
        posted={"start-day": ["1"], "start-month": ["13"], "start-year": ["2027"]},
        problems={"start": Problem("date_month", part="month")},
    )

    drawn = html(form, "start")

    assert 'value="13"' in drawn
    assert drawn.count('aria-invalid="true"') == 1
    assert drawn.count("muss zwischen 1 und 12 liegen") == 1


def test_what_is_chosen_beforehand_is_ticked_until_it_is_answered():
    question = field("q", "choices", options=OPTIONS, preset=["a"])

    assert html(form_of(question), "q").count("checked") == 1
    assert html(form_of(question, answers={"q": []}), "q").count("checked") == 0


def test_a_fixed_choice_is_not_offered():
    options = [OPTIONS[0] | {"always": True}, OPTIONS[1]]

    drawn = html(form_of(field("q", "choices", options=options, required=False)), "q")

    assert "Erste" not in drawn
    assert "Zweite" in drawn
    assert "(freiwillig)" not in drawn


def test_optional_questions_say_so():
    assert "(freiwillig)" in html(form_of(field("q", required=False)), "q")
    assert "(freiwillig)" not in html(form_of(field("q")), "q")


def test_personal_fields_can_be_filled_in_by_the_browser():
    assert 'autocomplete="email"' in html(form_of(field("q", "email", autocomplete="email")), "q")


def test_several_files_may_be_chosen_at_once():
    drawn = html(form_of(field("q", "file", max_files=3)), "q")

    assert "multiple" in drawn
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in drawn


def test_a_declaration_is_a_tick():
    drawn = html(form_of(field("q", "confirm"), posted={"q": ["yes"]}), "q")

    assert 'type="checkbox"' in drawn
    assert 'value="yes"' in drawn
    assert "checked" in drawn
    assert "checked" not in html(form_of(field("q", "confirm")), "q")
