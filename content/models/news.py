"""What changes over time: news, and notices that something is out of order."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models.editorial import Editorial
from content.models.life_situation import LifeSituation
from content.models.page import Picture
from content.models.service import Service
from portal.richtext.fields import RichTextField
from responsibility.models import Area


class News(Editorial):
    """A piece of news, with the services and life situations it belongs to."""

    slug = models.SlugField(_("Adresse"), max_length=120, unique=True)
    title = models.CharField(_("Überschrift"), max_length=150)
    teaser = models.CharField(_("Teaser"), max_length=240, help_text=_("Ein bis zwei Sätze für Listen und Vorschauen"))
    text = RichTextField(_("Text"))
    published_on = models.DateField(_("Datum"), default=timezone.localdate)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    alt = models.CharField(
        _("Bildbeschreibung"), max_length=250, blank=True, help_text=_("Was auf dem Bild zu sehen ist")
    )
    services = models.ManyToManyField(Service, related_name="news", blank=True, verbose_name=_("Leistungen"))
    life_situations = models.ManyToManyField(
        LifeSituation, related_name="news", blank=True, verbose_name=_("Lebenslagen")
    )

    class Meta(Editorial.Meta):
        verbose_name = _("Meldung")
        verbose_name_plural = _("Aktuelles")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:news_item", args=[self.slug])


class Notice(Editorial):
    """A banner above the pages while something is out of order or about to be."""

    class Severity(models.TextChoices):
        INFO = "info", _("Hinweis")
        WARNING = "warning", _("Einschränkung")
        DANGER = "danger", _("Ausfall")

    title = models.CharField(_("Überschrift"), max_length=120)
    text = models.TextField(_("Text"), blank=True, help_text=_("Was nicht geht, bis wann, und was stattdessen hilft"))
    severity = models.CharField(_("Art"), max_length=8, choices=Severity, default=Severity.WARNING)
    starts_at = models.DateTimeField(_("zeigen ab"), default=timezone.now)
    ends_at = models.DateTimeField(_("zeigen bis"), null=True, blank=True)
    paths = models.TextField(
        _("nur auf diesen Seiten"),
        blank=True,
        validators=[RegexValidator(r"^/", _("Eine Adresse beginnt mit /, zum Beispiel /antrag/."))],
        help_text=_(
            "Eine Adresse je Zeile, zum Beispiel /antrag/; gilt auch für alles darunter. Leer: auf jeder Seite"
        ),
    )
    areas = models.ManyToManyField(
        Area, related_name="+", blank=True, verbose_name=_("nur in"), help_text=_("Leer: im ganzen Land")
    )

    class Meta(Editorial.Meta):
        verbose_name = _("Störungshinweis")
        verbose_name_plural = _("Störungshinweise")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                name="notice_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                violation_error_message=_("Der Hinweis endet, bevor er beginnt."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
