"""The directory in the Redaktion."""

import pytest

from portal.accounts.models import User
from portal.audit.models import Record
from responsibility.models import Organisation
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
    return {"slug": "guestrow", "name": "Stadt Güstrow", "kind": "local", "opening_hours": ""} | fields


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
