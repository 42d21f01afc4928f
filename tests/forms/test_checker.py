"""The checker names what is wrong with a definition, and where."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from forms.rules.checker import check
from tests.factories.forms import definition, field, page, words

SHIPPED = sorted((Path(__file__).parents[2] / "forms" / "data").glob("*.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_forms_are_right(path):
    assert check(json.loads(path.read_text(encoding="utf-8"))) == []


def test_a_right_definition_has_no_faults():
    assert check(definition(page("hund", field("dog"), field("since", "date", earliest="today")))) == []


YES = {"==": [{"var": "dog"}, True]}

WRONG = [
    # what is wrong with the first page, and where it is found
    (page("pruefen", field("dog")), "pages[0].key"),  # the assistant's own addresses
    (page("datei", field("dog")), "pages[0].key"),
    (page("Hund", field("dog")), "pages[0].key"),  # would not fit into an address
    (page("kontakt", field("dog")), "pages[1].key"),  # twice: the second one is found
    (page("hund"), "pages[0].fields"),  # nothing to ask
    (page("hund", field("dog"), field("dog")), "pages[0].fields[1].key"),
    (page("hund", field("dog"), zwischentitel="x"), "pages[0].zwischentitel"),
    (page("hund", field("Dog")), "pages[0].fields[0].key"),
    (page("hund", field("dog", "picture")), "pages[0].fields[0].type"),
    (page("hund", field("dog", label={"de": "Hund"})), "pages[0].fields[0].label.en"),
    (page("hund", field("dog", label={"de": " ", "en": "Dog"})), "pages[0].fields[0].label.de"),
    (page("hund", field("dog", hint="zum Beispiel")), "pages[0].fields[0].hint"),
    (page("hund", field("dog", "choice")), "pages[0].fields[0].options"),
    (
        page("hund", field("dog", "choice", options=[{"value": "", "label": words("x")}])),
        "pages[0].fields[0].options[0]",
    ),
    (
        page("hund", field("dog", "choice", options=[{"value": "a", "label": words("x")}] * 2)),
        "pages[0].fields[0].options[1].value",
    ),
    (
        page("hund", field("dog", "choice", options=[{"value": "a", "label": words("x")}], preset=["b"])),
        "pages[0].fields[0].preset",
    ),
    (
        page("hund", field("dog", "choice", options=[{"value": "a", "label": words("x"), "always": True}])),
        "pages[0].fields[0].options[0].always",  # a single choice cannot hold a fixed part
    ),
    (page("hund", field("dog", min=1)), "pages[0].fields[0].min"),  # belongs to numbers
    (page("hund", field("dog", "number", min=3, max=2)), "pages[0].fields[0].min"),
    (page("hund", field("dog", "number", min="3")), "pages[0].fields[0].min"),
    (page("hund", field("dog", "number", min=True)), "pages[0].fields[0].min"),  # Python says True is 1
    (page("hund", field("dog", "date", earliest="gestern")), "pages[0].fields[0].earliest"),
    (page("hund", field("dog", "date", earliest="20270327")), "pages[0].fields[0].earliest"),
    (page("hund", field("dog", requierd=True)), "pages[0].fields[0].requierd"),
    (page("hund", field("dog"), condition={"==": [{"var": "cat"}, True]}), "pages[0].condition"),  # unknown
    (page("hund", field("age", condition=YES), field("dog", "yesno")), "pages[0].fields[0].condition"),  # later
    (page("hund", field("dog", condition=YES)), "pages[0].fields[0].condition"),  # on itself
    (page("hund", field("dog", "file"), field("age", condition=YES)), "pages[0].fields[1].condition"),  # no answer
    (page("hund", field("dog"), field("age", condition={"like": [1, 2]})), "pages[0].fields[1].condition"),
    (page("hund", field("dog"), field("age", condition={"==": [1]})), "pages[0].fields[1].condition"),
    (page("hund", field("dog"), field("age", condition={})), "pages[0].fields[1].condition"),
    (page("hund", field("dog"), field("age", condition={"var": 7})), "pages[0].fields[1].condition"),
    (page("hund", field("procedures", "text")), "pages[0].fields[0].type"),  # cases read it as a list
    ("hund", "pages[0]"),
    (page("hund", "dog"), "pages[0].fields[0]"),
]


@pytest.mark.parametrize(("first", "where"), WRONG, ids=lambda item: item if isinstance(item, str) else "")
def test_faults_are_found_where_they_are(first, where):
    assert where in [fault.where for fault in check(definition(first))]


@pytest.mark.parametrize("missing", ["applicant_name", "applicant_email"])
def test_every_form_asks_for_the_applicant(missing):
    raw = deepcopy(definition())
    raw["pages"][0]["fields"] = [item for item in raw["pages"][0]["fields"] if item["key"] != missing]

    assert [str(fault) for fault in check(raw)] == [f"pages: Das Feld „{missing}“ fehlt. Jedes Formular fragt danach."]


@pytest.mark.parametrize("raw", [None, [], "", {}, {"pages": []}, {"pages": {}}, {"pages": [None]}, {"pages": [[]]}])
def test_anything_else_is_no_form(raw):
    assert check(raw)


def test_the_schema_is_named():
    assert [fault.where for fault in check(definition(schema=2))] == ["schema"]


def test_the_example_of_the_documentation_is_right():
    text = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
    example = json.loads(text.partition("```json")[2].partition("```")[0])

    assert {fault.where for fault in check(example)} == {"pages"}  # only the applicant's fields are left out there


def test_on_the_check_page_stand_only_declarations():
    raw = definition(confirmations=[field("why", "text")])

    assert "confirmations[0].type" in [fault.where for fault in check(raw)]
