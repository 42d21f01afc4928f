"""Working together on a text: comments, mentions, tasks, and who was let in to join."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AboutText(models.Model):
    """Something that hangs on a text of any kind (content.models.Editorial)."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    text = GenericForeignKey()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["content_type", "object_id"], name="%(class)s_of_text")]


class Comment(AboutText):
    """What somebody says about a text. Never changed, never public."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(_("Kommentar"), max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(AboutText.Meta):
        verbose_name = _("Kommentar")
        verbose_name_plural = _("Kommentare")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.body[:60]


class Mention(models.Model):
    """Somebody is spoken to in a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Erwähnung")
        verbose_name_plural = _("Erwähnungen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="one_mention_each")]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="mention_unseen")]

    def __str__(self) -> str:
        return f"{self.person}: {self.comment}"


class Task(AboutText):
    """Something to do about a text, for one person."""

    title = models.CharField(_("Aufgabe"), max_length=200)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Wer soll es tun?")
    )
    due_on = models.DateField(_("Bis wann?"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(AboutText.Meta):
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Meine Aufgaben")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            *AboutText.Meta.indexes,
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at__isnull=True), name="task_open"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_by_somebody",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Share(AboutText):
    """Somebody from elsewhere who was spoken to, or was given a task: reads the text and joins the talk about it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta(AboutText.Meta):
        verbose_name = _("Beteiligung")
        verbose_name_plural = _("Beteiligungen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "person"], name="one_share_each")]

    def __str__(self) -> str:
        return str(self.person)
