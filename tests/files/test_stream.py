import pytest

from portal.files.actions import store_generated
from portal.files.errors import FileLocked
from portal.files.models import StoredFile
from portal.files.views import stream
from tests.factories.files import pdf, picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "content", "content_type", "as_attachment", "disposition"),
    [
        ("plan.pdf", pdf(), "application/pdf", False, 'inline; filename="plan.pdf"'),
        ("plan.png", picture("PNG"), "image/png", False, 'inline; filename="plan.png"'),
        ("plan.pdf", pdf(), "application/pdf", True, 'attachment; filename="plan.pdf"'),
        ("seite.html", b"<script>", "text/html", False, 'attachment; filename="seite.html"'),  # never in the browser
        ("Grundriß.pdf", pdf(), "application/pdf", True, "attachment; filename*=utf-8''Grundri%C3%9F.pdf"),
        ('a"b.pdf', pdf(), "application/pdf", True, 'attachment; filename="a\\"b.pdf"'),
    ],
)
def test_a_file_is_sent_under_its_name(name, content, content_type, as_attachment, disposition):
    response = stream(store_generated(name, content, content_type), as_attachment=as_attachment)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == content_type
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_an_infected_file_is_given_to_nobody():
    stored = store_generated("plan.pdf", pdf(), "application/pdf")
    stored.scan = StoredFile.Scan.INFECTED
    with pytest.raises(FileLocked, match="Schadsoftware"):
        stream(stored, as_attachment=True)
