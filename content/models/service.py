"""The description of a public service (Leistung) by the modules of XZuFi."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models.choices import Audience, SdgArea, SdgProcedure, TrustLevel, Unit
from content.models.editorial import Editorial
from content.models.life_situation import LifeSituation
from portal.richtext.fields import RichTextField
from responsibility.models import Area, ServiceGroup

ONE_A_LINE = _("Eine Angabe je Zeile")


class Service(Editorial):
    """A Leistung with its text modules. Lists are kept one item a line, so that editors can type them.

    `fee` and `duration` are short facts for lists and the top of the page: written from the costs and the duration in
    numbers by content.actions.write_facts only.
    """

    editorial_parts = ("costs", "deadlines", "form_links")
    not_versioned = ("is_online",)

    leika_key = models.CharField(_("LeiKa-Schlüssel"), max_length=14, unique=True, null=True, blank=True)
    slug = models.SlugField(_("Adresse"), max_length=120, unique=True)
    name = models.CharField(_("Amtlicher Name"), max_length=250)
    title = models.CharField(_("Überschrift"), max_length=200, help_text=_("In Alltagswörtern, mit einem Verb"))
    teaser = models.CharField(
        _("Teaser"), max_length=160, blank=True, help_text=_("Ein Satz für Listen und Vorschauen")
    )
    summary = models.CharField(_("Kurztext"), max_length=400)
    description = RichTextField(_("Volltext"), blank=True)
    synonyms = models.TextField(
        _("Andere Wörter"), blank=True, help_text=_("Ein Wort oder eine Wendung je Zeile; nur für die Suche")
    )
    documents = models.TextField(_("Unterlagen"), blank=True, help_text=_("Eine Unterlage je Zeile"))
    document_format = models.TextField(
        _("Form der Unterlagen"), blank=True, help_text=_("Original, Kopie oder Datei; bei Dateien das Format")
    )
    requirements = models.TextField(_("Voraussetzungen"), blank=True, help_text=_("Eine Voraussetzung je Zeile"))
    steps = models.TextField(_("Ablauf"), blank=True, help_text=_("Ein Schritt je Zeile"))
    identification = models.TextField(
        _("Ausweis und Unterschrift"),
        blank=True,
        help_text=_("Wie man sich ausweist, anmeldet, unterschreibt. Eine Angabe je Zeile"),
    )
    fee = models.CharField(_("Gebühr"), max_length=120, blank=True, editable=False)
    fee_note = models.CharField(_("Hinweis zur Gebühr"), max_length=200, blank=True)
    payment = models.TextField(_("Bezahlen"), blank=True, help_text=_("Auch, ob und wie online. Eine Angabe je Zeile"))
    duration_min = models.PositiveSmallIntegerField(_("Dauer von"), null=True, blank=True, help_text=_("0: sofort"))
    duration_max = models.PositiveSmallIntegerField(_("Dauer bis"), null=True, blank=True)
    duration_unit = models.CharField(_("Einheit"), max_length=8, choices=Unit, blank=True)
    duration = models.CharField(_("Dauer"), max_length=120, blank=True, editable=False)
    duration_note = models.CharField(_("Hinweis zur Dauer"), max_length=200, blank=True)
    deadline = models.CharField(_("Wann"), max_length=120, blank=True)
    silence = models.TextField(
        _("Wenn die Behörde nicht entscheidet"), blank=True, help_text=_("Auch: Genehmigungsfiktion")
    )
    remedies = models.TextField(_("Rechtsbehelf"), blank=True, help_text=ONE_A_LINE)
    notes = models.TextField(_("Hinweise"), blank=True, help_text=_("Ein Hinweis je Zeile"))
    contact_point = models.TextField(_("Ansprechpunkt"), blank=True, help_text=ONE_A_LINE)
    languages = models.TextField(_("Sprachen des Verfahrens"), blank=True, help_text=ONE_A_LINE)
    # [{"citation": "§ 2 GastG", "title": "Erlaubnis", "url": "https://…"}]
    legal_basis = models.JSONField(_("Rechtsgrundlagen"), default=list, blank=True)
    # Where the catalogue puts it: the OZG's service, situation and field
    topic = models.CharField(_("Einordnung im Katalog"), max_length=300, blank=True)
    written_form = models.BooleanField(_("Schriftform nötig"), default=False)
    in_person = models.BooleanField(_("Persönliches Erscheinen nötig"), default=False)
    online_name = models.CharField(_("Name des Online-Dienstes"), max_length=120, blank=True)
    online_url = models.URLField(_("Online-Dienst einer anderen Stelle"), blank=True)
    audience = models.CharField(_("Für wen"), max_length=8, choices=Audience, blank=True)
    trust_level = models.CharField(_("Vertrauensniveau"), max_length=12, choices=TrustLevel, blank=True)
    sdg_area = models.CharField(_("SDG-Informationsbereich"), max_length=1, choices=SdgArea, blank=True)
    sdg_procedure = models.CharField(_("SDG-Verfahren (Anhang II)"), max_length=24, choices=SdgProcedure, blank=True)
    group = models.ForeignKey(
        ServiceGroup, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("Leistungsgruppe")
    )
    areas = models.ManyToManyField(
        Area, related_name="+", blank=True, verbose_name=_("gilt nur in"), help_text=_("Leer: im ganzen Land")
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("Verwandte Leistungen"))
    life_situations = models.ManyToManyField(
        LifeSituation, related_name="services", blank=True, verbose_name=_("Lebenslagen")
    )
    via_ea = models.BooleanField(_("Über den Einheitlichen Ansprechpartner"), default=False)
    is_online = models.BooleanField(
        _("Online zu beantragen"),
        default=False,
        help_text=_("Setzt das Antragsverfahren, sobald ein Formular bereitsteht."),
    )
    author = models.CharField(_("Urheber"), max_length=150, blank=True)
    # Written by content.actions: the last day on which a text was changed
    updated_on = models.DateField(_("Stand der Texte"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("fachlich geprüft am"), null=True, blank=True)
    checked_by = models.CharField(_("fachlich geprüft durch"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("Leistung")
        verbose_name_plural = _("Leistungen")
        ordering = ["name", "pk"]
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                name="leika_key_has_14_digits",
                condition=models.Q(leika_key__isnull=True) | models.Q(leika_key__regex=r"^99\d{12}$"),
                violation_error_message=_("Der LeiKa-Schlüssel hat 14 Ziffern und beginnt mit 99."),
            ),
            models.CheckConstraint(
                name="duration_has_a_unit",
                condition=models.Q(duration_min__isnull=True, duration_max__isnull=True) | ~models.Q(duration_unit=""),
                violation_error_message=_("Nennen Sie zur Dauer auch die Einheit."),
            ),
            models.CheckConstraint(
                name="duration_ends_after_it_begins",
                condition=models.Q(duration_min__isnull=True)
                | models.Q(duration_max__isnull=True)
                | models.Q(duration_min__lte=models.F("duration_max")),
                violation_error_message=_("Die kürzeste Dauer ist länger als die längste."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_described(self) -> bool:
        """Whether anybody wrote a text yet; of an entry from the catalogue only the name is known."""
        return bool(self.summary or self.description)

    def get_absolute_url(self) -> str:
        return reverse("content:service", args=[self.slug])
