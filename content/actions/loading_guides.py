"""Loading the guides that come with the portal."""

from collections.abc import Mapping

from content.models import Guide, GuideQuestion, GuideResult, LifeSituation, Service, Status
from content.reference_guides import GuideRecord


def load_guides(
    records: list[GuideRecord],
    services: Mapping[str, Service],
    situations: Mapping[str, LifeSituation],
    *,
    overwrite: bool,
) -> tuple[int, int]:
    """How many are new, and how many were reset to the files."""
    known = {guide.slug: guide for guide in Guide.objects.all()}
    new = changed = 0
    for record in records:
        guide = known.get(record.slug) or Guide(slug=record.slug, status=Status.PUBLISHED)
        if guide.pk and not overwrite:
            continue
        new, changed = (new, changed + 1) if guide.pk else (new + 1, changed)
        for field, value in record.fields.items():
            setattr(guide, field, value)
        guide.save()
        guide.life_situations.set([situations[slug] for slug in record.life_situations])
        write_parts(guide, record, services)
    return new, changed


def write_parts(guide: Guide, record: GuideRecord, services: Mapping[str, Service]) -> None:
    """Questions and results of the file, instead of what the guide has."""
    guide.questions.all().delete()
    guide.results.all().delete()
    GuideQuestion.objects.bulk_create(GuideQuestion(guide=guide, **fields) for fields in record.questions)
    for row in record.results:
        result = GuideResult.objects.create(guide=guide, service=services[row.service], **row.fields)
        result.after.set([services[slug] for slug in row.after])
        result.replaces.set([services[slug] for slug in row.replaces])
