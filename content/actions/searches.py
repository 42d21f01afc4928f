"""Counting searches, what became of them, and forgetting them again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from content.actions.editing import require_editor
from content.actions.tally import Tally
from content.models import SearchCount, Service, StoredQuery
from content.rules.searches import kept_text
from portal.accounts.models import User
from portal.audit import actions as audit

What = Literal["search", "click", "yes", "no"]
# A click or an answer says nothing about how sure the search was
UPSERT = """
INSERT INTO content_searchcount AS kept
  (day, text, language, band, searches, clicks, helpful, unhelpful, is_settled)
SELECT day, text, language, max(band), coalesce(sum(n) FILTER (WHERE what = 'search'), 0),
  coalesce(sum(n) FILTER (WHERE what = 'click'), 0), coalesce(sum(n) FILTER (WHERE what = 'yes'), 0),
  coalesce(sum(n) FILTER (WHERE what = 'no'), 0), false
FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
  AS t(day, text, language, band, what, n)
GROUP BY day, text, language
ON CONFLICT (day, text, language) DO UPDATE SET
  band = CASE WHEN excluded.band = '' THEN kept.band ELSE excluded.band END,
  searches = kept.searches + excluded.searches, clicks = kept.clicks + excluded.clicks,
  helpful = kept.helpful + excluded.helpful, unhelpful = kept.unhelpful + excluded.unhelpful
"""

searches = Tally(UPSERT)


def count_search(text: str, *, language: str, what: What, band: str = "") -> None:
    """Count a search, a click on a result, or an answer to "found?". What may be personal is not kept."""
    if kept := kept_text(text):
        searches.count((timezone.localdate(), kept, language, band, what))


def forget_searches() -> int:
    """Delete what is older than SEARCH_LOG_DAYS. Returns how many rows."""
    last = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return SearchCount.objects.filter(day__lt=last).delete()[0]


@transaction.atomic
def load_stored_queries(rows: Sequence[tuple[str, str]]) -> int:
    """Add queries, each with the address of the service that people mean. Those that exist stay. Queries: 2."""
    services = Service.objects.in_bulk({slug for _text, slug in rows}, field_name="slug")
    new = [StoredQuery(text=text, service=services[slug]) for text, slug in rows if slug in services]
    return len(StoredQuery.objects.bulk_create(new, ignore_conflicts=True))


@transaction.atomic
def settle_search(text: str, *, actor: User) -> None:
    """The editors have seen to it: it leaves their list until somebody searches for it again on another day."""
    require_editor(actor)
    rows = SearchCount.objects.filter(text=text, is_settled=False)
    first = rows.first()
    if first is not None:
        rows.update(is_settled=True)
        audit.record(actor, "search.settled", first)
