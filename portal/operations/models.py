"""What the portal knows about its own installation."""

from django.db import models
from django.utils import timezone


class LoadedData(models.Model):
    """Reference or demonstration data that stands in this database, and from which files it came."""

    command = models.CharField("Befehl", max_length=80, primary_key=True)
    fingerprint = models.CharField("Fingerabdruck", max_length=64, help_text="Der Dateien, aus denen geladen wurde")
    loaded_at = models.DateTimeField("geladen am", default=timezone.now)

    class Meta:
        verbose_name = "geladene Daten"
        verbose_name_plural = "geladene Daten"

    def __str__(self) -> str:
        return self.command
