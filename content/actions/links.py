"""Keeping the list of links: which there are, and what the last check found."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from content.models import WRONG, LinkPlace, WebLink
from content.queries import links as queries
from content.rules.links import look_again, own_path
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.web.rules import SEVERITY, Found

# Links are judged by how often people meet them in this time
DAYS_OF_VIEWS = 30
VIEWS = """
WITH read AS (
  SELECT CASE WHEN path LIKE '/en/%%' THEN substr(path, 4) ELSE path END AS path, sum(views) AS views
  FROM content_pageview WHERE day > %s GROUP BY 1
), met AS (
  SELECT pages.link_id, sum(read.views) AS views
  FROM (SELECT DISTINCT link_id, path FROM content_linkplace) pages JOIN read USING (path) GROUP BY 1
)
UPDATE content_weblink link SET views = coalesce(met.views, 0)
FROM content_weblink every LEFT JOIN met ON met.link_id = every.id
WHERE link.id = every.id AND link.views <> coalesce(met.views, 0)
"""


@transaction.atomic
def collect_links() -> tuple[int, int]:
    """Bring the list up to what is published now. How many came and went."""
    wanted = queries.published_links()
    now = timezone.now()
    known = dict(WebLink.objects.values_list("url", "pk"))
    new = sorted({spot.url for spot in wanted} - known.keys())
    WebLink.objects.bulk_create(
        [WebLink(url=url, host=host_of(url), next_check_at=now) for url in new], batch_size=500, ignore_conflicts=True
    )
    if new:
        known = dict(WebLink.objects.values_list("url", "pk"))
    kept = {(known[spot.url], *spot[1:]) for spot in wanted}
    places = LinkPlace.objects.values_list("pk", "link", "content_type", "object_id", "field", "path")
    there = {tuple(row): pk for pk, *row in places}
    LinkPlace.objects.filter(pk__in=[pk for row, pk in there.items() if row not in kept]).delete()
    LinkPlace.objects.bulk_create(
        [
            LinkPlace(link_id=link, content_type_id=kind, object_id=key, field=field, path=path)
            for link, kind, key, field, path in sorted(kept - there.keys())
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    gone, _details = WebLink.objects.filter(places=None).delete()
    count_views(since=timezone.localdate() - timedelta(days=DAYS_OF_VIEWS))
    return len(new), gone


def count_views(*, since: date) -> None:
    """How often the pages of each link were read since then, each page once, in both languages. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(VIEWS, [since])


def host_of(url: str) -> str:
    if own_path(url, settings.PUBLIC_URL) is not None:
        return ""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


@transaction.atomic
def record_link(link_id: int, found: Found, *, now: datetime) -> None:
    """Note what a check found. A link that went meanwhile stays away."""
    link = WebLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        return
    is_wrong = found.verdict in WRONG
    link.verdict, link.detail, link.status, link.target = found.verdict, found.detail[:200], found.status, found.target
    link.target = found.target[:2000]
    link.severity = SEVERITY.index(found.verdict)
    link.checked_at = now
    link.wrong_checks = link.wrong_checks + 1 if is_wrong else 0
    link.wrong_since = (link.wrong_since or now) if is_wrong else None
    link.next_check_at = now + look_again(found.verdict, link.wrong_checks)
    link.save()


@transaction.atomic
def check_soon(link_ids: Collection[int], *, actor: User) -> int:
    """Let own links be checked in the next run."""
    links = WebLink.objects.filter(pk__in=queries.own_links(actor).filter(pk__in=link_ids).values("pk"))
    for link in links:
        audit.record(actor, "link.check_asked", link)
    return links.update(next_check_at=timezone.now())
