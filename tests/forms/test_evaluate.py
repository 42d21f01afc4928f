"""What is hidden is absent everywhere: pages, checks and summaries share one walk."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.rules import evaluate, values
from forms.rules.definition import read
from tests.factories.forms import definition, field, page

TODAY = date(2026, 11, 24)
DATA = Path(__file__).parents[2] / "forms" / "data"
SHIPPED = {path.stem: read(json.loads(path.read_text(encoding="utf-8"))) for path in DATA.glob("*.json")}
PERMIT, TRADE = "99025002005000", "99050012104000"

HAS_DOG = {"==": [{"var": "dog"}, True]}
IS_BIG = {"==": [{"var": "big"}, True]}
# Does a dog live here? How big, and since when? Each question depends on the one before.
CHAIN = definition(
    page("hund", field("dog", "yesno")),
    page("groesse", field("big", "yesno"), condition=HAS_DOG),
    page("schein", field("licence"), condition=IS_BIG),
)


def keys(pages) -> list[str]:
    return [shown.key for shown in pages]


def test_pages_appear_with_the_answers():
    assert keys(evaluate.visible_pages(CHAIN, {})) == ["hund", "kontakt"]
    assert keys(evaluate.visible_pages(CHAIN, {"dog": True})) == ["hund", "groesse", "kontakt"]
    assert keys(evaluate.visible_pages(CHAIN, {"dog": True, "big": True})) == ["hund", "groesse", "schein", "kontakt"]


def test_what_is_chosen_beforehand_counts_among_the_pages_to_come():
    """Otherwise "step 1 of 9" would be followed by "step 2 of 10", though nothing was added."""
    form, done = SHIPPED["gaststaette"], {"procedures": [PERMIT, TRADE]}
    expected = keys(evaluate.expected_pages(form, {}))

    assert "gewerbe" in expected
    assert expected == keys(evaluate.expected_pages(form, done))
    assert "gewerbe" not in keys(evaluate.expected_pages(form, {"procedures": [PERMIT]}))


def test_answers_of_hidden_fields_decide_nothing():
    """`big` is still stored, but its page is gone: the licence is not asked."""
    stored = {"dog": False, "big": True, "licence": "A 1"}

    assert keys(evaluate.visible_pages(CHAIN, stored)) == ["hund", "kontakt"]
    assert evaluate.visible_answers(CHAIN, stored) == {"dog": False}
    assert [row.field_key for section in evaluate.summary(CHAIN, stored, "de") for row in section.rows] == [
        "dog",
        "applicant_name",
        "applicant_email",
    ]


def test_a_page_whose_fields_are_all_hidden_is_hidden():
    form = definition(page("hund", field("dog", "yesno")), page("groesse", field("big", condition=HAS_DOG)))

    assert keys(evaluate.visible_pages(form, {"dog": False})) == ["hund", "kontakt"]


def clean(form, key, posted, answers=None):
    return evaluate.clean_page(read(form).page(key), posted, answers or {}, today=TODAY)


SAME_PAGE = definition(page("hund", field("dog", "yesno"), field("name", condition=HAS_DOG)))


def test_a_field_that_depends_on_its_own_page_counts_only_if_the_condition_holds():
    assert clean(SAME_PAGE, "hund", {"dog": ["no"], "name": ["Bello"]}) == ({"dog": False}, {})
    good, wrong = clean(SAME_PAGE, "hund", {"dog": ["yes"], "name": [""]})
    assert (good, list(wrong)) == ({"dog": True}, ["name"])


def test_a_field_that_depends_on_its_own_page_is_always_shown():
    shown = evaluate.asked_page(read(SAME_PAGE).page("hund"), {})

    assert [item.key for item in shown.fields] == ["dog", "name"]


def test_a_field_that_an_earlier_page_rules_out_is_not_shown():
    form = definition(page("hund", field("dog", "yesno")), page("name", field("name", condition=HAS_DOG), field("x")))

    assert [item.key for item in evaluate.asked_page(read(form).page("name"), {"dog": False}).fields] == ["x"]


def test_good_answers_are_kept_beside_wrong_ones():
    good, wrong = clean(definition(), "kontakt", {"applicant_name": ["Anna"], "applicant_email": ["anna"]})

    assert good == {"applicant_name": "Anna"}
    assert {key: problem.code for key, problem in wrong.items()} == {"applicant_email": "email"}


FILES = definition(page("nachweise", field("plan", "file", max_files=2), field("lease", "file", required=False)))
CONTACT = {"applicant_name": "Anna", "applicant_email": "anna@post.example"}


@pytest.mark.parametrize(
    ("answers", "files", "done", "reached", "complete"),
    [
        ({}, {}, [], ["nachweise"], False),
        ({}, {"plan": ["a.pdf"]}, ["nachweise"], ["nachweise", "kontakt"], False),
        (CONTACT, {"plan": ["a.pdf"]}, ["nachweise", "kontakt"], ["nachweise", "kontakt"], True),
        (CONTACT, {}, ["nachweise", "kontakt"], ["nachweise"], False),  # the file was removed afterwards
        (CONTACT, {"plan": ["a", "b", "c"]}, ["nachweise", "kontakt"], ["nachweise"], False),  # too many
        (CONTACT, {"plan": ["a.pdf"]}, ["kontakt"], ["nachweise"], False),  # no page can be skipped
        ({}, {"plan": ["a.pdf"]}, ["nachweise", "kontakt"], ["nachweise", "kontakt"], False),  # answers win over "done"
    ],
)
def test_pages_open_one_after_the_other(answers, files, done, reached, complete):
    pages, is_complete = evaluate.reached_pages(FILES, answers, files, done=done, today=TODAY)

    assert (keys(pages), is_complete) == (reached, complete)


def test_a_day_that_has_passed_opens_its_page_again():
    form = definition(page("wann", field("start", "date", earliest="today")))
    answers = CONTACT | {"start": "2026-11-24"}

    for today, complete in ((date(2026, 11, 24), True), (date(2026, 11, 25), False)):
        assert evaluate.reached_pages(form, answers, {}, done=["wann", "kontakt"], today=today)[1] is complete


def test_summary_in_both_languages():
    answers = {"dog": True, "big": False, "applicant_name": "Anna", "truth": True}

    german, english = (evaluate.summary(CHAIN, answers, language) for language in ("de", "en"))

    assert [row[:2] for section in german for row in section.rows] == [
        ("dog", "Ja"),
        ("big", "Nein"),
        ("applicant_name", "Anna"),
        ("applicant_email", "Keine Angabe"),
        ("Alles stimmt", "Ja"),
    ]
    assert [row.value for section in english for row in section.rows] == ["Yes", "No", "Anna", "No answer", "Yes"]
    assert [section.page_key for section in german] == ["hund", "groesse", "kontakt", "pruefen"]


def test_summary_names_the_files_if_it_is_given_them():
    assert "plan" not in str(evaluate.summary(FILES, {}, "de"))
    rows = evaluate.summary(FILES, {}, "de", {"plan": ["a.pdf", "b.pdf"]})[0].rows
    assert [row.value for row in rows] == ["a.pdf, b.pdf", "Keine Angabe"]


def test_restaurant_brings_the_trade_registration_along():
    form = SHIPPED["gaststaette"]

    assert "gewerbe" not in keys(evaluate.visible_pages(form, {"procedures": ["99025002005000"]}))
    assert "gewerbe" in keys(evaluate.visible_pages(form, {"procedures": ["99025002005000", TRADE]}))
    assert evaluate.procedures(form, {"procedures": ["99025002005000", TRADE]}) == ["99025002005000", TRADE]


# Random answers

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
likely = st.sampled_from(
    ["person", "company", True, False, 0, 5, 2.5, "2027-03-27", "18273", [TRADE], ["99025002005000", TRADE], "yes"]
)


@st.composite
def form_and_answers(draw):
    form = SHIPPED[draw(st.sampled_from(sorted(SHIPPED)))]
    known = [item.key for shown in form.pages for item in shown.fields]
    return form, draw(st.dictionaries(st.sampled_from(known), likely | json_values))


@given(form_and_answers())
@settings(max_examples=300)
def test_no_answers_ever_crash(case):
    form, answers = case
    evaluate.reached_pages(form, answers, {}, done=keys(form.pages), today=TODAY)
    for language in ("de", "en", "fr"):
        evaluate.summary(form, answers, language, {})


@given(form_and_answers())
@settings(max_examples=300)
def test_hidden_fields_never_appear(case):
    form, answers = case
    visible = {item.key for shown in evaluate.visible_pages(form, answers) for item in shown.fields}

    shown = {row.field_key for section in evaluate.summary(form, answers, "de", {}) for row in section.rows}

    assert shown == {key for key in visible if key != "info"}
    assert set(evaluate.visible_answers(form, answers)) <= visible
    hidden_too = {key: value for key, value in answers.items() if key in visible}
    assert evaluate.summary(form, hidden_too, "de", {}) == evaluate.summary(form, answers, "de", {})


typed = st.text(max_size=15) | st.sampled_from(
    ["yes", "no", "person", "27", "3", "2027", "18273", "1.500", "84,5", "anna@post.example", "0385 588 0", TRADE]
)


@given(data=st.data(), name=st.sampled_from(sorted(SHIPPED)))
@settings(max_examples=300)
def test_what_is_accepted_reads_the_same_when_it_is_shown_again(data, name):
    shown = data.draw(st.sampled_from(SHIPPED[name].pages))
    names = [
        n
        for item in shown.fields
        for n in ([f"{item.key}-{part}" for part in values.DATE_PARTS] if item.type == "date" else [item.key])
    ]
    posted = data.draw(st.dictionaries(st.sampled_from(names), st.lists(typed, max_size=2)))

    good, wrong = evaluate.clean_page(shown, posted, {}, today=TODAY)

    assert not set(good) & set(wrong)
    assert json.loads(json.dumps(good)) == good
    again = {
        k: v for item in shown.fields if item.answers for k, v in values.posted_from(item, good.get(item.key)).items()
    }
    read_again = evaluate.clean_page(shown, again, {}, today=TODAY)[0]
    assert {key: value for key, value in read_again.items() if key not in wrong} == good
