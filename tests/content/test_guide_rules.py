"""The rules of a guide: the way through it, what is needed, and what the checker finds."""

import doctest
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules import guide as rules
from content.rules.guide import Question, Result, check, in_order, needed, path, read_conditions

KIND = Question("vorhaben", "single", ("lokal", "fest"))
ALCOHOL = Question("alkohol", "yesno", ("ja", "nein"), read_conditions("vorhaben: lokal"))
MORE = Question("dazu", "multiple", ("draussen", "spaet"))
PLACE = Question("ort", "place")
QUESTIONS = [KIND, PLACE, ALCOHOL, MORE]


def test_examples():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("answers", "asked", "following"),
    [
        ({}, ["vorhaben"], "vorhaben"),
        ({"vorhaben": ("fest",)}, ["vorhaben", "ort"], "ort"),
        # The question about alcohol is not asked for a festival
        ({"vorhaben": ("fest",), "ort": ("x",)}, ["vorhaben", "ort", "dazu"], "dazu"),
        ({"vorhaben": ("fest",), "ort": ("x",), "dazu": ()}, ["vorhaben", "ort", "dazu"], None),
        # An answer that does not exist is asked again, one that is not asked does not count
        ({"vorhaben": ("palast",)}, ["vorhaben"], "vorhaben"),
        (
            {"vorhaben": ("fest",), "ort": ("x",), "alkohol": ("ja",), "dazu": ("spaet",)},
            ["vorhaben", "ort", "dazu"],
            None,
        ),
        # Two answers to a question for one
        ({"vorhaben": ("fest", "lokal")}, ["vorhaben"], "vorhaben"),
    ],
)
def test_path(answers, asked, following):
    way = path(QUESTIONS, answers)
    assert [question.key for question in way.asked] == asked
    assert (way.next and way.next.key) == following
    assert set(way.answers) <= set(asked)


def test_open_questions_leave_out_what_is_ruled_out():
    assert rules.open_questions(QUESTIONS, path(QUESTIONS, {})) == 4
    assert rules.open_questions(QUESTIONS, path(QUESTIONS, {"vorhaben": ("fest",)})) == 2
    assert rules.open_questions(QUESTIONS, path(QUESTIONS, {"vorhaben": ("fest",), "ort": ("x",), "dazu": ()})) == 0


@pytest.mark.parametrize("line", ["alkohol", "alkohol:", ": ja", "Alkohol: ja", "alkohol: ja,", "alkohol: ja nein"])
def test_unreadable_conditions(line):
    with pytest.raises(rules.Unreadable):
        read_conditions(line)


@pytest.mark.parametrize("line", ["ja", "ja |", "| Ja", "JA | Ja"])
def test_unreadable_options(line):
    with pytest.raises(rules.Unreadable):
        rules.read_options(line)


def test_needed_drops_what_is_replaced_and_keeps_each_reason():
    results = [
        Result("erlaubnis", read_conditions("alkohol: ja"), after=frozenset({"zeugnis"})),
        Result("gestattung", read_conditions("vorhaben: fest"), replaces=frozenset({"erlaubnis"})),
        Result("zeugnis"),
        Result("zeugnis", read_conditions("alkohol: ja")),
    ]
    assert [r.service for r in needed(results, {"alkohol": ("ja",), "vorhaben": ("lokal",)})] == [
        "zeugnis",
        "zeugnis",
        "erlaubnis",
    ]
    assert [r.service for r in needed(results, {"alkohol": ("ja",), "vorhaben": ("fest",)})] == [
        "gestattung",
        "zeugnis",
        "zeugnis",
    ]


class TestCheck:
    """Each fault is named where it is; a sound guide has none."""

    def test_nothing_to_find(self):
        results = [Result("gewerbe"), Result("erlaubnis", read_conditions("alkohol: ja\ndazu: nicht draussen, spaet"))]
        assert (
            check([KIND, PLACE, ALCOHOL, MORE], [*results, Result("stuehle", read_conditions("dazu: draussen"))]) == []
        )

    @pytest.mark.parametrize(
        ("condition", "words"),
        [
            ("farbe: rot", "„farbe“ wird nicht vorher gefragt."),
            ("alkohol: vielleicht", "Bei „alkohol“ gibt es die Antwort „vielleicht“ nicht."),
            ("ort: guestrow", "Bei „ort“ gibt es die Antwort „guestrow“ nicht."),
            ("alkohol: ja\nalkohol: nein", "Diese Leistung wird nie genannt: Die Bedingungen widersprechen sich."),
            # Alcohol is asked only for a Lokal, so this never happens
            ("alkohol: ja\nvorhaben: fest", "Diese Leistung wird nie genannt: Die Bedingungen widersprechen sich."),
            ("dazu: spaet\ndazu: nicht spaet", "Diese Leistung wird nie genannt: Die Bedingungen widersprechen sich."),
        ],
    )
    def test_result_that_never_appears(self, condition, words):
        findings = check(QUESTIONS, [Result("erlaubnis", read_conditions(condition))])
        assert [(f.where, f.what) for f in findings if f.is_error] == [("Ergebnis „erlaubnis“", words)]

    def test_two_choices_of_several_can_hold_together(self):
        assert not [
            f for f in check(QUESTIONS, [Result("a", read_conditions("dazu: spaet\ndazu: draussen"))]) if f.is_error
        ]

    def test_question_nobody_is_asked(self):
        never = Question("bier", "yesno", ("ja", "nein"), read_conditions("vorhaben: fest\nalkohol: ja"))
        (finding,) = check([KIND, ALCOHOL, never], [Result("a")])
        assert finding.where == "Frage „bier“"
        assert finding.what.startswith("Diese Frage wird nie gestellt")

    def test_a_condition_cannot_look_ahead(self):
        early = Question("frueh", "yesno", ("ja", "nein"), read_conditions("alkohol: ja"))
        assert check([KIND, early, ALCOHOL], [Result("a")])[0].what == "„alkohol“ wird nicht vorher gefragt."

    def test_answers_that_lead_to_nothing(self):
        findings = check([KIND], [Result("a", read_conditions("vorhaben: lokal"))])
        assert [(f.where, f.is_error) for f in findings] == [("Frage „vorhaben“, Antwort „fest“", False)]

    def test_question_that_changes_nothing(self):
        findings = check([KIND], [Result("a")])
        assert [(f.what, f.is_error) for f in findings] == [("Die Antwort ändert nichts.", False)]

    @pytest.mark.parametrize("name", ["after", "replaces"])
    def test_circles(self, name):
        results = [Result("a", **{name: frozenset({"b"})}), Result("b", **{name: frozenset({"a"})})]
        assert "a → b → a" in [f.where for f in check([PLACE], results) if f.is_error]

    @pytest.mark.parametrize(
        ("questions", "words"),
        [
            ([], "Ein Lotse hat mindestens eine Frage."),
            ([PLACE, Question("ziel", "place")], "Nach dem Ort fragt ein Lotse nur einmal."),
            ([KIND, KIND], "Diesen Schlüssel gibt es schon."),
            ([Question("a", "single", ("x",))], "Eine Auswahl braucht mindestens zwei Antworten."),
            ([Question("a", "single", ("x", "x"))], "Eine Antwort steht zweimal da."),
        ],
    )
    def test_broken_questions(self, questions, words):
        assert words in [finding.what for finding in check(questions, [Result("a")])]


@st.composite
def guides(draw):
    """Small guides with conditions that may contradict each other."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["single", "multiple"]))
        questions.append(Question(f"q{number}", kind, ("a", "b"), draw(conditions(questions))))
    results = [Result(f"s{n}", draw(conditions(questions))) for n in range(draw(st.integers(1, 3)))]
    return questions, results


def conditions(questions):
    if not questions:
        return st.just(())
    one = st.builds(
        rules.Condition,
        st.sampled_from([question.key for question in questions]),
        st.sets(st.sampled_from(["a", "b"]), min_size=1).map(frozenset),
        st.booleans(),
    )
    return st.lists(one, max_size=3).map(tuple)


@given(guides())
def test_the_checker_agrees_with_trying_every_answer(guide):
    """What the checker calls impossible never happens on any way through, and everything else does."""
    questions, results = guide
    choices = [[(), ("a",), ("b",), ("a", "b")] if q.kind == "multiple" else [("a",), ("b",)] for q in questions]
    ways = [
        path(questions, dict(zip([q.key for q in questions], answers, strict=True))) for answers in product(*choices)
    ]
    known = {question.key: question for question in questions}
    for question in questions:
        happens = any(question in way.asked for way in ways)
        assert happens == rules.is_possible(question.conditions, known)
    for result in results:
        happens = any(rules.holds(result.conditions, way.answers) for way in ways)
        assert happens == rules.is_possible(result.conditions, known)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef")), min_size=1))
def test_order(edges):
    """Nothing is lost; without a circle everything comes after what it waits for."""
    results = [Result(service, after=frozenset(after)) for service, after in edges.items()]
    done = [result.service for result in in_order(results)]
    assert sorted(done) == sorted(edges)
    if not rules.find_circle({r.service: r.after & edges.keys() - {r.service} for r in results}):
        for result in results:
            for before in result.after & edges.keys() - {result.service}:
                assert done.index(before) < done.index(result.service)
