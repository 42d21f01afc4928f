"""What every text that editors keep has in common: whose it is, and whether the public sees it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from responsibility.models import Organisation


class Status(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("in Prüfung")
    PUBLISHED = "published", _("veröffentlicht")
    EXPIRED = "expired", _("abgelaufen")


class Editorial(models.Model):
    """A text with an owner and a place in the editorial workflow. The row holds what the public sees, or will see."""

    # Related names of the rows that are part of the text; parts of parts after them, as "questions__options"
    editorial_parts: ClassVar[tuple[str, ...]] = ()
    # Fields that others set, and which a version therefore leaves alone
    not_versioned: ClassVar[tuple[str, ...]] = ()

    # Nobody's: the text belongs to the editors of the Land
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Redaktion")
    )
    # Moved by content.actions only
    status = models.CharField(_("Stand"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    # The same fact for queries in SQL, computed by the database
    is_published = models.GeneratedField(
        expression=Q(status=Status.PUBLISHED),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name=_("veröffentlicht"),
    )
    publish_at = models.DateTimeField(_("veröffentlichen am"), null=True, blank=True)
    expire_at = models.DateTimeField(_("zurückziehen am"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_expires_after_publication",
                condition=Q(publish_at__isnull=True)
                | Q(expire_at__isnull=True)
                | Q(publish_at__lt=models.F("expire_at")),
                violation_error_message=_("Der Text wird zurückgezogen, bevor er veröffentlicht ist."),
            )
        ]
