"""Telling every page what is out of order, without a query on any of them."""

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from content.models import Notice
from content.queries.texts import NOTICES, notices


def tell_notices() -> None:
    """Write the published notices to the cache, from which pages read them. Queries: 1 a language.

    Done after each publication and again every minute, so a cache that was away or emptied knows them soon.
    """
    now, told = timezone.now(), {}
    for language in ("de", "en"):
        with translation.override(language):
            told[language] = notices(now=now)
    cache.set(NOTICES, told, timeout=None)


def notice_changed(notice: Notice) -> None:
    """Tell it once the change is there for everybody."""
    transaction.on_commit(tell_notices)
