"""Several forms as one: asked once, asked for whom, and sound whatever forms meet."""

import doctest
import json
from datetime import date
from itertools import permutations

import pytest
from django.conf import settings

from forms.actions import publish, publish_bundle
from forms.models import FormVersion
from forms.rules import bundle, evaluate
from forms.rules.bundle import Part, combine
from forms.rules.checker import check
from forms.rules.definition import PROCEDURES, read
from tests.factories.forms import definition, field, page

DOG, KITA, SHOP = "99102013104000", "99041004034000", "99050012104000"
SHIPPED = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((settings.BASE_DIR / "forms/data").glob("*.json"))
}


def combined(*forms: dict):
    """The forms under the keys DOG, KITA, SHOP."""
    raw = combine([Part(key, form) for key, form in zip((DOG, KITA, SHOP), forms, strict=False)])
    assert check(raw) == []
    return read(raw)


def keys(definition, answers) -> list[str]:
    """The fields that are asked."""
    return [f.key for p in evaluate.visible_pages(definition, answers) for f in p.fields]


def test_examples():
    assert doctest.testmod(bundle).failed == 0


@pytest.mark.parametrize("names", list(permutations(SHIPPED, 2)), ids="+".join)
def test_any_two_of_the_forms_make_a_sound_one(names):
    raw = combine([Part(name, SHIPPED[name]) for name in names])
    assert check(raw) == []
    alone = {f["key"] for name in names for p in SHIPPED[name]["pages"] for f in p["fields"]}
    together = [f["key"] for p in raw["pages"] for f in p["fields"]]
    assert set(together) == alone | {PROCEDURES}, "no question is lost, and none of the shipped ones clashes"
    assert len(together) == len(set(together))


def test_what_is_common_is_asked_once_and_first():
    both = combined(definition(page("hund", field("dog"))), definition(page("kind", field("child"))))
    asked = keys(both, {PROCEDURES: [DOG, KITA]})
    assert asked == [PROCEDURES, "dog", "applicant_name", "applicant_email", "child"]
    assert len(both.confirmations) == 1
    assert {p.key: p.part and p.part.value for p in both.pages} == {
        "verfahren": None,
        "hund": DOG,
        "kontakt": None,
        "kind": KITA,
    }


def test_what_is_not_chosen_is_not_asked():
    both = combined(definition(page("hund", field("dog"))), definition(page("kind", field("child"))))
    assert keys(both, {PROCEDURES: [KITA]}) == [PROCEDURES, "applicant_name", "applicant_email", "child"]
    hidden = {PROCEDURES: [KITA], "dog": "Bello", "child": "Mia"}
    assert evaluate.visible_answers(both, hidden) == {PROCEDURES: [KITA], "child": "Mia"}
    assert [s.part for s in evaluate.summary(both, hidden, "de")][-1] == "Probe"


def test_the_same_name_for_something_else_is_asked_apart():
    shop = definition(
        page("laden", field("size", "number"), field("more", condition={">": [{"var": "size"}, 5]}, required=False))
    )
    both = combined(definition(page("hund", field("size"))), shop)
    assert keys(both, {PROCEDURES: [DOG, KITA], "size": "klein", "size_2": 9}) == [
        PROCEDURES,
        "size",
        "applicant_name",
        "applicant_email",
        "size_2",
        "more",
    ]
    assert "more" not in keys(both, {PROCEDURES: [DOG, KITA], "size": "klein", "size_2": 3})


def test_pages_of_the_same_name_stay_apart():
    both = combined(definition(page("angaben", field("dog"))), definition(page("angaben", field("child"))))
    assert [p.key for p in both.pages] == ["verfahren", "angaben", "kontakt", "angaben-2"]


def test_a_common_question_keeps_each_condition():
    """Asked where any of its forms asks it."""
    first = definition(
        page("a", field("firm", "yesno")), page("b", field("name", condition={"==": [{"var": "firm"}, True]}))
    )
    second = definition(page("b", field("name")))
    both = combined(first, second)
    assert "name" in keys(both, {PROCEDURES: [DOG, KITA], "firm": False})
    assert "name" not in keys(both, {PROCEDURES: [DOG], "firm": False})
    assert "name" in keys(both, {PROCEDURES: [DOG], "firm": True})


def test_a_question_that_would_look_ahead_is_asked_apart():
    first = definition(page("a", field("name")))
    second = definition(
        page("c", field("firm", "yesno")), page("d", field("name", condition={"==": [{"var": "firm"}, True]}))
    )
    both = combined(first, second)
    assert "name_2" in keys(both, {PROCEDURES: [KITA], "firm": True})


def test_required_for_one_is_required():
    first = definition(page("a", field("note", required=False)))
    both = combined(first, definition(page("a", field("note"))))
    assert both.page("a").field("note").required


def test_companions_of_a_form_count_only_if_they_are_part():
    """The restaurant form asks for the trade, where the trade is applied for too."""
    with_trade = combine([Part("99025002005000", SHIPPED["gaststaette"]), Part(SHOP, SHIPPED["gewerbeanmeldung"])])
    assert "activity" in keys(read(with_trade), {PROCEDURES: ["99025002005000", SHOP]})
    assert "activity" not in keys(read(with_trade), {PROCEDURES: ["99025002005000"]})
    alone = combine([Part("99025002005000", SHIPPED["gaststaette"]), Part(DOG, SHIPPED["sondernutzung"])])
    assert "activity" not in keys(read(alone), {PROCEDURES: ["99025002005000", DOG]})


def test_nothing_chosen_is_a_problem():
    both = combined(definition(), definition())
    _good, wrong = evaluate.clean_page(both.page("verfahren"), {}, {}, today=date(2026, 11, 24))
    assert wrong[PROCEDURES].code == "missing"


@pytest.mark.django_db
def test_the_same_forms_are_put_together_once():
    parts = [Part(DOG, definition(page("a", field("dog")))), Part(KITA, definition())]
    first = publish_bundle(parts)
    assert publish_bundle(parts) == first
    changed = [Part(DOG, definition(page("a", field("dogs")))), parts[1]]
    second = publish_bundle(changed)
    assert (second.form, second.number) == (first.form, 2)
    assert publish_bundle(list(reversed(parts))).form != first.form
    assert FormVersion.objects.count() == 3


@pytest.mark.django_db
def test_a_page_names_only_a_part_that_there_is():
    raw = combine([Part(DOG, definition(page("a", field("dog")))), Part(KITA, definition())])
    raw["pages"][1]["part"] = "12345"
    assert [str(fault) for fault in check(raw)] == ["pages[1].part: Dieses Verfahren steht nicht unter parts."]
    assert publish("probe", combine([Part(DOG, definition()), Part(KITA, definition())])).is_new
