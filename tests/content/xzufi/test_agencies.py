"""The room in which the editors of the Land say whose editors keep what an agency delivers."""

import pytest
from django.urls import reverse

from content.actions import xzufi
from content.models import XzufiAgency
from portal.audit.models import Record
from portal.errors import NotPermitted
from tests.content.editorial.people import browser, build_world

pytestmark = pytest.mark.django_db
LIST = reverse("admin:content_xzufiagency_changelist")
ADD = reverse("admin:content_xzufiagency_add")


@pytest.fixture
def world():
    return build_world()


def test_rieke_assigns_an_agency(world):
    rieke = browser(world.rieke)
    data = {"agency": "fremd", "name": "Fremde Redaktion", "owner": world.buetzow.organisation.pk}
    assert rieke.post(ADD, data).status_code == 302
    agency = XzufiAgency.objects.get()
    assert agency.owner == world.buetzow.organisation
    assert Record.objects.filter(verb="xzufiagency.saved", subject=f"content.xzufiagency:{agency.pk}").exists()
    assert "Fremde Redaktion" in rieke.get(LIST).content.decode()
    delete = reverse("admin:content_xzufiagency_delete", args=[agency.pk])
    assert rieke.post(delete, {"post": "yes"}).status_code == 403
    assert XzufiAgency.objects.exists()


def test_nobody_else(world):
    for person in (world.birte, world.cord):
        assert browser(person).get(LIST).status_code == 403
        assert browser(person).post(ADD, {"agency": "fremd"}).status_code == 403
        with pytest.raises(NotPermitted):
            xzufi.save_agency(XzufiAgency(agency="fremd"), actor=person)
    assert not XzufiAgency.objects.exists()
