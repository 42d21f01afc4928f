"""Private files. Nothing here has a public address; views check the right and stream the content."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


def storage_path(stored_file: "StoredFile", filename: str) -> str:
    """Spread the files over 256 folders; the name on disk says nothing about the content."""
    return f"{stored_file.pk.hex[:2]}/{stored_file.pk.hex}"


class StoredFile(models.Model):
    """One uploaded or generated file. Content never changes after saving."""

    class Scan(models.TextChoices):
        PENDING = "pending", gettext_lazy("wird geprüft")
        CLEAN = "clean", gettext_lazy("auf Viren geprüft")
        INFECTED = "infected", gettext_lazy("Schadsoftware gefunden")
        UNCHECKED = "unchecked", gettext_lazy("nicht geprüft")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("Dateiname", max_length=200)
    content = models.FileField("Inhalt", upload_to=storage_path, max_length=100)
    content_type = models.CharField("Art", max_length=100)
    size = models.PositiveBigIntegerField("Größe in Byte")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    scan = models.CharField("Virenprüfung", max_length=9, choices=Scan, default=Scan.PENDING)
    created_at = models.DateTimeField("angelegt", default=timezone.now)

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def __str__(self) -> str:
        return self.name
