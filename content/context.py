"""What every page shows of the editors' texts: notices of what is out of order."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from content import queries
from content.rules.notices import NoticeRow, counts
from portal import place


def notices(request: HttpRequest) -> dict:
    """The notices that count here and now. No query, except in the preview of an editor."""
    return {"notices": SimpleLazyObject(lambda: here_and_now(request))}


def here_and_now(request: HttpRequest) -> list[NoticeRow]:
    now = timezone.now()
    chosen = place.chosen(request)
    ars = chosen.ars if chosen else ""
    known = queries.notices(now=now) if getattr(request, "preview", None) else queries.told_notices()
    return [row for row in known if counts(row, now=now, path=request.path, place=ars)]
