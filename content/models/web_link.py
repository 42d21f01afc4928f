"""Links in published texts, and what the last check found. Written by content.actions.links only."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "broken": _("geht nicht"),
    "soft_404": _("führt ins Leere"),
    "timeout": _("antwortet nicht"),
    "not_allowed": _("nicht erlaubt"),
    "moved": _("umgezogen"),
    "refused": _("nicht prüfbar"),
    "ok": _("in Ordnung"),
}
# What an editor has to do something about
WRONG = ("broken", "soft_404", "timeout", "not_allowed", "moved")


class WebLink(models.Model):
    """One address, however many texts name it."""

    url = models.CharField(_("Link"), max_length=2000, unique=True)
    # Whom to be polite to; empty for addresses of this portal
    host = models.CharField(_("Server"), max_length=255, blank=True)
    verdict = models.CharField(_("Ergebnis"), max_length=12, choices=list(VERDICTS.items()), blank=True)
    # The place in portal.web.rules.SEVERITY, for sorting
    severity = models.PositiveSmallIntegerField(default=99)
    detail = models.CharField(_("Genauer"), max_length=200, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP"), null=True)
    target = models.CharField(_("Neue Adresse"), max_length=2000, blank=True)
    checked_at = models.DateTimeField(_("geprüft"), null=True)
    # Since when it is wrong, and how many checks in a row said so
    wrong_since = models.DateTimeField(_("seit"), null=True)
    wrong_checks = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField()
    # How often the pages that show it were read in the last weeks; written by content.actions.collect_links only
    views = models.PositiveIntegerField(_("Aufrufe"), default=0)

    class Meta:
        verbose_name = _("Link")
        verbose_name_plural = _("Links")
        ordering = ["severity", "url"]
        indexes = [
            models.Index(fields=["next_check_at"], name="link_due"),
            models.Index(fields=["severity"], condition=Q(verdict__in=WRONG), name="link_wrong"),
        ]

    def __str__(self) -> str:
        return self.url


class LinkPlace(models.Model):
    """Where a link stands."""

    link = models.ForeignKey(WebLink, models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    text = GenericForeignKey()
    # Name of the field, for editors
    field = models.CharField(max_length=100)
    # The German page that shows the text; empty where none is its own
    path = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("Fundstelle")
        verbose_name_plural = _("Fundstellen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["link", "content_type", "object_id", "field"], name="link_place_once")
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_place_of_text")]

    def __str__(self) -> str:
        return f"{self.link}: {self.field}"
