"""What the start page, the lists and a life situation show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from content.models import LifeSituation, Service
from content.queries.guides import GuideRow, guides
from content.queries.search import ServiceRow, service_row
from content.queries.texts import NewsRow, Question, latest_news, news_rows, question_rows, start_page_questions
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


NEWS_ON_START_PAGE = 3
NEWS_BESIDE = 5


@dataclass(frozen=True)
class HomePage:
    life_situations: list[LifeSituation]
    often_used: list[ServiceRow]
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
    situation: LifeSituation
    children: list[LifeSituation]
    rows: list[ServiceRow]
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
def life_situations() -> list[LifeSituation]:
    """Those on top, in their order. Queries: 1."""
    return list(LifeSituation.objects.filter(is_published=True, parent=None))


@remembered
def life_situation_tree() -> list[Branch]:
    """All published life situations, the narrower ones below theirs. Queries: 1."""
    found = list(LifeSituation.objects.filter(is_published=True))
    return [Branch(top, [row for row in found if row.parent_id == top.pk]) for top in found if top.parent_id is None]


@remembered
def home_page() -> HomePage:
    """Queries: 5."""
    found = {service.slug: service_row(service) for service in published().filter(slug__in=OFTEN_USED)}
    often_used = [found[slug] for slug in OFTEN_USED if slug in found]
    return HomePage(life_situations(), often_used, guides(), latest_news(NEWS_ON_START_PAGE), start_page_questions())


def all_services() -> QuerySet[Service]:
    """Published services from A to Z. Paginate it: 2 queries."""
    return published().order_by("title", "pk")


@remembered
def life_situation_page(slug: str) -> LifeSituationPage | None:
    """A life situation with the narrower ones, services, guides, news and questions below it. Queries: 6."""
    situation = LifeSituation.objects.select_related("parent").filter(is_published=True, slug=slug).first()
    if situation is None:
        return None
    services = published().filter(life_situations=situation).order_by("title", "pk")
    children = list(LifeSituation.objects.filter(is_published=True, parent=situation))
    rows = [service_row(service) for service in services]
    return LifeSituationPage(
        situation,
        children,
        rows,
        guides(life_situations=situation),
        news_rows(situation.news.filter(is_published=True)[:NEWS_BESIDE]),
        question_rows(situation.faq.filter(is_published=True).order_by("position", "pk")),
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
