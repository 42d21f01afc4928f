"""The areas of Mecklenburg-Vorpommern as one tree, keyed by the official keys."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """Land, Kreis, Amt, Gemeinde or Ortsteil. The 12-digit ARS is the key; a name never is.

    An Ortsteil has no official key: it bears its Gemeinde's and three figures of our own. It is an area of its own
    only where its authorities differ from those of its Gemeinde; all others are found as `Locality`.

    A key that ended stays as a row with `valid_to` and `successor`, so that links, cookies and applications that
    bear it still lead somewhere, and an answer as of then is the answer of then.
    """

    class Kind(models.TextChoices):
        LAND = "land", "Land"
        KREIS = "kreis", "Kreis"
        AMT = "amt", "Amt"
        GEMEINDE = "gemeinde", "Gemeinde"
        ORTSTEIL = "ortsteil", "Ortsteil"

    ars = models.CharField(_("Regionalschlüssel (ARS)"), max_length=15, unique=True)
    ags = models.CharField(_("Gemeindeschlüssel (AGS)"), max_length=8, unique=True, null=True, blank=True)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind)
    name = models.CharField(_("Amtlicher Name"), max_length=120)
    short_name = models.CharField(_("Kurzname"), max_length=120)
    # Written by the importer and the admin: the short name as it is compared (rules.names.fold).
    search_name = models.CharField(max_length=120, editable=False, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("gehört zu")
    )
    # Written by the importer: own key and the keys of all above, so that one statement climbs the tree.
    path = models.JSONField(_("Weg nach oben"), default=list, editable=False)
    population = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_to = models.DateField(_("gültig bis"), null=True, blank=True)
    # Written by the importers: the register that this row was last compared with.
    register_date = models.DateField(_("Gebietsstand"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("aufgegangen in")
    )

    class Meta:
        verbose_name = _("Gebiet")
        verbose_name_plural = _("Gebiete")
        ordering = ["short_name", "ars"]
        constraints = [
            models.CheckConstraint(
                name="area_ars_has_12_digits",
                condition=models.Q(ars__regex=r"^\d{12}$") & ~models.Q(kind="ortsteil")
                | models.Q(ars__regex=r"^\d{15}$", kind="ortsteil"),
            ),
            models.CheckConstraint(
                name="area_ags_has_8_digits", condition=models.Q(ags__isnull=True) | models.Q(ags__regex=r"^\d{8}$")
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("Das Ende liegt vor dem Anfang."),
            ),
            models.CheckConstraint(
                name="area_not_its_own_successor",
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("pk")),
                violation_error_message=_("Ein Gebiet kann nicht in sich selbst aufgehen."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostcodeArea(models.Model):
    """A postcode that delivers into a municipality, with how sure we are."""

    class Confidence(models.TextChoices):
        OFFICIAL = "official", _("amtlich")
        HIGH = "high", _("hoch")
        MEDIUM = "medium", _("mittel")
        LOW = "low", _("niedrig")

    postcode = models.CharField(_("Postleitzahl"), max_length=5)
    area = models.ForeignKey(Area, models.CASCADE, related_name="postcodes", verbose_name=_("Gemeinde"))
    confidence = models.CharField(_("Sicherheit"), max_length=8, choices=Confidence)

    class Meta:
        verbose_name = _("Postleitzahl")
        verbose_name_plural = _("Postleitzahlen")
        constraints = [
            models.UniqueConstraint(fields=["postcode", "area"], name="one_pair_per_postcode_and_area"),
            models.CheckConstraint(name="postcode_has_5_digits", condition=models.Q(postcode__regex=r"^\d{5}$")),
        ]

    def __str__(self) -> str:
        return f"{self.postcode} {self.area_id}"


class Locality(models.Model):
    """A name that people use for a place inside a municipality: Ortsteil, village, part of a town. It leads there."""

    name = models.CharField(_("Name"), max_length=120)
    # Written by the importer and the actions: the name as it is compared (rules.names.fold).
    search_name = models.CharField(max_length=120, editable=False)
    municipality = models.ForeignKey(Area, models.CASCADE, related_name="localities", verbose_name=_("Gemeinde"))
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("Ortsteil")
        verbose_name_plural = _("Ortsteile")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["search_name", "municipality"], name="one_locality_per_municipality"),
        ]
        indexes = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="locality_search_name"),
            models.Index(fields=["postcode"], name="locality_postcode"),
        ]

    def __str__(self) -> str:
        return self.name
