"""Work that must happen after a committed change, kept as rows until it is done."""

import uuid

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One effect to bring about, written in the transaction of the change that causes it."""

    class Status(models.TextChoices):
        WAITING = "waiting", "wartet"
        RUNNING = "running", "läuft"
        DONE = "done", "erledigt"
        DEAD = "dead", "gescheitert"

    key = models.UUIDField("Schlüssel", default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField("Aufgabe", max_length=80, help_text="Name der Celery-Aufgabe")
    subject_id = models.BigIntegerField("Gegenstand")
    status = models.CharField("Stand", max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    next_attempt_at = models.DateTimeField("nächster Versuch", default=timezone.now)
    # When Celery was last told; empty: not since the entry became due
    told_at = models.DateTimeField("Celery weiß es seit", null=True, blank=True)
    last_error = models.TextField("letzter Fehler", blank=True)
    created_at = models.DateTimeField("angelegt", default=timezone.now)
    done_at = models.DateTimeField("erledigt am", null=True, blank=True)

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Ausgang"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="outbox_due", condition=models.Q(status__in=["waiting", "running"])
            ),
            models.Index(fields=["id"], name="outbox_dead", condition=models.Q(status="dead")),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_done_has_time",
                condition=models.Q(status="done", done_at__isnull=False)
                | (~models.Q(status="done") & models.Q(done_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.subject_id}"
