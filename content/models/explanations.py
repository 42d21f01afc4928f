"""Short texts that explain: questions people ask often, and words that need a word."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.editorial import Editorial
from content.models.life_situation import LifeSituation
from content.models.service import Service
from portal.richtext.fields import RichTextField


class FaqEntry(Editorial):
    """A question with its answer."""

    class Group(models.TextChoices):
        FIND = "suchen", _("Suchen und finden")
        APPLY = "antrag", _("Online beantragen")
        AFTER = "danach", _("Nach dem Antrag")
        BUSINESS = "unternehmen", _("Für Unternehmen")
        DATA = "daten", _("Daten und Sicherheit")

    slug = models.SlugField("Sprungmarke", max_length=80, unique=True)
    question = models.CharField("Frage", max_length=200)
    answer = RichTextField("Antwort")
    group = models.CharField("Gruppe", max_length=12, choices=Group)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    on_start_page = models.BooleanField("auf der Startseite", default=False)
    services = models.ManyToManyField(Service, related_name="faq", blank=True, verbose_name="Leistungen")
    life_situations = models.ManyToManyField(LifeSituation, related_name="faq", blank=True, verbose_name="Lebenslagen")

    class Meta(Editorial.Meta):
        verbose_name = "Häufige Frage"
        verbose_name_plural = "Häufige Fragen"
        ordering = ["group", "position", "pk"]

    def __str__(self) -> str:
        return self.question


class GlossaryTerm(Editorial):
    """A word of the administration in plain words. Its first occurrence on a page leads to the explanation."""

    slug = models.SlugField("Sprungmarke", max_length=80, unique=True)
    term = models.CharField("Begriff", max_length=80)
    explanation = models.TextField("Erklärung", max_length=500, help_text="Ein bis drei kurze Sätze, ohne Formatierung")
    is_marked = models.BooleanField(
        "in Texten erklären", default=True, help_text="Aus bei Wörtern, die fast überall vorkommen"
    )
    variants = models.TextField(
        "Andere Formen", blank=True, help_text="Eine je Zeile, zum Beispiel die Mehrzahl; auch sie werden erklärt"
    )

    class Meta(Editorial.Meta):
        verbose_name = "Begriff"
        verbose_name_plural = "Glossar"
        ordering = ["term", "pk"]

    def __str__(self) -> str:
        return self.term
