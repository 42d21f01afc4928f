"""The hotline 115: one line, one answer; a call leaves no trace of a person."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from content import actions
from content.models import Call, Service
from content.queries.calls import call_page
from portal.accounts.models import User
from portal.audit.models import Record
from portal.errors import NotPermitted
from portal.mail.actions import deliver
from portal.mail.models import OutgoingMail
from responsibility.actions import grant_role
from responsibility.models import Organisation
from responsibility.queries import read_line
from tests.factories.responsibility import OrganisationFactory

pytestmark = pytest.mark.django_db
GUESTROW = "130720043043"
TUESDAY = "2026-11-24T09:00:00+01:00"


@pytest.fixture
def agent(client) -> User:
    user = User.objects.create_user("115@demo.example", is_demo=True)
    grant_role(user, OrganisationFactory(), "hotline")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("line", "subject", "place"),
    [
        ("Hund anmelden Güstrow", "Hund anmelden", "Güstrow"),  # behind
        ("guestrow hund anmelden", "hund anmelden", "Güstrow"),  # in front, without umlaut
        ("18273 Perso", "Perso", "Güstrow"),  # a postcode of one municipality
        ("Perso 18273 Güstrow", "Perso", "Güstrow"),  # both
        ("Hund Bad Doberan", "Hund", "Bad Doberan"),  # a name of two words, not its end
        ("Hund anmelden", "Hund anmelden", ""),  # no place
        ("Güstrow", "", "Güstrow"),  # nothing but the place
        ("", "", ""),
    ],
)
def test_subject_and_place_of_a_line(mv, line, subject, place):
    found, answer = read_line(line)
    assert found == subject
    assert (answer.only.short_name if answer else "") == place


@time_machine.travel(TUESDAY, tick=False)
def test_everything_a_caller_asks_is_in_one_view(mv, agent, client):
    page = client.get(reverse("content:call"), {"q": "Hund anmelden Güstrow"})
    service = Service.objects.get(slug="hundesteuer-anmeldung")
    office = Organisation.objects.get(slug="guestrow")
    text = page.content.decode()
    for fact in (service.title, office.name, office.phone, office.street, service.documents.splitlines()[0]):
        assert fact in text
    assert "geöffnet" in text.lower()


def test_a_place_stays_for_the_next_question_of_the_call(mv):
    now = timezone.localtime()
    assert call_page("Perso", ars=GUESTROW, now=now).place.ars == GUESTROW
    assert call_page("Perso Schwerin", ars=GUESTROW, now=now).place.name == "Schwerin"


def test_a_postcode_of_several_places_asks(mv, agent, client):
    page = client.get(reverse("content:call"), {"q": "17194 Hund anmelden"})
    assert len(page.context["places"]) > 1
    assert page.context["page"].zb is None


def test_the_number_of_queries_does_not_grow_with_results(mv, agent, client, django_assert_max_num_queries):
    client.get(reverse("content:call"), {"q": "anmelden Güstrow"})
    with django_assert_max_num_queries(26):
        assert len(client.get(reverse("content:call"), {"q": "anmelden Güstrow"}).context["results"]) > 3


def test_a_call_is_counted_without_a_person(mv, agent, client):
    service = Service.objects.get(slug="hundesteuer-anmeldung")
    begun = int(timezone.now().timestamp()) - 84
    data = {"outcome": "answered", "service": service.pk, "ort": GUESTROW, "seit": begun}
    assert client.post(reverse("content:call_note"), data).status_code == 302
    call = Call.objects.get()
    assert (call.service, call.area.ars, call.outcome) == (service, GUESTROW, "answered")
    assert 84 <= call.seconds <= 90
    assert {field.name for field in Call._meta.fields} == {"id", "day", "service", "area", "outcome", "seconds"}


@pytest.mark.parametrize("data", [{}, {"outcome": "sold"}, {"outcome": "answered", "service": "x"}])
def test_a_broken_note_is_refused_and_counts_nothing(agent, client, data):
    page = client.post(reverse("content:call_note"), data, follow=True)
    assert "nicht gezählt" in page.content.decode()
    assert not Call.objects.exists()


def test_the_answer_is_sent_once_and_the_address_forgotten(mv, agent, client, mailoutbox):
    url = f"{reverse('content:call_send')}?q=Hund anmelden Güstrow"
    data = {"email": "anna@example.org", "token": uuid4()}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302  # the button twice
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "anna@example.org"
    assert "/leistungen/hundesteuer-anmeldung/" in mail.text
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, mail.recipient, mail.text, mail.html) == ("sent", "", "", "")


def test_a_wrong_address_keeps_the_answer_on_the_screen(mv, agent, client):
    url = f"{reverse('content:call_send')}?q=Hund anmelden Güstrow"
    page = client.post(url, {"email": "anna@", "token": uuid4()})
    assert page.status_code == 422
    assert page.context["page"].answer.service.slug == "hundesteuer-anmeldung"
    assert not OutgoingMail.objects.exists()


CALLBACK = "/115/rueckruf/?q=Hund anmelden Güstrow"


def test_a_callback_goes_to_the_authority_once_and_is_forgotten(mv, agent, client):
    data = {"phone": "0175 1234567", "name": "Anna Petersen", "when": "ab 14 Uhr", "token": uuid4()}
    page = client.post(CALLBACK, data, follow=True)
    assert "Barlachstadt Güstrow ruft zurück." in page.content.decode()
    client.post(CALLBACK, data)  # the button twice
    mail = OutgoingMail.objects.get()
    assert mail.recipient == Organisation.objects.get(slug="guestrow").email
    for fact in ("0175 1234567", "Anna Petersen", "ab 14 Uhr", "Hund anmelden"):
        assert fact in mail.text
        assert fact in mail.html
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, mail.recipient, mail.text, mail.html) == ("sent", "", "", "")
    kept = " ".join(str(row) for row in [*Record.objects.values_list(), *OutgoingMail.objects.values_list()])
    assert "1234567" not in kept
    assert "Petersen" not in kept
    assert not Call.objects.exists()  # counting stays a step of its own


@pytest.mark.parametrize("phone", ["", "ruf mich an", "0175<script>"])
def test_a_callback_needs_a_number(mv, agent, client, phone):
    page = client.post(CALLBACK, {"phone": phone, "name": "Anna", "token": uuid4()})
    assert page.status_code == 422
    assert 'href="#rueckruf_phone"' in page.content.decode()
    assert 'value="Anna"' in page.content.decode()
    assert not OutgoingMail.objects.exists()


def test_without_an_authority_there_is_nobody_to_ring_back(mv, agent, client):
    data = {"phone": "0175 1234567", "token": uuid4()}
    assert client.post("/115/rueckruf/?q=Hund anmelden", data).status_code == 404
    page = client.get(reverse("content:call"), {"q": "Hund anmelden"}).content.decode()
    assert "Rückruf anlegen" not in page
    assert "Stand eines Antrags" in page
    assert not OutgoingMail.objects.exists()


def test_nobody_else_counts_or_sends(mv):
    birte = User.objects.create_user("birte@demo.example")
    service = Service.objects.first()
    with pytest.raises(NotPermitted):
        actions.note_call(actor=birte, service_id=service.pk, ars="", outcome="answered", seconds=1)
    with pytest.raises(NotPermitted):
        actions.send_answer(
            uuid4(), actor=birte, service_id=service.pk, recipient="a@example.org", context={}, language="de"
        )
    with pytest.raises(NotPermitted):
        actions.ask_callback(uuid4(), actor=birte, service_id=service.pk, recipient="a@example.org", caller={})
    assert not Call.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_seconds_stay_within_a_call(agent):
    long = actions.note_call(actor=agent, service_id=None, ars="", outcome="nothing", seconds=10**6)
    back = actions.note_call(actor=agent, service_id=None, ars="", outcome="nothing", seconds=-5)
    assert (long.seconds, back.seconds) == (7200, 0)
    assert long.day == timezone.localdate()
