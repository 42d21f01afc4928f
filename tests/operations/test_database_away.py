"""The database is away, at any point of a request: a plain page, no failure, nothing half-written."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.operations.middleware import DATABASE_AWAY
from tests.factories.portal import UserFactory


def middleware_that_asks(get_response):
    """Stands for every middleware that needs the database, inside of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        get_user_model().objects.count()
        return get_response(request)

    return middleware


def middleware_with_a_bug(get_response):
    def middleware(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    return middleware


def middleware_that_loses_the_session(get_response):
    """Changes the session, and the database goes before it is saved."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        request.session["seen"] = True
        end_own_connection()
        return response

    return middleware


def end_own_connection() -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()


@pytest.fixture
def add_middleware(settings):
    def add(middleware) -> None:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{middleware.__name__}"]

    return add


def assert_back_soon(response) -> None:
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "Wir sind gleich wieder da" in response.content.decode()


@pytest.mark.parametrize("name", ["content:home", "content:services", "responsibility:organisations"])
def test_pages_ask_to_come_back(client, database_away, name):
    assert_back_soon(client.get(reverse(name)))


def test_a_person_with_a_session_is_asked_to_come_back(database_away):
    client = Client(raise_request_exception=False)  # the session is read in a middleware
    client.cookies["sessionid"] = "x" * 32
    assert_back_soon(client.get(reverse("operations:broken")))


def test_programs_get_a_problem_document(client, database_away):
    response = client.get("/api/v1/areas/?q=18273")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"]
    assert response.json()["status"] == 503


def test_a_middleware_that_loses_the_database_gives_the_same_page(add_middleware, database_away):
    add_middleware(middleware_that_asks)
    assert_back_soon(Client(raise_request_exception=False).get(reverse("content:imprint")))


def test_a_session_that_cannot_be_saved_gives_the_same_page(add_middleware, transactional_db):
    client = Client(raise_request_exception=False)
    session = client.session
    session["before"] = True
    session.save()
    add_middleware(middleware_that_loses_the_session)
    assert_back_soon(client.get(reverse("content:imprint")))


def test_another_failure_stays_a_failure(add_middleware, db):
    add_middleware(middleware_with_a_bug)
    assert Client(raise_request_exception=False).get(reverse("content:imprint")).status_code == 500


def test_a_connection_lost_in_the_middle_keeps_nothing(transactional_db):
    def write_and_lose_the_connection() -> None:
        with transaction.atomic():
            UserFactory(email="halb@example.org")
            end_own_connection()
            UserFactory(email="ganz@example.org")

    with pytest.raises(DATABASE_AWAY):
        write_and_lose_the_connection()
    connection.close()
    assert not User.objects.exists()
