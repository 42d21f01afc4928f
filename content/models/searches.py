"""What people search for, as numbers, and the queries by which editors judge a change of the search."""

from django.db import models

from content.models.service import Service


class SearchCount(models.Model):
    """How often something was searched on one day, without who. Written by content.actions.searches only."""

    class Band(models.TextChoices):
        NONE = "none", "nichts gefunden"
        UNSURE = "unsure", "unsicher"
        SURE = "sure", "gefunden"

    day = models.DateField("Tag")
    text = models.CharField("Suche", max_length=80)
    language = models.CharField("Sprache", max_length=2)
    band = models.CharField("Ergebnis", max_length=6, choices=Band, blank=True)
    searches = models.PositiveIntegerField("Suchen", default=0)
    clicks = models.PositiveIntegerField("Klicks", default=0)
    helpful = models.PositiveIntegerField("gefunden: ja", default=0)
    unhelpful = models.PositiveIntegerField("gefunden: nein", default=0)
    is_settled = models.BooleanField("erledigt", default=False)

    class Meta:
        verbose_name = "Suche"
        verbose_name_plural = "Suchen"
        ordering = ["-day", "-searches", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "text", "language"], name="search_count_once_a_day")]

    def __str__(self) -> str:
        return self.text


class StoredQuery(models.Model):
    """A query with the service that people mean by it. Every change of the words is tried on all of them first."""

    text = models.CharField("Suche", max_length=80, unique=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="+", verbose_name="gemeinte Leistung")

    class Meta:
        verbose_name = "Prüfsuche"
        verbose_name_plural = "Prüfsuchen"
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
