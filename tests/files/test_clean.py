"""What a process leaves behind that is killed between writing a file and using it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.files import actions
from portal.files.models import StoredFile
from responsibility.models import Organisation
from tests.factories.cases import OrganisationFactory

OLD = timezone.now() - timedelta(days=2)


def stored(*, is_old: bool) -> StoredFile:
    """Written, and then nobody came back for it."""
    stored_file = actions.store_generated("Bescheid.pdf", b"%PDF-1.7", "application/pdf")
    if is_old:
        StoredFile.objects.filter(pk=stored_file.pk).update(created_at=OLD)
    return stored_file


def clean_all() -> int:
    return sum(actions.clean(hour) for hour in range(24))


def test_a_file_that_nothing_points_to_goes_with_its_content(db, django_capture_on_commit_callbacks) -> None:
    left, young = stored(is_old=True), stored(is_old=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert clean_all() == 1
    assert not Path(left.content.path).exists()
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [young.pk]
    assert Path(young.content.path).exists()
    assert clean_all() == 0


def test_a_file_in_use_stays(db) -> None:
    used = stored(is_old=True)
    OrganisationFactory(logo=used)
    assert clean_all() == 0
    assert Organisation.objects.get().logo.content.read() == b"%PDF-1.7"


@pytest.mark.parametrize(("is_old", "deleted"), [(True, 1), (False, 0)])
def test_content_without_a_row_goes(db, is_old: bool, deleted: int) -> None:
    """Killed before the row was committed."""
    storage = StoredFile._meta.get_field("content").storage
    path = Path(storage.path(storage.save("ab/" + "ab" * 16, ContentFile(b"%PDF-1.7"))))
    other = Path(storage.path(storage.save("ab/liesmich.txt", ContentFile(b"not ours"))))
    if is_old:
        for file in (path, other):
            os.utime(file, (OLD.timestamp(), OLD.timestamp()))
    assert clean_all() == deleted
    assert path.exists() is not is_old
    assert other.exists()


def test_every_folder_has_its_hour(db) -> None:
    storage = StoredFile._meta.get_field("content").storage
    for number in range(256):
        path = storage.path(storage.save(f"{number:02x}/{number:02x}{'0' * 30}", ContentFile(b"%PDF-1.7")))
        os.utime(path, (OLD.timestamp(), OLD.timestamp()))
    assert sum(actions.clean(hour) for hour in range(23)) < 256
    assert actions.clean(23) > 0
    assert clean_all() == 0
