"""How the proceeding of a service runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Service
from forms.models import Form


class ProcessSettings(models.Model):
    """The form, clock and law of one service's proceeding. Without a row the service has no online application."""

    class Fee(models.TextChoices):
        BEFORE = "before", _("vor der Bearbeitung")
        AFTER = "after", _("mit der Entscheidung")

    service = models.OneToOneField(Service, models.CASCADE, related_name="process", verbose_name=_("Leistung"))
    form = models.ForeignKey(Form, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Formular"))
    # Services that can be applied for in the same form ("Restaurant eröffnen" brings the trade registration along)
    companions = models.ManyToManyField(Service, related_name="+", blank=True, verbose_name=_("zusammen mit"))
    decision_period = models.CharField(
        _("Entscheidungsfrist"), max_length=5, blank=True, help_text=_("3m, 8w oder 30d; leer: keine gesetzliche Frist")
    )
    period_law = models.CharField(_("Grundlage der Frist"), max_length=120, blank=True)
    deemed_approval_law = models.CharField(
        _("Genehmigungsfiktion nach"), max_length=120, blank=True, help_text=_("Leer: keine Fiktion")
    )
    decision_law = models.CharField(_("Grundlage der Entscheidung"), max_length=120, blank=True)
    four_eyes = models.BooleanField(
        _("Vier-Augen-Prinzip"), default=False, help_text=_("Eine zweite Person zeichnet die Entscheidung mit")
    )
    after = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wartet auf die Entscheidung über"),
        help_text=_("Wird beides zusammen beantragt, geht dieses Verfahren erst danach an seine Behörde"),
    )
    checks = models.TextField(
        _("Was zu prüfen ist"), blank=True, help_text=_("Eine Prüfung je Zeile; steht für EA und Behörde beim Vorgang")
    )
    fee = models.CharField(_("Gebühr"), max_length=6, choices=Fee, blank=True, help_text=_("Leer: keine Gebühr"))
    draft_days = models.PositiveSmallIntegerField(_("Entwürfe aufbewahren (Tage)"), default=30)

    class Meta:
        verbose_name = _("Ablauf")
        verbose_name_plural = _("Abläufe")
        constraints = [
            models.CheckConstraint(
                name="waits_for_another",
                condition=models.Q(after=None) | ~models.Q(after=models.F("service")),
                violation_error_message=_("Ein Verfahren kann nicht auf sich selbst warten."),
            ),
            models.CheckConstraint(
                name="decision_period_format",
                condition=models.Q(decision_period="") | models.Q(decision_period__regex=r"^\d{1,3}[dwm]$"),
                violation_error_message=_("Schreiben Sie die Frist als Zahl mit d, w oder m, zum Beispiel 3m."),
            ),
        ]

    def __str__(self) -> str:
        return f"Ablauf {self.service}"
