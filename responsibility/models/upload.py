"""A table that an editor has uploaded: first looked at, then applied or left."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TableUpload(models.Model):
    """The content waits here between the preview and the confirmation; afterwards only who, when and how much."""

    class Kind(models.TextChoices):
        RESPONSIBILITIES = "zustaendigkeiten", _("Zuständigkeiten")
        ORGANISATIONS = "behoerden", _("Behörden")

    class Status(models.TextChoices):
        PREVIEW = "preview", _("in der Vorschau")
        APPLIED = "applied", _("übernommen")

    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    status = models.CharField(_("Stand"), max_length=8, choices=Status, default=Status.PREVIEW)
    name = models.CharField(_("Dateiname"), max_length=200)
    content = models.TextField(_("Inhalt"), blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Person"))
    created_at = models.DateTimeField(_("hochgeladen"), auto_now_add=True)
    applied_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)
    created_rows = models.PositiveIntegerField(_("neu"), default=0)
    changed_rows = models.PositiveIntegerField(_("geändert"), default=0)

    class Meta:
        verbose_name = _("eingespielte Tabelle")
        verbose_name_plural = _("eingespielte Tabellen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
