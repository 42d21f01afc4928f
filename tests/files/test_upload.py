import hashlib

import pytest
from django.db import transaction

from portal.files.actions import discard, store_generated, store_upload
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from tests.factories.files import EICAR, HEIC, archive, pdf, picture

pytestmark = pytest.mark.django_db

FORMAT = "hat ein Format, das wir nicht lesen können. Bitte laden Sie ein PDF, JPG oder PNG hoch."
DAMAGED = "ist beschädigt. Bitte speichern Sie sie neu und laden Sie sie noch einmal hoch."


@pytest.mark.parametrize(
    ("name", "content", "stored_name", "content_type"),
    [
        ("lageplan.pdf", pdf(), "lageplan.pdf", "application/pdf"),
        ("Grundriß Küche.png", picture("PNG"), "Grundriß Küche.png", "image/png"),
        ("IMG_1.JPG", picture("JPEG"), "IMG_1.JPG", "image/jpeg"),
        ("rechnung.pdf.exe", pdf(), "rechnung.pdf", "application/pdf"),
    ],
)
def test_a_good_file_is_kept(name, content, stored_name, content_type, upload, files_root):
    stored = store_upload(upload(name, content))
    assert (stored.name, stored.content_type, stored.size) == (stored_name, content_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.scan == "unchecked"  # no scanner is configured
    path = files_root / stored.content.name
    assert path.read_bytes() == content
    assert path.name == stored.pk.hex  # the name on disk says nothing


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.pdf", b"", "Die Datei „leer.pdf“ ist leer. Prüfen Sie den Inhalt und laden Sie sie noch einmal hoch."),
        ("gross.pdf", pdf() + bytes(10 * 1024 * 1024), "Die Datei „gross.pdf“ ist größer als 10 MB."),
        ("lageplan.heic", HEIC, f"Die Datei „lageplan.heic“ {FORMAT}"),
        ("plan.pdf", archive(), f"Die Datei „plan.pdf“ {FORMAT}"),  # zip renamed
        ("brief.pdf", archive(**{"word/document.xml": "<w/>", "[Content_Types].xml": "<t/>"}), FORMAT),  # docx renamed
        ("seite.pdf", b"<!doctype html><script>alert(1)</script>", FORMAT),
        ("seite.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", FORMAT),
        ("text.pdf", "Güstrow".encode(), FORMAT),
        ("programm.pdf", b"MZ" + bytes(400), FORMAT),
        ("bild.png", b"GIF89a" + bytes(100), FORMAT),
        ("halb.pdf", pdf()[:60], DAMAGED),
        ("doppelt.pdf", b"%PDF-1.7\n<html><script>alert(1)</script></html>", DAMAGED),
        ("versteckt.jpg", picture("JPEG") + archive(), DAMAGED),
        (
            "test.pdf",
            EICAR,
            "In der Datei „test.pdf“ wurde Schadsoftware gefunden. Bitte laden Sie eine andere Datei hoch.",
        ),
        ("test2.pdf", pdf() + EICAR, "Schadsoftware"),
        ("../../x.pdf", b"", "Die Datei „x.pdf“ ist leer."),
        ("a\u202efdp.exe", b"MZ" + bytes(400), "Die Datei „afdp.exe“ hat"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(name, content, sentence, upload, files_root):
    with pytest.raises(UploadRefused) as refusal:
        store_upload(upload(name, content))
    assert sentence in str(refusal.value)
    assert not StoredFile.objects.exists()
    assert not files_root.exists()


def test_the_limit_is_the_configured_one(upload, settings):
    settings.MAX_UPLOAD_MB = 1
    with pytest.raises(UploadRefused, match="größer als 1 MB"):
        store_upload(upload("plan.pdf", pdf() + bytes(1024 * 1024)))


def test_a_generated_file_needs_no_check():
    stored = store_generated("Bescheid MV-4H7K.pdf", pdf(), "application/pdf")
    assert (stored.name, stored.scan) == ("Bescheid MV-4H7K.pdf", "clean")


@pytest.mark.django_db(transaction=True)
def test_discard_deletes_the_content_only_after_commit(upload, files_root):
    stored = store_upload(upload("plan.pdf", pdf()))
    path = files_root / stored.content.name
    with transaction.atomic():
        discard(StoredFile.objects.get(pk=stored.pk))
        assert path.exists()
        transaction.set_rollback(True)
    assert path.exists()
    discard(StoredFile.objects.get(pk=stored.pk))
    assert not path.exists()
    assert not StoredFile.objects.exists()
