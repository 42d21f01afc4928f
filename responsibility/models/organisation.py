"""The directory of authorities (Verzeichnisdienst) and the rights that hang on it."""

from django.db import models
from django.utils.translation import gettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from responsibility.models.area import Area


class Role(models.TextChoices):
    """What an organisation is to a service. Named as in the API: EA, ZB, further."""

    EA = "ea", "Einheitlicher Ansprechpartner"
    ZB = "zb", "Zuständige Behörde"
    FURTHER = "further", "Weitere Stelle"


class Organisation(models.Model):
    """An authority or chamber (Organisationseinheit)."""

    class Kind(models.TextChoices):
        CHAMBER = "chamber", gettext_lazy("Kammer")
        LOCAL = "local", gettext_lazy("Amt, amtsfreie Gemeinde oder kreisfreie Stadt")
        DISTRICT = "district", gettext_lazy("Landkreis")
        STATE = "state", gettext_lazy("Landesbehörde")
        UNIT = "unit", gettext_lazy("Teil einer Behörde")

    slug = models.SlugField("Adresse", max_length=120, unique=True)
    name = models.CharField("Name", max_length=200)
    kind = models.CharField("Art", max_length=8, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="gehört zu"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="zuständiges Gebiet"
    )
    street = models.CharField("Straße und Hausnummer", max_length=120, blank=True)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    town = models.CharField("Ort", max_length=120, blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    web = models.URLField("Internet", blank=True)
    # {"mon": [["08:00", "12:00"], ["13:00", "18:00"]], ...}; read by responsibility.rules.opening
    opening_hours = models.JSONField("Öffnungszeiten", default=dict, blank=True)
    is_sample = models.BooleanField(
        "Beispieldaten", default=False, help_text="Anschrift und Kontakt sind nicht geprüft."
    )

    class Meta:
        verbose_name = "Behörde"
        verbose_name_plural = "Behörden"
        ordering = ["name", "pk"]
        permissions = [
            ("work_cases", "Fälle bearbeiten"),
            ("lead_cases", "Fälle leiten"),
            ("edit_content", "Inhalte bearbeiten"),
            ("edit_directory", "Verzeichnis pflegen"),
            ("handle_payments", "Zahlungen bearbeiten"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationGroupPermission(GroupObjectPermissionBase):
    """Guardian's permission of a role group on an organisation, as a real foreign key: one join, no cast."""

    content_object = models.ForeignKey(Organisation, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class OrganisationUserPermission(UserObjectPermissionBase):
    """Guardian's permission of a single person on an organisation (substitutes, invitations)."""

    content_object = models.ForeignKey(Organisation, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
