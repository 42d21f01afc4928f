"""manage.py load_content"""

import pytest
from django.core.management import call_command

from content import reference
from content.models import LifeSituation, Service
from content.queries import search
from responsibility.models import Responsibility, ServiceGroup

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("mv")
class TestLoaded:
    def test_what_there_is(self):
        assert Service.objects.filter(is_published=True).count() >= 12
        assert LifeSituation.objects.count() == 8
        keys = set(Service.objects.values_list("leika_key", flat=True))
        assert {"99025002005000", "99050012104000", "99102013104000"} <= keys

    def test_a_handful_of_rules_serves_all(self):
        assert ServiceGroup.objects.count() == 6
        assert Responsibility.objects.count() == 37

    def test_a_second_run_changes_nothing(self, capsys):
        call_command("load_content")
        assert capsys.readouterr().out.splitlines() == [
            "Lebenslagen: 0 neu, 0 geändert, 8 gleich",
            "Leistungen: 0 neu, 0 geändert, 20 gleich",
            "Zuständigkeiten: 0 neu, 0 geändert, 37 gleich",
        ]

    def test_editors_keep_what_they_changed_until_overwritten(self):
        Service.objects.filter(slug="kita-platz").update(title_de="Unser Titel")
        call_command("load_content")
        assert Service.objects.get(slug="kita-platz").title_de == "Unser Titel"
        call_command("load_content", overwrite=True)
        assert Service.objects.get(slug="kita-platz").title_de == "Kita-Platz finden"

    def test_a_deleted_service_comes_back_and_is_found(self):
        Service.objects.get(slug="kita-platz").delete()
        assert search("Kita").rows == []
        call_command("load_content")
        assert [row.slug for row in search("Kita").rows] == ["kita-platz"]

    def test_rules_that_editors_changed_stay(self):
        rule = Responsibility.objects.filter(group__slug="buerger-ort", role="zb")
        rule.update(level="district")
        call_command("load_content")
        assert rule.get().level == "district"


def test_links_to_laws_are_secure():
    for service in reference.read().services:
        for law in service.fields["legal_basis"]:
            assert law["citation"]
            assert law["title"]
            assert not law["url"] or law["url"].startswith("https://")
