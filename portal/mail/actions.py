"""Mail is written with the change it tells of and delivered by the outbox."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal import rows
from portal.mail.models import OutgoingMail
from portal.outbox import actions as outbox


def queue(
    key: str,
    *,
    recipient: str,
    template: str,
    context: dict,
    language: str,
    subject_ref: str = "",
    is_forgotten: bool = False,
) -> OutgoingMail | None:
    """Render `mail/<template>` in the reader's language and queue it. None: this key was queued before.

    `is_forgotten`: the address and the text are deleted once the message is sent.
    """
    context = {"public_url": settings.PUBLIC_URL, "language": language} | context
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"mail/{template}.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return queue_text(
        key,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        subject_ref=subject_ref,
        is_forgotten=is_forgotten,
    )


def queue_text(
    key: str,
    *,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    subject_ref: str = "",
    is_forgotten: bool = False,
) -> OutgoingMail | None:
    """Queue a message that is already rendered. None: this key was queued before."""
    mail = OutgoingMail(
        key=key,
        recipient=one_line(recipient),
        subject=one_line(subject)[:200],
        text=text.strip() + "\n",
        html=html,
        subject_ref=subject_ref,
        is_forgotten=is_forgotten,
    )
    if not rows.insert(mail, once="key"):
        return None
    outbox.add("portal.mail.send", mail.pk)
    return mail


def one_line(text: str) -> str:
    """Without line breaks, so that nothing can add a header."""
    return " ".join(text.split())


def deliver(mail_id: int) -> None:
    """Hand one message over to the mail server; a sent one stays sent."""
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.status == OutgoingMail.Status.SENT:
        return
    build_message(mail).send()
    forgotten = {"recipient": "", "text": "", "html": ""} if mail.is_forgotten else {}
    OutgoingMail.objects.filter(pk=mail.pk).update(status=OutgoingMail.Status.SENT, sent_at=timezone.now(), **forgotten)


def build_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message as it leaves. Sent twice, it carries the same Message-ID, and the reader sees it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers={"Message-ID": f"<{mail.message_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message
