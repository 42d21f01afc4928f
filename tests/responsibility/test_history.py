"""Every version of a row, and the way back to it."""

import pytest
from django.urls import reverse

from portal.audit.models import Record
from portal.errors import NotPermitted, Refusal
from responsibility import actions
from responsibility.models import Organisation, OrganisationVersion, PostcodeArea, Responsibility, ServiceGroup
from responsibility.queries import history
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, PostcodeAreaFactory, ServiceGroupFactory
from tests.responsibility.people import Land, browser, build_land, central

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    return build_land()


def correct(organisation: Organisation, actor, **fields) -> None:
    changed = Organisation.objects.get(pk=organisation.pk)
    for name, value in fields.items():
        setattr(changed, name, value)
    actions.save_organisation(changed, actor=actor)


def test_who_when_what(land):
    organisation = land.own.organisation
    correct(organisation, land.own.editor, phone="1", opening_hours={"tue": [["08:30", "12:00"]]}, lift=True)
    correct(organisation, land.own.editor, phone="2")
    newest, middle, first = history.history(Organisation, organisation.pk)
    assert (newest.who, newest.what, newest.is_current) == ("Redaktion Bützow", "geändert", True)
    assert newest.changes == [("Telefon", "1", "2")]
    assert set(middle.changes) == {
        ("Telefon", "leer", "1"),
        ("Öffnungszeiten", "leer", "Di 08:30-12:00"),
        ("Aufzug", "leer", "ja"),
    }
    assert ("Art", "leer", "Amt, amtsfreie Gemeinde oder kreisfreie Stadt") in first.changes
    assert ("zuständiges Gebiet", "leer", "Bützow") in first.changes


def test_writes_of_imports_and_of_the_database_are_in_it_too(land):
    Organisation.objects.filter(pk=land.own.organisation.pk).update(town="Bützow")
    Organisation.objects.bulk_update([land.own.organisation], ["town"])
    assert [version.who for version in history.history(Organisation, land.own.organisation.pk)] == [history.NOBODY] * 3


def test_versions_cannot_be_touched(land):
    with pytest.raises(Exception, match="Cannot update"):
        OrganisationVersion.objects.update(name="Nie gewesen")


def test_a_version_comes_back_as_a_new_change(land):
    organisation, editor = land.own.organisation, land.own.editor
    first = OrganisationVersion.objects.get(pgh_obj=organisation)
    correct(organisation, editor, phone="1")
    for _ in range(2):  # twice changes nothing
        actions.revert(Organisation, first.pk, actor=editor)
    assert Organisation.objects.get(pk=organisation.pk).phone == ""
    versions = history.history(Organisation, organisation.pk)
    assert [version.what for version in versions] == ["frühere Fassung wiederhergestellt", "geändert", "angelegt"]
    record = Record.objects.get(verb="organisation.reverted")
    assert record.detail == {"version": first.pk, "fields": ["phone"]}


@pytest.mark.parametrize(("model", "make"), [(PostcodeArea, PostcodeAreaFactory), (ServiceGroup, ServiceGroupFactory)])
def test_a_deleted_row_comes_back(land, model, make):
    boss, row = central(), make()
    {PostcodeArea: actions.delete_postcode, ServiceGroup: actions.delete_group}[model](row.pk, actor=boss)
    gone = history.deleted(model, boss)
    assert len(gone) == 1
    actions.revert(model, gone[0].version_id, actor=boss)
    assert model.objects.get(pk=row.pk) == row
    assert history.deleted(model, boss) == []


def test_rules_that_went_with_their_service_come_back_with_it_only(land):
    rule, boss = land.own.rule, central()
    service = rule.service_id
    rule.service.delete()
    gone = [row.version_id for row in history.deleted(Responsibility, land.own.editor)]
    assert len(gone) == 1  # the rule of the other Amt is not ours
    with pytest.raises(Refusal, match="passt nicht mehr"):
        actions.revert(Responsibility, gone[0], actor=boss)
    ServiceFactory(pk=service)
    actions.revert(Responsibility, gone[0], actor=land.own.editor)
    assert Responsibility.objects.get(pk=rule.pk).organisation == land.own.organisation


def test_nobody_reverts_what_is_not_theirs(land):
    first = OrganisationVersion.objects.get(pgh_obj=land.other.organisation)
    correct(land.other.organisation, land.other.editor, phone="1")
    with pytest.raises(NotPermitted):
        actions.revert(Organisation, first.pk, actor=land.own.editor)
    assert Organisation.objects.get(pk=land.other.organisation.pk).phone == "1"


def test_the_way_back_does_not_lead_into_foreign_areas(land):
    """A rule was the other Amt's before the Land gave it to us: we cannot give it back."""
    rule = Responsibility.objects.get(pk=land.other.rule.pk)
    rule.area, rule.organisation = land.own.village, land.own.organisation
    actions.assign_responsibility(rule, actor=central())
    first = history.VERSIONS[Responsibility].objects.filter(pgh_obj=rule).earliest("pgh_id")
    with pytest.raises(NotPermitted):
        actions.revert(Responsibility, first.pk, actor=land.own.editor)


def test_pages(land):
    client = browser(land.own.editor)
    correct(land.own.organisation, land.own.editor, phone="1")
    page = client.get(reverse("admin:responsibility_organisation_history", args=[land.own.organisation.pk]))
    assert "Redaktion Bützow" in page.content.decode()
    first = OrganisationVersion.objects.filter(pgh_obj=land.own.organisation).earliest("pgh_id")
    url = reverse("admin:responsibility_organisation_version", args=[first.pk])
    assert url in page.content.decode()
    assert "Diese Fassung wiederherstellen" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Organisation.objects.get(pk=land.own.organisation.pk).phone == ""


def test_a_list_of_deleted_rows(land):
    client = browser(land.own.editor)
    actions.delete_postcode(land.own.postcode.pk, actor=land.own.editor)
    actions.delete_postcode(land.other.postcode.pk, actor=land.other.editor)
    page = client.get(reverse("admin:responsibility_postcodearea_deleted")).content.decode()
    assert land.own.postcode.postcode in page
    assert land.other.postcode.postcode not in page


def test_history_costs_the_same_for_1_and_30_versions(land, django_assert_num_queries):
    pk = land.own.rule.pk
    for _ in range(2):
        with django_assert_num_queries(4):  # versions, service, area, organisation
            history.history(Responsibility, pk)
        for number in range(30):
            other = OrganisationFactory()
            Responsibility.objects.filter(pk=pk).update(note=f"{number}", organisation=other)
