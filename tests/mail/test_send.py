import email
import smtplib
from email import policy

import pytest

from portal.mail import actions
from portal.mail.models import OutgoingMail
from portal.mail.tasks import send
from portal.outbox.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail():
    return actions.queue_text(
        "receipt:1",
        recipient="anna@example.org",
        subject="Eingang bestätigt – MV-4H7K",
        text="Grüße aus Güstrow",
        html="<p>Grüße aus Güstrow</p>",
    )


@pytest.fixture
def entry(mail):
    return Entry.objects.get(subject_id=mail.pk)


def read(folder):
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.iterdir()]


def test_the_message_leaves_once(mail, entry, mail_folder):
    send(entry.pk)
    send(entry.pk)
    mail.refresh_from_db()
    assert mail.status == "sent"
    assert mail.sent_at is not None
    (message,) = read(mail_folder)
    assert message["Subject"] == "Eingang bestätigt – MV-4H7K"
    assert message["To"] == "anna@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{mail.message_id}@mv.example>"
    assert message.get_body(("plain",)).get_content().strip() == "Grüße aus Güstrow"
    assert message.get_body(("html",)).get_content().strip() == "<p>Grüße aus Güstrow</p>"


def test_a_worker_killed_after_sending_leaves_one_file(mail, mail_folder):
    actions.build_message(mail).send()  # killed here: the row still says waiting
    actions.deliver(mail.pk)
    assert [path.name for path in mail_folder.iterdir()] == [f"{mail.message_id}@mv.example.eml"]


def test_a_sent_message_stays_sent(mail, mail_folder):
    OutgoingMail.objects.filter(pk=mail.pk).update(status="sent")
    actions.deliver(mail.pk)
    assert not mail_folder.exists()


class RefusingServer:
    """The mail server's protocol, not our code: it says no to every recipient."""

    def __init__(self, **options) -> None:
        self.fail_silently = options.get("fail_silently")

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


def test_a_refused_message_waits_and_nobody_is_named(mail, entry, settings, caplog):
    settings.EMAIL_BACKEND = "tests.mail.test_send.RefusingServer"
    send(entry.pk)
    mail.refresh_from_db()
    entry.refresh_from_db()
    assert (mail.status, entry.status) == ("waiting", "waiting")
    assert entry.last_error == "SMTPRecipientsRefused: {'[E-Mail-Adresse]': (550, b'no such user')}"
    assert "anna@example.org" not in caplog.text
