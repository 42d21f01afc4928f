import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.core.cache import cache

from tests.factories.portal import PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def anna(db):
    return UserFactory(email="anna@example.org", name="Anna Petersen")


@pytest.fixture
def birte(db):
    """An officer: a member of the role group of an authority, not a Django administrator."""
    user = UserFactory(email="birte@example.org", name="Birte Voß")
    user.groups.add(Group.objects.create(name="guestrow caseworker"))
    return user


@pytest.fixture
def secret(birte):
    """Birte's app for the second factor."""
    secret = generate_totp_secret()
    TOTP.activate(birte, secret)
    return secret


def code_for(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def log_in(client):
    def post(email: str, password: str = PASSWORD, **extra):
        return client.post("/konto/login/", {"login": email, "password": password}, **extra)

    return post
