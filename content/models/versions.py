"""Versions of texts: what editors work on while the row keeps what the public sees."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responsibility.models import Organisation


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("in Prüfung")
    APPROVED = "approved", _("freigegeben")
    REJECTED = "rejected", _("zurückgegeben")
    PUBLISHED = "published", _("veröffentlicht")
    SUPERSEDED = "superseded", _("überholt")


# Somebody still works on these; a text has at most one of them
OPEN = (VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.APPROVED, VersionStatus.REJECTED)


class Version(models.Model):
    """One state of a text with its parts. Written by content.actions only."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    text = GenericForeignKey()
    number = models.PositiveIntegerField(_("Fassung"))
    status = models.CharField(_("Stand"), max_length=12, choices=VersionStatus, default=VersionStatus.DRAFT)
    # {"schema": 1, "fields": {…}, "links": {…}, "parts": {…}}: content.queries.snapshots
    data = models.JSONField()
    # {"en": {"missing": ["steps"], "outdated": ["summary"]}}: content.rules.translations
    translations = models.JSONField(default=dict)
    # Counts the saves: a form that knows an earlier one is out of date
    saves = models.PositiveIntegerField(default=1)
    # The version that was public when the work began
    base = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("Was sich ändert"), max_length=200, blank=True)
    # All who wrote in it (User), the last one with the time
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    # Why it was given back
    reason = models.TextField(blank=True)
    # The same as in the data, for the clock
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # When somebody last confirmed that the published text is still right
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["-number"]
        permissions = [("edit_everything", _("Alle Inhalte bearbeiten (Redaktion des Landes)"))]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=Q(status__in=OPEN), name="one_open_version"
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=Q(status="published"), name="one_published_version"
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=Q(status="approved"), name="version_to_publish"),
        ]

    def __str__(self) -> str:
        return gettext("Fassung %(number)s") % {"number": self.number}

    @property
    def token(self) -> str:
        """What a form knows of the state it shows."""
        return f"{self.pk}.{self.saves}"


class EditorialOffice(models.Model):
    """How the editors of one organisation work; without an organisation: those of the Land."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Behörde")
    )
    four_eyes = models.BooleanField(
        _("Vier Augen"),
        default=False,
        help_text=_("Eine zweite Person gibt frei, die an der Fassung nicht geschrieben hat."),
    )

    class Meta:
        verbose_name = _("Redaktion")
        verbose_name_plural = _("Redaktionen")
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                nulls_distinct=False,
                name="one_office_each",
                violation_error_message=_("Diese Redaktion gibt es schon."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation or gettext("Redaktion des Landes"))
