"""The rights read in one go are those of the lazy query, by role and by name."""

import pytest
from django.contrib.auth.models import Permission

from portal.accounts.models import User
from responsibility.actions import grant_role
from responsibility.models import Organisation, OrganisationUserPermission
from responsibility.queries import organisations_with, permissions_held
from tests.factories.responsibility import OrganisationFactory

RIGHTS = ("work_cases", "lead_cases", "edit_content", "edit_directory", "answer_calls")


@pytest.mark.django_db
def test_both_ways_name_the_same_offices() -> None:
    city, district, chamber = (OrganisationFactory(slug=slug) for slug in ("city", "district", "chamber"))
    person = User.objects.create_user("birte@example.org")
    grant_role(person, city, "head")
    grant_role(person, district, "caseworker")
    grant_role(User.objects.create_user("cord@example.org"), chamber, "head")
    by_name = Permission.objects.get(content_type__app_label="responsibility", codename="work_cases")
    for office in (district, chamber):
        OrganisationUserPermission.objects.create(user=person, permission=by_name, content_object=office)
    held = permissions_held(person)
    assert set(held) == {city.pk, district.pk, chamber.pk}
    for right in RIGHTS:
        found = {office for office, rights in held.items() if right in rights}
        assert found == set(organisations_with(person, right).values_list("pk", flat=True)), right


@pytest.mark.django_db
def test_a_closed_account_holds_nothing() -> None:
    person = User.objects.create_user("birte@example.org", is_active=False)
    grant_role(person, OrganisationFactory(slug="city"), "head")
    assert Organisation.objects.exists()
    assert permissions_held(person) == {}
    assert not organisations_with(person, "work_cases").exists()
