"""What is counted about public pages: numbers, nobody's traces."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageView(models.Model):
    """How often a page was read on one day, by kind of device and way in. Written by content.actions.visits only."""

    class Device(models.TextChoices):
        DESKTOP = "desktop", _("Computer")
        PHONE = "phone", _("Telefon")
        TABLET = "tablet", _("Tablet")

    class Source(models.TextChoices):
        DIRECT = "direct", _("direkt")
        PORTAL = "portal", _("aus dem Portal")
        SEARCH = "search", _("Suchmaschine")
        OTHER = "other", _("andere Seite")

    day = models.DateField(_("Tag"))
    path = models.CharField(_("Seite"), max_length=300)
    language = models.CharField(_("Sprache"), max_length=2)
    device = models.CharField(_("Gerät"), max_length=7, choices=Device)
    source = models.CharField(_("Weg"), max_length=6, choices=Source)
    # Two letters, only where the server in front of the portal names it
    country = models.CharField(_("Land"), max_length=2, blank=True)
    views = models.PositiveIntegerField(_("Aufrufe"), default=0)

    class Meta:
        verbose_name = _("Seitenaufruf")
        verbose_name_plural = _("Seitenaufrufe")
        ordering = ["-day", "-views", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "path", "language", "device", "source", "country"], name="page_view_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["path", "day"], name="page_view_path_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}"
