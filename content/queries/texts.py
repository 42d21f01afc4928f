"""What pages, news, questions, the glossary and notices show. Only what is published, in the reader's language."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from content.models import FaqEntry, News, Notice, Page, PageBlock, Picture, Service
from content.queries.result_rows import ServiceRow, service_row
from content.queries.sources import Row, Rows, read_page, said
from content.rules import blocks
from content.rules.glossary import Term, Words
from content.rules.notices import NoticeRow
from portal.public import KeptEach, remembered
from responsibility.models import Organisation

TERMS = """
SELECT json_build_object('terms', (
  SELECT json_agg(json_build_object('slug', t.slug, 'is_marked', t.is_marked, 'term_de', t.term_de,
    'term_en', t.term_en, 'explanation_de', t.explanation_de, 'explanation_en', t.explanation_en,
    'variants_de', t.variants_de, 'variants_en', t.variants_en) ORDER BY t.term_de, t.id)
  FROM content_glossaryterm t WHERE t.is_published)
)::text
"""
# In the cache: the notices by language. Written by content.actions.tell_notices only
NOTICES = "notices"
# How old they may be on a public page that is made now
NOTICES_SECONDS = 5
notices_of: KeptEach[int, dict[str, list[NoticeRow]]] = KeptEach(1)


class Entry(NamedTuple):
    """A step or an entry of an accordion, in the reader's language."""

    title: str
    text: str


class Link(NamedTuple):
    label: str
    url: str


class Question(NamedTuple):
    slug: str
    question: str
    answer: str


class QuestionGroup(NamedTuple):
    slug: str
    name: str
    questions: list[Question]


class NewsRow(NamedTuple):
    slug: str
    title: str
    teaser: str
    published_on: date


@dataclass(frozen=True)
class Block:
    """A block as its template shows it; what does not belong to its kind is empty."""

    kind: str
    anchor: str
    heading: str
    text: str
    options: blocks.Options
    picture: Picture | None
    alt: str
    organisation: Organisation | None
    entries: list[Entry]
    links: list[Link]
    services: list[ServiceRow]
    questions: list[Question]
    is_playable: bool
    # Captions load with the page, so only from servers that may play
    captions: str = ""


@dataclass(frozen=True)
class TextPage:
    page: Page
    blocks: list[Block]


@dataclass(frozen=True)
class NewsPage:
    news: News
    services: list[ServiceRow]


def text_page(slug: str) -> TextPage | None:
    """A published page with its blocks. Queries: 2, and 1 each if a block lists services or questions."""
    page = Page.objects.filter(is_published=True, slug=slug).first()
    if page is None:
        return None
    rows = [(row, blocks.read(row.kind, row.data)) for row in page.blocks.select_related("picture", "organisation")]
    slugs = {slug for _row, options in rows if isinstance(options, blocks.Services) for slug in options.slugs}
    groups = {options.group for _row, options in rows if isinstance(options, blocks.Faq)}
    found = Service.objects.filter(is_published=True, slug__in=slugs) if slugs else ()
    services = {service.slug: service_row(service) for service in found}
    questions = {group.slug: group.questions for group in question_groups(tuple(sorted(groups)))} if groups else {}
    return TextPage(page, [block(row, options, services, questions) for row, options in rows])


def block(
    row: PageBlock, options: blocks.Options, services: dict[str, ServiceRow], questions: dict[str, list[Question]]
) -> Block:
    language = get_language()
    items = options.items if isinstance(options, blocks.Items | blocks.Links) else ()
    return Block(
        kind=row.kind,
        anchor=row.anchor or f"baustein-{row.pk}",
        heading=row.heading,
        text=row.text,
        options=options,
        picture=row.picture,
        alt=options.alt.said(language) if isinstance(options, blocks.Picture) else "",
        organisation=row.organisation,
        entries=[
            Entry(item.title.said(language), item.text.said(language))
            for item in items
            if isinstance(item, blocks.Item)
        ],
        links=[Link(item.label.said(language), item.url) for item in items if isinstance(item, blocks.Link)],
        services=[services[slug] for slug in options.slugs if slug in services]
        if isinstance(options, blocks.Services)
        else [],
        questions=questions.get(options.group, []) if isinstance(options, blocks.Faq) else [],
        is_playable=isinstance(options, blocks.Video) and is_playable(options.url),
        captions=options.captions if isinstance(options, blocks.Video) and is_playable(options.captions) else "",
    )


def is_playable(url: str) -> bool:
    """Our own file, or one on a server that the operator allows. Others are offered as a link."""
    parts = urlsplit(url)
    return bool(url) and (not parts.netloc or f"{parts.scheme}://{parts.netloc}" in settings.VIDEO_ORIGINS)


def published_news() -> QuerySet[News]:
    """Newest first. Paginate it: 2 queries."""
    return News.objects.filter(is_published=True).defer("text_de", "text_en", "text")


def news_rows(found: Iterable[News]) -> list[NewsRow]:
    return [NewsRow(news.slug, news.title, news.teaser, news.published_on) for news in found]


def latest_news(limit: int) -> list[NewsRow]:
    """Queries: 1."""
    return news_rows(published_news()[:limit])


def news_page(slug: str) -> NewsPage | None:
    """Queries: 2."""
    news = News.objects.filter(is_published=True, slug=slug).select_related("picture").first()
    if news is None:
        return None
    found = news.services.filter(is_published=True).order_by("title", "pk")
    return NewsPage(news, [service_row(service) for service in found])


def question_rows(found: Iterable[FaqEntry]) -> list[Question]:
    return [Question(entry.slug, entry.question, entry.answer) for entry in found]


@remembered
def question_groups(wanted: tuple[str, ...] | None = None) -> list[QuestionGroup]:
    """The published questions by group, groups without one left out. Queries: 1."""
    entries = FaqEntry.objects.filter(is_published=True).order_by("position", "pk")
    if wanted is not None:
        entries = entries.filter(group__in=wanted)
    by_group: dict[str, list[FaqEntry]] = {}
    for entry in entries:
        by_group.setdefault(entry.group, []).append(entry)
    return [
        QuestionGroup(group.value, str(group.label), question_rows(by_group[group]))
        for group in FaqEntry.Group
        if group in by_group
    ]


@remembered
def terms() -> list[tuple[Term, bool]]:
    """All published terms from A to Z, and whether texts mark them. Queries: 1."""
    return read_page("terms", TERMS, {}, terms_of)


def terms_of(rows: Rows, _source: str) -> list[tuple[Term, bool]]:
    found = [(term_of(row), row["is_marked"]) for row in rows["terms"]]
    return sorted((pair for pair in found if pair[0].name), key=lambda pair: pair[0].name.casefold())


def term_of(row: Row) -> Term:
    name = said(row, "term")
    forms = [name, *said(row, "variants").splitlines()]
    return Term(row["slug"], name, said(row, "explanation"), tuple(form.strip() for form in forms if form.strip()))


def words() -> Words:
    """The terms that a page marks. Queries: 1."""
    return Words(marked_terms())


@remembered
def marked_terms() -> tuple[Term, ...]:
    return tuple(term for term, is_marked in terms() if is_marked)


def told_notices() -> list[NoticeRow]:
    """The notices that pages show, from the cache, which public pages ask once in a few seconds. Queries: 0."""
    moment = int(time.monotonic() / NOTICES_SECONDS)
    return notices_of.get([moment], lambda _moments: {moment: cache.get(NOTICES) or {}})[moment].get(get_language(), [])


def notices(*, now: datetime) -> list[NoticeRow]:
    """Published notices that count now or later, the gravest first. Queries: 1."""
    found = (
        Notice.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), is_published=True)
        .annotate(keys=ArrayAgg("areas__ars", filter=Q(areas__isnull=False), default=[]))
        .order_by("-starts_at", "-pk")
    )
    gravity = list(Notice.Severity.values)
    rows = [
        NoticeRow(
            notice.severity,
            notice.title,
            notice.text,
            notice.starts_at,
            notice.ends_at,
            tuple(notice.paths.split()),
            tuple(notice.keys),
        )
        for notice in found
    ]
    return sorted(rows, key=lambda row: -gravity.index(row.severity))
