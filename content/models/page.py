"""Pages made of blocks, and the pictures in them."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models.editorial import Editorial
from content.rules import blocks
from portal.richtext.fields import RichTextField
from responsibility.models import Organisation

# Pages that have an address of their own: the last part of the address, and its name in content.urls
FIXED = {
    "impressum": "content:imprint",
    "datenschutz": "content:privacy",
    "barrierefreiheit": "content:accessibility",
    "leichte-sprache": "content:easy_language",
    "gebaerdensprache": "content:sign_language",
    "hilfe": "content:help",
}
PATH = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*\Z",
    _("Kleine Buchstaben, Ziffern und Bindestriche; Ebenen trennt ein Schrägstrich."),
)


class Picture(models.Model):
    """A picture for pages and news, kept in the database so that every web process has it. Public once uploaded.

    Its bytes never change: a better picture is a new one.
    """

    class Format(models.TextChoices):
        PNG = "png", _("PNG")
        JPEG = "jpeg", _("JPEG")
        WEBP = "webp", _("WebP")

    slug = models.SlugField(_("Name"), max_length=80, unique=True)
    format = models.CharField(_("Format"), max_length=4, choices=Format, editable=False)
    width = models.PositiveSmallIntegerField(_("Breite"), editable=False)
    height = models.PositiveSmallIntegerField(_("Höhe"), editable=False)
    # SHA-256 of the bytes, part of the address
    digest = models.CharField(max_length=64, editable=False)
    content = models.BinaryField(editable=False)
    source = models.CharField(_("Urheber und Lizenz"), max_length=200)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Redaktion")
    )

    class Meta:
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("picture", args=[self.slug, self.digest[:12], self.format])


class Page(Editorial):
    """A page of the portal: imprint, privacy, help. Its content stands in blocks."""

    editorial_parts = ("blocks",)

    slug = models.CharField(
        _("Adresse"),
        max_length=120,
        unique=True,
        validators=[PATH],
        help_text=_(
            "Zum Beispiel hilfe oder hilfe/antrag. Impressum, Datenschutz, Barrierefreiheit, Leichte Sprache und "
            "Gebärdensprache behalten ihre Adresse."
        ),
    )
    title = models.CharField(_("Überschrift"), max_length=150)
    short_title = models.CharField(_("Kurzer Name"), max_length=60, blank=True, help_text=_("Für den Weg zur Seite"))
    lead = models.TextField(_("Einleitung"), blank=True, help_text=_("Ein bis zwei Sätze"))
    is_german_only = models.BooleanField(
        _("nur auf Deutsch"),
        default=False,
        help_text=_("Zum Beispiel Leichte Sprache: auch die englische Seite ist deutsch"),
    )
    updated_on = models.DateField(_("Stand"), null=True, blank=True)

    class Meta(Editorial.Meta):
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.slug in FIXED:
            return reverse(FIXED[self.slug])
        return reverse("content:page", args=[self.slug])


class PageBlock(models.Model):
    """One block of a page. `data` has the shape that content.rules.blocks reads for its kind."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("Überschrift")
        TEXT = "text", _("Text")
        LINKS = "links", _("Liste von Links")
        STEPS = "steps", _("Schritte")
        ACCORDION = "accordion", _("Aufklappbare Abschnitte")
        FAQ = "faq", _("Häufige Fragen")
        CALLOUT = "callout", _("Hinweis")
        PICTURE = "picture", _("Bild")
        VIDEO = "video", _("Video, auch Gebärdensprache")
        SERVICES = "services", _("Leistungen")
        CONTACT = "contact", _("Kontakt einer Behörde")

    page = models.ForeignKey(Page, models.CASCADE, related_name="blocks", verbose_name=_("Seite"))
    kind = models.CharField(_("Art"), max_length=12, choices=Kind, default=Kind.TEXT)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    anchor = models.SlugField(
        _("Sprungmarke"), max_length=40, blank=True, help_text=_("Für Links wie /barrierefreiheit/#melden")
    )
    heading = models.CharField(_("Überschrift"), max_length=150, blank=True)
    text = RichTextField(_("Text"), blank=True)
    data = models.JSONField(_("Angaben"), default=dict, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Behörde")
    )

    class Meta:
        verbose_name = _("Baustein")
        verbose_name_plural = _("Bausteine")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="block_of_a_picture_has_one",
                condition=~Q(kind="picture") | Q(picture__isnull=False),
                violation_error_message=_("Wählen Sie das Bild."),
            ),
            models.CheckConstraint(
                name="block_of_a_contact_names_it",
                condition=~Q(kind="contact") | Q(organisation__isnull=False),
                violation_error_message=_("Wählen Sie die Behörde."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    def clean(self) -> None:
        """The shape fits the kind."""
        try:
            blocks.read(self.kind, self.data)
        except blocks.BlockError as error:
            raise ValidationError(str(error)) from error
        if missing := blocks.problem(self.kind, heading=self.heading, text=self.text):
            raise ValidationError(missing)
