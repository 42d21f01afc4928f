"""Roles carry rights in one organisation, and only there."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.audit.models import Record
from responsibility.actions import grant_role
from responsibility.queries import may, organisations_with
from tests.factories.responsibility import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rostock():
    return OrganisationFactory(slug="rostock")


@pytest.fixture
def schwerin():
    return OrganisationFactory(slug="schwerin")


@pytest.fixture
def birte(rostock):
    user = User.objects.create_user("birte@demo.example", name="Birte Voß")
    grant_role(user, rostock, "caseworker")
    return user


def test_a_role_counts_in_its_organisation_only(birte, rostock, schwerin):
    assert may(birte, "work_cases", rostock)
    assert not may(birte, "work_cases", schwerin)
    assert not may(birte, "lead_cases", rostock)
    assert list(organisations_with(birte, "work_cases")) == [rostock]


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("caseworker", {"work_cases"}),
        ("head", {"work_cases", "lead_cases"}),
        ("editor", {"edit_content"}),
        ("directory", {"edit_directory"}),
        ("payment", {"handle_payments"}),
    ],
)
def test_what_each_role_may(rostock, role, rights):
    user = User.objects.create_user("cord@demo.example")
    assert grant_role(user, rostock, role).name == f"rostock:{role}"
    every = ("work_cases", "lead_cases", "edit_content", "edit_directory", "handle_payments")
    assert {right for right in every if may(user, right, rostock)} == rights


def test_twice_changes_nothing(birte, rostock):
    before = Record.objects.count()
    grant_role(birte, rostock, "caseworker")
    assert birte.groups.count() == 1
    assert Record.objects.count() == before


def test_granting_is_recorded(birte, rostock):
    record = Record.objects.get(verb="organisation.role_granted")
    assert record.detail == {"role": "caseworker", "user": birte.pk}


def test_nobody_is_somebody(rostock, schwerin):
    anna = User.objects.create_user("anna@demo.example")
    boss = User.objects.create_superuser("chefin@demo.example")
    gone = User.objects.create_user("weg@demo.example", is_active=False)
    grant_role(gone, rostock, "caseworker")
    assert not may(AnonymousUser(), "work_cases", rostock)
    assert not may(anna, "work_cases", rostock)
    assert not may(gone, "work_cases", rostock)
    assert set(organisations_with(boss, "work_cases")) == {rostock, schwerin}


def test_a_list_uses_it_as_one_subquery(birte, rostock, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(type(rostock).objects.filter(pk__in=organisations_with(birte, "work_cases"))) == [rostock]
