"""The folder that the Portalverbund reads: an index, and the files it names."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from content.queries.xzufi import files

A_DAY = 86_400


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One name a line."""
    text = "".join(f"{name}\n" for name in files.index())
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """A file, streamed. It never changes under its name."""
    found = files.file_named(name)
    if found is None:
        raise Http404
    etag, moment = f'"{found.content.sha256}"', int(found.created_at.timestamp())
    not_modified = get_conditional_response(request, etag=etag, last_modified=moment)
    if not_modified is not None:
        return not_modified
    response = FileResponse(found.content.content.open("rb"), content_type="application/xml", filename=found.name)
    response["ETag"], response["Last-Modified"] = etag, http_date(moment)
    response["Cache-Control"] = f"public, max-age={A_DAY}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
