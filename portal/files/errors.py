"""Why a file is not taken or not given out."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.errors import Refusal

REASONS = {
    "empty": _("Die Datei „%(name)s“ ist leer. Prüfen Sie den Inhalt und laden Sie sie noch einmal hoch."),
    "size": _("Die Datei „%(name)s“ ist größer als %(limit)d MB. Bitte verkleinern oder teilen Sie die Datei."),
    "type": _(
        "Die Datei „%(name)s“ hat ein Format, das wir nicht lesen können. Bitte laden Sie ein PDF, JPG oder PNG hoch."
    ),
    "damaged": _(
        "Die Datei „%(name)s“ ist beschädigt. Bitte speichern Sie sie neu und laden Sie sie noch einmal hoch."
    ),
    "malware": _("In der Datei „%(name)s“ wurde Schadsoftware gefunden. Bitte laden Sie eine andere Datei hoch."),
}


class UploadRefused(Refusal):
    """The file cannot be taken. The title is the sentence for the field."""

    status_code = 400

    def __init__(self, reason: str, name: str) -> None:
        self.reason = reason
        super().__init__(REASONS[reason] % {"name": name, "limit": settings.MAX_UPLOAD_MB})


class FileLocked(Refusal):
    """Harmful content was found after the upload; nobody may open it."""

    title = _("In dieser Datei wurde Schadsoftware gefunden. Sie lässt sich nicht öffnen.")
    help_text = _("Bitten Sie um eine neue Fassung der Datei.")
