import socket
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from portal.accounts.actions import create_demo_user, system_user
from portal.accounts.models import User
from portal.cache import TolerantRedisCache
from portal.mail.models import OutgoingMail
from tests.factories.portal import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP = {"name": "Cord Lüders", "email": "cord@example.org", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def mandatory(settings):
    """As outside the demonstration: an address is verified before its account can be used."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.mark.parametrize("written", ["anna@example.org", "Anna@Example.ORG", " anna@example.org "])
def test_anna_logs_in(written, anna, client, log_in):
    assert log_in(written)["Location"] == "/konto/weiter/"
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(anna, client, log_in, time_machine):
    time_machine.move_to(timezone.now())
    answers = [log_in("anna@example.org" if number % 2 else "ANNA@example.org", "falsch") for number in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429]
    assert "Zu viele Versuche" in answers[-1].content.decode()
    assert log_in(anna.email).status_code == 429  # the right one now, and still locked
    assert "_auth_user_id" not in client.session
    time_machine.shift(timedelta(minutes=16))
    assert log_in(anna.email).status_code == 302


def test_a_lock_hits_nobody_else(anna, log_in):
    other = UserFactory()
    for _ in range(10):
        log_in(anna.email, "falsch")
    assert log_in(other.email).status_code == 302
    assert log_in(anna.email, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_log_in_does_not_tell_who_has_an_account(anna, log_in):
    known, unknown = (log_in(email, "falsch") for email in (anna.email, "nobody@example.org"))
    assert known.context["form"].errors == unknown.context["form"].errors
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in known.content.decode()


def test_a_new_password_can_be_asked_for_without_telling(anna, client):
    known, unknown = (
        client.post("/konto/password/reset/", {"email": email}) for email in (anna.email, "nobody@example.org")
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    mails = {mail.recipient: mail for mail in OutgoingMail.objects.all()}
    assert "/konto/password/reset/key/" in mails[anna.email].text


def test_sign_up_does_not_tell_who_has_an_account(anna, client, mandatory):
    taken, free = (client.post("/konto/signup/", SIGN_UP | {"email": email}) for email in (anna.email, "c@example.org"))
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert User.objects.filter(email=anna.email).count() == 1
    assert set(OutgoingMail.objects.values_list("recipient", flat=True)) == {anna.email, "c@example.org"}


def test_sign_up_and_verification(client, log_in, mandatory):
    assert client.post("/konto/signup/", SIGN_UP).status_code == 302
    cord = User.objects.get(email="cord@example.org")
    assert (cord.name, cord.is_staff, cord.is_demo) == ("Cord Lüders", False, False)
    assert log_in(cord.email)["Location"] == "/konto/confirm-email/"
    link = next(line for line in OutgoingMail.objects.first().text.splitlines() if "/confirm-email/" in line)
    client.post(link.strip().removeprefix("http://testserver"))
    assert log_in(cord.email)["Location"] == "/konto/weiter/"


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("drei-worte-genug", True),
        ("elf-zeichen", False),
        ("cord@example.org", False),  # the address itself
        ("123456123456", False),  # on the list of common ones
    ],
)
def test_passwords(password, accepted, client):
    response = client.post("/konto/signup/", SIGN_UP | {"password1": password, "password2": password})
    assert (response.status_code == 302) is accepted
    assert User.objects.exists() is accepted


def test_without_the_cache_people_still_log_in_and_sign_up(anna, client, log_in, settings, monkeypatch):
    monkeypatch.setattr(TolerantRedisCache, "_silent_until", 0.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CACHES = {
            "default": settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{taken.getsockname()[1]}"}
        }
    assert caches["default"].get("x", 7) == 7
    assert log_in(anna.email).status_code == 302
    client.post("/konto/logout/")
    assert client.post("/konto/signup/", SIGN_UP).status_code == 302


def test_a_system_user_is_one_and_never_logs_in(log_in, client):
    clock = system_user("clock")
    assert system_user("clock") == clock
    assert (clock.is_system, clock.is_active, clock.is_staff) == (True, False, False)
    log_in(clock.email, "!")
    assert "_auth_user_id" not in client.session


def test_a_demonstration_account_is_made_once(log_in, client):
    first = create_demo_user("ea@demo.example", name="Eva Albrecht", password="vorfuehrung-mv")
    again = create_demo_user("EA@demo.example", name="Eva Albrecht", password="vorfuehrung-mv", is_staff=True)
    assert first == again
    assert (again.is_demo, again.is_staff) == (True, True)
    assert again.emailaddress_set.get().verified
    assert log_in("ea@demo.example", "vorfuehrung-mv")["Location"] == "/konto/weiter/"


def test_the_admin_knows_people_by_address(client, anna):
    client.force_login(UserFactory(is_staff=True, is_superuser=True, is_demo=True))
    assert "anna@example.org" in client.get("/redaktion/accounts/user/").content.decode()
    form = {
        "email": "neu@example.org",
        "name": "Neu",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/redaktion/accounts/user/add/", form).status_code == 302
    assert User.objects.get(email="neu@example.org").check_password(PASSWORD)
    assert client.get(f"/redaktion/accounts/user/{anna.pk}/change/").status_code == 200
