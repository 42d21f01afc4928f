"""Figures for editors and for the report of the Single Digital Gateway (Art. 24, 25 of Regulation (EU) 2018/1724)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import Coalesce

from content.models import Call, Feedback, PageView
from content.queries import feedback
from content.queries.feedback import Opinion
from content.rules.visits import SMALLEST_COUNT
from portal.accounts.models import User

MOST_PAGES = 30


class Share(NamedTuple):
    """One part of all views."""

    label: str
    views: int
    percent: int


class PageCount(NamedTuple):
    path: str
    views: int


class CallCount(NamedTuple):
    title: str
    calls: int
    minutes: float


class Statistics(NamedTuple):
    """What happened in these days. `opinions` are those about the reader's own texts."""

    first: date
    last: date
    views: int
    pages: list[PageCount]
    devices: list[Share]
    sources: list[Share]
    opinions: list[Opinion]
    calls: list[CallCount]


def statistics(user: User, *, last: date, days: int = 30) -> Statistics:
    """The last days. Queries: 6 and the rights, however much there is to count."""
    first = last - timedelta(days=days - 1)
    views = PageView.objects.filter(day__range=(first, last)).order_by()
    pages = views.values_list("path").annotate(n=Sum("views")).order_by("-n", "path")[:MOST_PAGES]
    calls = (
        Call.objects.filter(day__range=(first, last))
        .order_by()
        .values_list(Coalesce("service__title_de", "service__name"))
        .annotate(n=Count("pk"), seconds=Avg("seconds"))
        .order_by("-n")[:MOST_PAGES]
    )
    return Statistics(
        first=first,
        last=last,
        views=views.aggregate(n=Sum("views"))["n"] or 0,
        pages=[PageCount(*row) for row in pages],
        devices=shares(views.values_list("device").annotate(n=Sum("views")), PageView.Device),
        sources=shares(views.values_list("source").annotate(n=Sum("views")), PageView.Source),
        opinions=feedback.opinions(user),
        calls=[CallCount(title or "", n, round(seconds / 60, 1)) for title, n, seconds in calls],
    )


def shares(rows: Iterable[tuple[str, int]], words: type[PageView.Device] | type[PageView.Source]) -> list[Share]:
    counts = sorted(rows, key=lambda row: -row[1])
    total = sum(n for _key, n in counts) or 1
    return [Share(words(key).label, n, round(100 * n / total)) for key, n in counts]


class MonthRow(NamedTuple):
    """One line of the report; an empty number is a count too small to be told."""

    path: str
    country: str
    device: str
    views: int | None
    answers: int | None
    found: int | None
    rating: float | None


def month_report(first: date, last: date) -> list[MonthRow]:
    """Views of each page by country and device, with the opinions about the page. Queries: 2."""
    found = Count("pk", filter=Q(found=Feedback.Found.YES))
    said = Feedback.objects.filter(day__range=(first, last)).order_by().values_list("path")
    opinions = {path: rest for path, *rest in said.annotate(n=Count("pk"), found=found, rating=Avg("rating"))}
    views = PageView.objects.filter(day__range=(first, last)).order_by().values_list("path", "country", "device")
    rows = []
    for path, country, device, count in views.annotate(n=Sum("views")).order_by("path", "country", "device"):
        answers, yes, rating = opinions.get(path, (0, 0, None))
        told = answers >= SMALLEST_COUNT
        mean = round(rating, 2) if told and rating is not None else None
        rows.append(
            MonthRow(path, country, device, told_count(count), told_count(answers), yes if told else None, mean)
        )
    return rows


def told_count(count: int) -> int | None:
    return count if count >= SMALLEST_COUNT else None
