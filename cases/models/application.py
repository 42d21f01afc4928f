"""The application as the applicant fills it in, before and after it is sent."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Service
from forms.models import FormVersion
from portal.files.models import StoredFile
from responsibility.models import Area


def new_secret() -> str:
    """A link nobody guesses: 192 random bits, 32 characters."""
    return secrets.token_urlsafe(24)


class Application(models.Model):
    """Answers to one pinned form version. The secret in its link is the only key to it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        SUBMITTED = "submitted", "eingereicht"

    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="Leistung")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", verbose_name="Formularversion")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="Ort")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name="Konto",
    )
    language = models.CharField("Sprache", max_length=2, default="de")
    status = models.CharField("Stand", max_length=9, choices=Status, default=Status.DRAFT)
    answers = models.JSONField("Angaben", default=dict)
    pages_done = models.JSONField("erledigte Seiten", default=list)
    created_at = models.DateTimeField("begonnen", default=timezone.now)
    saved_at = models.DateTimeField("gespeichert", default=timezone.now)
    expires_at = models.DateTimeField("aufbewahrt bis")

    class Meta:
        verbose_name = "Antrag"
        verbose_name_plural = "Anträge"
        indexes = [models.Index(fields=["expires_at"], name="application_expiry", condition=models.Q(status="draft"))]

    def __str__(self) -> str:
        return f"{self.service} ({self.get_status_display()})"


class ApplicationFile(models.Model):
    """A file that answers one field of the form."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    field = models.CharField("Feld", max_length=80)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"

    def __str__(self) -> str:
        return f"{self.field}: {self.file_id}"
