"""Loading pages, news, questions and terms that come with the portal."""

from typing import NamedTuple

from django.db import transaction

from content.models import FaqEntry, GlossaryTerm, LifeSituation, News, Page, PageBlock, Service, Status
from content.reference_pages import PageTexts, TextRecord
from responsibility.models import Organisation

Text = Page | News | FaqEntry | GlossaryTerm


class Loaded(NamedTuple):
    """Texts by slug that were written now, and how many of them are new."""

    written: dict[str, Text]
    new: int
    same: int

    def __str__(self) -> str:
        return f"{self.new} neu, {len(self.written) - self.new} geändert, {self.same} gleich"


@transaction.atomic
def load_pages(data: PageTexts, *, overwrite: bool = False) -> dict[str, Loaded]:
    """Create what is missing; with `overwrite`, reset what exists to the files."""
    pages = load_texts_of(Page, data.pages, overwrite=overwrite)
    load_blocks([record for record in data.pages if record.slug in pages.written], pages.written)
    loaded = {
        "Seiten": pages,
        "Aktuelles": load_texts_of(News, data.news, overwrite=overwrite),
        "Fragen": load_texts_of(FaqEntry, data.questions, overwrite=overwrite),
        "Glossar": load_texts_of(GlossaryTerm, data.terms, overwrite=overwrite),
    }
    for name, records in (("Aktuelles", data.news), ("Fragen", data.questions)):
        connect(loaded[name].written, records)
    return loaded


def load_texts_of(model: type[Text], records: list[TextRecord], *, overwrite: bool) -> Loaded:
    known = {text.slug: text for text in model.objects.all()}
    written: dict[str, Text] = {}
    new = 0
    for record in records:
        text = known.get(record.slug) or model(slug=record.slug, status=Status.PUBLISHED)
        if text.pk and not overwrite:
            continue
        new += text.pk is None
        for name, value in record.fields.items():
            setattr(text, name, value)
        text.save()
        written[record.slug] = text
    return Loaded(written, new, len(records) - len(written))


def load_blocks(records: list[TextRecord], pages: dict[str, Page]) -> None:
    """The blocks of these pages, instead of what they have."""
    PageBlock.objects.filter(page__in=pages.values()).delete()
    names = {block.organisation for record in records for block in record.blocks if block.organisation}
    organisations = Organisation.objects.in_bulk(names, field_name="slug")
    PageBlock.objects.bulk_create(
        PageBlock(page=pages[record.slug], organisation=organisations.get(block.organisation), **block.fields)
        for record in records
        for block in record.blocks
    )


def connect(texts: dict[str, Text], records: list[TextRecord]) -> None:
    """Services and life situations that the texts are about."""
    services = Service.objects.in_bulk({slug for record in records for slug in record.services}, field_name="slug")
    situations = LifeSituation.objects.in_bulk(
        {slug for record in records for slug in record.life_situations}, field_name="slug"
    )
    for record in records:
        if record.slug in texts:
            texts[record.slug].services.set([services[slug] for slug in record.services if slug in services])
            texts[record.slug].life_situations.set([situations[slug] for slug in record.life_situations])
