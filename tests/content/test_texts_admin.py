"""Pages, news, questions, terms, notices and pictures in the Redaktion."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from content import actions
from content.models import FaqEntry, GlossaryTerm, News, Notice, Page, PageBlock, Picture
from content.queries.editorial import open_version
from content.rules import blocks, pictures
from tests.content.editorial.desk import address, form_data, save
from tests.content.editorial.people import browser, build_world, central
from tests.factories.content import ServiceFactory
from tests.factories.texts import (
    BlockFactory,
    FaqFactory,
    NewsFactory,
    NoticeFactory,
    PageFactory,
    PictureFactory,
    TermFactory,
    png,
)

pytestmark = pytest.mark.django_db
FACTORIES = {
    Page: PageFactory,
    News: NewsFactory,
    FaqEntry: FaqFactory,
    GlossaryTerm: TermFactory,
    Notice: NoticeFactory,
}


@pytest.fixture
def land() -> Client:
    return browser(central())


def published(model, **fields):
    text = FACTORIES[model](**fields)
    actions.record_published(model, [text.pk], actor=None)
    return text


def published_page(*kinds: tuple[str, dict]) -> Page:
    page = PageFactory()
    for position, (kind, fields) in enumerate(kinds):
        BlockFactory(page=page, kind=kind, position=position, **fields)
    actions.record_published(Page, [page.pk], actor=None)
    return page


def publish(text) -> None:
    version, actor = open_version(text), central()
    version = actions.submit_for_review(version.pk, saves=version.saves, actor=actor)
    actions.approve(version.pk, saves=version.saves, actor=actor)


def new_block(data: dict, **fields) -> dict:
    """The form with one more block."""
    number = int(data["blocks-TOTAL_FORMS"])
    added = {"kind": "text", "position": number, "tone": "info"} | fields
    return (
        data | {"blocks-TOTAL_FORMS": number + 1} | {f"blocks-{number}-{name}": value for name, value in added.items()}
    )


class TestPages:
    def test_blocks_are_typed_without_json(self, land, client):
        """All kinds that need only words, typed by hand, seen by the public after publication."""
        ServiceFactory(slug="hund", title="Hund anmelden")
        page = published_page()
        data = form_data(land, address(page))
        data = new_block(data, kind="text", heading_de="Anfang", text_de="<p>Guten <script>x</script>Tag</p>")
        data = new_block(data, kind="links", lines_de="Zum Amt | /behoerden/", lines_en="To the office")
        data = new_block(data, kind="steps", lines_de="Erstens | Suchen\nZweitens | Finden")
        data = new_block(data, kind="callout", tone="warning", heading_de="Achtung", text_de="Bald")
        data = new_block(data, kind="services", slugs="hund")
        data = new_block(data, kind="video", heading_de="Film", url="/film.mp4", text_de="Abschrift")
        answer = land.post(address(page), data)
        assert answer.status_code == 302, answer.context["errors"]
        assert page.blocks.count() == 0  # the public sees nothing yet
        publish(page)
        stored = {block.kind: block.data for block in page.blocks.all()}
        assert stored["links"] == {
            "version": 1,
            "items": [{"label": {"de": "Zum Amt", "en": "To the office"}, "url": "/behoerden/"}],
        }
        assert len(stored) == 6
        text = client.get(page.get_absolute_url()).content.decode()
        assert '<p class="kern-body">Guten Tag</p>' in text
        for words in ("Zum Amt", "Zweitens", "kern-alert--warning", "Hund anmelden", "<video", "Abschrift"):
            assert words in text

    def test_what_is_stored_comes_back_in_the_fields(self, land):
        steps = blocks.write(blocks.typed_items("Erstens | Suchen", "First | Search"))
        danger = {"version": 1, "tone": "danger"}
        page = published_page(
            ("steps", {"text": "", "data": steps}), ("callout", {"heading": "Achtung", "data": danger})
        )
        data = form_data(land, address(page))
        assert data["blocks-0-lines_de"] == "Erstens | Suchen"
        assert data["blocks-0-lines_en"] == "First | Search"
        assert data["blocks-1-tone"] == "danger"
        answer = land.post(address(page), data | {"title_de": "Anders"})
        assert answer.status_code == 302, answer.context["errors"]
        publish(page)
        assert [block.data for block in page.blocks.all()] == [steps, danger]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": "text"}, "Schreiben Sie den Text"),
            ({"kind": "heading"}, "braucht Worte"),
            ({"kind": "links", "lines_de": "Ohne Adresse"}, "ist keine Adresse"),
            ({"kind": "links", "lines_de": "Falle | javascript:alert(1)"}, "ist keine Adresse"),
            ({"kind": "steps"}, "mindestens einen Eintrag"),
            ({"kind": "steps", "lines_de": "Eins", "lines_en": "One\nTwo"}, "mehr Zeilen als auf Deutsch"),
            ({"kind": "faq"}, "Wählen Sie eine Gruppe"),
            ({"kind": "services", "slugs": "gibt-es-nicht"}, "Diese Leistungen gibt es nicht: gibt-es-nicht"),
            ({"kind": "picture"}, "Wählen Sie das Bild"),
            ({"kind": "contact"}, "Wählen Sie die Behörde"),
            ({"kind": "video", "url": "http://film.example/a.mp4"}, "keine Adresse einer Datei"),
        ],
    )
    def test_what_does_not_fit_is_explained_at_the_block(self, land, fields, words):
        page = published_page()
        answer = land.post(address(page), new_block(form_data(land, address(page)), **fields))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert PageBlock.objects.count() == 0

    def test_the_list_needs_the_same_queries_for_many(self, land, django_assert_max_num_queries):
        counts = []
        for rows in (1, 30):
            for page in PageFactory.create_batch(rows):
                actions.record_published(Page, [page.pk], actor=None)
            with django_assert_max_num_queries(40) as captured:
                land.get("/redaktion/content/page/")
            counts.append(len(captured))
        assert counts[0] == counts[1]


@pytest.mark.parametrize("model", FACTORIES)
class TestAllKinds:
    def test_a_change_waits_for_its_publication(self, land, model):
        text = published(model)
        field = {FaqEntry: "question", GlossaryTerm: "term"}.get(model, "title")
        before = getattr(text, field)
        answer = save(land, text, **{f"{field}_de": "Ganz neu"})
        assert answer.status_code == 302, answer.context["errors"]
        text.refresh_from_db()
        assert getattr(text, field) == before
        publish(text)
        text.refresh_from_db()
        assert getattr(text, field) == "Ganz neu"

    def test_others_neither_see_nor_touch_it(self, model):
        world = build_world()
        text = published(model, owner=world.buetzow.organisation)
        assert browser(world.birte).get(address(text)).status_code == 200
        stranger = browser(world.cord)
        assert stranger.get(address(text)).status_code == 404
        assert stranger.get(address(text, "vorschau/")).status_code == 404
        assert stranger.post(address(text), {"title_de": "Meins"}).status_code == 404
        listed = stranger.get(f"/redaktion/content/{model._meta.model_name}/").content.decode()
        assert str(text) not in listed


class TestPictures:
    def upload(self, browser: Client, content: bytes, **fields):
        file = SimpleUploadedFile("bild.png", content)
        return browser.post(
            "/redaktion/content/picture/add/", {"slug": "hafen", "source": "Land", "file": file} | fields
        )

    def test_it_is_drawn_anew_and_measured(self, land, client):
        file = BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "geheimer Ort"
        Image.new("RGB", (8, 5), "red").save(file, "JPEG", exif=exif)
        assert self.upload(land, file.getvalue() + b"PK\x03\x04 noch eine Datei").status_code == 302
        picture = Picture.objects.get()
        assert (picture.format, picture.width, picture.height) == ("jpeg", 8, 5)
        shown = client.get(picture.get_absolute_url()).content
        assert b"geheimer Ort" not in shown
        assert b"noch eine Datei" not in shown

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"<svg onload='alert(1)'></svg>", "kein Bild"),
            (b"GIF89a" + b"\0" * 20, "kein Bild"),
            (png()[:40], "kein Bild"),
            (b"\0" * (pictures.MAX_BYTES + 1), "zu groß"),
            (png(pictures.MAX_SIDE + 1, 1), "zu groß"),
        ],
    )
    def test_what_is_no_picture_is_refused(self, land, content, words):
        answer = self.upload(land, content)
        assert words in answer.content.decode()
        assert not Picture.objects.exists()

    def test_the_bytes_of_a_picture_stay(self, land):
        picture = PictureFactory()
        url = f"/redaktion/content/picture/{picture.pk}/change/"
        assert 'type="file"' not in land.get(url).content.decode()
        land.post(url, {"slug": picture.slug, "source": "Anders", "file": SimpleUploadedFile("x.png", png(9, 9))})
        picture.refresh_from_db()
        assert (picture.source, picture.width) == ("Anders", 4)
