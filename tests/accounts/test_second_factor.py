import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from portal.accounts.middleware import OPEN
from tests.accounts.conftest import code_for
from tests.factories.portal import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

WALL = "/konto/2fa/totp/activate/"
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001", "slug": "x", "str": "x", "path": "x"}


def all_pages(patterns: list, namespace: str = "", route: str = "/") -> Iterator[tuple[str, str]]:
    """Name and address of every page below the given patterns, with made-up arguments."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_pages(pattern.url_patterns, inner, f"{route}{pattern.pattern}")
        elif isinstance(pattern.pattern, RoutePattern):
            address = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "str"], f"{route}{pattern.pattern}")
            yield f"{namespace}{pattern.name}", address


def test_staff_without_it_are_stopped_at_every_page(client, birte):
    pages = [(name, address) for name, address in all_pages(get_resolver().url_patterns) if name not in OPEN]
    assert {"admin:index", "cases:inbox", "content:home"} <= {name for name, _ in pages}
    client.force_login(birte)
    assert [address for _, address in pages if client.get(address).headers.get("Location") != WALL] == []


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}])
def test_editors_and_administrators_are_staff_too(rights, client):
    client.force_login(UserFactory(**rights))
    assert client.get(reverse("admin:index"))["Location"] == WALL


def test_a_post_is_stopped_too(client, birte):
    client.force_login(birte)
    response = client.post(reverse("cases:claim", args=[1]))
    assert (response.status_code, response["Location"]) == (302, WALL)


def test_anna_needs_none(client, anna):
    client.force_login(anna)
    assert client.get(reverse("content:home")).status_code == 200


def test_a_role_given_meanwhile_counts_at_once(client, anna, birte):
    client.force_login(anna)
    assert client.get(reverse("content:home")).status_code == 200
    anna.groups.set(birte.groups.all())
    assert client.get(reverse("content:home"))["Location"] == WALL


@pytest.mark.parametrize(("demo", "is_demo", "stopped"), [(1, 1, False), (1, 0, True), (0, 1, True), (0, 0, True)])
def test_demonstration_accounts_pass_only_in_the_demonstration(demo, is_demo, stopped, client, settings):
    settings.DEMO = bool(demo)
    client.force_login(UserFactory(is_staff=True, is_demo=bool(is_demo)))
    assert (client.get(reverse("admin:index")).headers.get("Location") == WALL) is stopped


def test_from_log_in_through_set_up_to_the_first_page(client, birte, log_in):
    log_in(birte.email)
    assert client.get("/eingang/")["Location"] == WALL
    asked = client.get(WALL)["Location"]  # the password once more
    assert asked.startswith("/konto/reauthenticate/")
    assert client.post(asked, {"password": PASSWORD})["Location"] == WALL
    secret = client.get(WALL).context["form"].secret
    client.post(WALL, {"code": code_for(secret)})
    assert Authenticator.objects.filter(user=birte, type="totp").exists()

    asked = client.get("/")["Location"]
    assert asked == "/konto/2fa/reauthenticate/?next=%2F"
    assert client.post(asked, {"code": "000000"}).status_code == 200
    assert client.post(asked, {"code": code_for(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_log_in_asks_for_the_code(client, birte, secret, log_in):
    assert log_in(birte.email)["Location"].startswith("/konto/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    client.post("/konto/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post("/konto/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get("/").status_code == 200


def test_a_session_that_never_showed_a_code_is_asked_for_one(client, birte, secret):
    client.force_login(birte)  # as if by another way than our log-in
    assert client.get("/eingang/?q=a")["Location"] == "/konto/2fa/reauthenticate/?next=%2Feingang%2F%3Fq%3Da"


def test_staff_cannot_switch_it_off(client, birte, secret, log_in):
    log_in(birte.email)
    client.post("/konto/2fa/authenticate/", {"code": code_for(secret)})
    asked = client.get("/konto/2fa/totp/deactivate/")["Location"]
    client.post(asked, {"password": PASSWORD})
    client.post("/konto/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=birte, type="totp").exists()


def test_the_admin_has_no_log_in_of_its_own(client, birte):
    assert client.get("/redaktion/")["Location"].startswith("/redaktion/login/")
    assert client.get("/redaktion/login/")["Location"].startswith("/konto/login/")
    response = client.post("/redaktion/login/", {"username": birte.email, "password": PASSWORD})
    assert response["Location"].startswith("/konto/login/")
    assert "_auth_user_id" not in client.session


def test_who_passed_costs_no_query_afterwards(client, birte, secret, log_in, django_assert_num_queries):
    log_in(birte.email)
    client.post("/konto/2fa/authenticate/", {"code": code_for(secret)})
    client.get("/leichte-sprache/")
    with django_assert_num_queries(3):  # session, person, number of the public state
        client.get("/leichte-sprache/")
