"""Taking files in. Call before you lock rows: checking and scanning take time."""

import hashlib
import logging

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.files import clamav
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from portal.files.rules import ALLOWED, EICAR, clean_name, is_whole, name_for
from portal.outbox import actions as outbox

logger = logging.getLogger(__name__)

Scan = StoredFile.Scan


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
