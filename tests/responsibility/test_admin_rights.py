"""An editor of one Amt neither sees nor touches what belongs to another."""

import pytest
from django.urls import reverse

from portal.audit.models import Record
from responsibility.actions import grant_role
from responsibility.models import Organisation, PostcodeArea, Responsibility, ResponsibilityVersion
from responsibility.queries import rights
from tests.factories.content import ServiceFactory
from tests.factories.portal import UserFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory
from tests.responsibility.people import Land, browser, build_land, central

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    return build_land()


@pytest.fixture
def client(land):
    return browser(land.own.editor)


def admin_url(row, page: str) -> str:
    return reverse(f"admin:responsibility_{row._meta.model_name}_{page}", args=[row.pk])


def test_lists_show_own_rows_only(land, client):
    for model, own, other in (
        ("organisation", ["Amt Bützow", "Kasse Bützow"], ["Amt Crivitz", "Kasse Crivitz"]),
        ("responsibility", ["Amt Bützow"], ["Amt Crivitz"]),
        ("postcodearea", [land.own.postcode.postcode], [land.other.postcode.postcode]),
    ):
        page = client.get(reverse(f"admin:responsibility_{model}_changelist")).content.decode()
        table = page[page.index('id="result_list"') :]
        assert all(name in table for name in own), model
        assert not any(name in table for name in other), model


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("kind", ["organisation", "part", "rule", "postcode"])
def test_foreign_rows_are_not_found(land, client, kind, page):
    url = admin_url(getattr(land.other, kind), page)
    assert client.get(url).status_code == 404
    assert client.post(url, {"post": "yes", "name": "Meins"}).status_code == 404
    assert getattr(land.other, kind)._meta.model.objects.filter(pk=getattr(land.other, kind).pk).exists()


@pytest.mark.parametrize("kind", ["organisation", "part", "rule", "postcode"])
def test_own_rows_are_found(land, client, kind):
    row = getattr(land.own, kind)
    assert client.get(admin_url(row, "change")).status_code == 200
    assert client.get(admin_url(row, "history")).status_code == 200


def test_foreign_versions_are_not_found(land, client):
    version = ResponsibilityVersion.objects.get(pgh_obj=land.other.rule)
    url = reverse("admin:responsibility_responsibility_version", args=[version.pk])
    assert client.get(url).status_code == client.post(url).status_code == 404
    assert browser(land.other.editor).get(url).status_code == 200


def test_whoever_keeps_nothing_finds_nothing(land):
    client = browser(UserFactory(is_demo=True, is_staff=True))
    for name, arguments in (
        ("organisation_changelist", []),
        ("responsibility_changelist", []),
        ("matrix", []),
        ("tester", []),
        ("export", ["behoerden"]),
        ("import", ["behoerden"]),
        ("responsibility_deleted", []),
        ("choose", []),
    ):
        assert client.get(reverse(f"admin:responsibility_{name}", args=arguments)).status_code in (403, 404), name


def choose(client, field: str, term: str = "", model: str = "responsibility") -> list[str]:
    query = {"app_label": "responsibility", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:responsibility_choose"), query).json()["results"]]


def test_pick_lists_offer_own_things(land, client):
    ServiceFactory(name="Entwurf", status="draft")
    assert choose(client, "organisation") == ["Amt Bützow", "Kasse Bützow"]
    assert choose(client, "area") == ["Bützow (Kreis)", "Dorf Bützow (Bützow, Kreis)"]
    assert choose(client, "area", model="postcodearea") == ["Bützow (Kreis)", "Dorf Bützow (Bützow, Kreis)"]
    assert choose(client, "parent", model="organisation") == ["Amt Bützow", "Kasse Bützow"]
    assert choose(client, "service") == ["Hundesteuer Anmeldung"]


@pytest.mark.parametrize(("model", "field"), [("responsibility", "note"), ("user", "groups"), ("organisation", "logo")])
def test_pick_lists_offer_nothing_else(land, client, model, field):
    query = {"app_label": "responsibility", "model_name": model, "field_name": field, "term": ""}
    assert client.get(reverse("admin:responsibility_choose"), query).status_code == 403


def test_djangos_own_pick_list_offers_own_things_too(land, client):
    query = {"app_label": "responsibility", "model_name": "organisation", "field_name": "parent", "term": "Amt"}
    assert [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]] == ["Amt Bützow"]


def rule_data(land: Land, **fields) -> dict:
    data = {"service": ServiceFactory().pk, "role": "zb", "area": land.own.village.pk}
    return data | {"organisation": land.own.organisation.pk, "level": "", "condition": ""} | fields


def test_an_own_rule_can_be_added(land, client):
    response = client.post(reverse("admin:responsibility_responsibility_add"), rule_data(land, note="Satzung"))
    assert response.status_code == 302
    rule = Responsibility.objects.get(note="Satzung")
    assert Record.objects.get(subject=f"responsibility.responsibility:{rule.pk}").actor == land.own.editor


def foreign_area(land: Land) -> dict:
    return {"area": land.other.area.pk}


def area_above(land: Land) -> dict:
    return {"area": land.kreis.pk}


def foreign_organisation(land: Land) -> dict:
    return {"organisation": land.other.organisation.pk}


def level_of_others(land: Land) -> dict:
    return {"organisation": "", "level": "district"}


@pytest.mark.parametrize("change", [foreign_area, area_above, foreign_organisation, level_of_others])
def test_a_foreign_rule_cannot_be_added(land, client, change):
    before = Responsibility.objects.count()
    data = rule_data(land, **change(land))
    assert client.post(reverse("admin:responsibility_responsibility_add"), data).status_code == 403
    assert Responsibility.objects.count() == before


def test_an_own_rule_cannot_move_away(land, client):
    data = rule_data(land, service=land.own.rule.service_id, area=land.other.area.pk)
    assert client.post(admin_url(land.own.rule, "change"), data).status_code == 403
    land.own.rule.refresh_from_db()
    assert land.own.rule.area == land.own.area


def test_an_own_organisation_elsewhere_can_only_be_ended(land, client):
    rule = ResponsibilityFactory(service=ServiceFactory(), area=land.other.area, organisation=land.own.organisation)
    data = {"valid_to": "31.12.2030", "note": "", "area": land.own.area.pk, "role": "ea"}
    assert client.post(admin_url(rule, "change"), data).status_code == 302
    rule.refresh_from_db()
    assert (f"{rule.valid_to}", rule.area, rule.role) == ("2030-12-31", land.other.area, "zb")


def test_a_foreign_organisation_in_the_own_area_can_only_be_ended(land, client):
    rule = ResponsibilityFactory(service=ServiceFactory(), area=land.own.area, organisation=OrganisationFactory())
    data = rule_data(land, valid_to="31.12.2030")
    assert client.post(admin_url(rule, "change"), data).status_code == 302
    rule.refresh_from_db()
    assert (f"{rule.valid_to}", rule.organisation) == ("2030-12-31", rule.organisation)


def test_the_kreis_does_not_own_its_aemter(land):
    kreis = OrganisationFactory(kind="district", area=land.kreis)
    editor = UserFactory(is_demo=True)
    assert not rights.own_areas(editor).exists()
    grant_role(editor, kreis, "directory")
    assert set(rights.own_areas(editor)) == {land.kreis}
    assert browser(editor).get(admin_url(land.own.rule, "change")).status_code == 404


def organisation_data(**fields) -> dict:
    management = {"persons-TOTAL_FORMS": 0, "persons-INITIAL_FORMS": 0}
    return management | {"name": "Amt Bützow", "opening_hours": "", "opening_exceptions": ""} | fields


def test_an_own_organisation_is_corrected_but_not_moved(land, client):
    data = organisation_data(phone="038461 1", kind="district", area=land.other.area.pk, slug="fremd")
    assert client.post(admin_url(land.own.organisation, "change"), data).status_code == 302
    own = Organisation.objects.get(pk=land.own.organisation.pk)
    assert (own.phone, own.kind, own.area, own.slug) == ("038461 1", "local", land.own.area, "amt-butzow")


def test_a_part_is_added_below_the_own_organisation_only(land, client):
    add = reverse("admin:responsibility_organisation_add")
    part = organisation_data(name="Bauamt", slug="bauamt", kind="unit")
    assert client.post(add, part | {"parent": land.other.organisation.pk}).status_code == 403
    assert client.post(add, part | {"parent": land.own.part.pk, "kind": "local"}).status_code == 403
    assert not Organisation.objects.filter(slug="bauamt").exists()
    assert client.post(add, part | {"parent": land.own.part.pk}).status_code == 302
    assert Organisation.objects.get(slug="bauamt") in rights.own_organisations(land.own.editor)


def test_organisations_and_groups_are_deleted_by_the_land_only(land, client):
    group = ServiceGroupFactory()
    for row in (land.own.part, group):
        assert client.get(admin_url(row, "delete")).status_code == 403
        assert client.post(admin_url(row, "delete"), {"post": "yes"}).status_code == 403
    boss = browser(central())
    assert boss.post(admin_url(group, "delete"), {"post": "yes"}).status_code == 302
    boss.post(admin_url(land.own.organisation, "delete"), {"post": "yes"})
    assert Organisation.objects.filter(pk=land.own.organisation.pk).exists()  # a rule needs it


def test_a_postcode_stays_in_the_own_area(land, client):
    add = reverse("admin:responsibility_postcodearea_add")
    data = {"postcode": "18246", "confidence": "high"}
    assert client.post(add, data | {"area": land.other.village.pk}).status_code == 403
    assert client.post(add, data | {"area": land.own.village.pk}).status_code == 302
    moved = data | {"area": land.other.village.pk}
    assert client.post(admin_url(land.own.postcode, "change"), moved).status_code == 403
    assert PostcodeArea.objects.filter(area=land.other.village).count() == 1


def test_a_bulk_action_reaches_own_rows_only(land, client):
    data = {"action": "end_today", "_selected_action": [land.own.rule.pk, land.other.rule.pk]}
    assert client.post(reverse("admin:responsibility_responsibility_changelist"), data).status_code == 302
    land.own.rule.refresh_from_db()
    land.other.rule.refresh_from_db()
    assert land.own.rule.valid_to is not None
    assert land.other.rule.valid_to is None


def test_rights_end_with_the_account(land):
    land.own.editor.is_active = False
    assert not rights.own_organisations(land.own.editor).exists()
    assert not rights.own_areas(land.own.editor).exists()


def test_parts_of_parts_belong_to_it(land):
    below = OrganisationFactory(kind="unit", parent=land.own.part)
    assert below in rights.own_organisations(land.own.editor)


def test_a_circle_of_parts_ends(land):
    Organisation.objects.filter(pk=land.own.organisation.pk).update(parent=land.own.part)
    assert rights.own_organisations(land.own.editor).count() == 2


def test_areas_are_read_only_for_everybody(land):
    for user in (land.own.editor, central(), UserFactory(is_demo=True, is_staff=True, is_superuser=True)):
        client = browser(user)
        page = client.get(admin_url(land.own.area, "change"))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(admin_url(land.own.area, "change"), {"name": "Neu"}).status_code == 403


@pytest.mark.parametrize("model", ["organisation", "responsibility", "postcodearea"])
def test_lists_cost_the_same_for_1_and_30_rows(land, client, django_assert_max_num_queries, model):
    url = reverse(f"admin:responsibility_{model}_changelist")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            client.get(url)
        counts.append(len(captured))
        for _ in range(30):
            village = AreaFactory(parent=land.own.area)
            land.own.postcode.pk = None
            land.own.postcode.area = village
            land.own.postcode.save()
            unit = OrganisationFactory(kind="unit", parent=land.own.organisation)
            ResponsibilityFactory(service=ServiceFactory(), area=village, organisation=unit)
    assert counts[0] == counts[1]
