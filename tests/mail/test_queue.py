import threading

import pytest
from django.db import connection, transaction

from portal.mail import actions
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry

pytestmark = pytest.mark.django_db


def queue(key="receipt:1", **changes):
    values = {"recipient": "anna@example.org", "template": "hello", "language": "de"} | changes
    values.setdefault("context", {"name": "Anna & Co", "reference": "MV-4H7K"})
    return actions.queue(key, **values)


def test_a_message_is_a_row_and_an_outbox_entry():
    mail = queue(subject_ref="cases.case:17")
    assert (mail.subject, mail.status, mail.subject_ref) == ("Ihr Antrag MV-4H7K", "waiting", "cases.case:17")
    assert mail.html == "<p>Anna &amp; Co</p>"
    assert Entry.objects.get().task == "portal.mail.send"
    assert Entry.objects.get().subject_id == mail.pk


def test_the_reader_is_written_to_in_their_language(settings):
    assert "en: http" in queue(language="en").text
    assert settings.PUBLIC_URL in queue("receipt:2").text


def test_the_same_key_twice_is_one_message():
    assert queue() is not None
    assert queue() is None
    assert OutgoingMail.objects.count() == Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_two_workers_is_one_message():
    ready = threading.Barrier(4)
    results = []

    def work() -> None:
        ready.wait()
        with transaction.atomic():
            results.append(queue())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=10)
    assert sum(result is not None for result in results) == 1
    assert OutgoingMail.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    "reference",
    [
        "1\nBcc: all@example.org",
        "1\r\nBcc: all@example.org",
        "1\u2028Bcc: all@example.org",
        "1\x0bBcc: all@example.org",
    ],
)
def test_no_text_can_add_a_header(reference):
    mail = queue(context={"name": "Anna", "reference": reference})
    assert mail.subject == "Ihr Antrag 1 Bcc: all@example.org"
    message = actions.build_message(mail).message()
    assert message["Bcc"] is None
    assert [name for name in message.keys() if name.lower() == "bcc"] == []  # noqa: SIM118 - a message is not a dict


def test_a_long_subject_is_cut():
    assert len(queue(context={"name": "Anna", "reference": "x" * 500}).subject) == 200
