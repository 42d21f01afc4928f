"""What the hotline 115 was asked, for the statistics. Nothing in it points to a caller or an agent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.service import Service
from responsibility.models import Area


class Call(models.Model):
    """One call that was answered: about which service and place, how it ended, and how long it took."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("beantwortet")
        CONNECTED = "connected", _("verbunden")
        NOTHING = "nothing", _("nichts Passendes")

    day = models.DateField(_("Tag"))
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Leistung")
    )
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ort"))
    outcome = models.CharField(_("Ergebnis"), max_length=9, choices=Outcome)
    seconds = models.PositiveSmallIntegerField(_("Dauer in Sekunden"))

    class Meta:
        verbose_name = _("Anruf")
        verbose_name_plural = _("Anrufe der 115")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["day", "service"], name="call_day_service")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_outcome_display()}"
