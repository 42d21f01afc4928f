"""The rooms of the editors in English: nothing German is left on any screen, whatever state a text is in."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation

from content import actions
from content.models import FaqEntry, GlossaryTerm, Guide, LifeSituation, News, Notice, Page, Service, ServiceSupplement
from content.queries.editorial import versions_of
from tests.content.editorial.people import browser
from tests.content.editorial.texts import draft_of, in_review
from tests.factories.content import GuideResultFactory, LifeSituationFactory, ServiceFactory, SupplementFactory
from tests.factories.portal import UserFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory
from tests.factories.texts import BlockFactory, FaqFactory, NewsFactory, NoticeFactory, PageFactory, TermFactory

pytestmark = pytest.mark.django_db

# Words that hold a German sentence together and that no English one has
GERMAN = re.compile(
    r"\b(der|das|und|oder|nicht|ist|sind|wird|werden|wurde|für|zum|zur|eine|einen|einer|einem|eines|Sie|Ihre|noch|auch"
    r"|nur|wenn|dem|kein|keine|über|aus|bei|auf|mit|von|nach|gibt|hat|haben|Uhr|Leistungen|Behörde|Fassung|Redaktion"
    r"|Suche|Aufgabe|Stand|Seite|Bild|Lebenslagen|Zuständigkeit\w*|[A-Za-z]+ungen|[A-Za-z]*(?:keit|heit)en?)\b"
)
QUOTED = re.compile("“[^”]*”")  # examples of what is typed
SHOWN = {"aria-label", "title", "placeholder", "alt"}
KINDS = (Service, LifeSituation, ServiceSupplement, Guide, Page, News, FaqEntry, GlossaryTerm, Notice)
LISTS = [
    "",
    *(f"content/{model._meta.model_name}/" for model in KINDS),
    *(f"content/{model._meta.model_name}/add/" for model in KINDS),
    *(f"content/{name}/" for name in ("task", "searchcount", "storedquery", "concept", "weblink", "picture")),
    *(f"content/{name}/" for name in ("feedback", "feedback/auswertung", "editorialoffice")),
    *(f"content/{name}/add/" for name in ("storedquery", "concept", "picture", "editorialoffice")),
    "content/servicesupplement/texte/",
    *(f"responsibility/{name}/" for name in ("organisation", "responsibility", "area", "servicegroup", "postcodearea")),
    *(f"responsibility/{name}/add/" for name in ("organisation", "responsibility", "servicegroup", "postcodearea")),
    *(f"responsibility/{name}/geloescht/" for name in ("organisation", "responsibility")),
    "cases/processsettings/",
    "cases/processsettings/add/",
    "forms/form/",
    "forms/formversion/",
]
PAGES = ("change/", "history/", "vorschau/", "uebergeben/")


class Words(HTMLParser):
    """What a person sees or hears of a page, without what stands in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("script", "style", "textarea"):
            self.hidden.append(tag)
        self.found += [value for name, value in attrs if name in SHOWN and value]
        if tag == "input" and named.get("type") in ("submit", "button"):
            self.found.append(named.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.found.append(" ".join(data.split()))


def german(html: str) -> list[str]:
    words = Words()
    words.feed(html)
    return [text for text in words.found if GERMAN.search(QUOTED.sub("", text))]


@pytest.fixture(autouse=True)
def german_again():
    """An English page leaves its language to the thread."""
    yield
    translation.activate("de")


@pytest.fixture
def rieke():
    return UserFactory(name="Rieke Sommer", is_demo=True, is_staff=True, is_superuser=True)


@pytest.fixture
def client(rieke):
    return browser(rieke)


def texts() -> list:
    service = ServiceFactory(name="Dog tax", summary="What it is for.", leika_key="99102013080000")
    said = {"title": "Words", "teaser": "More words.", "text": "Words."}
    page = PageFactory(title="A page")
    BlockFactory(page=page, text="A paragraph.")
    guide = GuideResultFactory(service=service, reason="Because.").guide
    guide.questions.update(text="Do you serve alcohol?", short="Alcohol")
    return [
        service,
        LifeSituationFactory(name="Moving"),
        SupplementFactory(service=service, area=AreaFactory(short_name="Harbour")),
        guide,
        page,
        NewsFactory(**said),
        FaqFactory(question="Why?", answer="Because."),
        TermFactory(term="Fee", explanation="Money."),
        NoticeFactory(title="Outage", text="Wait."),
    ]


def test_a_page_in_german_is_noticed(client):
    assert german(client.get("/redaktion/").content.decode())


@pytest.mark.parametrize("path", LISTS)
def test_lists_and_empty_forms(client, path):
    answer = client.get(f"/en/redaktion/{path}")
    assert answer.status_code == 200
    assert german(answer.content.decode()) == []


@pytest.mark.parametrize("number", range(len(KINDS)), ids=[model.__name__ for model in KINDS])
def test_a_text_in_each_state(client, rieke, number):
    text = texts()[number]
    actions.record_published(type(text), [text.pk], actor=rieke)
    name = text._meta.model_name
    room = f"/en/redaktion/content/{name}/{text.pk}/"
    old = versions_of(text).get()
    pages = [room + page for page in PAGES]
    pages += [f"{room}schritt/withdraw/", f"{room}schritt/confirm/", f"{room}fassung/{old.pk}/"]
    pages += [f"/en/redaktion/content/task/{name}/{text.pk}/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        if "vorschau" not in page:
            assert german(answer.content.decode()) == [], page


def test_a_draft_on_its_way(client, rieke):
    service = texts()[0]
    actions.record_published(Service, [service.pk], actor=rieke)
    room = f"/en/redaktion/content/service/{service.pk}/"
    draft = draft_of(service, rieke, description_de="New.")
    pages = ["change/", f"fassung/{draft.pk}/", "schritt/submit/", "schritt/publish/", "schritt/discard/"]
    seen = [client.get(room + page) for page in pages]
    in_review(service, rieke, description_de="Newer.")
    pages = ["change/", "history/", "schritt/approve/", "schritt/reject/", "schritt/recall/"]
    seen += [client.get(room + page) for page in pages]
    seen += [client.post(f"{room}schritt/approve/", {"version": "1"}), client.get("/en/redaktion/")]
    for answer in seen:
        assert answer.status_code in (200, 404, 409)
        assert german(answer.content.decode()) == [], answer.request["PATH_INFO"]


def test_the_directory(client):
    area = AreaFactory(short_name="Harbour")
    organisation = OrganisationFactory(name="Harbour Office", area=area)
    group = ServiceGroupFactory(name="Taxes")
    rule = ResponsibilityFactory(service=ServiceFactory(name="Dog tax"), area=area, organisation=organisation)
    rows = {"organisation": organisation, "servicegroup": group, "responsibility": rule}
    pages = [f"{name}/{row.pk}/{page}/" for name, row in rows.items() for page in ("change", "history")]
    asked = f"?leistung={rule.service.slug}&ort={area.ars}"
    pages += [f"responsibility/{page}" for page in ("matrix/", f"wer-waere-es/{asked}", "einspielen/behoerden/")]
    for page in pages:
        answer = client.get(f"/en/redaktion/responsibility/{page}")
        assert answer.status_code == 200, page
        assert german(answer.content.decode()) == [], page
