"""What the hotline 115 was asked, for the statistics. Nothing in it points to a caller or an agent."""

from django.db import models

from content.models.service import Service
from responsibility.models import Area


class Call(models.Model):
    """One call that was answered: about which service and place, how it ended, and how long it took."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "beantwortet"
        CONNECTED = "connected", "verbunden"
        NOTHING = "nothing", "nichts Passendes"

    day = models.DateField("Tag")
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Leistung"
    )
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Ort")
    outcome = models.CharField("Ergebnis", max_length=9, choices=Outcome)
    seconds = models.PositiveSmallIntegerField("Dauer in Sekunden")

    class Meta:
        verbose_name = "Anruf"
        verbose_name_plural = "Anrufe der 115"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["day", "service"], name="call_day_service")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_outcome_display()}"
