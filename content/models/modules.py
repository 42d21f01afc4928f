"""Parts of a service description that are lists: costs, deadlines, forms, regional supplements."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.choices import Unit
from content.models.editorial import Editorial
from content.models.service import Service
from portal.richtext.fields import RichTextField
from responsibility.models import Area


class Cost(models.Model):
    """What something costs: an amount, a range, nothing, or what a schedule of fees says."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("fester Betrag")
        RANGE = "range", _("von – bis")
        FREE = "free", _("kostenfrei")
        LAW = "law", _("nach Gebührenordnung")

    service = models.ForeignKey(Service, models.CASCADE, related_name="costs", verbose_name=_("Leistung"))
    kind = models.CharField(_("Art"), max_length=8, choices=Kind, default=Kind.LAW)
    amount = models.DecimalField(_("Betrag"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount_to = models.DecimalField(_("bis"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Währung"), max_length=3, default="EUR")
    note = models.CharField(_("Wofür"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Kosten")
        verbose_name_plural = _("Kosten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="cost_amounts_fit_its_kind",
                condition=Q(kind="fixed", amount__isnull=False, amount_to__isnull=True)
                | Q(kind="range", amount__isnull=False, amount_to__isnull=False, amount_to__gte=models.F("amount"))
                | Q(kind__in=["free", "law"], amount__isnull=True, amount_to__isnull=True),
                violation_error_message=_("Ein fester Betrag braucht eine Zahl, „von – bis“ zwei, die anderen keine."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Deadline(models.Model):
    """A period that the applicant or the authority has to keep."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("Antragstellende")
        AUTHORITY = "authority", _("Behörde")

    service = models.ForeignKey(Service, models.CASCADE, related_name="deadlines", verbose_name=_("Leistung"))
    side = models.CharField(_("Für wen"), max_length=10, choices=Side)
    amount = models.PositiveSmallIntegerField(_("Länge"))
    unit = models.CharField(_("Einheit"), max_length=8, choices=Unit)
    text = models.CharField(_("ab wann, wofür"), max_length=200, blank=True)
    citation = models.CharField(_("Vorschrift"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("Frist")
        verbose_name_plural = _("Fristen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class FormLink(models.Model):
    """A form to fill in, or a page that offers one."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="form_links", verbose_name=_("Leistung"))
    name = models.CharField(_("Name"), max_length=150)
    url = models.URLField(_("Link"))

    class Meta:
        verbose_name = _("Formular")
        verbose_name_plural = _("Formulare")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ServiceSupplement(Editorial):
    """What differs in one area (Spezialisierung). Fee and deadline stand instead of the Land's, the rest is added.

    It has its own editors and its own way to publication: those of the area, not those of the service.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="supplements", verbose_name=_("Leistung"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("Gebiet"))
    description = RichTextField(_("Volltext"), blank=True)
    documents = models.TextField(_("Unterlagen"), blank=True)
    requirements = models.TextField(_("Voraussetzungen"), blank=True)
    steps = models.TextField(_("Ablauf"), blank=True)
    fee = models.CharField(_("Gebühr"), max_length=120, blank=True)
    deadline = models.CharField(_("Wann"), max_length=120, blank=True)
    notes = models.TextField(_("Hinweise"), blank=True)
    contact_point = models.TextField(_("Ansprechpunkt"), blank=True)

    class Meta(Editorial.Meta):
        verbose_name = _("Regionale Ergänzung")
        verbose_name_plural = _("Regionale Ergänzungen")
        ordering = ["pk"]
        constraints = [
            *Editorial.Meta.constraints,
            models.UniqueConstraint(
                fields=["service", "area"],
                name="one_supplement_per_area",
                violation_error_message=_("Für dieses Gebiet gibt es schon eine Ergänzung."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.area}"
