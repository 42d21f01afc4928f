"""Links of published texts and of authorities: which there are, which are due, which are wrong and whose they are."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override

from content.models import WRONG, FaqEntry, GlossaryTerm, LinkPlace, ServiceSupplement, WebLink
from content.models.editorial import Editorial
from content.queries import editorial, snapshots
from content.rules.links import links_in
from portal.accounts.models import User
from responsibility.models import Organisation
from responsibility.queries import rights

# By verdict, then by how often people meet them
WORST_FIRST = ("severity", "-views", "-pages", "url")
# At most this many links of one server in one run
PER_HOST = 30
BATCH = 500
OFFICE = "responsibility:organisation"
# All texts of a kind on one page
SHARED_PAGES: dict[type[Editorial], str] = {FaqEntry: "content:faq", GlossaryTerm: "content:glossary"}


class Spot(NamedTuple):
    """A link at its place."""

    url: str
    content_type: int
    object_id: int
    field: str
    path: str


def published_links() -> set[Spot]:
    """Every link that the public sees. Queries: 3 a kind of text and 500 texts, 1 for the authorities."""
    found: set[Spot] = set()
    with override("de"):
        for model in editorial.editorial_models():
            kind = ContentType.objects.get_for_model(model).pk
            keys = list(model._base_manager.filter(is_published=True).order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), BATCH):
                some = keys[start : start + BATCH]
                paths = page_paths(model, some)
                for key, data in snapshots.take_all(model, some).items():
                    found |= {Spot(place.url, kind, key, place.field, paths.get(key, "")) for place in links_in(data)}
        kind = ContentType.objects.get_for_model(Organisation).pk
        webs = Organisation.objects.exclude(web="").values_list("pk", "web", "slug")
        return found | {Spot(web, kind, key, "web", address(OFFICE, slug)) for key, web, slug in webs}


def page_paths(model: type[Editorial], keys: Collection[int]) -> dict[int, str]:
    """The page that shows each of these texts; a regional text stands on its service's. Queries: at most 1."""
    if model in SHARED_PAGES:
        return dict.fromkeys(keys, reverse(SHARED_PAGES[model]))
    texts = model._base_manager.filter(pk__in=keys)
    if model is ServiceSupplement:
        return {key: address("content:service", slug) for key, slug in texts.values_list("pk", "service__slug")}
    return {text.pk: text.get_absolute_url() for text in texts} if hasattr(model, "get_absolute_url") else {}


def address(name: str, slug: str) -> str:
    return reverse(name, args=[slug])


def due(now: datetime) -> list[WebLink]:
    """Links to check now, never checked ones first, not too many of one server. Queries: 1."""
    per_host: dict[str, int] = {}
    found = []
    for link in WebLink.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk")[:BATCH]:
        per_host[link.host] = per_host.get(link.host, 0) + 1
        if per_host[link.host] <= PER_HOST:
            found.append(link)
    return found


def own_links(user: User) -> QuerySet[WebLink]:
    """Links in the user's own texts and authorities, with the number of places. Lazy, one statement."""
    rows = WebLink.objects.annotate(pages=Count("places"))
    if editorial.edits_everything(user):
        return rows
    return rows.filter(Exists(own_places(user).filter(link=OuterRef("pk"))))


def own_places(user: User) -> QuerySet[LinkPlace]:
    """Places in the user's own texts and authorities. Lazy."""
    if editorial.edits_everything(user):
        return LinkPlace.objects.all()
    own = Q(content_type=kind_of(Organisation), object_id__in=rights.own_organisations(user).values("pk"))
    for model in editorial.editorial_models():
        texts = editorial.own_texts(model._base_manager.all(), user).values("pk")
        own |= Q(content_type=kind_of(model), object_id__in=texts)
    return LinkPlace.objects.filter(own)


def kind_of(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)


def wrong_links(user: User) -> QuerySet[WebLink]:
    """Own links that somebody has to repair, worst first: by verdict, then by how often people meet them."""
    return own_links(user).filter(verdict__in=WRONG).order_by(*WORST_FIRST)


class PublicPaths(NamedTuple):
    """Addresses of single texts and authorities, and the names of their pages."""

    paths: frozenset[str]
    names: frozenset[str]


def public_paths() -> PublicPaths:
    """All pages of published texts and of authorities. Queries: 1 a kind."""
    found = {
        text.get_absolute_url()
        for model in editorial.editorial_models()
        if hasattr(model, "get_absolute_url")
        for text in model._base_manager.filter(is_published=True)
    }
    slugs = Organisation.objects.order_by("pk").values_list("slug", flat=True)
    found |= {address(OFFICE, slug) for slug in slugs}
    return PublicPaths(frozenset(found), frozenset(resolve(path).view_name for path in found))


def leads_somewhere(path: str, public: PublicPaths) -> bool:
    """Does a path of this portal show a page? A page of a single text only while that is published."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.view_name not in public.names or path in public.paths
