"""Uploads: taken, refused, removed, looked at."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.files.models import StoredFile
from tests.cases.assistant.world import CONTACT, begin
from tests.factories.files import EICAR, HEIC, pdf, picture


def upload(name: str = "plan.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


@pytest.fixture
def papers(licence):
    """Anna is at the page that asks for a floor plan."""
    licence.fill({"vorhaben": {}})
    return licence


def names(walk) -> list[str]:
    return [kept.file.name for kept in walk.application.files.select_related("file")]


def test_several_files_at_once(papers):
    response = papers.post("nachweise", {"plan": [upload("a.pdf"), upload("b.png", picture("PNG"))]})

    assert response.url == papers.url("page", "kontakt")
    assert names(papers) == ["a.pdf", "b.png"]
    page = papers.get("nachweise").content.decode()
    assert "a.pdf" in page
    assert "Entfernen" in page


REFUSED = [
    ("lageplan.heic", HEIC, "hat ein Format, das wir nicht lesen können"),
    ("leer.pdf", b"", "ist leer"),
    ("virus.pdf", EICAR, "Schadsoftware"),
    ("abgeschnitten.pdf", pdf()[:60], "beschädigt"),
    ("gross.pdf", b"%PDF-1.4" + b"0" * (10 * 1024 * 1024), "ist größer als 10 MB"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_refused_file_is_explained_at_its_field(papers, name, content, sentence):
    """The good file beside it and the typed text are kept."""
    response = papers.post("nachweise", {"plan": [upload("gut.pdf"), upload(name, content)], "note": "siehe Plan"})

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(sentence) == 2
    assert f"„{name}“" in page
    assert 'value="siehe Plan"' in page
    assert names(papers) == ["gut.pdf"]
    assert StoredFile.objects.count() == 1
    assert papers.application.answers["note"] == "siehe Plan"


def test_a_required_file_is_asked_for(papers):
    assert "Laden Sie bei „plan“ eine Datei hoch." in papers.post("nachweise", {}).content.decode()


def test_the_same_file_twice_is_kept_once(papers):
    for _click in range(2):
        papers.post("nachweise", {"plan": upload()})

    assert names(papers) == ["plan.pdf"]
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("rounds", [[3], [1, 2], [2, 1]])
def test_no_more_files_than_asked_for(papers, rounds):
    numbers = iter(range(10))
    for many in rounds:
        files = [upload(f"{next(numbers)}.pdf", pdf() + b"\n" * (next(numbers))) for _file in range(many)]
        response = papers.post("nachweise", {"plan": files})

    assert "höchstens 2 Dateien" in response.content.decode()
    assert len(names(papers)) <= 2
    assert StoredFile.objects.count() == len(names(papers))


def test_a_file_sent_to_another_field_is_not_kept(papers):
    papers.post("nachweise", {"note": upload(), "truth": upload("b.pdf")})

    assert StoredFile.objects.count() == 0


def test_removing_a_file_keeps_what_was_typed(papers, django_capture_on_commit_callbacks):
    papers.post("nachweise", {"plan": upload()})
    kept = papers.application.files.get().file
    storage, path = kept.content.storage, kept.content.name

    with django_capture_on_commit_callbacks(execute=True):
        response = papers.client.post(papers.url("remove_file", kept.pk), {"note": "kommt später"})

    assert response.url == papers.url("page", "nachweise")
    assert "Die Datei „plan.pdf“ ist entfernt." in papers.client.get(response.url).content.decode()
    assert papers.application.answers["note"] == "kommt später"
    assert names(papers) == []
    assert not storage.exists(path)
    again = papers.client.post(papers.url("remove_file", kept.pk))
    assert again.url == papers.url("resume")


def test_removing_the_required_file_opens_its_page_again(papers):
    papers.fill({"nachweise": {"plan": upload()}, "kontakt": CONTACT})

    papers.client.post(papers.url("remove_file", papers.application.files.get().file_id))

    assert papers.client.get(papers.url("check")).url == papers.url("page", "nachweise")


def test_who_has_the_link_may_look_at_the_file(papers):
    papers.post("nachweise", {"plan": upload()})
    url = papers.url("draft_file", papers.application.files.get().file_id)

    response = Client().get(url)

    assert b"".join(response.streaming_content) == pdf()
    assert "no-store" in response["Cache-Control"]


def test_the_files_of_others_do_not_exist(world, papers):
    papers.post("nachweise", {"plan": upload()})
    file_id = papers.application.files.get().file_id
    other = begin(world, world.licence)

    assert other.client.get(other.url("draft_file", file_id)).status_code == 404
    assert other.client.get(other.url("draft_file", uuid.uuid4())).status_code == 404
    other.client.post(other.url("remove_file", file_id))
    assert names(papers) == ["plan.pdf"]


def test_removing_is_never_a_get(papers):
    assert papers.client.get(papers.url("remove_file", uuid.uuid4())).status_code == 405
