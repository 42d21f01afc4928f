"""What readers say about a page (Art. 25 of Regulation (EU) 2018/1724)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from responsibility.models import Organisation


class Feedback(models.Model):
    """An anonymous opinion about a page: no address, no cookie, no account is kept with it."""

    class Found(models.TextChoices):
        YES = "yes", gettext_lazy("Ja")
        PARTLY = "partly", gettext_lazy("Teilweise")
        NO = "no", gettext_lazy("Nein")

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("offen")
        IN_WORK = "in_work", gettext_lazy("in Arbeit")
        DONE = "done", gettext_lazy("erledigt")
        NO_ACTION = "no_action", gettext_lazy("nichts zu tun")

    day = models.DateField(gettext_lazy("Tag"))
    path = models.CharField(gettext_lazy("Seite"), max_length=300)
    language = models.CharField(gettext_lazy("Sprache"), max_length=2)
    found = models.CharField(gettext_lazy("Gefunden"), max_length=6, choices=Found)
    rating = models.PositiveSmallIntegerField(
        pgettext_lazy("school mark", "Note"), null=True, blank=True, help_text=gettext_lazy("1 bis 5, 5 ist am besten")
    )
    text = models.TextField(gettext_lazy("Text"), max_length=1000, blank=True)
    # The text that the page shows, and whose it is; pages without one belong to the Land
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, editable=False)
    object_id = models.PositiveBigIntegerField(null=True, editable=False)
    about = GenericForeignKey("content_type", "object_id")
    owner = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("Redaktion"),
    )
    state = models.CharField(gettext_lazy("Stand"), max_length=9, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = gettext_lazy("Rückmeldung")
        verbose_name_plural = gettext_lazy("Rückmeldungen")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="feedback_rating_is_one_to_five",
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                violation_error_message=gettext_lazy("Die Note geht von 1 bis 5."),
            )
        ]
        indexes = [models.Index(fields=["path", "day"], name="feedback_path_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.path}"
