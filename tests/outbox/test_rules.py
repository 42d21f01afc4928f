import doctest
from datetime import timedelta

import pytest

from portal.outbox import rules
from portal.outbox.rules import DELAYS, MAX_ATTEMPTS, delay_after, error_text


def test_examples_in_the_docstrings():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        (1, timedelta(seconds=10)),
        (MAX_ATTEMPTS - 1, DELAYS[-1]),
        (MAX_ATTEMPTS, None),
        (MAX_ATTEMPTS + 1, None),  # a row changed by hand must not raise
    ],
)
def test_delay_after(attempts, expected):
    assert delay_after(attempts) == expected


def test_delays_grow():
    assert list(DELAYS) == sorted(DELAYS)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError(), "ValueError"),
        (ValueError("x" * 900), "ValueError: " + "x" * 488),
        # smtplib names the recipients in the error
        (
            OSError({"anna.petersen+amt@example.org": (550, b"unknown")}),
            "OSError: {'[E-Mail-Adresse]': (550, b'unknown')}",
        ),
        (
            OSError("<anna@example.org>, to=birte@güstrow.example: no"),
            "OSError: <[E-Mail-Adresse]>, [E-Mail-Adresse]: no",
        ),
    ],
)
def test_error_text_names_nobody(error, expected):
    assert error_text(error) == expected
