"""Form definitions, forms and versions for tests."""

import factory
from django.utils import timezone

from forms.models import Form, FormVersion


def words(text: str) -> dict:
    return {"de": text, "en": f"{text} (en)"}


def field(key: str, kind: str = "text", **more) -> dict:
    return {"key": key, "type": kind, "label": words(key)} | more


def page(key: str, *fields: dict, **more) -> dict:
    return {"key": key, "title": words(key), "fields": list(fields)} | more


def definition(*pages: dict, **more) -> dict:
    """A valid form: the given pages, then the page every form has."""
    contact = page("kontakt", field("applicant_name"), field("applicant_email", "email"))
    truth = {"key": "truth", "label": words("Alles stimmt")}
    return {"schema": 1, "title": words("Probe"), "pages": [*pages, contact], "confirmations": [truth]} | more


class FormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Form

    slug = factory.Sequence(lambda number: f"form-{number}")
    title = "Probe"


class FormVersionFactory(factory.django.DjangoModelFactory):
    """A published version."""

    class Meta:
        model = FormVersion

    form = factory.SubFactory(FormFactory)
    number = factory.Sequence(lambda number: number + 1)
    status = FormVersion.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    definition = factory.LazyFunction(definition)
