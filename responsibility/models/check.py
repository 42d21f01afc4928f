"""What the finder could not answer, for the editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responsibility.models.area import Area


class ResponsibilityGap(models.Model):
    """Somebody asked, and no authority or two were found. Written when it happens, counted when it happens again."""

    class Kind(models.TextChoices):
        GAP = "gap", _("niemand zuständig")
        CONFLICT = "conflict", _("mehrere zuständig")

    service = models.ForeignKey(
        "content.Service", models.CASCADE, related_name="responsibility_gaps", verbose_name=_("Leistung")
    )
    area = models.ForeignKey(Area, models.CASCADE, related_name="responsibility_gaps", verbose_name=_("Gebiet"))
    kind = models.CharField(_("Art"), max_length=8, choices=Kind)
    first_seen = models.DateTimeField(_("zuerst gefragt"), auto_now_add=True)
    last_seen = models.DateTimeField(_("zuletzt gefragt"))
    count = models.PositiveIntegerField(_("Fragen"), default=1)

    class Meta:
        verbose_name = _("Lücke")
        verbose_name_plural = _("Lücken in den Zuständigkeiten")
        ordering = ["-last_seen", "pk"]
        constraints = [models.UniqueConstraint(fields=["service", "area"], name="one_gap_per_service_and_area")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.area_id}"


class CheckRun(models.Model):
    """The result of one full check of all services and municipalities (manage.py check_responsibilities)."""

    started_at = models.DateTimeField(_("begonnen"))
    seconds = models.FloatField(_("Dauer in Sekunden"))
    as_of = models.DateField(_("Stichtag"))
    services = models.PositiveIntegerField(_("Leistungen"))
    municipalities = models.PositiveIntegerField(_("Gemeinden"))
    resolved = models.PositiveBigIntegerField(_("beantwortet"))
    gaps = models.PositiveBigIntegerField(_("Lücken"))
    conflicts = models.PositiveBigIntegerField(_("Widersprüche"))
    # [{"service": 7, "name": "…", "role": "zb", "gaps": 3, "conflicts": 0, "examples": [{"ars": …, "name": …}]}, …]
    findings = models.JSONField(_("Befunde"), default=list)

    class Meta:
        verbose_name = _("Prüfung der Zuständigkeiten")
        verbose_name_plural = _("Prüfungen der Zuständigkeiten")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.gaps} Lücken, {self.conflicts} Widersprüche"
