"""What readers say about a page (Art. 25 of Regulation (EU) 2018/1724)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy

from responsibility.models import Organisation


class Feedback(models.Model):
    """An anonymous opinion about a page: no address, no cookie, no account is kept with it."""

    class Found(models.TextChoices):
        YES = "yes", gettext_lazy("Ja")
        PARTLY = "partly", gettext_lazy("Teilweise")
        NO = "no", gettext_lazy("Nein")

    class State(models.TextChoices):
        OPEN = "open", "offen"
        IN_WORK = "in_work", "in Arbeit"
        DONE = "done", "erledigt"
        NO_ACTION = "no_action", "nichts zu tun"

    day = models.DateField("Tag")
    path = models.CharField("Seite", max_length=300)
    language = models.CharField("Sprache", max_length=2)
    found = models.CharField("Gefunden", max_length=6, choices=Found)
    rating = models.PositiveSmallIntegerField("Note", null=True, blank=True, help_text="1 bis 5, 5 ist am besten")
    text = models.TextField("Text", max_length=1000, blank=True)
    # The text that the page shows, and whose it is; pages without one belong to the Land
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, editable=False)
    object_id = models.PositiveBigIntegerField(null=True, editable=False)
    about = GenericForeignKey("content_type", "object_id")
    owner = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="Redaktion"
    )
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = "Rückmeldung"
        verbose_name_plural = "Rückmeldungen"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="feedback_rating_is_one_to_five",
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                violation_error_message="Die Note geht von 1 bis 5.",
            )
        ]
        indexes = [models.Index(fields=["path", "day"], name="feedback_path_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}"
