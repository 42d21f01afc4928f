"""Sending files. The caller has checked that this person may read this file."""

from django.http import FileResponse

from portal.files.errors import FileLocked
from portal.files.models import StoredFile
from portal.files.rules import ALLOWED

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def stream(stored_file: StoredFile, *, as_attachment: bool = False) -> FileResponse:
    """The content under its name. Only PDF and pictures may open in the browser, and nothing in them runs."""
    if stored_file.scan == StoredFile.Scan.INFECTED:
        raise FileLocked
    response = FileResponse(
        stored_file.content.open("rb"),
        as_attachment=as_attachment or stored_file.content_type not in ALLOWED,
        filename=stored_file.name,
        content_type=stored_file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response
