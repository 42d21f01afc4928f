import ctypes
import gc
import io
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader

from portal.documents.pdf import BASE_URL, forget_fonts, render_pdf, static_path

LETTER = """<!doctype html><html lang="{{ language }}">
<head><title>Bescheid {{ reference }}</title>{{ head|safe }}</head>
<body><h1>Bescheid</h1><p>Grüße an {{ name }} in Güstrow</p>{{ body|safe }}</body></html>"""


@pytest.fixture(autouse=True)
def letter(settings, tmp_path):
    (tmp_path / "letter.html").write_text(LETTER)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]


def render(**context) -> PdfReader:
    context = {"reference": "MV-4H7K", "name": "Anna & Co"} | context
    return PdfReader(io.BytesIO(render_pdf("letter.html", context)))


def test_the_document_is_tagged_and_says_what_it_is():
    document = render()
    catalog = document.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "de"
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title == "Bescheid MV-4H7K"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert "Grüße an Anna & Co in Güstrow" in document.pages[0].extract_text()


def test_the_document_speaks_the_language_asked_for():
    document = PdfReader(io.BytesIO(render_pdf("letter.html", {}, language="en")))
    assert document.trailer["/Root"]["/Lang"] == "en"


@pytest.fixture
def visited():
    """A web server on this machine that notes who comes."""
    visits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_error(404)

        def log_message(self, *args) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="{url}/x.png" alt="">'),
        ('<link rel="stylesheet" href="{url}/x.css">', ""),
        ("<style>@import url({url}/x.css);</style>", ""),
        ("<style>body {{ background: url({url}/x.png) }}</style>", ""),
        ('<base href="{url}/">', '<img src="x.png" alt="">'),
        ("", '<object data="{url}/x.svg"></object>'),
    ],
)
def test_the_network_is_never_asked(head, body, visited, caplog):
    url, visits = visited
    with caplog.at_level(logging.ERROR, "weasyprint"):
        document = render(head=head.format(url=url), body=body.format(url=url))
    assert visits == []
    assert len(document.pages) == 1


def test_no_other_file_of_the_machine_gets_in(tmp_path):
    picture = tmp_path / "secret.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">geheim</text></svg>'
    )
    document = render(body=f'<img src="file://{picture}" alt="x"><a rel="attachment" href="file://{picture}">y</a>')
    assert "geheim" not in document.pages[0].extract_text()
    assert not document.attachments


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/x.css",
        f"{BASE_URL}../../etc/passwd",
        f"{BASE_URL}%2e%2e/%2e%2e/etc/passwd",
        f"{BASE_URL}/etc/passwd",
        "https://portal.invalid/static.evil/x",
    ],
)
def test_only_static_addresses_are_allowed(url):
    with pytest.raises(ValueError, match="own static files"):
        static_path(url)


def test_our_own_static_files_are_found():
    assert static_path(f"{BASE_URL}img/sprite.svg?v=1").is_file()


OUR_STYLES = {"head": '<link rel="stylesheet" href="css/pdf.css">'}
MALLINFO = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"


class Mallinfo(ctypes.Structure):
    """What glibc says of the memory it gave out (man mallinfo2)."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in MALLINFO.split())


def memory_in_use() -> int:
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        pytest.skip("Only glibc tells how much memory is in use.")
    libc.mallinfo2.restype = Mallinfo
    gc.collect()
    return libc.mallinfo2().uordblks


def test_a_document_leaves_no_memory_behind():
    """A worker writes thousands. Fonts loaded anew and font features each left a tenth of a megabyte and more."""
    for _number in range(15):
        render(**OUR_STYLES, body="<p>Ein Absatz.</p>" * 40)
    before = memory_in_use()
    for _number in range(30):
        render_pdf("letter.html", OUR_STYLES | {"body": "<p>Ein Absatz.</p>" * 40})
    assert memory_in_use() - before < 2_000_000


def test_a_worker_that_ends_leaves_no_fonts_behind(tmp_path, monkeypatch):
    forget_fonts()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    render(**OUR_STYLES)
    assert list(tmp_path.glob("weasyprint-*/*"))
    forget_fonts()
    assert not list(tmp_path.glob("weasyprint-*"))
