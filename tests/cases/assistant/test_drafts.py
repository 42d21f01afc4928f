"""Drafts are kept as long as promised, and their keys stay out of the log."""

import logging
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actions import delete_expired_drafts
from cases.models import Application
from cases.tasks.drafts import delete_expired_drafts as task
from portal.files.models import StoredFile
from portal.logs import HideSecrets
from tests.cases.assistant.world import DOG_PAGES, begin
from tests.factories.files import pdf


def test_expired_drafts_go_with_their_files(world, licence, django_capture_on_commit_callbacks):
    licence.fill({"vorhaben": {}, "nachweise": {"plan": SimpleUploadedFile("a.pdf", pdf())}})
    kept = StoredFile.objects.get()
    path = kept.content.name
    fresh = begin(world, world.dog)
    Application.objects.filter(secret=licence.secret).update(expires_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        assert delete_expired_drafts() == 1

    assert [row.secret for row in Application.objects.all()] == [fresh.secret]
    assert not StoredFile.objects.exists()
    assert not kept.content.storage.exists(path)
    assert delete_expired_drafts() == 0


def test_what_was_sent_stays(dog):
    dog.fill(DOG_PAGES)
    dog.send()
    Application.objects.update(expires_at=timezone.now() - timedelta(days=1))

    task.run()

    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Not Found: %s", ("/antrag/hundesteuer/AbCdEfGhIjKlMnOpQrStUvWxYz012345/hund/",)),
        ("GET /fall/MV-4H7K-M92P-X/?schluessel=AbCdEfGhIjKlMnOpQrStUvWxYz012345 200", ()),
        ("GET /en/antrag/hundesteuer/AbCdEf_hIjKlMnOpQrSt-vWxYz012345/", ()),
    ],
)
def test_secrets_never_reach_the_log(message, arguments):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)

    assert HideSecrets().filter(record)

    assert "012345" not in record.getMessage()
    assert "…" in record.getMessage()


def test_other_messages_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d expired drafts deleted", (3,), None)

    HideSecrets().filter(record)

    assert record.getMessage() == "3 expired drafts deleted"
