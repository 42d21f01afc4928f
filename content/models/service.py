"""The description of a public service (Leistung)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from content.models.life_situation import LifeSituation
from responsibility.models import ServiceGroup


class Service(models.Model):
    """A Leistung with its text modules. Lists are kept one item a line, so that editors can type them."""

    leika_key = models.CharField("LeiKa-Schlüssel", max_length=14, unique=True, null=True, blank=True)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    name = models.CharField("Amtlicher Name", max_length=200)
    title = models.CharField("Überschrift", max_length=200, help_text="In Alltagswörtern, mit einem Verb")
    summary = models.CharField("Kurztext", max_length=400)
    description = models.TextField("Beschreibung", blank=True)
    synonyms = models.TextField(
        "Andere Wörter", blank=True, help_text="Ein Wort oder eine Wendung je Zeile; nur für die Suche"
    )
    documents = models.TextField("Unterlagen", blank=True, help_text="Eine Unterlage je Zeile")
    requirements = models.TextField("Voraussetzungen", blank=True, help_text="Eine Voraussetzung je Zeile")
    steps = models.TextField("Ablauf", blank=True, help_text="Ein Schritt je Zeile")
    fee = models.CharField("Gebühr", max_length=120, blank=True)
    fee_note = models.CharField("Hinweis zur Gebühr", max_length=200, blank=True)
    duration = models.CharField("Dauer", max_length=120, blank=True)
    duration_note = models.CharField("Hinweis zur Dauer", max_length=200, blank=True)
    deadline = models.CharField("Wann", max_length=120, blank=True)
    # [{"citation": "§ 2 GastG", "title": "Erlaubnis", "url": "https://…"}]
    legal_basis = models.JSONField("Rechtsgrundlagen", default=list, blank=True)
    group = models.ForeignKey(
        ServiceGroup, models.PROTECT, null=True, blank=True, related_name="services", verbose_name="Leistungsgruppe"
    )
    life_situations = models.ManyToManyField(
        LifeSituation, related_name="services", blank=True, verbose_name="Lebenslagen"
    )
    via_ea = models.BooleanField("Über den Einheitlichen Ansprechpartner", default=False)
    is_online = models.BooleanField(
        "Online zu beantragen", default=False, help_text="Setzt das Antragsverfahren, sobald ein Formular bereitsteht."
    )
    is_published = models.BooleanField("veröffentlicht", default=False)
    checked_on = models.DateField("fachlich geprüft am", null=True, blank=True)
    checked_by = models.CharField("fachlich geprüft durch", max_length=150, blank=True)
    # Written by content.actions.index_service only
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "Leistung"
        verbose_name_plural = "Leistungen"
        ordering = ["name", "pk"]
        indexes = [GinIndex(fields=["search"], name="service_search")]
        constraints = [
            models.CheckConstraint(
                name="leika_key_has_14_digits",
                condition=models.Q(leika_key__isnull=True) | models.Q(leika_key__regex=r"^99\d{12}$"),
                violation_error_message="Der LeiKa-Schlüssel hat 14 Ziffern und beginnt mit 99.",
            )
        ]

    def __str__(self) -> str:
        return self.name
