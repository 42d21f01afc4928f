"""Probes and numbers: they answer when little else works, and only to those who may know."""

import pytest
from celery import current_app
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.operations.models import LoadedData, PeriodicRun
from portal.outbox.models import Entry

HEALTHZ, READYZ, METRICS = (reverse(f"operations:{name}") for name in ("healthz", "readyz", "metrics"))


def test_healthz_asks_nobody(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(HEALTHZ)
    assert response.json() == {"status": "ok"}


def test_healthz_answers_without_a_database(client, database_away):
    assert client.get(HEALTHZ).status_code == 200


def test_readyz_is_content(client, db):
    response = client.get(READYZ)
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "missing": []}


def test_readyz_names_the_missing_database(client, database_away):
    response = client.get(READYZ)
    assert response.status_code == 503
    assert response.json()["missing"] == ["database"]


def test_readyz_names_the_missing_broker(client, db, monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    response = client.get(READYZ)
    assert response.status_code == 503
    assert response.json()["missing"] == ["broker"]


def test_readyz_names_the_missing_migration(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s", [LoadedData._meta.app_label])
    response = client.get(READYZ)
    assert response.status_code == 503
    assert response.json()["missing"] == ["migrations"]
    assert "operations.0001_initial" in response.json()["detail"]["migrations"]


@pytest.mark.parametrize(
    ("request_from", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),  # a Unix socket: anyone may stand behind it
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 404),  # a proxy on this machine
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "}, 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "right"}, 404),
    ],
)
def test_who_may_read_the_numbers(client, db, settings, request_from, status):
    settings.METRICS_TOKEN = "right"
    assert client.get(METRICS, **request_from).status_code == status


def test_without_a_token_an_empty_one_opens_nothing(client, db, settings):
    settings.METRICS_TOKEN = ""
    assert client.get(METRICS, REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_the_numbers_count_open_work(client, db):
    Entry.objects.create(task="cases.send_receipt", subject_id=1)
    Entry.objects.create(task="cases.send_receipt", subject_id=2, status=Entry.Status.DEAD)
    text = client.get(METRICS).content.decode()
    assert 'portal_outbox_entries{status="waiting"} 1.0' in text
    assert 'portal_outbox_entries{status="dead"} 1.0' in text
    assert "django_http_requests_before_middlewares_total" in text


def test_the_numbers_name_lines_and_tasks(client, db):
    Entry.objects.create(task="portal.mail.send", subject_id=1)
    PeriodicRun.objects.create(task="portal.outbox.sweep", ended_at=timezone.now(), succeeded_at=timezone.now())
    text = client.get(METRICS).content.decode()
    assert 'portal_task_entries{queue="mail",status="waiting",task="portal.mail.send"} 1.0' in text
    assert 'portal_queue_messages{queue="move"}' in text
    assert 'portal_periodic_success_seconds{task="portal.outbox.sweep"}' in text


def test_the_numbers_remain_when_the_database_is_away(client, database_away):
    response = client.get(METRICS)
    assert response.status_code == 200
    assert "portal_outbox_entries" not in response.content.decode()
