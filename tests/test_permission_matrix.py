"""Who gets what at every address: tests/permission_matrix.txt against the URL configuration.

An address without a row fails the suite, and so does a row without an address. "login" is the way to the log-in
page; any other number is the status of the answer. Nothing that a request changes outlives it.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.cases.world import BERLIN
from tests.matrix_texts import KINDS, PAGES
from tests.matrix_world import Stage, build_stage

PEOPLE = ("nobody", "anna", "olaf", "eva", "birte", "cord", "editor", "operator")
# On the pages of cases also who leads and who is invited
CASE_PEOPLE = ("nobody", "anna", "olaf", "eva", "birte", "cord", "katrin", "ines", "editor", "operator")
TABLES = {"permission_matrix.txt": PEOPLE, "permission_matrix_cases.txt": CASE_PEOPLE}
METHODS = ("GET", "POST")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN)
# What a GET needs to be answered
ASKED = {
    "admin:responsibility_choose": {
        "app_label": "responsibility",
        "model_name": "responsibility",
        "field_name": "area",
        "term": "",
    },
    "api-areas": {"q": "Güstrow"},
    "api-responsibilities": {"service": "99025002005000", "place": "13072043"},
    "routing-areas": {"areaSearchexpression": "Güstrow"},
    "routing-routes": {"leikaKey": "99025002005000", "ags": "13072043"},
}
# Of the administration its entry and our own pages; Django's pages for single rows are the editors' own tests' business
ADMIN = (
    "admin:content_guide_trial",
    "admin:content_task_changelist",
    "admin:content_task_finish",
    "admin:content_task_hints",
    "admin:content_task_seen",
    "admin:content_task_text",
    "admin:content_task_unshare",
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:responsibility_choose",
    "admin:responsibility_export",
    "admin:responsibility_import",
    "admin:responsibility_matrix",
    "admin:responsibility_preview",
    "admin:responsibility_tester",
    *(
        f"admin:responsibility_{model}_{page}"
        for model in ("organisation", "postcodearea", "responsibility", "servicegroup")
        for page in ("deleted", "version")
    ),
    *(f"admin:content_{kind}_{page}" for kind in KINDS for page in PAGES),
    "admin:content_servicesupplement_texts",
)


class Row(NamedTuple):
    """One line of the table."""

    name: str
    method: str
    answers: dict[str, str]


def table() -> list[Row]:
    """The lines of both files that are neither empty nor a comment."""
    rows = []
    for file, people in TABLES.items():
        text = Path(__file__).with_name(file).read_text(encoding="utf-8")
        lines = (line.split("#")[0].split() for line in text.splitlines())
        rows += [Row(words[0], words[1], spread(words[2:], people)) for words in lines if words]
    return rows


def spread(answers: list[str], people: tuple[str, ...]) -> dict[str, str]:
    """One answer for all, two for nobody and the others, or one a person."""
    if len(answers) <= 2:
        answers = [answers[0]] + [answers[-1]] * (len(people) - 1)
    return dict(zip(people, answers, strict=True))


def names(patterns: list, namespace: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            name = f"{namespace}:{pattern.name}" if namespace else pattern.name
            if namespace != "admin" or name in ADMIN:
                yield name


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """One world for all rows; it is rolled back at the end."""
    with django_db_blocker.unblock(), time_machine.travel(NOW), transaction.atomic():
        yield build_stage()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(stage: Stage) -> dict[str, Client]:
    """One browser a person."""
    found = {}
    for name, person in stage.people.items():
        found[name] = Client(raise_request_exception=False)
        if person is not None:
            found[name].force_login(person)
    return found


def ask(browser: Client, stage: Stage, row: Row) -> str:
    """Send one request and undo what it did."""
    client = Client(raise_request_exception=False)
    client.cookies.update(browser.cookies)
    address = reverse(row.name, args=stage.arguments.get(row.name, []))
    with transaction.atomic():
        send = client.post if row.method == "POST" else client.get
        response = send(address, (stage.posted if row.method == "POST" else ASKED).get(row.name, {}))
        transaction.set_rollback(True)
    return answer(response)


def answer(response: HttpResponse) -> str:
    """The status, or "login" for the way to the log-in page."""
    location = response.get("Location", "")
    if response.status_code == 302 and location.startswith((f"{reverse('account_login')}?", reverse("admin:login"))):
        return "login"
    return str(response.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row.name}-{row.method}")
def test_matrix(row: Row, stage: Stage, browsers: dict[str, Client]) -> None:
    assert {person: ask(browsers[person], stage, row) for person in row.answers} == row.answers


def test_every_address_has_its_rows() -> None:
    rows = [(row.name, row.method) for row in table()]
    expected = {(name, method) for name in names(get_resolver().url_patterns) for method in METHODS}
    assert sorted(expected - set(rows)) == [], "addresses without a row"
    assert sorted(set(rows) - expected) == [], "rows without an address"
    assert len(rows) == len(set(rows)), "a row stands twice"
