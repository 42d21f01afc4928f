"""Who is responsible: a service or group of services, a role, an area, an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responsibility.models.area import Area
from responsibility.models.organisation import Organisation, Role


class ServiceGroup(models.Model):
    """Services that always share their authorities, so that one rule serves all of them."""

    slug = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_fallback = models.BooleanField(
        _("Auffanggruppe"),
        default=False,
        help_text=_("Ihr Einheitlicher Ansprechpartner wird genannt, wenn für eine Leistung niemand gefunden wird."),
    )

    class Meta:
        verbose_name = _("Leistungsgruppe")
        verbose_name_plural = _("Leistungsgruppen")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_fallback"],
                condition=models.Q(is_fallback=True),
                name="one_fallback_group",
                violation_error_message=_("Es gibt schon eine Auffanggruppe."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """One rule: for this service (or group) in this area, this organisation has this role.

    Either `organisation` is named, or `level` says that every organisation of that kind serves its own
    area ("every Amt, amtsfreie Gemeinde and kreisfreie Stadt for itself"). `condition` limits the rule to a fact
    (rules.facts); where two rules differ only in that, the one with the condition counts.
    """

    class Level(models.TextChoices):
        LOCAL = "local", _("jedes Amt, jede amtsfreie Gemeinde und kreisfreie Stadt für sich")
        DISTRICT = "district", _("jeder Landkreis und jede kreisfreie Stadt für sich")

    class Condition(models.TextChoices):
        CRAFT = "craft=yes", _("nur für zulassungspflichtiges Handwerk")
        NOT_CRAFT = "craft=no", _("nur, wenn es kein zulassungspflichtiges Handwerk ist")

    service = models.ForeignKey(
        "content.Service",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("Leistung"),
    )
    group = models.ForeignKey(
        ServiceGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("Leistungsgruppe"),
    )
    role = models.CharField(_("Rolle"), max_length=8, choices=Role)
    area = models.ForeignKey(Area, models.PROTECT, related_name="responsibilities", verbose_name=_("Gebiet"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name=_("Behörde")
    )
    level = models.CharField(_("Jede für ihr Gebiet"), max_length=8, choices=Level, blank=True)
    condition = models.CharField(_("Bedingung"), max_length=24, choices=Condition, blank=True, default="")
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_to = models.DateField(_("gültig bis"), null=True, blank=True)
    note = models.CharField(_("Grundlage"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Zuständigkeit")
        verbose_name_plural = _("Zuständigkeiten")
        constraints = [
            models.CheckConstraint(
                name="responsibility_service_or_group",
                condition=models.Q(service__isnull=False, group__isnull=True)
                | models.Q(service__isnull=True, group__isnull=False),
                violation_error_message=_("Wählen Sie entweder eine Leistung oder eine Leistungsgruppe."),
            ),
            models.CheckConstraint(
                name="responsibility_organisation_or_level",
                condition=(models.Q(organisation__isnull=False) & models.Q(level=""))
                | (models.Q(organisation__isnull=True) & ~models.Q(level="")),
                violation_error_message=_("Nennen Sie entweder eine Behörde oder „jede für ihr Gebiet“."),
            ),
            models.UniqueConstraint(
                fields=["service", "role", "area", "organisation", "condition", "valid_from"],
                condition=models.Q(service__isnull=False),
                nulls_distinct=False,
                name="responsibility_once_per_service",
            ),
            models.UniqueConstraint(
                fields=["group", "role", "area", "organisation", "condition", "valid_from"],
                condition=models.Q(group__isnull=False),
                nulls_distinct=False,
                name="responsibility_once_per_group",
            ),
            models.CheckConstraint(
                name="responsibility_ends_after_it_begins",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("Das Ende liegt vor dem Anfang."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.group}: {self.organisation or self.get_level_display()}"
