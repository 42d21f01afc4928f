"""The directory of authorities (Verzeichnisdienst) and the rights that hang on it."""

from collections.abc import Callable

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from portal.files.models import StoredFile
from responsibility.models.area import Area
from responsibility.rules import bank


class Role(models.TextChoices):
    """What an organisation is to a service. Named as in the API: EA, ZB, further."""

    EA = "ea", gettext_lazy("Einheitlicher Ansprechpartner")
    ZB = "zb", gettext_lazy("Zuständige Behörde")
    FURTHER = "further", gettext_lazy("Weitere Stelle")


class Language(models.TextChoices):
    """Languages that people in an office speak; the codes are those of vCard (RFC 5646)."""

    GERMAN = "de", gettext_lazy("Deutsch")
    SIGN = "gsg", gettext_lazy("Deutsche Gebärdensprache")
    LOW_GERMAN = "nds", gettext_lazy("Niederdeutsch")
    ENGLISH = "en", gettext_lazy("Englisch")
    POLISH = "pl", gettext_lazy("Polnisch")
    UKRAINIAN = "uk", gettext_lazy("Ukrainisch")
    RUSSIAN = "ru", gettext_lazy("Russisch")
    ARABIC = "ar", gettext_lazy("Arabisch")
    PERSIAN = "fa", gettext_lazy("Persisch")
    TURKISH = "tr", gettext_lazy("Türkisch")
    FRENCH = "fr", gettext_lazy("Französisch")
    VIETNAMESE = "vi", gettext_lazy("Vietnamesisch")


def checked(clean: Callable[[str], str], value: str) -> None:
    """Turn the ValueError of a rule into the error of a field."""
    try:
        clean(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def validate_iban(value: str) -> None:
    checked(bank.clean_iban, value)


def validate_bic(value: str) -> None:
    checked(bank.clean_bic, value)


class Organisation(models.Model):
    """An authority or chamber (Organisationseinheit), or a part of one."""

    class Kind(models.TextChoices):
        CHAMBER = "chamber", gettext_lazy("Kammer")
        LOCAL = "local", gettext_lazy("Amt, amtsfreie Gemeinde oder kreisfreie Stadt")
        DISTRICT = "district", gettext_lazy("Landkreis")
        STATE = "state", gettext_lazy("Landesbehörde")
        UNIT = "unit", gettext_lazy("Teil einer Behörde")

    slug = models.SlugField(gettext_lazy("Adresse"), max_length=120, unique=True)
    name = models.CharField(gettext_lazy("Name"), max_length=200)
    kind = models.CharField(gettext_lazy("Art"), max_length=8, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=gettext_lazy("gehört zu")
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=gettext_lazy("zuständiges Gebiet"),
    )
    # Kept by actions.set_logo; a PNG or JPEG of the private files, shown beside the name
    logo = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("Logo"),
    )

    street = models.CharField(gettext_lazy("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(gettext_lazy("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(gettext_lazy("Ort"), max_length=120, blank=True)
    building = models.CharField(
        gettext_lazy("Gebäude und Zimmer"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: Haus B, 2. Etage, Zimmer 214"),
    )
    directions = models.CharField(
        gettext_lazy("Anfahrt"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: Haltestelle Markt, Linien 201 und 204"),
    )
    latitude = models.FloatField(gettext_lazy("Breite des Hauses"), null=True, blank=True)
    longitude = models.FloatField(gettext_lazy("Länge des Hauses"), null=True, blank=True)
    post_line = models.CharField(
        gettext_lazy("Postfach oder Postanschrift"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Nur wenn Post woandershin soll"),
    )
    post_postcode = models.CharField(gettext_lazy("Postleitzahl der Postanschrift"), max_length=5, blank=True)
    post_town = models.CharField(gettext_lazy("Ort der Postanschrift"), max_length=120, blank=True)

    phone = models.CharField(gettext_lazy("Telefon"), max_length=40, blank=True)
    fax = models.CharField(gettext_lazy("Fax"), max_length=40, blank=True)
    email = models.EmailField(gettext_lazy("E-Mail"), blank=True)
    web = models.URLField(gettext_lazy("Internet"), blank=True)
    de_mail = models.EmailField(gettext_lazy("De-Mail"), blank=True)
    fit_connect = models.UUIDField(gettext_lazy("FIT-Connect-Zustellpunkt"), null=True, blank=True)
    fit_connect_signature = models.TextField(
        gettext_lazy("Signatur des Zustellpunkts"),
        blank=True,
        help_text=gettext_lazy("Die signierte Adressierung (JWS) aus dem FIT-Connect-Portal"),
    )

    # {"mon": [["08:00", "12:00"], ["13:00", "18:00"]], ...}; read by responsibility.rules.opening
    opening_hours = models.JSONField(gettext_lazy("Öffnungszeiten"), default=dict, blank=True)
    # [{"from": "2026-12-24", "to": "2026-12-24", "spans": [], "note": ""}, ...]; read by responsibility.rules.opening
    opening_exceptions = models.JSONField(gettext_lazy("Abweichende Tage"), default=list, blank=True)
    opening_note = models.CharField(
        gettext_lazy("Hinweis zu den Öffnungszeiten"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: und nach Vereinbarung"),
    )

    step_free = models.BooleanField(gettext_lazy("Zugang ohne Stufen"), null=True, blank=True)
    lift = models.BooleanField(gettext_lazy("Aufzug"), null=True, blank=True)
    accessible_toilet = models.BooleanField(gettext_lazy("WC für Rollstuhl"), null=True, blank=True)
    accessible_parking = models.BooleanField(
        gettext_lazy("Parkplatz für Menschen mit Behinderung"), null=True, blank=True
    )
    hearing_loop = models.BooleanField(gettext_lazy("Höranlage"), null=True, blank=True)
    access_note = models.CharField(gettext_lazy("Hinweis zur Barrierefreiheit"), max_length=200, blank=True)
    languages = ArrayField(
        models.CharField(max_length=8, choices=Language),
        verbose_name=gettext_lazy("Sprachen"),
        default=list,
        blank=True,
    )

    account_holder = models.CharField(gettext_lazy("Kontoinhaber"), max_length=120, blank=True)
    iban = models.CharField(gettext_lazy("IBAN"), max_length=34, blank=True, validators=[validate_iban])
    bic = models.CharField(gettext_lazy("BIC"), max_length=11, blank=True, validators=[validate_bic])

    is_sample = models.BooleanField(
        gettext_lazy("Beispieldaten"),
        default=False,
        help_text=gettext_lazy("Anschrift und Kontakt sind nicht geprüft."),
    )

    class Meta:
        verbose_name = gettext_lazy("Behörde")
        verbose_name_plural = gettext_lazy("Behörden")
        ordering = ["name", "pk"]
        permissions = [
            ("work_cases", gettext_lazy("Fälle bearbeiten")),
            ("lead_cases", gettext_lazy("Fälle leiten")),
            ("edit_content", gettext_lazy("Inhalte bearbeiten")),
            ("edit_directory", gettext_lazy("Verzeichnis pflegen")),
            ("handle_payments", gettext_lazy("Zahlungen bearbeiten")),
            ("answer_calls", gettext_lazy("Anrufe der 115 beantworten")),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_not_its_own_part",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                violation_error_message=gettext_lazy("Eine Behörde kann nicht Teil von sich selbst sein."),
            ),
            models.CheckConstraint(
                name="organisation_has_both_coordinates",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=gettext_lazy("Geben Sie Breite und Länge an, oder keine von beiden."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPerson(models.Model):
    """Somebody in charge of something in an authority, as its page names them."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="persons", verbose_name=gettext_lazy("Behörde")
    )
    name = models.CharField(gettext_lazy("Name"), max_length=120)
    task = models.CharField(gettext_lazy("Aufgabe"), max_length=120, blank=True)
    phone = models.CharField(gettext_lazy("Telefon"), max_length=40, blank=True)
    email = models.EmailField(gettext_lazy("E-Mail"), blank=True)
    room = models.CharField(gettext_lazy("Zimmer"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(gettext_lazy("Reihenfolge"), default=0)

    class Meta:
        verbose_name = gettext_lazy("Ansprechperson")
        verbose_name_plural = gettext_lazy("Ansprechpersonen")
        ordering = ["position", "name", "pk"]

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
