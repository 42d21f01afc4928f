"""Editors keep the names of villages, and make Ortsteile of them."""

import pytest

from portal.audit.models import Record
from portal.errors import NotPermitted
from responsibility import actions
from responsibility.models import Area, CheckRun, Locality, ResponsibilityGap
from responsibility.queries import find_areas, find_place
from tests.factories.content import ServiceFactory
from tests.factories.portal import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


@pytest.fixture
def rieke():
    """The editor of the Land."""
    return UserFactory(is_staff=True, is_superuser=True, is_demo=True)


def warnemuende(actor) -> Locality:
    locality = Locality(name="Warnemünde", municipality=Area.objects.get(ags="13003000"), postcode="18119")
    actions.save_locality(locality, actor=actor)
    return locality


def test_a_name_leads_to_its_municipality_at_once(rieke):
    warnemuende(rieke)
    (found,) = find_areas("warnemuende")
    assert (found.label, found.part_of, found.ags) == ("Warnemünde", "Rostock", "13003000")
    assert Record.objects.filter(verb="locality.saved").count() == 1


def test_an_ortsteil_is_found_instead_of_the_name(rieke):
    locality = warnemuende(rieke)
    area = actions.make_ortsteil(locality.pk, actor=rieke)
    assert (area.ars, area.path) == ("130030000000001", ["130030000000001", "130030000000", "130000000000"])
    assert actions.make_ortsteil(locality.pk, actor=rieke) == area  # twice changes nothing
    only = find_place("Warnemünde").only
    assert (only.ars, only.part_of) == (area.ars, "Rostock, Hanse- und Universitätsstadt")


def test_others_may_not(rieke):
    birte = UserFactory()
    with pytest.raises(NotPermitted):
        warnemuende(birte)
    locality = warnemuende(rieke)
    with pytest.raises(NotPermitted):
        actions.make_ortsteil(locality.pk, actor=birte)
    assert not Area.objects.filter(kind="ortsteil").exists()


@pytest.mark.parametrize("model", ["locality", "responsibilitygap", "checkrun"])
def test_the_administration_shows_what_there_is(client, rieke, model):
    service, area = ServiceFactory(), Area.objects.get(ags="13003000")
    actions.note_gap(service.pk, area.pk, kind=ResponsibilityGap.Kind.GAP)
    actions.run_check(on=CheckRun._meta.get_field("as_of").to_python("2026-11-24"))
    client.force_login(rieke)
    page = client.get(f"/redaktion/responsibility/{model}/")
    assert page.status_code == 200
    assert "row1" in page.content.decode() or "result_list" in page.content.decode()


def test_the_action_of_the_administration(client, rieke):
    locality = warnemuende(rieke)
    client.force_login(rieke)
    client.post(
        "/redaktion/responsibility/locality/",
        {"action": "make_ortsteil", "_selected_action": [locality.pk]},
        follow=True,
    )
    assert Area.objects.get(kind="ortsteil").short_name == "Warnemünde"
