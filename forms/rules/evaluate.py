"""What a form asks under given answers, and whether it is answered.

One function decides what is visible (`_walk`). Pages, checks, summaries, PDF and inbox all go through it,
so what is hidden is absent everywhere. Conditions see only answers of visible fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from forms.rules import conditions, values
from forms.rules.definition import CHECK_PAGE, PROCEDURES, Definition, Field, Page, read
from forms.rules.display import WORDS, words
from forms.rules.values import Posted, Problem, Wrong

Answers = Mapping[str, Any]
# Field key -> how many files (or their names) answer it
Files = Mapping[str, Sequence[str]]


class SummaryRow(NamedTuple):
    label: str
    value: str
    field_key: str


@dataclass(frozen=True)
class SummarySection:
    title: str
    page_key: str
    rows: list[SummaryRow]
    # Of several forms in one: the only procedure that the section is for
    part: str = ""


def visible_pages(definition: Definition | Mapping, answers: Answers) -> list[Page]:
    """The pages this applicant sees, each with the fields that count."""
    return [page for page, _ in _walk(read(definition), answers)]


def expected_pages(definition: Definition | Mapping, answers: Answers) -> list[Page]:
    """The pages to come, as far as can be foreseen: what is chosen beforehand counts until it is answered."""
    definition = read(definition)
    preset = {field.key: field.preset_answer for page in definition.pages for field in page.fields if field.preset}
    return visible_pages(definition, preset | dict(answers))


def visible_answers(definition: Definition | Mapping, answers: Answers) -> dict[str, Any]:
    """The answers that count: those of visible fields, confirmations included."""
    definition = read(definition)
    fields = [field for page in _pages_and_check(definition, answers) for field in page.fields if field.answers]
    return {field.key: answers[field.key] for field in fields if field.key in answers}


def file_fields(definition: Definition | Mapping, answers: Answers, *, page_key: str = "") -> list[Field]:
    """The visible fields that are answered by files, in order; of one page, if it is named."""
    pages = [page for page in visible_pages(definition, answers) if page_key in ("", page.key)]
    return [field for page in pages for field in page.fields if field.type == "file"]


def procedures(definition: Definition | Mapping, answers: Answers) -> list[str]:
    """LeiKa keys of the services applied for together; empty means the form's own service alone."""
    return list(visible_answers(definition, answers).get(PROCEDURES) or [])


def asked_page(page: Page, answers: Answers) -> Page:
    """The page as shown: without fields that earlier pages rule out.

    A field that depends on another of the same page is always shown, because without script the page
    cannot change under the reader; its answer counts only if the condition holds.
    """
    own = {field.key for field in page.fields}
    asked = [
        field
        for field in page.fields
        if conditions.variables(field.condition) & own or conditions.holds(field.condition, answers)
    ]
    return replace(page, fields=tuple(asked))


def clean_page(
    page: Page, posted: Posted, answers: Answers, *, today: date
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """This page's good answers, and the problem of every field that has none, in the page's order.

    `answers` are the visible answers of the other pages. Fields that the posted answers hide are left out.
    """
    good: dict[str, Any] = {}
    wrong: dict[str, Problem] = {}
    for field in page.fields:
        if not field.answers or not conditions.holds(field.condition, {**answers, **good}):
            continue
        try:
            value = values.read(field, posted, today)
        except Wrong as refusal:
            wrong[field.key] = refusal.problem
        else:
            if value is not None:
                good[field.key] = value
    return good, wrong


def page_problems(page: Page, answers: Answers, files: Files, *, today: date) -> dict[str, Problem]:
    """What is still wrong or missing on a visible page, judged by what is stored."""
    found = {}
    for field in page.fields:
        problem = file_problem(field, files) if field.type == "file" else _stored_problem(field, answers, today)
        if problem:
            found[field.key] = problem
    return found


def file_problem(field: Field, files: Files) -> Problem | None:
    count = len(files.get(field.key, ()))
    if field.required and not count:
        return Problem("file_missing")
    return Problem("too_many_files", {"limit": field.max_files}) if count > field.max_files else None


def reached_pages(
    definition: Definition | Mapping, answers: Answers, files: Files, *, done: Sequence[str], today: date
) -> tuple[list[Page], bool]:
    """The visible pages one may open: the finished ones and the first unfinished. And whether all are finished."""
    reached = []
    for page in visible_pages(definition, answers):
        reached.append(page)
        if page.key not in done or page_problems(page, answers, files, today=today):
            return reached, False
    return reached, True


def summary(
    definition: Definition | Mapping, answers: Answers, language: str, files: Files | None = None
) -> list[SummarySection]:
    """Every visible question with its answer in words. File rows only if `files` (their names) is given."""
    definition = read(definition)
    sections = []
    for page in _pages_and_check(definition, answers):
        if page.key == CHECK_PAGE and not any(field.key in answers for field in page.fields):
            continue
        rows = [row for field in page.fields if (row := _row(field, answers, language, files))]
        if rows:
            part = page.part.label.get(language) if page.part else ""
            sections.append(SummarySection(page.short.get(language), page.key, rows, part))
    return sections


def _row(field: Field, answers: Answers, language: str, files: Files | None) -> SummaryRow | None:
    if field.type == "info" or (field.type == "file" and files is None):
        return None
    if field.type == "file":
        names = files.get(field.key, ())
        value = ", ".join(names) or WORDS.get(language, WORDS["de"])[None]
    else:
        value = words(field, answers.get(field.key), language)
    return SummaryRow(field.label.get(language), value, field.key)


def _stored_problem(field: Field, answers: Answers, today: date) -> Problem | None:
    if not field.answers:
        return None
    try:
        values.check(field, answers.get(field.key), today)
    except Wrong as refusal:
        return refusal.problem
    return None


def _walk(definition: Definition, answers: Answers) -> Iterator[tuple[Page, dict[str, Any]]]:
    """Visible pages with their visible fields, and the answers that counted up to there."""
    counted: dict[str, Any] = {}
    for page in definition.pages:
        if not conditions.holds(page.condition, counted):
            continue
        fields = []
        for field in page.fields:
            if not conditions.holds(field.condition, counted):
                continue
            fields.append(field)
            if field.answers and field.key in answers:
                counted[field.key] = answers[field.key]
        if fields:
            yield replace(page, fields=tuple(fields)), dict(counted)


def _pages_and_check(definition: Definition, answers: Answers) -> Iterator[Page]:
    """The visible pages, then the confirmations that apply."""
    counted: dict[str, Any] = {}
    for page, upto in _walk(definition, answers):
        counted = upto
        yield page
    yield replace(
        definition.check_page,
        fields=tuple(field for field in definition.confirmations if conditions.holds(field.condition, counted)),
    )
