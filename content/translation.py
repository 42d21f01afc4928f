"""Fields that exist in German and English."""

from modeltranslation.translator import TranslationOptions, register

from content.models import LifeSituation, Service


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = (
        "name",
        "title",
        "summary",
        "description",
        "synonyms",
        "documents",
        "requirements",
        "steps",
        "fee",
        "fee_note",
        "duration",
        "duration_note",
        "deadline",
    )


@register(LifeSituation)
class LifeSituationTranslation(TranslationOptions):
    fields = ("name", "teaser")
