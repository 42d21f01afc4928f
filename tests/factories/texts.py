"""Pages, news, questions, terms, notices and pictures for tests."""

import hashlib
from io import BytesIO

import factory
from PIL import Image

from content.models import FaqEntry, GlossaryTerm, News, Notice, Page, PageBlock, Picture


def png(width: int = 4, height: int = 3) -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Picture

    slug = factory.Sequence(lambda n: f"bild-{n}")
    format = "png"
    width, height = 4, 3
    content = factory.LazyFunction(png)
    digest = factory.LazyAttribute(lambda picture: hashlib.sha256(picture.content).hexdigest())
    source = "Land Mecklenburg-Vorpommern"


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"seite-{n}")
    title = factory.Sequence(lambda n: f"Seite {n}")
    status = "published"


class BlockFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PageBlock

    page = factory.SubFactory(PageFactory)
    kind = "text"
    text = "Ein Absatz."
    data = factory.LazyFunction(lambda: {"version": 1})


class NewsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = News

    slug = factory.Sequence(lambda n: f"meldung-{n}")
    title = factory.Sequence(lambda n: f"Meldung {n}")
    teaser = "Worum es geht."
    text = "Was geschehen ist."
    status = "published"


class FaqFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaqEntry

    slug = factory.Sequence(lambda n: f"frage-{n}")
    question = factory.Sequence(lambda n: f"Was ist {n}?")
    answer = "Eine Zahl."
    group = "antrag"
    status = "published"


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    slug = factory.Sequence(lambda n: f"begriff-{n}")
    term = factory.Sequence(lambda n: f"Begriff {n}")
    explanation = "Ein Wort."
    status = "published"


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    title = factory.Sequence(lambda n: f"Störung {n}")
    text = "Wir arbeiten daran."
    status = "published"
