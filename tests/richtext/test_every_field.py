"""Every field for formatted text, found by looking and not by a list: harmless by each way into the database."""

import pytest
from django.apps import apps
from django.db import transaction
from modeltranslation.fields import TranslationField
from tinyhtml5 import parse

from content import actions
from content.actions import snapshots as writing
from content.models import FaqEntry, News, PageBlock, Service, ServiceSupplement
from content.queries import snapshots
from content.queries.editorial import versions_of
from portal.richtext.fields import RichTextField, RichTextFormField
from portal.richtext.rules import clean
from tests.factories.content import ServiceFactory, SupplementFactory
from tests.factories.portal import UserFactory
from tests.factories.texts import BlockFactory, FaqFactory, NewsFactory
from tests.richtext.hostile import HOSTILE

FACTORIES = {
    Service: ServiceFactory,
    ServiceSupplement: SupplementFactory,
    News: NewsFactory,
    FaqEntry: FaqFactory,
    PageBlock: BlockFactory,
}
FIELDS = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, RichTextField)
]
NAMES = [f"{model.__name__}.{name}" for model, name in FIELDS]
EVIL = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "img", "meta", "base", "link"}
every_field = pytest.mark.parametrize(("model", "name"), FIELDS, ids=NAMES)


def harmless(stored: str, why: str) -> None:
    assert clean(stored) == stored, why
    for element in parse(stored, namespace_html_elements=False).find("body").iter():
        assert element.tag not in EVIL, why
        assert not any(attribute.startswith("on") or attribute == "style" for attribute in element.attrib), why
        assert "script:" not in element.attrib.get("href", "").lower(), why


def test_the_known_models_are_all_there_are():
    """A new one belongs into the table above, and its translations are fields like the others."""
    assert {model for model, _name in FIELDS} == set(FACTORIES)
    assert {name[-3:] for _model, name in FIELDS} >= {"_de", "_en"}


@every_field
def test_the_form_of_the_editors_cleans(model, name):
    field = model._meta.get_field(name)
    form_field = (field.translated_field if isinstance(field, TranslationField) else field).formfield()
    assert isinstance(form_field, RichTextFormField)
    form_field.required = False
    for attempt, why in HOSTILE:
        harmless(form_field.clean(attempt), why)


@every_field
@pytest.mark.django_db
def test_saving_cleans(model, name):
    """What imports and loaders do."""
    row = FACTORIES[model]()
    for attempt, why in HOSTILE:
        setattr(row, name, attempt)
        row.save(update_fields=[name])
        harmless(model._base_manager.values_list(name, flat=True).get(pk=row.pk), why)


@every_field
@pytest.mark.django_db
def test_a_version_brought_back_cleans(model, name):
    """A version is JSON in the database; whoever could write there still gets no script onto a page."""
    row = FACTORIES[model]()
    text = row.page if model is PageBlock else row
    for attempt, why in HOSTILE:
        wanted = snapshots.take(text)
        if model is PageBlock:
            wanted["parts"]["blocks"][0][name] = attempt
        else:
            wanted["fields"][name] = attempt
        with transaction.atomic():
            writing.apply(text, wanted)
        harmless(model._base_manager.values_list(name, flat=True).get(pk=row.pk), why)


@pytest.mark.django_db
def test_going_back_to_a_poisoned_version_publishes_nothing_harmful():
    rieke = UserFactory(name="Rieke Sommer", is_staff=True, is_superuser=True)
    service = ServiceFactory(description="Alt.")
    actions.record_published(Service, [service.pk], actor=rieke)
    old = versions_of(service).get()
    old.data["fields"]["description_de"] = "<p>Da<script>alert(1)</script></p><img src=x onerror=alert(1)>"
    old.save(update_fields=["data"])
    draft = actions.revert(old.pk, saves=old.saves, actor=rieke)
    actions.publish(draft.pk, saves=draft.saves, actor=rieke)
    service.refresh_from_db()
    harmless(service.description_de, "revert")
    assert "Da" in service.description_de
