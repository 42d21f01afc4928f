"""Parts of a service description that are lists: costs, deadlines, forms, regional supplements."""

from django.db import models
from django.db.models import Q

from content.models.choices import Unit
from content.models.editorial import Editorial
from content.models.service import Service
from portal.richtext.fields import RichTextField
from responsibility.models import Area


class Cost(models.Model):
    """What something costs: an amount, a range, nothing, or what a schedule of fees says."""

    class Kind(models.TextChoices):
        FIXED = "fixed", "fester Betrag"
        RANGE = "range", "von – bis"
        FREE = "free", "kostenfrei"
        LAW = "law", "nach Gebührenordnung"

    service = models.ForeignKey(Service, models.CASCADE, related_name="costs", verbose_name="Leistung")
    kind = models.CharField("Art", max_length=8, choices=Kind, default=Kind.LAW)
    amount = models.DecimalField("Betrag", max_digits=10, decimal_places=2, null=True, blank=True)
    amount_to = models.DecimalField("bis", max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField("Währung", max_length=3, default="EUR")
    note = models.CharField("Wofür", max_length=200, blank=True)

    class Meta:
        verbose_name = "Kosten"
        verbose_name_plural = "Kosten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="cost_amounts_fit_its_kind",
                condition=Q(kind="fixed", amount__isnull=False, amount_to__isnull=True)
                | Q(kind="range", amount__isnull=False, amount_to__isnull=False, amount_to__gte=models.F("amount"))
                | Q(kind__in=["free", "law"], amount__isnull=True, amount_to__isnull=True),
                violation_error_message="Ein fester Betrag braucht eine Zahl, „von – bis“ zwei, die anderen keine.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Deadline(models.Model):
    """A period that the applicant or the authority has to keep."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", "Antragstellende"
        AUTHORITY = "authority", "Behörde"

    service = models.ForeignKey(Service, models.CASCADE, related_name="deadlines", verbose_name="Leistung")
    side = models.CharField("Für wen", max_length=10, choices=Side)
    amount = models.PositiveSmallIntegerField("Länge")
    unit = models.CharField("Einheit", max_length=8, choices=Unit)
    text = models.CharField("ab wann, wofür", max_length=200, blank=True)
    citation = models.CharField("Vorschrift", max_length=80, blank=True)

    class Meta:
        verbose_name = "Frist"
        verbose_name_plural = "Fristen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class FormLink(models.Model):
    """A form to fill in, or a page that offers one."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="form_links", verbose_name="Leistung")
    name = models.CharField("Name", max_length=150)
    url = models.URLField("Link")

    class Meta:
        verbose_name = "Formular"
        verbose_name_plural = "Formulare"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ServiceSupplement(Editorial):
    """What differs in one area (Spezialisierung). Fee and deadline stand instead of the Land's, the rest is added.

    It has its own editors and its own way to publication: those of the area, not those of the service.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="supplements", verbose_name="Leistung")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="Gebiet")
    description = RichTextField("Volltext", blank=True)
    documents = models.TextField("Unterlagen", blank=True)
    requirements = models.TextField("Voraussetzungen", blank=True)
    steps = models.TextField("Ablauf", blank=True)
    fee = models.CharField("Gebühr", max_length=120, blank=True)
    deadline = models.CharField("Wann", max_length=120, blank=True)
    notes = models.TextField("Hinweise", blank=True)
    contact_point = models.TextField("Ansprechpunkt", blank=True)

    class Meta(Editorial.Meta):
        verbose_name = "Regionale Ergänzung"
        verbose_name_plural = "Regionale Ergänzungen"
        ordering = ["pk"]
        constraints = [
            *Editorial.Meta.constraints,
            models.UniqueConstraint(
                fields=["service", "area"],
                name="one_supplement_per_area",
                violation_error_message="Für dieses Gebiet gibt es schon eine Ergänzung.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.area}"
