"""The frame of the pages, the pages of log-in, and the pages for bad days."""

import re

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.translation import override

from portal import context, views
from portal.accounts.models import User
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.middleware import RefusalMiddleware
from portal.templatetags.portal import alert_kind
from tests.factories.portal import PASSWORD, UserFactory

LOGIN_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
LOGIN_PAGES += ["account_email_verification_sent", "account_reset_password_from_key_done"]
ACCOUNT_PAGES = ["account_logout", "account_email", "account_change_password", "account_reauthenticate", "mfa_index"]


def title(response: HttpResponse) -> str:
    return re.search(r"<title>(.*?)</title>", response.content.decode())[1]


def shown(path: str, **cookies) -> dict:
    """The context of a page at this address, for somebody who is not logged in."""
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.resolver_match = resolve(request.path_info)
    return context.page(request)


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOGIN_PAGES)
def test_log_in_pages_open(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="de">' in page
    assert page.count("<h1") == 1
    assert "Zum Inhalt springen" in page
    assert "placeholder" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_open(client, name):
    client.force_login(UserFactory())
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert "Anna Petersen" in response.content.decode()


@pytest.mark.django_db
def test_the_log_in_page_names_the_accounts_of_the_demonstration_only_there(client, settings):
    assert "vorfuehrung-mv" in client.get(reverse("account_login")).content.decode()
    settings.DEMO = False
    page = client.get(reverse("account_login")).content.decode()
    assert "vorfuehrung-mv" not in page
    assert "mv-demo" not in page


@pytest.mark.django_db
def test_a_wrong_password_is_said_plainly(client):
    user = UserFactory()
    response = client.post(reverse("account_login"), {"login": user.email, "password": "falsch"})
    assert title(response).startswith("Fehler: Anmelden")
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in response.content.decode()
    assert user.email in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_an_empty_form_links_to_each_field(client, name):
    page = client.post(reverse(name), {}).content.decode()
    links = re.findall(r'<li><a href="#(id_\w+)">', page)
    assert links
    for control in links:
        assert f'id="{control}"' in page


@pytest.mark.django_db
def test_two_different_passwords_are_said_in_our_words(client):
    data = {"email": "neu@example.org", "password1": PASSWORD, "password2": "etwas-anderes"}
    page = client.post(reverse("account_signup"), data).content.decode()
    assert "Die beiden Passwörter sind verschieden." in page


@pytest.mark.django_db
def test_a_new_account_carries_the_name(client):
    data = {"name": "Bo Lund", "email": "bo@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert User.objects.get(email="bo@example.org").name == "Bo Lund"


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOGIN_PAGES)
def test_no_word_of_allauth_is_left(client, name):
    """Its German mixes du and Sie."""
    page = client.get(reverse(name)).content.decode()
    assert not re.search(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|Sign|Password)\b", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize(
    ("path", "german", "english"),
    [
        ("/konto/login/", "/konto/login/", "/en/konto/login/"),
        ("/ort/?q=G%C3%BCstrow&weiter=/", "/ort/?q=G%C3%BCstrow&weiter=/", "/en/ort/?q=G%C3%BCstrow&weiter=/"),
    ],
)
def test_the_language_switch_keeps_page_and_query(path, german, english):
    page = shown(path)
    assert (page["german_url"], page["english_url"]) == (german, english)


def test_the_place_page_leads_back(settings):
    assert str(shown("/behoerden/?seite=2")["place_url"]) == "/ort/?weiter=%2Fbehoerden%2F%3Fseite%3D2"
    assert str(shown("/ort/?q=G&weiter=/behoerden/")["place_url"]) == "/ort/?weiter=%2Fbehoerden%2F"


def test_the_place_is_shown(settings):
    assert shown("/ort/", ort="130725359036|G%C3%BCstrow")["place"].name == "Güstrow"
    assert shown("/ort/", ort="unsinn")["place"] is None


@pytest.mark.django_db
def test_the_frame_costs_a_stranger_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))


@pytest.mark.django_db
def test_the_frame_names_the_person_and_offers_to_log_out(client):
    client.force_login(UserFactory())
    page = client.get(reverse("account_email")).content.decode()
    assert f'href="{reverse("cases:after_login")}"' in page
    assert f'<form method="post" action="{reverse("account_logout")}">' in page


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "Wir haben die Anfrage nicht verstanden"),
        (views.forbidden, 403, "Das dürfen Sie nicht ansehen"),
        (views.not_found, 404, "Diese Seite gibt es nicht"),
    ],
)
def test_error_pages_know_no_person(view, status, heading):
    """No session, no database: the request has neither here."""
    response = view(RequestFactory().get("/nirgends/"), Exception())
    assert response.status_code == status
    assert title(response) == f"Fehler: {heading} – Dienstleistungsportal M-V"


@pytest.mark.parametrize("name", ["500", "503"])
def test_pages_for_the_worst_need_nothing(name, settings):
    """Not even the list of static files, which is missing while a release is being rolled out."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = "/nirgends"
    page = render_to_string(f"errors/{name}.html")
    assert "/static/css/portal.css" in page
    assert "Fehler:" in page


def test_the_error_page_of_the_server_is_drawn():
    assert views.server_error(RequestFactory().get("/")).status_code == 500


def test_an_english_error_page_says_so():
    with override("en"):
        page = views.not_found(RequestFactory().get("/en/nowhere/"), Exception()).content.decode()
    assert '<html lang="en">' in page


@pytest.mark.parametrize(("refusal", "status"), [(Refusal, 409), (NotPermitted, 403)])
def test_a_refusal_shows_the_reason_and_the_typed_text(refusal, status, rf):
    request = rf.post(
        "/konto/email/", {"text": "Der Grundriss fehlt <b>noch</b>.", "password": "geheim-geheim", "version": "7"}
    )
    request.resolver_match = resolve("/konto/email/")
    error = refusal("Frau Voß hat das Verfahren um 10:42 Uhr entschieden.", "Laden Sie die Seite neu.")
    response = RefusalMiddleware(lambda request: None).process_exception(request, error)
    page = response.content.decode()
    assert response.status_code == status
    assert title(response).startswith("Fehler: Frau Voß hat das Verfahren um 10:42 Uhr entschieden.")
    assert "Laden Sie die Seite neu." in page
    assert "Der Grundriss fehlt &lt;b&gt;noch&lt;/b&gt;." in page
    assert "geheim-geheim" not in page


@pytest.mark.parametrize(
    ("referer", "leads_back"),
    [("http://testserver/fall/MV-4H7K/", True), ("https://anderswo.example/", False), ("", False)],
)
def test_a_refusal_leads_back_to_our_own_page_only(referer, leads_back, rf):
    request = rf.post("/konto/email/", headers={"referer": referer})
    request.resolver_match = resolve("/konto/email/")
    response = RefusalMiddleware(lambda request: None).process_exception(request, Refusal("Nein."))
    assert (f'href="{referer}"' in response.content.decode()) is leads_back


@pytest.mark.django_db
@pytest.mark.parametrize(("origin", "is_shown"), [("same-origin", True), ("cross-site", False)])
def test_a_form_that_is_too_old_is_explained(origin, is_shown):
    """The text is shown again, but never what another site sends: that would be its words on our page."""
    strict = Client(enforce_csrf_checks=True)
    data = {"login": "anna@example.org", "text": "Eine lange Begründung"}
    response = strict.post(reverse("account_login"), data, headers={"sec-fetch-site": origin})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Das Formular war nicht mehr gültig" in page
    assert ("Eine lange Begründung" in page) is is_shown


@pytest.mark.django_db
def test_too_many_attempts_are_explained(client):
    user = UserFactory()
    for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
        response = client.post(reverse("account_login"), {"login": user.email, "password": "falsch"})
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert "Zu viele Versuche" in response.content.decode()


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (messages.SUCCESS, "success"),
        (messages.ERROR, "danger"),
        (messages.WARNING, "warning"),
        (messages.INFO, "info"),
        (messages.DEBUG, "info"),
    ],
)
def test_messages_have_their_alert(level, kind):
    assert alert_kind(Message(level, "Gespeichert")) == kind


@pytest.mark.django_db
def test_a_new_password_is_asked_for_by_mail_in_our_words(client):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    mail = OutgoingMail.objects.get(recipient=user.email)
    assert mail.subject == "Neues Passwort wählen"
    assert "/konto/password/reset/key/" in mail.text
    assert "Wir fragen in E-Mails nie nach Passwörtern" in mail.text
    link = re.search(r"https?://\S+", mail.text)[0]
    page = client.get(link, follow=True).content.decode()
    assert "Neues Passwort wählen" in page
