"""Publishing: a new version only for a new definition, and a published one never changes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError
from django.urls import reverse

from forms.actions import DefinitionRefused, publish, publish_bundle
from forms.management.commands import load_forms
from forms.models import Form, FormVersion
from forms.queries import definition_of, published_version
from forms.rules.bundle import Part
from portal.accounts.models import User
from tests.factories.forms import FormFactory, FormVersionFactory, definition, field, page

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_forms", stdout=out)
    return out.getvalue()


def test_load_forms_twice_changes_nothing():
    assert "8 neu veröffentlicht, 0 gleich" in load()
    assert "0 neu veröffentlicht, 8 gleich" in load()
    assert set(Form.objects.values_list("slug", flat=True)) == {
        "gaststaette",
        "geburtsurkunde",
        "gestattung",
        "gewerbeanmeldung",
        "handwerksrolle",
        "hundesteuer",
        "kita-platz",
        "sondernutzung",
    }
    assert FormVersion.objects.count() == 8


def test_a_changed_definition_becomes_the_next_version():
    first = publish("probe", definition())
    second = publish("probe", definition(page("hund", field("dog"))))

    assert (first.version.number, second.version.number, second.is_new) == (1, 2, True)
    assert published_version(second.version.form_id) == second.version
    assert definition_of(first.version.pk).page("hund") is None
    assert definition_of(second.version.pk).page("hund") is not None


def test_faults_are_named_and_nothing_is_published():
    with pytest.raises(DefinitionRefused) as refused:
        publish("probe", definition(page("pruefen", field("dog"))))

    assert "pages[0].key" in str(refused.value)
    assert not Form.objects.exists()


@pytest.mark.parametrize("content", ["{", json.dumps({"schema": 1, "pages": []})])
def test_load_forms_names_a_broken_file(tmp_path, monkeypatch, content):
    (tmp_path / "kaputt.json").write_text(content)
    monkeypatch.setattr(load_forms, "DATA", tmp_path)

    with pytest.raises(CommandError, match=r"kaputt\.json"):
        load()


@pytest.mark.parametrize("change", [{"definition": {}}, {"status": "draft", "published_at": None}])
def test_a_published_version_is_frozen(change):
    version = publish("probe", definition()).version

    with pytest.raises(InternalError):
        FormVersion.objects.filter(pk=version.pk).update(**change)


def test_a_published_version_is_never_deleted():
    version = publish("probe", definition()).version

    with pytest.raises(InternalError):
        version.delete()


def test_a_draft_is_not_offered_to_applicants():
    form = FormFactory()
    FormVersionFactory(form=form, number=1, status="draft", published_at=None)

    assert published_version(form.pk) is None


def test_editors_look_at_versions_and_change_nothing(client):
    version = publish("probe", definition()).version
    client.force_login(User.objects.create_superuser("rieke@example.org", "x", is_demo=True))

    page = client.get(reverse("admin:forms_formversion_change", args=[version.pk]))

    assert "applicant_email" in page.content.decode()
    assert client.post(reverse("admin:forms_formversion_change", args=[version.pk])).status_code == 403
    assert client.get(reverse("admin:forms_formversion_add")).status_code == 403
    publish_bundle([Part("99102013104000", definition()), Part("99041004034000", definition())])
    assert "zusammen-" not in client.get(reverse("admin:forms_form_changelist")).content.decode()
    assert client.get(reverse("admin:forms_formversion_changelist")).status_code == 200
    assert client.get(reverse("admin:forms_form_changelist")).status_code == 200
