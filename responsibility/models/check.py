"""What the finder could not answer, for the editors."""

from django.db import models

from responsibility.models.area import Area


class ResponsibilityGap(models.Model):
    """Somebody asked, and no authority or two were found. Written when it happens, counted when it happens again."""

    class Kind(models.TextChoices):
        GAP = "gap", "niemand zuständig"
        CONFLICT = "conflict", "mehrere zuständig"

    service = models.ForeignKey(
        "content.Service", models.CASCADE, related_name="responsibility_gaps", verbose_name="Leistung"
    )
    area = models.ForeignKey(Area, models.CASCADE, related_name="responsibility_gaps", verbose_name="Gebiet")
    kind = models.CharField("Art", max_length=8, choices=Kind)
    first_seen = models.DateTimeField("zuerst gefragt", auto_now_add=True)
    last_seen = models.DateTimeField("zuletzt gefragt")
    count = models.PositiveIntegerField("Fragen", default=1)

    class Meta:
        verbose_name = "Lücke"
        verbose_name_plural = "Lücken in den Zuständigkeiten"
        ordering = ["-last_seen", "pk"]
        constraints = [models.UniqueConstraint(fields=["service", "area"], name="one_gap_per_service_and_area")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.area_id}"


class CheckRun(models.Model):
    """The result of one full check of all services and municipalities (manage.py check_responsibilities)."""

    started_at = models.DateTimeField("begonnen")
    seconds = models.FloatField("Dauer in Sekunden")
    as_of = models.DateField("Stichtag")
    services = models.PositiveIntegerField("Leistungen")
    municipalities = models.PositiveIntegerField("Gemeinden")
    resolved = models.PositiveBigIntegerField("beantwortet")
    gaps = models.PositiveBigIntegerField("Lücken")
    conflicts = models.PositiveBigIntegerField("Widersprüche")
    # [{"service": 7, "name": "…", "role": "zb", "gaps": 3, "conflicts": 0, "examples": [{"ars": …, "name": …}]}, …]
    findings = models.JSONField("Befunde", default=list)

    class Meta:
        verbose_name = "Prüfung der Zuständigkeiten"
        verbose_name_plural = "Prüfungen der Zuständigkeiten"
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.gaps} Lücken, {self.conflicts} Widersprüche"
