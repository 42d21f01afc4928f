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

    slug = models.SlugField(_("Sprungmarke"), max_length=80, unique=True)
    question = models.CharField(_("Frage"), max_length=200)
    answer = RichTextField(_("Antwort"))
    group = models.CharField(_("Gruppe"), max_length=12, choices=Group)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    on_start_page = models.BooleanField(_("auf der Startseite"), default=False)
    services = models.ManyToManyField(Service, related_name="faq", blank=True, verbose_name=_("Leistungen"))
    life_situations = models.ManyToManyField(
        LifeSituation, related_name="faq", blank=True, verbose_name=_("Lebenslagen")
    )

    class Meta(Editorial.Meta):
        verbose_name = _("Häufige Frage")
        verbose_name_plural = _("Häufige Fragen")
        ordering = ["group", "position", "pk"]

    def __str__(self) -> str:
        return self.question


class GlossaryTerm(Editorial):
    """A word of the administration in plain words. Its first occurrence on a page leads to the explanation."""

    slug = models.SlugField(_("Sprungmarke"), max_length=80, unique=True)
    term = models.CharField(_("Begriff"), max_length=80)
    explanation = models.TextField(
        _("Erklärung"), max_length=500, help_text=_("Ein bis drei kurze Sätze, ohne Formatierung")
    )
    is_marked = models.BooleanField(
        _("in Texten erklären"), default=True, help_text=_("Aus bei Wörtern, die fast überall vorkommen")
    )
    variants = models.TextField(
        _("Andere Formen"), blank=True, help_text=_("Eine je Zeile, zum Beispiel die Mehrzahl; auch sie werden erklärt")
    )

    class Meta(Editorial.Meta):
        verbose_name = _("Begriff")
        verbose_name_plural = _("Glossar")
        ordering = ["term", "pk"]

    def __str__(self) -> str:
        return self.term
