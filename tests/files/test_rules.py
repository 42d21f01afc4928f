import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files import rules
from portal.files.rules import ALLOWED, clean_name, is_whole, name_for
from tests.factories.files import archive, pdf, picture


def test_examples_in_the_docstrings():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\Users\\Anna\\Grundriß Küche.pdf", "Grundriß Küche.pdf"),
        ("Gru\u0308n.pdf", "Grün.pdf"),  # macOS writes umlauts in two signs
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),  # right to left, to look like exe.pdf
        ("a\r\nContent-Type: text/html\r\n.pdf", ["aContent-Type: text", "html.pdf"][-1]),
        ("a\x00b\x1f.pdf", "ab.pdf"),
        ("  viel   Platz .pdf", "viel Platz .pdf"),
        (".htaccess", "htaccess"),
        ("...", "Datei"),
        ("", "Datei"),
    ],
)
def test_clean_name(name, expected):
    assert clean_name(name) == expected


@pytest.mark.parametrize(
    ("name", "content_type", "expected"),
    [
        ("plan.PDF", "application/pdf", "plan.PDF"),
        ("foto.jpeg", "image/jpeg", "foto.jpeg"),
        ("foto.png", "image/jpeg", "foto.jpg"),  # renamed by hand
        ("rechnung.pdf.exe", "application/pdf", "rechnung.pdf"),
        ("rechnung.pdf.pdf", "application/pdf", "rechnung.pdf.pdf"),
        ("Bericht v1.2", "application/pdf", "Bericht v1.2.pdf"),
        ("seite.html", "application/pdf", "seite.pdf"),
        ("ä" * 300 + ".pdf", "application/pdf", "ä" * 196 + ".pdf"),
        ("ä" * 300, "image/png", "ä" * 196 + ".png"),
    ],
)
def test_name_for(name, content_type, expected):
    assert name_for(name, content_type) == expected


@given(st.text(max_size=400), st.sampled_from(sorted(ALLOWED)))
def test_every_name_is_harmless(name, content_type):
    kept = name_for(name, content_type)
    assert kept.lower().endswith(ALLOWED[content_type])
    assert 0 < len(kept) <= 200
    assert not set(kept) & set("/\\\r\n\x00")
    assert not kept.startswith(".")
    assert name_for(kept, content_type) == kept


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (pdf(), "application/pdf", True),
        (pdf() + b"\r\n\r\n", "application/pdf", True),  # many programs add blank lines
        (pdf()[:-20], "application/pdf", False),
        (b"%PDF-1.7\n<html><script>alert(1)</script></html>", "application/pdf", False),
        (pdf() + archive(), "application/pdf", False),
        (picture("PNG"), "image/png", True),
        (picture("PNG")[:-12], "image/png", False),
        (picture("PNG") + archive(), "image/png", False),
        (picture("JPEG"), "image/jpeg", True),
        (picture("JPEG")[:-2], "image/jpeg", False),
        (picture("JPEG") + archive(), "image/jpeg", False),
    ],
)
def test_is_whole(content, content_type, expected):
    assert is_whole(content, content_type) is expected
