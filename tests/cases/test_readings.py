"""The access log: who read a case, as what and what for; shown to the applicant and to heads."""

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import actions, queries
from cases.models import Reading
from cases.queries.reader import reader_of
from cases.queries.rights_page import rights_page
from tests.cases.world import World, claim_by_zb, forward, log_in, name_purpose
from tests.factories.portal import UserFactory


@pytest.fixture
def claimed(world: World) -> World:
    forward(world)
    claim_by_zb(world)
    return world


def page(world: World) -> str:
    return reverse("cases:proceeding", args=[world.licence.pk])


def test_the_owner_reads_without_being_asked(claimed: World) -> None:
    cord = log_in(claimed.cord)
    for _time in range(3):
        assert cord.get(page(claimed)).status_code == 200
    cord.get(reverse("cases:staff_document", args=[claimed.case.reference, claimed.upload.pk]))
    rows = Reading.objects.order_by("pk").values_list("person", "organisation", "role", "purpose", "what")
    assert set(rows) == {
        (claimed.cord.pk, claimed.kreis.pk, "owner", "work", "case"),
        (claimed.cord.pk, claimed.kreis.pk, "owner", "work", "document"),
    }
    shown = queries.case_page(claimed.case.pk, "de").readings
    assert [(row.organisation, row.role, row.purpose, row.times, row.person) for row in shown] == [
        ("Landkreis Rostock", "Bearbeitung", "Bearbeitung", 4, "")
    ]


def test_what_nobody_has_yet_is_looked_at_to_take_it(world: World) -> None:
    assert log_in(world.eva).get(reverse("cases:ea_case", args=[world.case.reference])).status_code == 200
    assert Reading.objects.get().purpose == "intake"


def test_others_name_a_purpose_once_per_session_and_case(claimed: World) -> None:
    katrin = log_in(claimed.katrin)
    response = katrin.get(page(claimed))
    asked = reverse("cases:purpose", args=[claimed.case.reference])
    assert response.status_code == 302
    assert response["Location"].startswith(f"{asked}?weiter=")
    assert not Reading.objects.exists()
    assert "Wozu öffnen Sie diesen Vorgang?" in katrin.get(response["Location"]).content.decode()
    assert katrin.post(response["Location"], {"purpose": "operation"}).status_code == 200
    answered = katrin.post(response["Location"], {"purpose": "supervision"})
    assert answered["Location"] == page(claimed)
    for _twice in range(2):
        assert katrin.get(page(claimed)).status_code == 200
    assert set(Reading.objects.values_list("role", "purpose")) == {("head", "supervision")}
    assert log_in(claimed.katrin).get(page(claimed)).status_code == 302


def test_the_way_back_stays_in_the_portal(claimed: World) -> None:
    asked = reverse("cases:purpose", args=[claimed.case.reference])
    answered = log_in(claimed.katrin).post(f"{asked}?weiter=https://anderswo.example/", {"purpose": "supervision"})
    assert answered["Location"] == reverse("cases:inbox")


def test_the_administrator_is_never_anonymous(claimed: World) -> None:
    boss = UserFactory(name="Boss", is_superuser=True, is_demo=True)
    client = log_in(boss)
    assert client.get(page(claimed)).status_code == 302
    name_purpose(client, claimed, "operation")
    assert client.get(page(claimed)).status_code == 200
    assert Reading.objects.get().role == "administrator"


def test_the_applicant_sees_names_only_where_that_is_set(claimed: World, settings) -> None:
    log_in(claimed.cord).get(page(claimed))
    anna = log_in(claimed.anna)
    status = reverse("cases:case", args=[claimed.case.reference])
    text = anna.get(status).content.decode()
    assert "Wer Ihren Antrag gelesen hat" in text
    assert "Cord Lüders, Landkreis Rostock" not in text
    settings.CASE_READERS_BY_NAME = True
    assert "Cord Lüders, Landkreis Rostock" in anna.get(status).content.decode()


def test_heads_see_the_log_with_names_and_colleagues_do_not(claimed: World) -> None:
    log_in(claimed.cord).get(page(claimed))
    reference, licence = claimed.case.reference, claimed.licence.pk
    assert [row.person for row in rights_page(reference, licence, claimed.katrin).readings] == ["Cord Lüders"]
    assert rights_page(reference, licence, claimed.cord).readings == []


def test_nobody_changes_the_log(claimed: World) -> None:
    log_in(claimed.cord).get(page(claimed))
    for change in (lambda: Reading.objects.update(purpose="work"), lambda: Reading.objects.all().delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_a_line_is_one_insert(claimed: World) -> None:
    reader = reader_of(claimed.cord, claimed.case.reference)
    with CaptureQueriesContext(connection) as found:
        actions.record_reading(reader, person=claimed.cord, purpose="work")
    assert [query["sql"].split()[0] for query in found.captured_queries] == ["INSERT"]


def test_hidden_by_default() -> None:
    assert settings.CASE_READERS_BY_NAME is False
