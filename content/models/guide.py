"""A guide (Lotse): questions, and the services that the answers call for. What it means is content.rules.guide's."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models.editorial import Editorial
from content.models.life_situation import LifeSituation
from content.models.service import Service
from content.rules import guide as rules

CONDITION_HELP = _(
    "Eine Bedingung je Zeile, alle müssen zutreffen: „alkohol: ja“ oder „vorhaben: cafe, imbiss“ (eine davon) "
    "oder „wo: nicht online“. Leer: immer"
)
OPTIONS_HELP = _("Eine Antwort je Zeile: schluessel | Text | Hinweis. Nur bei „eine“ und „mehrere“")
# Words that the address of a guide uses itself
RESERVED_KEYS = frozenset({"frage", "gefragt", "sprache", "fassung"})


def is_conditions(text: str) -> None:
    try:
        rules.read_conditions(text)
    except rules.Unreadable as wrong:
        raise ValidationError(
            _("„%(line)s“ ist keine Bedingung. Schreiben Sie zum Beispiel: alkohol: ja") % {"line": wrong.line}
        ) from None


def are_options(text: str) -> None:
    try:
        rules.read_options(text)
    except rules.Unreadable as wrong:
        raise ValidationError(
            _("„%(line)s“ ist keine Antwort. Schreiben Sie: schluessel | Text") % {"line": wrong.line}
        ) from None


def is_free_key(key: str) -> None:
    if key in RESERVED_KEYS:
        raise ValidationError(_("„%(key)s“ ist schon vergeben.") % {"key": key})


class Guide(Editorial):
    """A questionnaire that ends in a list of services, their order and one application."""

    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    teaser = models.CharField(_("Kurztext"), max_length=200)
    result_title = models.CharField(
        _("Überschrift des Ergebnisses"), max_length=150, help_text=_("Zum Beispiel: Das brauchen Sie für Ihr Lokal")
    )
    pictogram = models.CharField(
        _("Piktogramm"), max_length=40, help_text=_("Name im Bildvorrat, zum Beispiel p-gruenden")
    )
    craft_condition = models.TextField(
        _("Es ist ein Handwerk, wenn"), blank=True, validators=[is_conditions], help_text=CONDITION_HELP
    )
    life_situations = models.ManyToManyField(
        LifeSituation, related_name="guides", blank=True, verbose_name=_("Lebenslagen")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    editorial_parts = ("questions", "results")

    class Meta(Editorial.Meta):
        verbose_name = _("Lotse")
        verbose_name_plural = _("Lotsen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:guide", args=[self.slug])


class GuideQuestion(models.Model):
    """One page of a guide."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("eine Antwort")
        YESNO = "yesno", _("Ja oder Nein")
        MULTIPLE = "multiple", _("mehrere Antworten")
        PLACE = "place", _("ein Ort")

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions", verbose_name=_("Lotse"))
    key = models.CharField(
        _("Schlüssel"),
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_]*$", _("Kleinbuchstaben, Ziffern und Unterstriche, vorn ein Buchstabe.")),
            is_free_key,
        ],
        help_text=_("Steht in der Adresse und in Bedingungen"),
    )
    kind = models.CharField(_("Art"), max_length=8, choices=Kind, default=Kind.SINGLE)
    text = models.CharField(_("Frage"), max_length=200)
    short = models.CharField(_("Kurz"), max_length=60, help_text=_("Über der Antwort, zum Beispiel: Alkohol"))
    hint = models.CharField(_("Hinweis"), max_length=300, blank=True)
    options = models.TextField(_("Antworten"), blank=True, validators=[are_options], help_text=OPTIONS_HELP)
    condition = models.TextField(_("nur wenn"), blank=True, validators=[is_conditions], help_text=CONDITION_HELP)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "key"],
                name="one_guide_question_per_key",
                violation_error_message=_("Diesen Schlüssel gibt es in diesem Lotsen schon."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class GuideResult(models.Model):
    """A service that the answers call for, and why. A service may have several results for different cases."""

    class Need(models.TextChoices):
        REQUIRED = "required", _("nötig")
        FIRST = "first", _("vor dem Antrag")
        OPTIONAL = "optional", _("nach Wunsch")

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="results", verbose_name=_("Lotse"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("Leistung"))
    need = models.CharField(_("Wie nötig"), max_length=8, choices=Need, default=Need.REQUIRED)
    reason = models.TextField(
        _("Warum"), help_text=_("Ein oder zwei Sätze, zum Beispiel: weil Sie Alkohol ausschenken")
    )
    condition = models.TextField(_("wenn"), blank=True, validators=[is_conditions], help_text=CONDITION_HELP)
    after = models.ManyToManyField(
        Service, related_name="+", blank=True, verbose_name=_("nach"), help_text=_("Erledigt man erst danach")
    )
    replaces = models.ManyToManyField(
        Service, related_name="+", blank=True, verbose_name=_("ersetzt"), help_text=_("Diese fallen dann weg")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Ergebnis")
        verbose_name_plural = _("Ergebnisse")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.service}: {self.condition or gettext('immer')}"
