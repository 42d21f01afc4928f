"""What search engines shall know, in both languages. Each section is split at 50,000 addresses."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from content.models import Guide, LifeSituation, News, Page, Service
from responsibility.models import Organisation


class PortalSitemap(Sitemap):
    """Absolute addresses of the public portal, whatever host the request names, with the other language beside each."""

    i18n = alternates = x_default = True
    limit = 50_000

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.PUBLIC_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_URL).scheme


class Lists(PortalSitemap):
    """Start page and lists."""

    def items(self) -> Sequence[str]:
        names = ("home", "services", "life_situations", "guides", "ea", "news", "faq", "glossary")
        return [*(f"content:{name}" for name in names), "responsibility:organisations"]

    def location(self, item: str) -> str:
        return reverse(item)


class Texts(PortalSitemap):
    """The published texts of one model at their addresses."""

    view = ""

    def __init__(self, model: type[Model], view: str, changed: str = "") -> None:
        self.model, self.view, self.changed = model, view, changed

    def items(self) -> QuerySet:
        found = self.model._default_manager.filter(is_published=True)
        return found.only("slug", *([self.changed] if self.changed else [])).order_by("pk")

    def location(self, item: Model) -> str:
        return reverse(self.view, args=[item.slug])

    def lastmod(self, item: Model) -> date | None:
        return getattr(item, self.changed) if self.changed else None


class Pages(Texts):
    def location(self, item: Page) -> str:
        return item.get_absolute_url()


class Organisations(PortalSitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.only("slug").order_by("pk")

    def location(self, item: Organisation) -> str:
        return reverse("responsibility:organisation", args=[item.slug])


SITEMAPS = {
    "listen": Lists(),
    "leistungen": Texts(Service, "content:service", "updated_on"),
    "lebenslagen": Texts(LifeSituation, "content:life_situation"),
    "lotsen": Texts(Guide, "content:guide"),
    "aktuelles": Texts(News, "content:news_item", "published_on"),
    "seiten": Pages(Page, "content:page", "updated_on"),
    "behoerden": Organisations(),
}
