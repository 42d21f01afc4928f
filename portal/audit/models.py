"""The audit log: one row a change, append-only and hash-chained per subject."""

import pgtrigger
from django.conf import settings
from django.db import models


class Record(models.Model):
    """What happened to one subject. Records of a subject form a chain, numbered from 1."""

    at = models.DateTimeField("Zeitpunkt")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="Person"
    )
    actor_name = models.CharField("Name der Person", max_length=150)
    verb = models.CharField("Ereignis", max_length=80)
    subject = models.CharField(
        "Gegenstand", max_length=80, help_text="Modell und Schlüssel, zum Beispiel cases.case:17"
    )
    number = models.PositiveIntegerField("Nummer in der Kette")
    detail = models.JSONField("Einzelheiten", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokoll"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="one_record_per_number")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number}: {self.verb}"
