"""Editors set how proceedings run; cases are never edited in the admin."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from cases.models import ProcessSettings
from content.models import Service
from tests.factories.cases import PERMIT_KEY, Town, submitted_case
from tests.factories.portal import UserFactory


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True, is_demo=True))
    return client


def test_only_the_process_is_edited_here() -> None:
    names = {model.__name__ for model in admin.site._registry if model._meta.app_label == "cases"}
    assert names == {"ProcessSettings"}


def test_taking_the_form_away_takes_the_service_offline(town: Town, client: Client) -> None:
    process = town.permit.process
    Service.objects.update(is_online=True)
    data = {"service": town.permit.pk, "form": "", "decision_period": "8w", "draft_days": "30"}
    response = client.post(reverse("admin:cases_processsettings_change", args=[process.pk]), data)
    assert response.status_code == 302
    assert not Service.objects.get(pk=town.permit.pk).is_online
    assert ProcessSettings.objects.get(pk=process.pk).decision_period == "8w"


def test_a_period_that_makes_no_sense_is_explained(town: Town, client: Client) -> None:
    process = town.permit.process
    data = {"service": town.permit.pk, "form": process.form_id, "decision_period": "3y", "draft_days": "30"}
    response = client.post(reverse("admin:cases_processsettings_change", args=[process.pk]), data)
    assert "Schreiben Sie die Frist als Zahl mit d, w oder m" in response.content.decode()


def test_all_that_makes_a_process(town: Town, client: Client) -> None:
    process = town.permit.process
    address = reverse("admin:cases_processsettings_change", args=[process.pk])
    assert client.get(address).context["adminform"].form["via_ea"].value() is True
    data = {
        "service": town.permit.pk,
        "form": process.form_id,
        "decision_period": "3m",
        "deemed_approval_law": "§ 6a GewO",
        "four_eyes": "on",
        "after": town.trade.pk,
        "companions": [town.trade.pk],
        "fee": "after",
        "checks": "Führungszeugnis\nGrundriss",
        "draft_days": "30",
    }
    assert client.post(address, data).status_code == 302
    process.refresh_from_db()
    assert (process.fee, process.after, process.four_eyes) == ("after", town.trade, True)
    assert not Service.objects.get(pk=town.permit.pk).via_ea
    case = submitted_case(town, procedures=[PERMIT_KEY])
    assert case.ea is None


def test_two_that_wait_for_each_other_are_refused(town: Town, client: Client) -> None:
    ProcessSettings.objects.filter(service=town.trade).update(after=town.permit)
    process = town.permit.process
    address = reverse("admin:cases_processsettings_change", args=[process.pk])
    data = {"service": town.permit.pk, "after": town.trade.pk, "draft_days": "30"}
    response = client.post(address, data)
    assert response.status_code == 409
    assert "aufeinander warten" in response.content.decode()


def test_deleting_takes_the_service_offline(town: Town, client: Client) -> None:
    Service.objects.update(is_online=True)
    address = reverse("admin:cases_processsettings_delete", args=[town.permit.process.pk])
    client.post(address, {"post": "yes"})
    assert not Service.objects.get(pk=town.permit.pk).is_online


def test_the_list(town: Town, client: Client) -> None:
    assert client.get(reverse("admin:cases_processsettings_changelist")).status_code == 200
