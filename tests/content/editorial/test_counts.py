"""How many queries the desk costs, whatever lies on it."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content import actions
from content.models import FormLink, LifeSituation, Service
from tests.content.editorial.desk import address, form_data
from tests.content.editorial.people import browser, build_world
from tests.content.editorial.texts import draft_of, public_text
from tests.factories.content import (
    CostFactory,
    DeadlineFactory,
    LifeSituationFactory,
    ServiceFactory,
    SupplementFactory,
)
from tests.factories.responsibility import AreaFactory

MAKE = {
    "service": lambda owner: public_text(owner),
    "lifesituation": lambda owner: LifeSituationFactory(owner=owner),
    "servicesupplement": lambda owner: SupplementFactory(owner=owner),
}
CHANGED = {
    "service": {"description_de": "Neu."},
    "lifesituation": {"teaser_de": "Neu."},
    "servicesupplement": {"notes_de": "Neu."},
}
pytestmark = pytest.mark.django_db
TABLE = re.compile(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"')


@pytest.fixture
def world():
    for model in (Service, LifeSituation):
        ContentType.objects.get_for_model(model)
    return build_world()


def statements(captured):
    return [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def full_service(owner):
    service = public_text(owner, slug="hund", duration_min=1, duration_max=3, duration_unit="week")
    for _ in range(2):
        CostFactory(service=service)
        DeadlineFactory(service=service)
        FormLink.objects.create(service=service, name_de="Formular", url="https://a.example/")
    service.areas.add(AreaFactory())
    service.related.add(ServiceFactory())
    service.life_situations.add(LifeSituationFactory())
    return service


def changed(world, data, number):
    """Something new in every module."""
    return data | {
        "description_de": f"Neu {number}.",
        "costs-0-note_de": f"Kosten {number}",
        "deadlines-0-text_de": f"Frist {number}",
        "form_links-0-name_de": f"Formular {number}",
        "areas": [AreaFactory().pk],
        "related": [ServiceFactory().pk],
        "life_situations": [LifeSituationFactory().pk],
        "_continue": "1",
    }


@pytest.mark.parametrize("drafts", [0, 1])
def test_saving_a_service_with_all_modules(world, drafts):
    service, birte = full_service(world.buetzow.organisation), browser(world.birte)
    url = address(service)
    for number in range(drafts):
        assert birte.post(url, changed(world, form_data(birte, url), number)).status_code == 302
    data = changed(world, form_data(birte, url), 9)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = birte.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    # Those that check a constraint of the form read no table
    found = [sql for sql in statements(captured) if '"_check"' not in sql]
    tables = {name for sql in found for name in TABLE.findall(sql)}
    assert {"content_cost", "content_service_areas", "content_version", "audit_record"} <= tables
    assert len(found) < len(tables) + 10, f"{len(found)} queries, {len(tables)} tables"


@pytest.mark.parametrize("kind", ["service", "lifesituation", "servicesupplement"])
def test_the_lists_cost_the_same_whatever_is_on_them(world, kind):
    rieke = browser(world.rieke)
    counts = []
    for rows in (1, 30):
        for _ in range(rows):
            text = MAKE[kind](world.buetzow.organisation)
            draft_of(text, world.birte, **CHANGED[kind])
        with CaptureQueriesContext(connection) as captured:
            page = rieke.get(f"/redaktion/content/{kind}/")
        assert page.status_code == 200
        counts.append(len(captured))
    assert len(page.context["cl"].result_list) == 31
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("part", ["change/", "history/", "vorschau/", "schritt/submit/"])
def test_the_pages_of_a_text_cost_the_same_with_many_versions(world, part):
    text, rieke = full_service(None), browser(world.rieke)
    counts = []
    for rows in (1, 30):
        for number in range(rows):
            version = draft_of(text, world.rieke, description_de=f"{rows}.{number}")
            actions.publish(version.pk, saves=version.saves, actor=world.rieke)
            text.refresh_from_db()
        draft_of(text, world.rieke, description_de=f"Entwurf {rows}")
        rieke.get(address(text, part))
        with CaptureQueriesContext(connection) as captured:
            assert rieke.get(address(text, part)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
