"""A form and its versions. A published version never changes; applications pin the one they began with."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.Model):
    """A form by its permanent name."""

    slug = models.SlugField(_("Kürzel"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=200)

    class Meta:
        verbose_name = _("Formular")
        verbose_name_plural = _("Formulare")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """One version. `definition` has the shape that forms.rules.definition describes and checks."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        PUBLISHED = "published", _("veröffentlicht")

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name=_("Formular"))
    number = models.PositiveIntegerField(_("Version"))
    status = models.CharField(_("Stand"), max_length=9, choices=Status, default=Status.DRAFT)
    definition = models.JSONField(_("Aufbau"))
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Formularversion")
        verbose_name_plural = _("Formularversionen")
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                name="published_version_has_time",
                condition=models.Q(status="published", published_at__isnull=False)
                | models.Q(status="draft", published_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="published"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"
