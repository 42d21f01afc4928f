"""What machines read: the way for search engines, and news for readers of feeds."""

from datetime import UTC, datetime, time

from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from content import queries
from content.sitemaps import SITEMAPS
from portal.addresses import absolute
from portal.public import public_page

FEEDS = {"atom": feedgenerator.Atom1Feed, "rss": feedgenerator.Rss201rev2Feed}
NEWS_IN_FEED = 20
# Rooms of single persons and of staff
CLOSED = ("/antrag/", "/betrieb/", "/eingang/", "/fall/", "/konto/", "/redaktion/", "/vorfuehrung/")


@require_GET
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in CLOSED]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_GET
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Names the sections; a long one has several pages. Queries: 1 a section."""
    parts = []
    for section, found in SITEMAPS.items():
        address = absolute(reverse("sitemap_section", args=[section]))
        pages = found.paginator.num_pages
        parts += [address, *(f"{address}?p={number}" for number in range(2, pages + 1))]
    return render(request, "content/sitemap_index.xml", {"parts": parts}, content_type="application/xml")


@require_GET
@public_page
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    if section not in SITEMAPS:
        raise Http404
    return sitemap_views.sitemap(request, SITEMAPS, section=section)


@require_GET
@public_page
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The latest news in the language of the address. Queries: 1."""
    home = absolute(reverse("content:news"))
    written = FEEDS[kind](
        title=_("Aktuelles aus dem Dienstleistungsportal M-V"),
        link=home,
        description=_("Neues über Leistungen, Fristen und das Portal"),
        language=get_language(),
        author_name=_("Land Mecklenburg-Vorpommern"),
        feed_url=absolute(request.path),
    )
    for row in queries.latest_news(NEWS_IN_FEED):
        address = absolute(reverse("content:news_item", args=[row.slug]))
        at = datetime.combine(row.published_on, time(), UTC)
        written.add_item(
            row.title, address, row.teaser, unique_id=address, unique_id_is_permalink=True, pubdate=at, updateddate=at
        )
    return HttpResponse(written.writeString("utf-8"), content_type=written.content_type)
