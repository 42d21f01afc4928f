"""Fields that exist in German and English."""

from modeltranslation.translator import TranslationOptions, register

from content.models import (
    Cost,
    Deadline,
    FaqEntry,
    FormLink,
    GlossaryTerm,
    Guide,
    GuideQuestion,
    GuideResult,
    LifeSituation,
    News,
    Notice,
    Page,
    PageBlock,
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


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "short_title", "lead")


@register(PageBlock)
class PageBlockTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(News)
class NewsTranslation(TranslationOptions):
    fields = ("title", "teaser", "text", "alt")


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("title", "text")


@register(FaqEntry)
class FaqEntryTranslation(TranslationOptions):
    fields = ("question", "answer")


@register(GlossaryTerm)
class GlossaryTermTranslation(TranslationOptions):
    fields = ("term", "explanation", "variants")
