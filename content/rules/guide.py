"""A guide (Lotse): which question comes next, which services the answers call for, in which order.

A guide asks its questions in a row. A question or a result counts where all of its conditions hold; a condition looks
at one question that is asked before, and holds only if that question was asked and answered. What one service needs in
two different cases stands in two results.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

Kind = Literal["single", "yesno", "multiple", "place"]
# Question -> the chosen options; a place has its key instead. An empty tuple: answered with "none of these"
Answers = Mapping[str, tuple[str, ...]]

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
YES, NO = "ja", "nein"
NOT = "nicht "


class Condition(NamedTuple):
    """One of these options was chosen; negated: none of them was."""

    question: str
    options: frozenset[str]
    is_negated: bool = False


@dataclass(frozen=True)
class Question:
    """One page. `options` is empty for a place."""

    key: str
    kind: Kind
    options: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Result:
    """A service and the case in which it is needed. `after` and `replaces` name other services of the guide."""

    service: str
    conditions: tuple[Condition, ...] = ()
    after: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()


class Unreadable(ValueError):
    """A line is no condition."""

    def __init__(self, line: str) -> None:
        self.line = line
        super().__init__(line)


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Conditions as editors write them, one a line. Raises Unreadable.

    >>> read_conditions("vorhaben: cafe, imbiss")[0].is_negated
    False
    >>> read_conditions("alkohol: nicht nein")
    (Condition(question='alkohol', options=frozenset({'nein'}), is_negated=True),)
    """
    return tuple(read_condition(line.strip()) for line in text.splitlines() if line.strip())


def read_condition(line: str) -> Condition:
    question, colon, rest = (part.strip() for part in line.partition(":"))
    is_negated = rest.startswith(NOT)
    options = frozenset(part.strip() for part in rest.removeprefix(NOT).split(","))
    if not colon or not KEY.fullmatch(question) or not all(KEY.fullmatch(option) for option in options):
        raise Unreadable(line)
    return Condition(question, options, is_negated)


class Option(NamedTuple):
    """One answer to choose: what is stored, what it is called, and what helps to choose it."""

    key: str
    label: str
    hint: str = ""


def read_options(text: str) -> list[Option]:
    """Options as editors write them, one a line: key | label | hint. Raises Unreadable.

    >>> read_options("ja | Ja, Bier oder Wein | Auch zum Mitnehmen")
    [Option(key='ja', label='Ja, Bier oder Wein', hint='Auch zum Mitnehmen')]
    """
    return [read_option(line) for line in text.splitlines() if line.strip()]


def read_option(line: str) -> Option:
    key, label, hint = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
    if not KEY.fullmatch(key) or not label:
        raise Unreadable(line)
    return Option(key, label, hint)


def holds(conditions: Iterable[Condition], answers: Answers) -> bool:
    """Whether all conditions hold under the answers that count.

    >>> holds(read_conditions("alkohol: nicht nein"), {"alkohol": ("ja",)}), holds(read_conditions("a: b"), {})
    (True, False)
    """
    return all(
        condition.question in answers
        and condition.options.isdisjoint(answers[condition.question]) == condition.is_negated
        for condition in conditions
    )


class Path(NamedTuple):
    """The questions asked so far with the answers that count, and the next question (None at the end)."""

    asked: list[Question]
    answers: dict[str, tuple[str, ...]]
    next: Question | None


def path(questions: Iterable[Question], given: Answers) -> Path:
    """The way through the guide. Answers to questions that are not asked do not count; a wrong one is asked again.

    >>> ask = [Question("alkohol", "yesno", ("ja", "nein")), Question("draussen", "yesno", ("ja", "nein"))]
    >>> path(ask, {"alkohol": ("ja",)}).next.key
    'draussen'
    """
    asked: list[Question] = []
    counted: dict[str, tuple[str, ...]] = {}
    for question in questions:
        if not holds(question.conditions, counted):
            continue
        asked.append(question)
        if question.key not in given or not is_answer(question, given[question.key]):
            return Path(asked, counted, question)
        counted[question.key] = given[question.key]
    return Path(asked, counted, None)


def is_answer(question: Question, chosen: Sequence[str]) -> bool:
    """Whether these options answer the question.

    >>> is_answer(Question("was", "multiple", ("a", "b")), ()), is_answer(Question("was", "single", ("a",)), ())
    (True, False)
    """
    if question.kind == "place":
        return len(chosen) == 1
    if any(option not in question.options for option in chosen):
        return False
    return question.kind == "multiple" or len(chosen) == 1


def open_questions(questions: Sequence[Question], way: Path) -> int:
    """How many questions may still come, the next one included: those that the answers so far do not rule out."""
    if way.next is None:
        return 0
    rest = questions[questions.index(way.next) :]
    return sum(not is_ruled_out(question.conditions, way) for question in rest)


def is_ruled_out(conditions: Iterable[Condition], way: Path) -> bool:
    """Whether a condition fails on an answer that is given."""
    return any(not holds([condition], way.answers) for condition in conditions if condition.question in way.answers)


def needed(results: Sequence[Result], answers: Answers) -> list[Result]:
    """The results that hold, without what another of them replaces, in the order to do them.

    >>> [r.service for r in needed([Result("erlaubnis", after=frozenset({"gewerbe"})), Result("gewerbe")], {})]
    ['gewerbe', 'erlaubnis']
    """
    found = [result for result in results if holds(result.conditions, answers)]
    replaced = frozenset().union(*(result.replaces for result in found))
    return in_order([result for result in found if result.service not in replaced])


def in_order(results: Sequence[Result]) -> list[Result]:
    """Each after what it waits for, otherwise as the editors sorted them; what runs in a circle stays as it is."""
    left, done = list(results), []
    while left:
        waiting = {result.service for result in left}
        free = next((r for r in left if not (r.after - {r.service}) & waiting), left[0])
        done += [result for result in left if result.service == free.service]
        left = [result for result in left if result.service != free.service]
    return done


# Checking


def at_question(key: str) -> str:
    return _("Frage „%(key)s“") % {"key": key}


def at_result(service: str) -> str:
    return _("Ergebnis „%(service)s“") % {"service": service}


class Finding(NamedTuple):
    """What is wrong with a guide. An error keeps it from being published, anything else is advice."""

    where: str
    what: str
    is_error: bool = True


def check(questions: Sequence[Question], results: Sequence[Result]) -> list[Finding]:
    """Everything an editor should repair: mistakes in conditions, dead ends, circles."""
    found = [] if questions else [Finding(_("Fragen"), _("Ein Lotse hat mindestens eine Frage."))]
    found += [] if results else [Finding(_("Ergebnisse"), _("Ein Lotse nennt mindestens eine Leistung."))]
    known: dict[str, Question] = {}
    for question in questions:
        found += check_question(question, known)
        known[question.key] = question
    if sum(question.kind == "place" for question in questions) > 1:
        found.append(Finding(_("Fragen"), _("Nach dem Ort fragt ein Lotse nur einmal.")))
    for result in results:
        found += check_conditions(at_result(result.service), result.conditions, known)
    if any(finding.is_error for finding in found):
        return found
    return found + check_reach(questions, results) + check_order(results)


def check_question(question: Question, known: Mapping[str, Question]) -> list[Finding]:
    where = at_question(question.key)
    found = check_conditions(where, question.conditions, known)
    if question.key in known:
        found.append(Finding(where, _("Diesen Schlüssel gibt es schon.")))
    if question.kind in ("single", "multiple") and len(question.options) < 2:
        found.append(Finding(where, _("Eine Auswahl braucht mindestens zwei Antworten.")))
    if len(set(question.options)) < len(question.options):
        found.append(Finding(where, _("Eine Antwort steht zweimal da.")))
    return found


def check_conditions(where: str, conditions: Iterable[Condition], known: Mapping[str, Question]) -> list[Finding]:
    found = []
    for condition in conditions:
        question = known.get(condition.question)
        if question is None:
            found.append(Finding(where, _("„%(key)s“ wird nicht vorher gefragt.") % {"key": condition.question}))
        elif strange := sorted(condition.options - set(question.options)):
            found.append(
                Finding(
                    where,
                    _("Bei „%(key)s“ gibt es die Antwort „%(option)s“ nicht.")
                    % {"key": condition.question, "option": strange[0]},
                )
            )
    return found


def check_reach(questions: Sequence[Question], results: Sequence[Result]) -> list[Finding]:
    """Questions nobody is asked, results nobody gets, answers that lead to nothing or make no difference."""
    known = {question.key: question for question in questions}
    found = [
        Finding(at_question(question.key), _("Diese Frage wird nie gestellt: Ihre Bedingungen widersprechen sich."))
        for question in questions
        if not is_possible(question.conditions, known)
    ]
    found += [
        Finding(at_result(result.service), _("Diese Leistung wird nie genannt: Die Bedingungen widersprechen sich."))
        for result in results
        if not is_possible(result.conditions, known)
    ]
    if found:
        return found
    used = {condition.question for item in (*questions, *results) for condition in item.conditions}
    for question in questions:
        if question.kind != "place" and question.key not in used:
            found.append(Finding(at_question(question.key), _("Die Antwort ändert nichts."), is_error=False))
        for option in question.options:
            chosen = (Condition(question.key, frozenset({option})),)
            if not any(is_possible(chosen + result.conditions, known) for result in results):
                where = _("Frage „%(key)s“, Antwort „%(option)s“") % {"key": question.key, "option": option}
                found.append(Finding(where, _("Danach wird keine Leistung genannt."), is_error=False))
    return found


def is_possible(conditions: Iterable[Condition], known: Mapping[str, Question]) -> bool:
    """Whether some answers make all the conditions hold, with every question in them asked.

    >>> once = {"a": Question("a", "yesno", ("ja", "nein"))}
    >>> is_possible(read_conditions("a: ja\\na: nein"), once), is_possible(read_conditions("a: nicht ja"), once)
    (False, True)
    """
    wanted, pending = set(), set(conditions)
    while pending:
        wanted |= pending
        asked = {condition.question for condition in pending}
        pending = {condition for key in asked for condition in known[key].conditions} - wanted
    return all(
        is_answerable(known[key], [c for c in wanted if c.question == key]) for key in {c.question for c in wanted}
    )


def is_answerable(question: Question, conditions: Iterable[Condition]) -> bool:
    """Whether one answer makes all these conditions on one question hold."""
    conditions = list(conditions)
    left = set(question.options).difference(*(c.options for c in conditions if c.is_negated))
    any_of = [left & c.options for c in conditions if not c.is_negated]
    if question.kind == "multiple":
        return all(any_of)
    return bool(left.intersection(*any_of))


def check_order(results: Sequence[Result]) -> list[Finding]:
    """Services that wait for each other, or replace each other, or for one the guide does not name."""
    services = {result.service for result in results}
    found = []
    for name, words in (
        ("after", _("Diese Leistungen warten aufeinander.")),
        ("replaces", _("Sie ersetzen einander.")),
    ):
        edges: dict[str, set[str]] = {}
        for result in results:
            edges.setdefault(result.service, set()).update(getattr(result, name))
        if circle := find_circle(edges):
            found.append(Finding(" → ".join(circle), words))
        for strange in sorted({target for targets in edges.values() for target in targets} - services):
            found.append(
                Finding(
                    _("Leistung „%(service)s“") % {"service": strange},
                    _("Der Lotse nennt sie nie, richtet sich aber nach ihr."),
                    False,
                )
            )
    return found


def find_circle(edges: Mapping[str, Collection[str]]) -> list[str]:
    """The first circle, as the way round it; empty if there is none.

    >>> find_circle({"a": {"b"}, "b": {"a"}}), find_circle({"a": {"b"}, "b": set()})
    (['a', 'b', 'a'], [])
    """
    done: set[str] = set()

    def walk(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        for target in sorted(edges.get(node, ())):
            if circle := walk(target, [*way, node]):
                return circle
        done.add(node)
        return []

    return next((circle for node in sorted(edges) if (circle := walk(node, []))), [])
