"""Which text a page shows, and what readers say about it."""

from typing import NamedTuple

from django.db.models import Avg, Count, Q, QuerySet
from django.urls import Resolver404, resolve

from content.models import Editorial, Feedback, Guide, LifeSituation, News, Page, Service
from content.queries import editorial
from portal.accounts.models import User

# The address of a text: its model
TEXTS: dict[str, type[Editorial]] = {
    "content:service": Service,
    "content:life_situation": LifeSituation,
    "content:guide": Guide,
    "content:news_item": News,
    "content:page": Page,
}
PUBLIC = ("content", "responsibility")


class Opinion(NamedTuple):
    """What readers say about one page."""

    path: str
    answers: int
    found: int
    rating: float | None


def is_public_path(path: str) -> bool:
    """A page of the portal that anybody may read.

    >>> is_public_path("https://other.example/")
    False
    """
    try:
        return resolve(path).namespace in PUBLIC
    except Resolver404:
        return False


def text_at(path: str) -> Editorial | None:
    """The published text at this address. Queries: at most 1."""
    match = resolve(path)
    model = TEXTS.get(match.view_name)
    slug = match.kwargs.get("slug")
    return model.objects.filter(slug=slug, is_published=True).first() if model and slug else None


def own_feedback(user: User) -> QuerySet[Feedback]:
    """Opinions about own texts; those about pages of nobody belong to the Land. Lazy."""
    return editorial.own_texts(Feedback.objects.all(), user)


def opinions(user: User, *, limit: int = 20) -> list[Opinion]:
    """The pages with most answers. Queries: 1."""
    found = Count("pk", filter=Q(found=Feedback.Found.YES))
    rows = own_feedback(user).order_by().values("path").annotate(answers=Count("pk"), found=found, rating=Avg("rating"))
    return [Opinion(**row) for row in rows.order_by("-answers", "path")[:limit]]
