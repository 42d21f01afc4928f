"""Outgoing mail as rows: what was sent to whom, and what could not be sent."""

import uuid

from django.db import models
from django.utils import timezone


class OutgoingMail(models.Model):
    """One message. Written with the change it tells of, delivered by the outbox."""

    class Status(models.TextChoices):
        WAITING = "waiting", "wartet"
        SENT = "sent", "versandt"

    key = models.CharField("Schlüssel", max_length=120, unique=True, help_text="Verhindert dieselbe Nachricht zweimal")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.EmailField("An", blank=True)
    subject = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text")
    html = models.TextField("HTML", blank=True)
    subject_ref = models.CharField("Gegenstand", max_length=80, blank=True, help_text="Zum Beispiel cases.case:17")
    status = models.CharField("Stand", max_length=8, choices=Status, default=Status.WAITING)
    # For addresses that somebody gave for this one message: nothing of it is kept once it is sent
    is_forgotten = models.BooleanField("nach dem Versand vergessen", default=False)
    created_at = models.DateTimeField("angelegt", default=timezone.now)
    sent_at = models.DateTimeField("versandt am", null=True, blank=True)

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Postausgang"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="mail_waiting", condition=models.Q(status="waiting"))]

    def __str__(self) -> str:
        return self.subject
