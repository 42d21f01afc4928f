"""Life situations group services by what happens to a person or a business."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models.editorial import Editorial


class LifeSituation(Editorial):
    """A Lebenslage with a pictogram; some have narrower ones below them."""

    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    teaser = models.CharField(_("Kurztext"), max_length=200, blank=True)
    pictogram = models.CharField(
        _("Piktogramm"), max_length=40, help_text=_("Name im Bildvorrat, zum Beispiel p-gruenden")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("gehört zu")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta(Editorial.Meta):
        verbose_name = _("Lebenslage")
        verbose_name_plural = _("Lebenslagen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:life_situation", args=[self.slug])
