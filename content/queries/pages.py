"""What the start page, the lists and a life situation show."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from content.models import LifeSituation, Service
from content.queries.guides import GuideRow
from content.queries.result_rows import ServiceRow, service_row
from content.queries.sources import Row, Rows, read_page, said
from content.queries.texts import NewsRow, Question
from portal.place import Place
from portal.public import remembered
from responsibility.models import Area, Organisation
from responsibility.queries import ResolvedOrganisation, resolve

# Until there are figures of use, these are the services people ask for most.
OFTEN_USED = (
    "gewerbeanmeldung",
    "personalausweis",
    "wohnsitz-anmelden",
    "fuehrungszeugnis",
    "kita-platz",
    "hundesteuer-anmeldung",
)


# What lists show of each kind of text
SITUATION = """json_build_object('slug', l.slug, 'name_de', l.name_de, 'name_en', l.name_en,
  'teaser_de', l.teaser_de, 'teaser_en', l.teaser_en, 'pictogram', l.pictogram)"""
GUIDE = """json_build_object('slug', g.slug, 'name_de', g.name_de, 'name_en', g.name_en,
  'teaser_de', g.teaser_de, 'teaser_en', g.teaser_en, 'pictogram', g.pictogram)"""
SERVICE = """json_build_object('slug', s.slug, 'title_de', s.title_de, 'title_en', s.title_en,
  'summary_de', s.summary_de, 'summary_en', s.summary_en, 'is_online', s.is_online)"""
NEWS = """json_build_object('slug', n.slug, 'title_de', n.title_de, 'title_en', n.title_en,
  'teaser_de', n.teaser_de, 'teaser_en', n.teaser_en, 'published_on', n.published_on)"""
QUESTION = """json_build_object('slug', q.slug, 'question_de', q.question_de, 'question_en', q.question_en,
  'answer_de', q.answer_de, 'answer_en', q.answer_en)"""
HOME = f"""
SELECT json_build_object(
  'situations', (
    SELECT json_agg({SITUATION} ORDER BY l.position, l.id) FROM content_lifesituation l
    WHERE l.is_published AND l.parent_id IS NULL),
  'services', (
    SELECT json_agg({SERVICE} ORDER BY array_position(%(slugs)s, s.slug::text)) FROM content_service s
    WHERE s.is_published AND s.slug = ANY(%(slugs)s)),
  'guides', (SELECT json_agg({GUIDE} ORDER BY g.position, g.id) FROM content_guide g WHERE g.is_published),
  'news', (
    SELECT json_agg({NEWS} ORDER BY n.published_on DESC, n.id DESC)
    FROM (SELECT * FROM content_news WHERE is_published ORDER BY published_on DESC, id DESC LIMIT 3) n),
  'questions', (
    SELECT json_agg({QUESTION} ORDER BY q.position, q.id)
    FROM (SELECT * FROM content_faqentry WHERE is_published AND on_start_page ORDER BY position, id LIMIT 6) q)
)::text
"""  # noqa: S608 - made of our own words
LIFE_SITUATION = f"""
SELECT json_build_object(
  'situation', {SITUATION.replace("l.", "here.")},
  'parent', CASE WHEN up.id IS NOT NULL THEN {SITUATION.replace("l.", "up.")} END,
  'children', (
    SELECT json_agg({SITUATION} ORDER BY l.position, l.id) FROM content_lifesituation l
    WHERE l.is_published AND l.parent_id = here.id),
  'services', (
    SELECT json_agg({SERVICE} ORDER BY
      CASE WHEN %(language)s = 'en' THEN coalesce(nullif(s.title_en, ''), s.title_de) ELSE s.title_de END, s.id)
    FROM content_service_life_situations m JOIN content_service s ON s.id = m.service_id
    WHERE m.lifesituation_id = here.id AND s.is_published),
  'guides', (
    SELECT json_agg({GUIDE} ORDER BY g.position, g.id)
    FROM content_guide_life_situations m JOIN content_guide g ON g.id = m.guide_id
    WHERE m.lifesituation_id = here.id AND g.is_published),
  'news', (
    SELECT json_agg({NEWS} ORDER BY n.published_on DESC, n.id DESC)
    FROM (
      SELECT found.* FROM content_news_life_situations m JOIN content_news found ON found.id = m.news_id
      WHERE m.lifesituation_id = here.id AND found.is_published
      ORDER BY found.published_on DESC, found.id DESC LIMIT 5) n),
  'questions', (
    SELECT json_agg({QUESTION} ORDER BY q.position, q.id)
    FROM content_faqentry_life_situations m JOIN content_faqentry q ON q.id = m.faqentry_id
    WHERE m.lifesituation_id = here.id AND q.is_published)
)::text
FROM content_lifesituation here LEFT JOIN content_lifesituation up ON up.id = here.parent_id
WHERE here.slug = %(slug)s AND here.is_published
"""  # noqa: S608 - made of our own words


class SituationRow(NamedTuple):
    """A life situation in a list."""

    slug: str
    name: str
    teaser: str
    pictogram: str


class ServiceLine(NamedTuple):
    """A service as a link."""

    slug: str
    title: str
    summary: str
    is_online: bool


@dataclass(frozen=True)
class HomePage:
    """`source` names what it was made from."""

    source: str
    life_situations: list[SituationRow]
    often_used: list[ServiceLine]
    guides: list[GuideRow]
    news: list[NewsRow]
    questions: list[Question]


@dataclass(frozen=True)
class EaPage:
    """The services that the Einheitlicher Ansprechpartner takes, who that is here, and all five chambers."""

    services: list[ServiceRow]
    chambers: list[Organisation]
    here: ResolvedOrganisation | None


@dataclass(frozen=True)
class LifeSituationPage:
    """`source` names what it was made from."""

    source: str
    situation: SituationRow
    parent: SituationRow | None
    children: list[SituationRow]
    rows: list[ServiceLine]
    guides: list[GuideRow]
    news: list[NewsRow]
    questions: list[Question]


@dataclass(frozen=True)
class Branch:
    """A life situation with the narrower ones below it."""

    situation: LifeSituation
    children: list[LifeSituation]


def published() -> QuerySet[Service]:
    return Service.objects.filter(is_published=True)


@remembered
def life_situations() -> tuple[SituationRow, ...]:
    """Those on top, in their order. Queries: 1."""
    found = LifeSituation.objects.filter(is_published=True, parent=None)
    return tuple(SituationRow(row.slug, row.name, row.teaser, row.pictogram) for row in found)


@remembered
def life_situation_tree() -> list[Branch]:
    """All published life situations, the narrower ones below theirs. Queries: 1."""
    found = list(LifeSituation.objects.filter(is_published=True))
    return [Branch(top, [row for row in found if row.parent_id == top.pk]) for top in found if top.parent_id is None]


@remembered
def home_page() -> HomePage:
    """Queries: 1."""
    return read_page("home", HOME, {"slugs": list(OFTEN_USED)}, home_of)


def home_of(rows: Rows, source: str) -> HomePage:
    return HomePage(
        source=source,
        life_situations=[situation_row(row) for row in rows["situations"]],
        often_used=[service_line(row) for row in rows["services"]],
        guides=[guide_row(row) for row in rows["guides"]],
        news=[news_row(row) for row in rows["news"]],
        questions=[question_row(row) for row in rows["questions"]],
    )


def situation_row(row: Row) -> SituationRow:
    return SituationRow(row["slug"], said(row, "name"), said(row, "teaser"), row["pictogram"])


def guide_row(row: Row) -> GuideRow:
    return GuideRow(row["slug"], said(row, "name"), said(row, "teaser"), row["pictogram"])


def service_line(row: Row) -> ServiceLine:
    return ServiceLine(row["slug"], said(row, "title"), said(row, "summary"), row["is_online"])


def news_row(row: Row) -> NewsRow:
    return NewsRow(row["slug"], said(row, "title"), said(row, "teaser"), date.fromisoformat(row["published_on"]))


def question_row(row: Row) -> Question:
    return Question(row["slug"], said(row, "question"), said(row, "answer"))


def all_services() -> QuerySet[Service]:
    """Published services from A to Z. Paginate it: 2 queries."""
    return published().order_by("title", "pk")


@remembered
def life_situation_page(slug: str) -> LifeSituationPage | None:
    """A life situation with the narrower ones, services, guides, news and questions below it. Queries: 1."""
    wanted = {"slug": slug, "language": get_language()}
    return read_page("life situation", LIFE_SITUATION, wanted, life_situation_of)


def life_situation_of(rows: Rows, source: str) -> LifeSituationPage:
    return LifeSituationPage(
        source=source,
        situation=situation_row(rows["situation"]),
        parent=situation_row(rows["parent"]) if rows["parent"] else None,
        children=[situation_row(row) for row in rows["children"]],
        rows=[service_line(row) for row in rows["services"]],
        guides=[guide_row(row) for row in rows["guides"]],
        news=[news_row(row) for row in rows["news"]],
        questions=[question_row(row) for row in rows["questions"]],
    )


def service_by_key(key: str) -> Service | None:
    """A published service by its 14-digit key or its number. Queries: 1."""
    if not (key.isascii() and key.isdigit()) or len(key) > 18:
        return None
    wanted = {"leika_key": key} if len(key) == 14 else {"pk": int(key)}
    return published().filter(**wanted).first()


def ea_page(place: Place | None, *, on: date) -> EaPage:
    """Queries: 2, and 2 more with a place."""
    services = [
        service_row(service) for service in published().filter(via_ea=True).order_by("-is_online", "title", "pk")
    ]
    chambers = list(Organisation.objects.filter(kind=Organisation.Kind.CHAMBER).order_by("name"))
    area = Area.objects.filter(ars=place.ars).first() if place and services else None
    here = resolve(services[0].id, area.pk, on=on).ea if area else None
    return EaPage(services, chambers, here)
