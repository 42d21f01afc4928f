"""Wiedervorlage: on a day something is to be looked at again."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.models.proceeding import Proceeding


class Resubmission(models.Model):
    """A day and a note for whoever works on the case (no proceeding) or on the proceeding then."""

    class Status(models.TextChoices):
        OPEN = "open", "offen"
        DONE = "done", "erledigt"

    case = models.ForeignKey(Case, models.PROTECT, related_name="resubmissions")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, blank=True, related_name="resubmissions")
    status = models.CharField("Stand", max_length=4, choices=Status, default=Status.OPEN)
    on = models.DateField("Wiedervorlage am")
    note = models.CharField("Notiz", max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Wiedervorlage"
        verbose_name_plural = "Wiedervorlagen"
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["proceeding", "on"], name="resubmission_due", condition=models.Q(status="open")),
            models.Index(fields=["case", "on"], name="resubmission_due_case", condition=models.Q(status="open")),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.note[:40]}"
