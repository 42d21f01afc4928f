"""Pages of blocks, news, questions, the glossary and notices over HTTP."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from content import actions, tasks
from content.models import Notice, Page, PageBlock, Service
from content.queries.texts import NOTICES
from content.rules import blocks
from tests.content.editorial.people import central
from tests.content.editorial.texts import draft_of
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory
from tests.factories.texts import (
    BlockFactory,
    FaqFactory,
    NewsFactory,
    NoticeFactory,
    PageFactory,
    PictureFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = ("draft", "in_review", "expired")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """What a test writes is German, whatever language the last page was in."""
    with translation.override("de"):
        yield


def read(client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


@pytest.mark.parametrize("status", HIDDEN)
def test_only_what_is_published_is_seen(client, status):
    service, situation = ServiceFactory(), LifeSituationFactory()
    page, news = PageFactory(status=status), NewsFactory(status=status, title="Geheim")
    faq, _term = (
        FaqFactory(status=status, question="Geheim?", on_start_page=True),
        TermFactory(status=status, term="Geheim"),
    )
    NoticeFactory(status=status, title="Geheim!")
    for text in (news, faq):
        text.services.add(service)
        text.life_situations.add(situation)
    assert client.get(page.get_absolute_url()).status_code == 404
    assert client.get(news.get_absolute_url()).status_code == 404
    for path in (
        "/",
        "/aktuelles/",
        "/aktuelles/feed.atom",
        "/haeufige-fragen/",
        "/glossar/",
        "/sitemap-aktuelles.xml",
    ):
        text = read(client, path)
        assert "Geheim" not in text, path
        assert news.slug not in text, path
    for owner in (f"/leistungen/{service.slug}/", f"/lebenslagen/{situation.slug}/"):
        assert "Geheim" not in read(client, owner)
    assert page.slug not in read(client, "/sitemap-seiten.xml")


class TestBlocks:
    KINDS = {
        "heading": {"heading": "Worum es geht"},
        "text": {"text": "<p>Ein <strong>Absatz</strong></p>"},
        "links": {"options": blocks.typed_links("Zum Portal | /leistungen/", "To the portal")},
        "steps": {"options": blocks.typed_items("Suchen | In eigenen Worten", "Search | In your words")},
        "accordion": {"options": blocks.typed_items("Mehr dazu | Alles Weitere", "More | The rest")},
        "faq": {"options": blocks.Faq("antrag")},
        "callout": {"heading": "Achtung", "text": "Bald", "options": blocks.Callout("warning")},
        "picture": {"options": blocks.Picture(blocks.Words("Ein Hafen", "A harbour"))},
        "video": {"heading": "Film", "text": "Abschrift", "options": blocks.Video(sign_language=True)},
        "services": {"options": blocks.Services(("hund",))},
        "contact": {},
    }
    SHOWN = {
        "heading": "Worum es geht</h2>",
        "text": "<strong>Absatz</strong>",
        "links": 'href="/leistungen/"><span>Zum Portal',
        "steps": "In eigenen Worten",
        "accordion": "<details",
        "faq": "Wie geht das?",
        "callout": "kern-alert--warning",
        "picture": 'alt="Ein Hafen"',
        "video": "noch nicht gedreht",
        "services": "Hund anmelden",
        "contact": "Amt Muster",
    }

    def make(self, kind: str) -> PageBlock:
        given = dict(self.KINDS[kind])
        options = given.pop("options", blocks.Plain())
        fields = {"text": ""} | given | {"kind": kind, "data": blocks.write(options)}
        if kind == "picture":
            fields["picture"] = PictureFactory()
        if kind == "contact":
            fields["organisation"] = OrganisationFactory(name="Amt Muster")
        return BlockFactory(**fields)

    def test_every_kind_is_tested(self):
        assert set(self.KINDS) == set(PageBlock.Kind.values) == set(blocks.READERS)

    @pytest.mark.parametrize("kind", PageBlock.Kind.values)
    def test_each_kind_is_shown(self, client, kind):
        ServiceFactory(slug="hund", title="Hund anmelden")
        FaqFactory(question="Wie geht das?")
        block = self.make(kind)
        block.full_clean()
        text = read(client, block.page.get_absolute_url())
        assert self.SHOWN[kind] in text
        assert not re.search(r"<script>| style=| on[a-z]+=\"", text)

    def test_what_a_block_names_may_be_away(self, client):
        """A service that was withdrawn, a group without questions: the page still stands."""
        page = PageFactory()
        for kind in ("services", "faq"):
            BlockFactory(page=page, kind=kind, text="", data=blocks.write(self.KINDS[kind]["options"]))
        assert "Hund" not in read(client, page.get_absolute_url())

    @pytest.mark.parametrize("kind", ["picture", "contact"])
    def test_the_database_wants_what_the_kind_needs(self, kind):
        with pytest.raises(IntegrityError), transaction.atomic():
            BlockFactory(kind=kind)

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("text", {}),  # no version
            ("text", {"version": 2}),
            ("callout", {"version": 1, "tone": "loud"}),
            ("links", {"version": 1, "items": [{"label": {"de": "Falle"}, "url": "javascript:alert(1)"}]}),
            ("links", {"version": 1, "items": [{"label": {"en": "Only English"}, "url": "/"}]}),
            ("links", {"version": 1, "items": []}),
            ("video", {"version": 1, "url": "http://unsicher.example/film.mp4"}),
            ("video", {"version": 1, "url": "//anderswo.example/film.mp4"}),
            ("services", {"version": 1, "slugs": ["../konto"]}),
            ("steps", {"version": 1, "items": ["nur ein Wort"]}),
        ],
    )
    def test_a_shape_that_does_not_fit_is_refused(self, kind, data):
        with pytest.raises(blocks.BlockError):
            blocks.read(kind, data)
        with pytest.raises(ValidationError):
            PageBlock(page=PageFactory(), kind=kind, text="Text", data=data).full_clean()

    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            ("/static/film.mp4", "<video"),
            ("https://videos.mv.example/film.mp4", "<video"),
            ("https://anderswo.example/film.mp4", "bei einem anderen Anbieter"),
        ],
    )
    def test_only_allowed_servers_play_on_our_page(self, client, settings, url, shown):
        settings.VIDEO_ORIGINS = ["https://videos.mv.example"]
        block = BlockFactory(kind="video", heading="Film", text="Abschrift", data=blocks.write(blocks.Video(url)))
        text = read(client, block.page.get_absolute_url())
        assert shown in text
        assert "Abschrift" in text

    def test_a_video_has_a_name_and_captions_from_allowed_servers_only(self, client, settings):
        settings.VIDEO_ORIGINS = ["https://videos.mv.example"]
        film = blocks.Video("/static/film.mp4", "https://videos.mv.example/film.vtt", sign_language=True)
        block = BlockFactory(kind="video", heading="", text="Abschrift", data=blocks.write(film))
        text = read(client, block.page.get_absolute_url())
        assert 'aria-label="Video"' in text
        assert '<track kind="captions" srclang="de" label="Untertitel" src="https://videos.mv.example/film.vtt"' in text
        assert " controls " in text
        assert "autoplay" not in text
        settings.VIDEO_ORIGINS = []
        other = BlockFactory(kind="video", text="Abschrift", data=blocks.write(film))
        assert "<track" not in read(client, other.page.get_absolute_url())

    def test_a_video_needs_its_transcript(self):
        film = blocks.write(blocks.Video("/static/film.mp4"))
        with pytest.raises(ValidationError, match="was im Video gesagt"):
            PageBlock(page=PageFactory(), kind="video", text="", data=film).full_clean()

    @pytest.mark.parametrize("rows", [1, 30])
    def test_the_number_of_queries_is_fixed(self, client, django_assert_num_queries, rows):
        page = PageFactory()
        for number in range(rows):
            service = ServiceFactory(slug=f"dienst-{number}")
            BlockFactory(page=page, kind="services", text="", data=blocks.write(blocks.Services((service.slug,))))
            BlockFactory(
                page=page,
                kind="picture",
                text="",
                picture=PictureFactory(),
                data=blocks.write(blocks.Picture(blocks.Words("Bild"))),
            )
        FaqFactory.create_batch(rows)
        BlockFactory(page=page, kind="faq", text="", data=blocks.write(blocks.Faq("antrag")))
        with django_assert_num_queries(5):  # page, blocks, services, questions, glossary
            client.get(page.get_absolute_url())


class TestGlossary:
    def test_the_first_occurrence_leads_to_the_explanation(self, client):
        TermFactory(slug="frist", term="Frist", explanation="Die Zeit.", variants="Fristen")
        block = BlockFactory(text="<p>Die Fristen enden. Keine Frist bleibt.</p><p>Frist!</p>")
        text = read(client, block.page.get_absolute_url())
        assert text.count('class="mv-term"') == 1
        assert '<a class="mv-term" id="wort-frist" href="#begriff-frist">Fristen</a>' in text
        assert re.search(r'<div id="begriff-frist"><dt><a href="#wort-frist">Frist.*?<dd>Die Zeit.</dd>', text)

    def test_links_and_headings_are_left_alone(self, client):
        TermFactory(slug="frist", term="Frist")
        block = BlockFactory(text='<h2>Frist</h2><p><a href="/x">Frist</a></p>')
        assert "mv-term" not in read(client, block.page.get_absolute_url())

    def test_parts_of_words_are_no_terms(self, client):
        TermFactory(slug="frist", term="Frist")
        assert "mv-term" not in read(client, BlockFactory(text="Fristende, Test-Frist").page.get_absolute_url())

    def test_common_words_stand_only_in_the_glossary(self, client):
        TermFactory(slug="amt", term="Amt", is_marked=False)
        assert "mv-term" not in read(client, BlockFactory(text="Ihr Amt").page.get_absolute_url())
        assert 'id="amt"' in read(client, "/glossar/")

    def test_each_language_has_its_own_words(self, client):
        TermFactory(slug="frist", term_de="Frist", term_en="deadline", explanation_de="Zeit.", explanation_en="Time.")
        block = BlockFactory(text_de="Die Frist", text_en="The deadline")
        assert ">deadline</a>" in read(client, f"/en{block.page.get_absolute_url()}")

    def test_a_term_cannot_break_the_page(self, client):
        TermFactory(slug="boese", term="<b>", explanation="<script>alert(1)</script>")
        text = read(client, BlockFactory(text="1 <b und > 2").page.get_absolute_url())
        assert "<script>alert" not in text
        assert "<script>alert" not in read(client, "/glossar/")


def told(**fields) -> Notice:
    """A notice that pages know of."""
    areas = fields.pop("areas", [])
    notice = NoticeFactory(**fields)
    notice.areas.set(areas)
    actions.tell_notices()
    return notice


@pytest.fixture
def told_nothing() -> Iterator[None]:
    cache.delete(NOTICES)
    yield
    cache.delete(NOTICES)


@pytest.mark.usefixtures("told_nothing")
class TestNotices:
    @pytest.mark.parametrize("path", ["/", "/leistungen/", "/behoerden/", "/fall/", "/konto/login/", "/en/"])
    def test_it_stands_on_every_page(self, client, path):
        told(title="Wartung am Abend", severity="danger")
        assert "Wartung am Abend" in read(client, path)

    @pytest.mark.parametrize(
        ("starts", "ends", "shown"), [(-1, None, True), (-1, 1, True), (1, 2, False), (-2, -1, False)]
    )
    def test_only_in_its_time(self, client, starts, ends, shown):
        now = timezone.now()
        told(
            title="Wartung",
            starts_at=now + timedelta(hours=starts),
            ends_at=None if ends is None else now + timedelta(hours=ends),
        )
        assert ("Wartung" in read(client, "/glossar/")) == shown

    @pytest.mark.parametrize(
        ("path", "shown"), [("/leistungen/", True), ("/en/leistungen/", True), ("/lebenslagen/", False)]
    )
    def test_only_on_its_pages(self, client, path, shown):
        told(title="Wartung", paths="/leistungen/\n/fall/")
        assert ("Wartung" in read(client, path)) == shown

    @pytest.mark.parametrize(
        ("ort", "shown"), [("", True), ("130720043043|Güstrow", True), ("130750005005|Anklam", False)]
    )
    def test_only_at_its_place(self, client, ort, shown):
        """Without a place everybody is told."""
        told(title="Wartung", areas=[AreaFactory(ars="130720000000")])
        client.cookies["ort"] = ort
        assert ("Wartung" in read(client, "/glossar/")) == shown

    def test_the_gravest_comes_first(self, client):
        for severity in ("info", "danger", "warning"):
            told(title=f"Art {severity}", severity=severity)
        text = read(client, "/glossar/")
        assert text.index("Art danger") < text.index("Art warning") < text.index("Art info")

    @pytest.mark.parametrize("rows", [1, 30])
    def test_one_query_a_language_for_all_and_none_on_the_page(self, client, django_assert_num_queries, rows):
        area = AreaFactory(ars="130720000000")
        for notice in NoticeFactory.create_batch(rows):
            notice.areas.add(area)
        with django_assert_num_queries(2):
            actions.tell_notices()
        with django_assert_num_queries(1):  # the terms
            assert "Wir arbeiten daran." in read(client, "/glossar/")

    def test_each_language_is_told(self, client):
        told(title_de="Wartung", title_en="Maintenance")
        assert "Maintenance" in read(client, "/en/glossar/")

    @pytest.mark.parametrize("status", HIDDEN)
    def test_only_published_ones_are_told(self, client, status):
        told(title="Wartung", status=status)
        assert "Wartung" not in read(client, "/glossar/")

    def test_publication_tells_it_once_it_is_committed(self, client, django_capture_on_commit_callbacks):
        notice, actor = NoticeFactory(title_de="Wartung", status="draft"), central()
        version = draft_of(notice, actor, title_de="Wartung heute")
        with django_capture_on_commit_callbacks(execute=True):
            actions.publish(version.pk, saves=version.saves, actor=actor)
        assert "Wartung heute" in read(client, "/glossar/")
        with django_capture_on_commit_callbacks(execute=True):
            actions.withdraw(Notice, notice.pk, actor=actor)
        assert "Wartung" not in read(client, "/glossar/")

    def test_the_clock_tells_what_an_emptied_cache_forgot(self, client):
        told(title="Wartung")
        cache.delete(NOTICES)
        assert "Wartung" not in read(client, "/glossar/")
        tasks.clock()
        assert "Wartung" in read(client, "/glossar/")

    def test_it_ends_after_it_starts(self):
        now = timezone.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticeFactory(starts_at=now, ends_at=now)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_have_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    service, situation = ServiceFactory(), LifeSituationFactory()
    for text in (*NewsFactory.create_batch(rows), *FaqFactory.create_batch(rows, on_start_page=True)):
        text.services.add(service)
        text.life_situations.add(situation)
    TermFactory.create_batch(rows)
    for path, queries in (
        ("/", 1),
        ("/aktuelles/", 2),
        ("/haeufige-fragen/", 2),
        ("/glossar/", 1),
        (f"/leistungen/{service.slug}/", 2),
        (f"/lebenslagen/{situation.slug}/", 1),
        ("/aktuelles/feed.atom", 1),
    ):
        with django_assert_num_queries(queries):
            client.get(path)


def test_a_page_may_lie_deeper(client):
    page = PageFactory(slug="hilfe/antrag/dateien", title="Dateien")
    assert page.get_absolute_url() == "/seiten/hilfe/antrag/dateien/"
    assert "Dateien" in read(client, page.get_absolute_url())


@pytest.mark.parametrize("slug", ["../konto", "Gross", "ümlaut", "a//b", "/a", "a/", "a b", "a\n"])
def test_odd_addresses_are_refused(slug):
    with pytest.raises(ValidationError):
        Page(slug=slug, title="Seite").full_clean()


def test_pictures_are_kept_by_browsers_under_an_address_of_their_own(client):
    picture = PictureFactory()
    answer = client.get(picture.get_absolute_url())
    assert answer["Content-Type"] == "image/png"
    assert "immutable" in answer["Cache-Control"]
    assert answer.content == picture.content
    assert client.get("/bilder/gibt-es-nicht-abc.png").status_code == 404


def test_the_form_and_the_shape_are_the_same():
    """What an editor types comes back as typed."""
    typed = blocks.typed_items("Erstens | Tun\nZweitens", "First | Do\nSecond")
    stored = json.loads(json.dumps(blocks.write(typed)))
    assert blocks.read("steps", stored) == typed
    assert blocks.lines(typed, "de") == "Erstens | Tun\nZweitens"
    with pytest.raises(blocks.BlockError, match="mehr Zeilen"):
        blocks.typed_items("Eins", "One\nTwo")


def test_services_keep_their_modules_when_texts_are_added(client):
    service = ServiceFactory()
    NewsFactory(title="Neu & wichtig").services.add(service)
    assert "Neu &amp; wichtig" in read(client, f"/leistungen/{service.slug}/")
    assert Service.objects.filter(news__title="Neu & wichtig").get() == service
