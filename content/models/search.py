"""What the search keeps: the words people use, the terms of each service, and what all these mean."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SEPARATOR = ","


class Concept(models.Model):
    """Words that people use for the same services. Editors keep them; content.actions.concepts writes them.

    The keys are beginnings of LeiKa keys without the leading 99: six digits name an object, nine an act on it. Without
    keys, the concept belongs to the services whose name contains its name.
    """

    name = models.CharField(_("Begriff"), max_length=120, unique=True)
    keys = models.CharField(
        _("LeiKa-Schlüssel"), max_length=300, blank=True, help_text=_("Anfänge ohne 99, mit Leerzeichen")
    )
    words = models.TextField(_("Deutsche Wörter"), blank=True, help_text=_("Wörter und Wendungen, mit Komma getrennt"))
    words_en = models.TextField(_("Englische Wörter"), blank=True)
    words_pl = models.TextField(_("Polnische Wörter"), blank=True)
    words_uk = models.TextField(_("Ukrainische Wörter"), blank=True)
    topic = models.CharField(_("Thema"), max_length=60, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("Gewicht"),
        default=100,
        validators=[MinValueValidator(50), MaxValueValidator(130)],
        help_text=_("In Prozent: über 100 hebt die Leistungen bei diesen Wörtern nach oben"),
    )
    is_active = models.BooleanField(_("gilt"), default=True)
    # Whether an editor wrote it. If not, a new version of the portal brings its new words
    is_edited = models.BooleanField(default=False, editable=False)
    # What is written and its terms (content.rules.finder.texts.Phrase), the name first; written with the words
    phrases = models.JSONField(default=list, editable=False)
    # Another number with every change, so that each process sees what it has not read yet
    version = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Begriff der Suche")
        verbose_name_plural = _("Begriffe der Suche")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="concept_weight_in_bounds",
                condition=models.Q(weight__gte=50, weight__lte=130),
                violation_error_message=_("Das Gewicht liegt zwischen 50 und 130."),
            ),
            models.CheckConstraint(
                name="concept_keys_are_digits",
                condition=models.Q(keys__regex=r"^(\d{3,12}( \d{3,12})*)?$"),
                violation_error_message=_("Schlüssel sind Ziffern, mit einem Leerzeichen getrennt."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def written(self) -> dict[str, tuple[str, ...]]:
        """Its fields by the language whose stems they have; of Polish and Ukrainian there are none."""
        return {"de": (self.name, self.words, self.words_pl, self.words_uk), "en": (self.words_en,)}


class SearchEntry(models.Model):
    """What the search knows of one published service. Written by content.actions.index only."""

    service = models.OneToOneField("content.Service", models.CASCADE, primary_key=True, related_name="search_entry")
    key = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=250)
    # Terms and names: see content.rules.finder.texts.Entry
    terms = models.JSONField()
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Meaning(models.Model):
    """The meaning of a name, a synonym or a word of a concept. Written by content.actions.meanings only."""

    text = models.CharField(max_length=250, primary_key=True)
    # 384 half-precision numbers
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.text


class SearchState(models.Model):
    """One row. Its version changes in the transaction of every change to entries or concepts."""

    id = models.BooleanField(primary_key=True, default=True)
    version = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_search_state", condition=models.Q(id=True))]

    def __str__(self) -> str:
        return str(self.version)
