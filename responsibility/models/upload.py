"""A table that an editor has uploaded: first looked at, then applied or left."""

from django.conf import settings
from django.db import models


class TableUpload(models.Model):
    """The content waits here between the preview and the confirmation; afterwards only who, when and how much."""

    class Kind(models.TextChoices):
        RESPONSIBILITIES = "zustaendigkeiten", "Zuständigkeiten"
        ORGANISATIONS = "behoerden", "Behörden"

    class Status(models.TextChoices):
        PREVIEW = "preview", "in der Vorschau"
        APPLIED = "applied", "übernommen"

    kind = models.CharField("Art", max_length=20, choices=Kind)
    status = models.CharField("Stand", max_length=8, choices=Status, default=Status.PREVIEW)
    name = models.CharField("Dateiname", max_length=200)
    content = models.TextField("Inhalt", blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="Person")
    created_at = models.DateTimeField("hochgeladen", auto_now_add=True)
    applied_at = models.DateTimeField("übernommen am", null=True, blank=True)
    created_rows = models.PositiveIntegerField("neu", default=0)
    changed_rows = models.PositiveIntegerField("geändert", default=0)

    class Meta:
        verbose_name = "eingespielte Tabelle"
        verbose_name_plural = "eingespielte Tabellen"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
