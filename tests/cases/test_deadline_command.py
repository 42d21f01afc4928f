"""manage.py deadline: a deadline without a case and without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

KEYS = ["received_ea", "deemed_received_zb", "complete_since", "due_on", "extended_due_on", "explanation"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


def answer(line: str) -> dict[str, Any]:
    return json.loads(run(*line.split(), "--json"))


@pytest.mark.parametrize(
    ("line", "received_ea", "deemed", "complete", "due", "extended"),
    [
        # the vectors of the law
        ("--received-ea 2026-01-23 --period 3m", "2026-01-23", "2026-01-26", "2026-01-26", "2026-04-27", None),
        ("--received-ea 2025-12-03 --period 3m", "2025-12-03", "2025-12-06", "2025-12-06", "2026-03-06", None),
        (
            "--received-ea 2026-10-05 --complete 2026-10-13 --period 3m",
            "2026-10-05",
            "2026-10-08",
            "2026-10-16",
            "2027-01-18",
            None,
        ),
        ("--received-zb 2026-11-30 --period 3m", None, "2026-11-30", "2026-11-30", "2027-03-01", None),
        ("--received-zb 2026-01-31 --period 1m", None, "2026-01-31", "2026-01-31", "2026-03-02", None),
        ("--received-zb 2025-12-08 --period 3m", None, "2025-12-08", "2025-12-08", "2026-03-09", None),
        ("--received-zb 2023-05-15 --period 8w", None, "2023-05-15", "2023-05-15", "2023-07-10", None),
        ("--received-zb 2023-05-15 --period 30d", None, "2023-05-15", "2023-05-15", "2023-06-14", None),
        (
            "--received-zb 2023-05-15 --complete 2023-05-25 --period 2m",
            None,
            "2023-05-15",
            "2023-05-25",
            "2023-07-25",
            None,
        ),
        (
            "--received-ea 2026-01-23 --period 3m --extension 1m",
            "2026-01-23",
            "2026-01-26",
            "2026-01-26",
            "2026-04-27",
            "2026-05-27",
        ),
        (
            "--received-zb 2023-05-15 --period 2m --pause 2023-05-20..2023-05-25 --pause 2023-05-30..2023-06-03",
            None,
            "2023-05-15",
            "2023-05-15",
            "2023-07-26",
            None,
        ),
        (
            "--received-zb 2023-05-15 --period 2m --pause 2023-05-20..2023-05-25 --pause 2023-05-22..2023-05-25",
            None,
            "2023-05-15",
            "2023-05-15",
            "2023-07-21",
            None,
        ),
    ],
)
def test_answer(
    line: str, received_ea: str | None, deemed: str | None, complete: str, due: str, extended: str | None
) -> None:
    found = answer(line)
    assert list(found) == KEYS
    assert [found[key] for key in KEYS[:-1]] == [received_ea, deemed, complete, due, extended]


def test_every_step_is_a_sentence_with_its_day_and_paragraph() -> None:
    found = answer("--received-ea 2026-10-05 --complete 2026-10-13 --period 3m --extension 2w")
    assert found["explanation"] == [
        "5. Oktober 2026: Der Antrag ist beim Einheitlichen Ansprechpartner eingegangen.",
        "8. Oktober 2026: Am 3. Tag danach gilt er bei der zuständigen Behörde als eingegangen "
        "(§ 71b Abs. 2 VwVfG M-V).",
        "13. Oktober 2026: Die letzte Unterlage ist beim Einheitlichen Ansprechpartner eingegangen.",
        "16. Oktober 2026: Am 3. Tag danach gilt sie bei der zuständigen Behörde als eingegangen "
        "(§ 71b Abs. 2 VwVfG M-V). Damit sind die Unterlagen vollständig.",
        "16. Januar 2027: Die Frist dauert 3 Monate ab dem 16. Oktober 2026 (§§ 187, 188 BGB). "
        "Ihr Ende fällt auf ein Wochenende.",
        "18. Januar 2027: Deshalb endet die Frist am nächsten Werktag (§ 31 Abs. 3 VwVfG M-V).",
        "1. Februar 2027: Die Frist ist um 2 Wochen verlängert, gerechnet ab dem 18. Januar 2027 "
        "(§ 42a Abs. 2 Satz 3 VwVfG M-V, § 190 BGB).",
    ]


def test_table() -> None:
    text = run("--received-ea", "2026-01-23", "--period", "3m")
    assert "Ende der Frist                              2026-04-27" in text
    assert "Ende der verlängerten Frist                 -" in text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--period 3m", "entweder --received-ea oder --received-zb"),
        ("--received-ea 2026-01-23 --received-zb 2026-01-23 --period 3m", "entweder --received-ea oder --received-zb"),
        ("--received-ea 2026-01-23", "Nennen Sie die Dauer der Frist"),
        ("--received-ea 2026-01-23 --period 3y", "--period 3y: Schreiben Sie eine Zahl"),
        ("--received-ea 2026-01-23 --period 0m", "--period 0m: Schreiben Sie eine Zahl"),
        ("--received-ea 2026-01-23 --period 3m --extension lang", "--extension lang: Schreiben Sie eine Zahl"),
        ("--received-ea 2026-02-30 --period 3m", "--received-ea 2026-02-30: Das ist kein Tag"),
        ("--received-ea 23.1.2026 --period 3m", "--received-ea 23.1.2026: Das ist kein Tag"),
        ("--received-ea 2009-12-27 --period 3m", "gibt es seit dem 2009-12-28"),
        ("--received-zb 2500-01-01 --period 3m", "Der Tag muss zwischen dem"),
        ("--received-ea 2026-01-23 --complete 2026-01-22 --period 3m", "liegt vor dem Eingang"),
        ("--received-ea 2026-01-23 --period 3m --pause 2026-02-01", "Schreiben Sie den ersten und den letzten Tag"),
        ("--received-ea 2026-01-23 --period 3m --pause 2026-02-02..2026-02-01", "endet, bevor sie beginnt"),
        ("--received-ea 2026-01-23 --period 3m --pause 2026-02-02..morgen", "--pause morgen: Das ist kein Tag"),
    ],
)
def test_what_makes_no_sense_is_named(line: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*line.split())


def test_it_needs_no_database() -> None:
    environment = os.environ | {
        "PORTAL_DEMO": "1",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    line = "manage.py deadline --received-zb 2024-12-23 --period 1d --json"
    found = subprocess.run(
        [sys.executable, *line.split()], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["due_on"] == "2024-12-24"
