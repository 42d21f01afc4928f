"""What is counted about public pages: numbers, nobody's traces."""

from django.db import models


class PageView(models.Model):
    """How often a page was read on one day, by kind of device and way in. Written by content.actions.visits only."""

    class Device(models.TextChoices):
        DESKTOP = "desktop", "Computer"
        PHONE = "phone", "Telefon"
        TABLET = "tablet", "Tablet"

    class Source(models.TextChoices):
        DIRECT = "direct", "direkt"
        PORTAL = "portal", "aus dem Portal"
        SEARCH = "search", "Suchmaschine"
        OTHER = "other", "andere Seite"

    day = models.DateField("Tag")
    path = models.CharField("Seite", max_length=300)
    language = models.CharField("Sprache", max_length=2)
    device = models.CharField("Gerät", max_length=7, choices=Device)
    source = models.CharField("Weg", max_length=6, choices=Source)
    # Two letters, only where the server in front of the portal names it
    country = models.CharField("Land", max_length=2, blank=True)
    views = models.PositiveIntegerField("Aufrufe", default=0)

    class Meta:
        verbose_name = "Seitenaufruf"
        verbose_name_plural = "Seitenaufrufe"
        ordering = ["-day", "-views", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "path", "language", "device", "source", "country"], name="page_view_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["path", "day"], name="page_view_path_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}"
