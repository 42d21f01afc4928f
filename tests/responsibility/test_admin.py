"""The directory in the Redaktion."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portal.accounts.models import User
from portal.audit.models import Record
from portal.errors import Refusal
from responsibility import actions
from responsibility.models import Organisation, Responsibility
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import (
    AreaFactory,
    OrganisationFactory,
    PostcodeAreaFactory,
    ResponsibilityFactory,
    ServiceGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("redaktion@demo.example", is_demo=True)
    client.force_login(user)
    return client


def area():
    return AreaFactory(parent=AreaFactory(kind="kreis"), successor=AreaFactory())


def rule():
    return ResponsibilityFactory(service=ServiceFactory(), organisation=OrganisationFactory())


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("area", area),
        ("postcodearea", PostcodeAreaFactory),
        ("organisation", lambda: OrganisationFactory(area=AreaFactory())),
        ("servicegroup", ServiceGroupFactory),
        ("responsibility", rule),
    ],
)
def test_lists_have_a_fixed_number_of_queries(editor, django_assert_max_num_queries, model, make):
    counts = []
    for rows in (1, 40):
        for _ in range(rows):
            make()
        with django_assert_max_num_queries(12) as captured:
            assert editor.get(f"/redaktion/responsibility/{model}/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_areas_are_neither_added_nor_deleted(editor):
    area = AreaFactory()
    assert editor.get("/redaktion/responsibility/area/add/").status_code == 403
    assert editor.get(f"/redaktion/responsibility/area/{area.pk}/delete/").status_code == 403
    assert editor.get(f"/redaktion/responsibility/area/{area.pk}/change/").status_code == 200


def posted(**fields):
    empty = {"opening_hours": "", "opening_exceptions": "", "persons-TOTAL_FORMS": 0, "persons-INITIAL_FORMS": 0}
    return {"slug": "guestrow", "name": "Stadt Güstrow", "kind": "local"} | empty | fields


def test_opening_hours_are_typed_as_text(editor):
    url = "/redaktion/responsibility/organisation/add/"
    assert editor.post(url, posted(opening_hours="Di 08:30-12:00")).status_code == 302
    organisation = Organisation.objects.get()
    assert organisation.opening_hours == {"tue": [["08:30", "12:00"]]}
    page = editor.get(f"/redaktion/responsibility/organisation/{organisation.pk}/change/").content.decode()
    assert 'value="Di 08:30-12:00"' in page
    assert Record.objects.get(verb="organisation.saved").subject == f"responsibility.organisation:{organisation.pk}"


def test_wrong_opening_hours_are_said_at_the_field(editor):
    page = editor.post("/redaktion/responsibility/organisation/add/", posted(opening_hours="immer dienstags"))
    assert "ist keine Öffnungszeit" in page.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"organisation": True, "group": False}, "Wählen Sie entweder eine Leistung oder eine Leistungsgruppe."),
        ({"organisation": False, "group": True}, "Nennen Sie entweder eine Behörde oder „jede für ihr Gebiet“."),
    ],
)
def test_an_incomplete_rule_is_explained(editor, fields, sentence):
    data = {"role": "zb", "area": AreaFactory().pk, "level": ""}
    if fields["organisation"]:
        data["organisation"] = OrganisationFactory().pk
    if fields["group"]:
        data["group"] = ServiceGroupFactory().pk
    assert sentence in editor.post("/redaktion/responsibility/responsibility/add/", data).content.decode()


def test_header(editor):
    assert "Redaktion" in editor.get("/redaktion/").content.decode()


def test_exceptions_and_people_are_kept(editor):
    person = {"persons-0-name": "Birte Voß", "persons-0-task": "Gewerbe", "persons-0-position": 1}
    data = posted(opening_exceptions="24.12.2026 geschlossen Heiligabend") | {"persons-TOTAL_FORMS": 1} | person
    assert editor.post("/redaktion/responsibility/organisation/add/", data).status_code == 302
    organisation = Organisation.objects.get()
    assert organisation.opening_exceptions[0]["note"] == "Heiligabend"
    assert organisation.persons.get().name == "Birte Voß"
    assert Record.objects.filter(verb="organisation.persons_saved").count() == 1


def test_a_rule_that_counted_is_ended_not_deleted(editor):
    used, future = rule(), rule()
    future.valid_from = timezone.localdate() + timedelta(days=1)
    future.save()
    for row, status in ((used, 403), (future, 302)):
        url = f"/redaktion/responsibility/responsibility/{row.pk}/delete/"
        assert editor.post(url, {"post": "yes"}).status_code == status
    assert list(Responsibility.objects.all()) == [used]
    assert Record.objects.filter(verb="responsibility.deleted").count() == 1


def test_ending_twice_changes_nothing(editor):
    row, today = rule(), timezone.localdate()
    boss = User.objects.get()
    for _ in range(2):
        actions.end_responsibility(row.pk, actor=boss, on=today)
    assert Record.objects.filter(verb="responsibility.ended").count() == 1


def test_a_rule_does_not_end_before_it_begins(editor):
    row, today = rule(), timezone.localdate()
    Responsibility.objects.update(valid_from=today + timedelta(days=1))
    with pytest.raises(Refusal, match="beginnt erst"):
        actions.end_responsibility(row.pk, actor=User.objects.get(), on=today)


def test_a_page_without_changes_writes_nothing(editor):
    organisation = OrganisationFactory()
    url = f"/redaktion/responsibility/organisation/{organisation.pk}/change/"
    assert editor.post(url, posted(slug=organisation.slug, name=organisation.name)).status_code == 302
    assert not Record.objects.filter(verb="organisation.saved").exists()


def logo(kind: str = "PNG", size: int = 8) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (size, size), "navy").save(content, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def sent(organisation: Organisation, **more) -> dict:
    fields = ("name", "slug", "kind", "street", "postcode", "town", "phone", "email", "web")
    persons = {"persons-TOTAL_FORMS": 0, "persons-INITIAL_FORMS": 0}
    return {name: getattr(organisation, name) or "" for name in fields} | persons | more


def test_a_logo_is_uploaded_shown_and_removed(editor):
    organisation = OrganisationFactory(slug="guestrow")
    form = f"/redaktion/responsibility/organisation/{organisation.pk}/change/"
    public = "/behoerden/guestrow/logo"
    assert "Neues Logo" in editor.get(form).content.decode()
    assert editor.post(form, sent(organisation, logo_file=logo())).status_code == 302
    assert editor.get(public)["Content-Type"] == "image/png"
    assert f'src="{public}?' in editor.get(form).content.decode()
    assert editor.post(form, sent(organisation, logo_gone="on")).status_code == 302
    assert editor.get(public).status_code == 404
    events = Record.objects.filter(verb__startswith="organisation.logo").order_by("pk")
    assert [row.verb for row in events] == ["organisation.logo_set", "organisation.logo_removed"]


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("logo.png", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"), "PNG oder JPEG"),
        (SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'></svg>"), "PNG oder JPEG"),
        (logo("GIF"), "PNG oder JPEG"),
        (SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 1024 * 1024), "größer als 1 MB"),
    ],
    ids=["pdf", "svg", "gif", "large"],
)
def test_a_logo_that_is_none_is_refused_at_the_field(editor, upload, said):
    organisation = OrganisationFactory(slug="guestrow")
    upload.seek(0)
    data = sent(organisation, logo_file=upload)
    page = editor.post(f"/redaktion/responsibility/organisation/{organisation.pk}/change/", data)
    assert said in str(page.context["adminform"].form.errors["logo_file"])
    organisation.refresh_from_db()
    assert organisation.logo is None
