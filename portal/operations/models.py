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


class PeriodicRun(models.Model):
    """When something that beat orders was last done, and how it ended. One row a task."""

    task = models.CharField("Aufgabe", max_length=80, primary_key=True)
    ended_at = models.DateTimeField("zuletzt beendet")
    succeeded_at = models.DateTimeField("zuletzt gelungen", null=True, blank=True)
    error = models.CharField("Fehler", max_length=500, blank=True)

    class Meta:
        verbose_name = "regelmäßige Aufgabe"
        verbose_name_plural = "regelmäßige Aufgaben"

    def __str__(self) -> str:
        return self.task


class PublicState(models.Model):
    """One row: a number that changes with everything public pages show. Written by triggers (watching.py) only."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = "öffentlicher Stand"
        verbose_name_plural = "öffentlicher Stand"

    def __str__(self) -> str:
        return str(self.number)
