"""Fields that exist in German and English."""

from modeltranslation.translator import TranslationOptions, register

from content.models import (
    Cost,
    Deadline,
    FormLink,
    Guide,
    GuideQuestion,
    GuideResult,
    LifeSituation,
    Service,
    ServiceSupplement,
)


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = (
        "name",
        "title",
        "teaser",
        "summary",
        "description",
        "synonyms",
        "documents",
        "document_format",
        "requirements",
        "steps",
        "identification",
        "fee",
        "fee_note",
        "payment",
        "duration",
        "duration_note",
        "deadline",
        "silence",
        "remedies",
        "notes",
        "contact_point",
        "languages",
        "online_name",
        "author",
    )


@register(Cost)
class CostTranslation(TranslationOptions):
    fields = ("note",)


@register(Deadline)
class DeadlineTranslation(TranslationOptions):
    fields = ("text",)


@register(FormLink)
class FormLinkTranslation(TranslationOptions):
    fields = ("name",)


@register(ServiceSupplement)
class ServiceSupplementTranslation(TranslationOptions):
    fields = (
        "description",
        "documents",
        "requirements",
        "steps",
        "fee",
        "deadline",
        "notes",
        "contact_point",
    )


@register(LifeSituation)
class LifeSituationTranslation(TranslationOptions):
    fields = ("name", "teaser")


@register(Guide)
class GuideTranslation(TranslationOptions):
    fields = ("name", "teaser", "result_title")


@register(GuideQuestion)
class GuideQuestionTranslation(TranslationOptions):
    fields = ("text", "short", "hint", "options")


@register(GuideResult)
class GuideResultTranslation(TranslationOptions):
    fields = ("reason",)
