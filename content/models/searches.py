"""What people search for, as numbers, and the queries by which editors judge a change of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.service import Service


class SearchCount(models.Model):
    """How often something was searched on one day, without who. Written by content.actions.searches only."""

    class Band(models.TextChoices):
        NONE = "none", _("nichts gefunden")
        UNSURE = "unsure", _("unsicher")
        SURE = "sure", _("gefunden")

    day = models.DateField(_("Tag"))
    text = models.CharField(_("Suche"), max_length=80)
    language = models.CharField(_("Sprache"), max_length=2)
    band = models.CharField(_("Ergebnis"), max_length=6, choices=Band, blank=True)
    searches = models.PositiveIntegerField(_("Suchen"), default=0)
    clicks = models.PositiveIntegerField(_("Klicks"), default=0)
    helpful = models.PositiveIntegerField(_("gefunden: ja"), default=0)
    unhelpful = models.PositiveIntegerField(_("gefunden: nein"), default=0)
    is_settled = models.BooleanField(_("erledigt"), default=False)

    class Meta:
        verbose_name = _("Suche")
        verbose_name_plural = _("Suchen")
        ordering = ["-day", "-searches", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "text", "language"], name="search_count_once_a_day")]

    def __str__(self) -> str:
        return self.text


class StoredQuery(models.Model):
    """A query with the service that people mean by it. Every change of the words is tried on all of them first."""

    text = models.CharField(_("Suche"), max_length=80, unique=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="+", verbose_name=_("gemeinte Leistung"))

    class Meta:
        verbose_name = _("Prüfsuche")
        verbose_name_plural = _("Prüfsuchen")
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
