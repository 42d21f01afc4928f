"""Taking files in. Call before you lock rows: checking and scanning take time."""

import hashlib
import logging
import re
from datetime import datetime, timedelta
from uuid import UUID

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from portal.files import clamav
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from portal.files.rules import ALLOWED, EICAR, clean_name, is_whole, name_for
from portal.outbox import actions as outbox

logger = logging.getLogger(__name__)

Scan = StoredFile.Scan
# A file and what points to it are written one after the other; after this time nobody comes back for it
LEFT_BEHIND = timedelta(days=1)
CONTENT_NAME = re.compile("[0-9a-f]{32}")
MOST_AT_ONCE = 1000


def store_upload(upload: UploadedFile) -> StoredFile:
    """Keep an uploaded file, or raise UploadRefused with a sentence for the field."""
    shown = clean_name(upload.name or "")
    if not upload.size:
        raise UploadRefused("empty", shown)
    if upload.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise UploadRefused("size", shown)
    upload.seek(0)
    content = upload.read()
    if EICAR in content:
        raise UploadRefused("malware", shown)
    content_type = _content_type(content, shown)
    return _store(name_for(shown, content_type), content, content_type, _scan(content, shown))


def store_generated(name: str, content: bytes, content_type: str) -> StoredFile:
    """Keep a file that the portal itself made."""
    return _store(clean_name(name), content, content_type, Scan.CLEAN)


def _content_type(content: bytes, shown: str) -> str:
    """By what is in the file, never by its name or what the browser says."""
    try:
        content_type = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        content_type = ""
    if content_type not in ALLOWED:
        raise UploadRefused("type", shown)
    if not is_whole(content, content_type):
        raise UploadRefused("damaged", shown)
    return content_type


def _scan(content: bytes, shown: str) -> str:
    if not settings.CLAMAV_URL:
        return Scan.UNCHECKED
    try:
        found = clamav.find_malware(content, address=settings.CLAMAV_URL)
    except clamav.ScannerAway as error:
        logger.warning("The virus scanner gave no verdict (%s); the file is scanned later.", error)
        return Scan.PENDING
    if found:
        raise UploadRefused("malware", shown)
    return Scan.CLEAN


@transaction.atomic
def _store(name: str, content: bytes, content_type: str, scan: str) -> StoredFile:
    stored_file = StoredFile(
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan=scan,
    )
    stored_file.content.save(name, ContentFile(content), save=False)
    stored_file.save(force_insert=True)
    if scan == Scan.PENDING:
        outbox.add("portal.files.scan", 0)
    return stored_file


def scan_pending() -> None:
    """Scan every file that still waits for it. One that is away stops the walk and is asked again later."""
    for stored_file in StoredFile.objects.filter(scan=Scan.PENDING).order_by("created_at", "pk").iterator():
        try:
            with stored_file.content.open("rb") as content:
                found = clamav.find_malware(content.read(), address=settings.CLAMAV_URL)
        except clamav.ScannerAway as error:
            raise outbox.RetryLater(f"Der Virenscanner antwortet nicht ({error}).") from error
        scan = Scan.INFECTED if found else Scan.CLEAN
        StoredFile.objects.filter(pk=stored_file.pk, scan=Scan.PENDING).update(scan=scan)
        if found:
            logger.error("Stored file %s is infected (%s) and locked.", stored_file.pk, found)


@transaction.atomic
def discard(stored_file: StoredFile) -> None:
    """Delete a file; its content goes once that is committed."""
    storage, name = stored_file.content.storage, stored_file.content.name
    stored_file.delete()
    transaction.on_commit(lambda: storage.delete(name))


def clean(hour: int) -> int:
    """Delete what a killed process left behind in a twenty-fourth of the folders. Returns how many files."""
    before = timezone.now() - LEFT_BEHIND
    return sum(clean_folder(f"{number:02x}", before=before) for number in range(hour % 24, 256, 24))


def clean_folder(folder: str, *, before: datetime) -> int:
    """Files that nothing points to, and contents that have no row. What is younger may still be at work."""
    storage = StoredFile._meta.get_field("content").storage
    try:
        names = [name for name in storage.listdir(folder)[1] if CONTENT_NAME.fullmatch(name)]
    except FileNotFoundError:
        names = []
    deleted = 0
    for stored_file in unused_files(folder, before=before):
        try:
            discard(stored_file)
        except ProtectedError:  # somebody needs it after all
            continue
        logger.warning("Stored file %s was used by nothing and is deleted.", stored_file.pk)
        deleted += 1
    known = {key.hex for key in StoredFile.objects.filter(pk__in=names).values_list("pk", flat=True)}
    for name in sorted(set(names) - known):
        path = f"{folder}/{name}"
        if storage.exists(path) and storage.get_modified_time(path) < before:
            storage.delete(path)
            logger.warning("The content %s had no row and is deleted.", path)
            deleted += 1
    return deleted


def unused_files(folder: str, *, before: datetime) -> QuerySet[StoredFile]:
    """Rows of this folder that no foreign key of any app points to."""
    bounds = UUID(folder.ljust(32, "0")), UUID(folder.ljust(32, "f"))
    found = StoredFile.objects.filter(pk__range=bounds, created_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            owners = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.exclude(Exists(owners))
    return found.order_by("pk")[:MOST_AT_ONCE]
