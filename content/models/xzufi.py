"""The exchange with the Portalverbund: who delivers, which number stands for which row, which files lie ready."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile
from responsibility.models import Organisation


class XzufiAgency(models.Model):
    """Somebody whose texts are imported, and whose editors keep them here."""

    agency = models.CharField(_("Kennung (schemeAgencyID)"), max_length=100, unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    # Nobody: imported texts belong to the editors of the Land
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Redaktion im Portal")
    )

    class Meta:
        verbose_name = _("Zulieferer (XZuFi)")
        verbose_name_plural = _("Zulieferer (XZuFi)")
        ordering = ["agency"]

    def __str__(self) -> str:
        return self.name or self.agency


class XzufiObject(models.Model):
    """The identity of a row in the Portalverbund, and what was last written of it. content.actions.xzufi writes it.

    A service and its online service are two objects of one row. `row_id` stays while a text is hidden, so that it
    comes back under its number.
    """

    class Kind(models.TextChoices):
        SERVICE = "leistung", _("Leistung")
        SUPPLEMENT = "spezialisierung", _("Spezialisierung")
        ORGANISATION = "organisationseinheit", _("Organisationseinheit")
        ONLINE = "onlinedienst", _("Onlinedienst")

    kind = models.CharField(max_length=20, choices=Kind)
    agency = models.CharField(max_length=100)
    external_id = models.CharField(max_length=220)
    row_id = models.BigIntegerField(null=True)
    # Our own editors keep it: no import changes it
    is_ours = models.BooleanField(default=True)
    # Its supplier has taken it back
    is_withdrawn = models.BooleanField(default=False)
    # SHA-256 of the element as it was last written; empty: never
    hash = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(null=True)
    # Written as deleted
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Objekt des Portalverbunds")
        verbose_name_plural = _("Objekte des Portalverbunds")
        constraints = [
            models.UniqueConstraint(fields=["kind", "agency", "external_id"], name="one_xzufi_object_per_key"),
            models.UniqueConstraint(
                fields=["kind", "row_id"], condition=Q(row_id__isnull=False), name="one_xzufi_object_per_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency}:{self.external_id}"


class XzufiFile(models.Model):
    """One message of an export. The index lists the last full export and what changed since."""

    class Kind(models.TextChoices):
        FULL = "full", _("vollständig")
        DELTA = "delta", _("Änderungen")

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=5, choices=Kind)
    transaction = models.UUIDField()
    position = models.PositiveIntegerField()
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    written = models.PositiveIntegerField()
    deleted = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    # A newer full export stands in the index; kept for a while for those who still fetch it
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("XZuFi-Datei")
        verbose_name_plural = _("XZuFi-Dateien")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
