"""What the page of one service shows: all modules, and what differs at the visitor's place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import get_language

from content.models import Deadline, Service
from content.queries.sources import Row, Rows, from_row, read_page, said
from content.queries.texts import Question
from content.rules import wording
from content.translation import ServiceSupplementTranslation
from portal.place import Place
from portal.public import remembered
from responsibility.queries import PlaceAnswer, Resolved, resolve, resolve_places

# A service and all that belongs to it; supplements only of the areas on the path
SERVICE = """
SELECT json_build_object(
  'service', to_jsonb(service),
  'costs', (SELECT json_agg(c ORDER BY c.id) FROM content_cost c WHERE c.service_id = service.id),
  'deadlines', (SELECT json_agg(d ORDER BY d.id) FROM content_deadline d WHERE d.service_id = service.id),
  'forms', (SELECT json_agg(f ORDER BY f.id) FROM content_formlink f WHERE f.service_id = service.id),
  'related', (
    SELECT json_agg(json_build_object('slug', s.slug, 'title_de', s.title_de, 'title_en', s.title_en,
      'is_online', s.is_online) ORDER BY s.title_de, s.id)
    FROM content_service_related r JOIN content_service s ON s.id = r.to_service_id
    WHERE r.from_service_id = service.id AND s.is_published),
  'areas', (
    SELECT json_agg(json_build_object('ars', a.ars, 'name', a.short_name) ORDER BY a.short_name, a.id)
    FROM content_service_areas m JOIN responsibility_area a ON a.id = m.area_id WHERE m.service_id = service.id),
  'supplements', (
    SELECT json_agg(to_jsonb(t) || jsonb_build_object('ars', a.ars, 'name', a.short_name) ORDER BY t.id)
    FROM content_servicesupplement t JOIN responsibility_area a ON a.id = t.area_id
    WHERE t.service_id = service.id AND t.is_published AND a.ars = ANY(%(path)s)),
  'guides', (
    SELECT json_agg(json_build_object('slug', g.slug, 'name_de', g.name_de, 'name_en', g.name_en)
      ORDER BY g.position, g.id)
    FROM content_guide g WHERE g.is_published
      AND g.id IN (SELECT r.guide_id FROM content_guideresult r WHERE r.service_id = service.id)),
  'situations', (
    SELECT json_agg(json_build_object('slug', l.slug, 'name_de', l.name_de, 'name_en', l.name_en)
      ORDER BY l.position, l.id)
    FROM content_service_life_situations m JOIN content_lifesituation l ON l.id = m.lifesituation_id
    WHERE m.service_id = service.id AND l.is_published),
  'news', (
    SELECT json_agg(json_build_object('slug', n.slug, 'title_de', n.title_de, 'title_en', n.title_en,
      'published_on', n.published_on) ORDER BY n.published_on DESC, n.id DESC)
    FROM content_news_services m JOIN content_news n ON n.id = m.news_id
    WHERE m.service_id = service.id AND n.is_published),
  'questions', (
    SELECT json_agg(json_build_object('slug', q.slug, 'question_de', q.question_de, 'question_en', q.question_en,
      'answer_de', q.answer_de, 'answer_en', q.answer_en) ORDER BY q.position, q.id)
    FROM content_faqentry_services m JOIN content_faqentry q ON q.id = m.faqentry_id
    WHERE m.service_id = service.id AND q.is_published)
)::text
FROM content_service service WHERE service.slug = %(slug)s AND service.is_published
"""


# The visitor's place; one that was merged is where it went
AREA = """
SELECT json_build_object('id', a.id, 'short_name', a.short_name, 'path', coalesce(s.path, a.path))::text
FROM responsibility_area a LEFT JOIN responsibility_area s ON s.id = a.successor_id WHERE a.ars = %(slug)s
"""


class PlaceArea(NamedTuple):
    """The chosen place, with the keys of all areas that it lies in."""

    id: int
    short_name: str
    path: tuple[str, ...]


class CostLine(NamedTuple):
    price: str
    note: str


class DeadlineLine(NamedTuple):
    period: str
    text: str
    citation: str


class Situation(NamedTuple):
    slug: str
    name: str


class Link(NamedTuple):
    name: str
    url: str


class RelatedService(NamedTuple):
    slug: str
    title: str
    is_online: bool


class NewsLine(NamedTuple):
    slug: str
    title: str
    published_on: date


class LocalText(NamedTuple):
    """A text that holds only in this area."""

    text: str
    area: str


@dataclass(frozen=True)
class Modules:
    """What belongs to a service, in the reader's language. `areas`: the only places it exists in."""

    costs: list[CostLine] = field(default_factory=list)
    applicant_deadlines: list[DeadlineLine] = field(default_factory=list)
    authority_deadlines: list[DeadlineLine] = field(default_factory=list)
    forms: list[Link] = field(default_factory=list)
    related: list[RelatedService] = field(default_factory=list)
    guides: list[Situation] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    news: list[NewsLine] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class ServicePage:
    """A service, and who is responsible at the visitor's place (None while there is no place).

    `local` holds the regional texts by module. `is_elsewhere`: the service does not exist at the place. `source` names
    what the texts were made from, `answer` what the responsible organisations were.
    """

    service: Service
    life_situation: Situation | None
    area: PlaceArea | None
    resolved: Resolved | None
    modules: Modules
    local: dict[str, LocalText]
    is_elsewhere: bool
    source: str = ""
    answer: str = ""

    @property
    def local_key(self) -> str:
        """What of the page differs by place, beside who is responsible: the same for most places."""
        here = self.area.short_name if self.is_elsewhere and self.area else ""
        return "|".join([here, *(f"{module}:{text.area}" for module, text in sorted(self.local.items()))])


def service_page(slug: str, place: Place | None, *, on: date, asked: PlaceAnswer | None = None) -> ServicePage | None:
    """A published service, or None. Queries: 1, and 2 more with a place.

    `asked` is a place that was typed and may be several: it is answered if all lead to the same authority.
    """
    area = area_of(place.ars) if place else None
    description = described(slug, area)
    if description is None:
        return None
    if asked:
        found = resolve_places(description.service.pk, {choice.id for choice in asked.areas}, on=on)
        return replace(description, resolved=found, answer=str(found))
    found, answer = responsible(description.service.pk, area, on=on)
    return replace(description, resolved=found, answer=answer)


@remembered
def area_of(ars: str) -> PlaceArea | None:
    """Queries: 1."""
    return read_page("area", AREA, {"slug": ars}, place_area)


def place_area(rows: Rows, _source: str) -> PlaceArea:
    return PlaceArea(rows["id"], rows["short_name"], tuple(rows["path"]))


@remembered
def described(slug: str, area: PlaceArea | None) -> ServicePage | None:
    """The page without who is responsible. Queries: 1."""
    path = area.path if area else ()

    def made(rows: Rows, source: str) -> ServicePage:
        return page_of(rows, source, path)

    page = read_page(f"service {' '.join(path)}", SERVICE, {"slug": slug, "path": list(path)}, made)
    return page and replace(page, area=area, is_elsewhere=page.is_elsewhere and area is not None)


def page_of(rows: Rows, source: str, path: Sequence[str]) -> ServicePage:
    here = rows["areas"]
    return ServicePage(
        service=from_row(Service, rows["service"]),
        life_situation=next((Situation(row["slug"], said(row, "name")) for row in rows["situations"]), None),
        area=None,
        resolved=None,
        modules=modules(rows),
        local=local_texts(rows["supplements"], path),
        is_elsewhere=bool(here) and not any(row["ars"] in path for row in here),
        source=source,
    )


@remembered
def responsible(service_id: int, area: PlaceArea | None, *, on: date) -> tuple[Resolved | None, str]:
    """Who it is at the chosen place, and the same as a text. Queries: at most 3."""
    found = resolve(service_id, area.id, on=on) if area else None
    return found, str(found)


def modules(rows: Rows) -> Modules:
    """What belongs to a service, in words."""
    language: wording.Language = "en" if get_language() == "en" else "de"
    return Modules(
        costs=[CostLine(wording.price(price_of(row), language), said(row, "note")) for row in rows["costs"]],
        applicant_deadlines=deadlines(rows["deadlines"], Deadline.Side.APPLICANT, language),
        authority_deadlines=deadlines(rows["deadlines"], Deadline.Side.AUTHORITY, language),
        forms=[Link(said(row, "name"), row["url"]) for row in rows["forms"]],
        related=[RelatedService(row["slug"], said(row, "title"), row["is_online"]) for row in rows["related"]],
        guides=[Situation(row["slug"], said(row, "name")) for row in rows["guides"]],
        areas=[row["name"] for row in rows["areas"]],
        news=[
            NewsLine(row["slug"], said(row, "title"), date.fromisoformat(row["published_on"])) for row in rows["news"]
        ],
        questions=[Question(row["slug"], said(row, "question"), said(row, "answer")) for row in rows["questions"]],
    )


def price_of(row: Row) -> wording.Price:
    amount, amount_to = (None if row[key] is None else Decimal(row[key]) for key in ("amount", "amount_to"))
    return wording.Price(row["kind"], amount, amount_to, row["currency"])


def deadlines(rows: list[Row], side: str, language: wording.Language) -> list[DeadlineLine]:
    return [
        DeadlineLine(wording.period(row["amount"], row["unit"], language), said(row, "text"), row["citation"])
        for row in rows
        if row["side"] == side
    ]


def local_texts(supplements: list[Row], path: Sequence[str]) -> dict[str, LocalText]:
    """For each module the text of the nearest area that has one."""
    nearest = sorted(supplements, key=lambda row: path.index(row["ars"]))
    found: dict[str, LocalText] = {}
    for row in nearest:
        for name in ServiceSupplementTranslation.fields:
            if name not in found and (text := said(row, name)):
                found[name] = LocalText(text, row["name"])
    return found
