"""What no honest browser sends: an answer at the field or a plain page, never a crash, nothing half-kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.assistant.world import DOG_PAGES
from tests.factories.files import pdf

FORM = "application/x-www-form-urlencoded"
AT_THE_FIELD = [
    # why, body as sent
    ("null byte", b"applicant_name=Anna%00Petersen"),
    ("invalid UTF-8", b"applicant_name=Anna%FF%FEPetersen"),
    ("half a surrogate", b"applicant_name=%ED%A0%80"),
    ("control characters", b"applicant_name=%1B%5B31mAnna"),
    ("far too long", b"applicant_name=" + b"x" * 100_000),
    ("only blanks", b"applicant_name=%20%C2%A0%E2%80%83"),
    ("no answer at all", b""),
    ("another field", b"name=Anna"),
    ("a list for a text", b"applicant_name[]=Anna"),
]


@pytest.mark.parametrize("body", [row[1] for row in AT_THE_FIELD], ids=[row[0] for row in AT_THE_FIELD])
def test_it_is_said_at_the_field(dog, body):
    response = dog.client.post(dog.url("page", "antragsteller"), body, content_type=FORM)

    assert response.status_code == 200
    assert 'id="id_applicant_name_error"' in response.content.decode()
    assert dog.application.answers == {}


A_PLAIN_PAGE = [
    ("too big", b"applicant_name=" + b"x" * (6 * 1024 * 1024), FORM),
    ("too many fields", b"&".join(b"f%d=1" % number for number in range(2000)), FORM),
    ("multipart without a boundary", b"--x", "multipart/form-data"),
    ("too many files", None, "multipart/form-data; boundary=x"),
]


@pytest.mark.parametrize(
    ("body", "content_type"), [row[1:] for row in A_PLAIN_PAGE], ids=[row[0] for row in A_PLAIN_PAGE]
)
def test_a_plain_page_says_it(dog, body, content_type):
    if body is None:
        part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n'
        body = part * 150 + b"--x--\r\n"

    response = dog.client.post(dog.url("page", "antragsteller"), body, content_type=content_type)

    assert response.status_code in (400, 413)
    assert "<h1" in response.content.decode()
    assert dog.application.answers == {}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"applicant_name": "x"}', "application/json"),
        (b"applicant_name=x", "text/plain"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
    ],
    ids=["json", "text", "broken multipart"],
)
def test_what_is_no_form_has_no_answers(dog, body, content_type):
    response = dog.client.post(dog.url("page", "antragsteller"), body, content_type=content_type)

    assert response.status_code == 200
    assert dog.application.answers == {}


@pytest.mark.parametrize(
    "answers",
    [
        {"since-day": "99999999999999999999"},
        {"since-year": "-1"},
        {"since-year": "0000"},
        {"since-month": "\u0000"},
        {"since-day": "²"},
        {"since-day": ["1", "2", "x"]},
        {"chip": "💥" * 21},
    ],
    ids=str,
)
def test_absurd_values(dog, answers):
    dog.fill({name: DOG_PAGES[name] for name in ("antragsteller", "anschrift", "kontakt")})

    response = dog.post("hund", DOG_PAGES["hund"] | answers)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "hund" not in dog.application.pages_done


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.pdf", "x" * 500 + ".pdf", "\u202efdp.exe", "<script>.pdf"]
)
def test_absurd_file_names(licence, name):
    licence.fill({"vorhaben": {}})
    upload = SimpleUploadedFile("a.pdf", pdf())
    upload._name = name

    response = licence.post("nachweise", {"plan": upload})

    assert response.status_code in (200, 302, 400)
    assert b"<script>.pdf" not in licence.get("nachweise").content


def test_answers_are_never_markup(dog):
    evil = '"><script>alert(1)</script>'
    dog.fill(DOG_PAGES | {"antragsteller": {"applicant_name": evil}})

    for url in (dog.url("check"), dog.url("page", "antragsteller")):
        assert b"<script>alert" not in dog.client.get(url).content


@pytest.mark.parametrize("word", ["%00", "Hund", "hund%2F..", "x" * 3000, "<script>"])
def test_absurd_addresses(dog, word):
    base = dog.url("resume")

    assert dog.client.get(f"{base}{word}/").status_code in (302, 404)
    assert dog.client.get(f"/antrag/hundesteuer-anmeldung/{word}/").status_code == 404
