"""The link by e-mail."""

import pytest

from portal.mail.models import OutgoingMail


def test_the_link_comes_by_mail(dog):
    response = dog.client.post(dog.url("later"), {"email": "anna@post.example"}, follow=True)

    assert "Der Link ist unterwegs an anna@post.example." in response.content.decode()
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "anna@post.example"
    assert dog.url("resume") in mail.text
    assert dog.url("resume") in mail.html
    assert "24. Dezember 2026" in mail.text
    assert "Hundesteuer Anmeldung" in mail.text


def test_pressed_twice_it_comes_once(dog):
    for _time in range(2):
        dog.client.post(dog.url("later"), {"email": "anna@post.example"})

    assert OutgoingMail.objects.count() == 1


def test_it_is_no_way_to_flood_a_mailbox(dog):
    responses = [dog.client.post(dog.url("later"), {"email": f"a{number}@post.example"}) for number in range(6)]

    assert [response.status_code for response in responses] == [302] * 5 + [409]
    assert OutgoingMail.objects.count() == 5


@pytest.mark.parametrize("email", ["", "anna", "anna@post.example\nBcc: b@c.de", "a\x00@b.de", "x" * 300 + "@b.de"])
def test_a_wrong_address_is_explained(dog, email):
    response = dog.client.post(dog.url("later"), {"email": email})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not OutgoingMail.objects.exists()
