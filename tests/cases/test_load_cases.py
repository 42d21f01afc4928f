"""The demonstration: built by the real actions from the real reference data, and again without a change."""

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, ProcessSettings
from content.models import OPEN, Service, Version
from portal.accounts.models import User
from portal.outbox.models import Entry
from responsibility.queries import may


@pytest.fixture
def reference_data(db: None) -> None:
    for command in ("load_responsibility", "load_content", "load_forms"):
        call_command(command, verbosity=0)


def test_load_cases(reference_data: None, settings) -> None:
    settings.DEMO = True
    call_command("load_cases")
    assert set(Case.objects.values_list("status", flat=True)) == {"received", "incomplete", "forwarded", "closed"}
    online = Service.objects.filter(is_online=True).values_list("slug", flat=True)
    assert set(online) == {
        "gaststaettenerlaubnis",
        "geburtsurkunde",
        "gestattung",
        "gewerbeanmeldung",
        "handwerksrolle",
        "hundesteuer-anmeldung",
        "kita-platz",
        "sondernutzung",
    }
    katrin = User.objects.get(email="leitung@demo.example")
    organisations = Case.objects.filter(status="closed").values_list("proceedings__organisation", flat=True)
    assert len(set(organisations)) == 2
    for case in Case.objects.filter(status="closed"):
        assert all(may(katrin, "lead_cases", row.organisation) for row in case.proceedings.all())
    editor = User.objects.get(email="redaktion@demo.example")
    assert editor.has_perm("content.change_service")
    assert editor.has_perm("cases.change_processsettings")
    assert not editor.has_perm("cases.view_case")
    assert set(Version.objects.values_list("status", flat=True)) == {"published", *OPEN}
    before = [model.objects.count() for model in (Case, Entry, User, ProcessSettings, Version)]
    call_command("load_cases")
    assert [model.objects.count() for model in (Case, Entry, User, ProcessSettings, Version)] == before


def test_never_outside_the_demonstration(reference_data: None, settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("load_cases")
    assert not User.objects.filter(is_demo=True).exists()


def test_names_what_is_missing(db: None, settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="load_content"):
        call_command("load_cases")
