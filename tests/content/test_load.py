"""manage.py load_content"""

import pytest
from django.core.management import call_command

from content import reference
from content.models import Concept, FaqEntry, GlossaryTerm, Guide, LifeSituation, News, Page, Service
from content.queries import search
from responsibility.models import Responsibility, ServiceGroup

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("mv")
class TestLoaded:
    def test_what_there_is(self):
        assert Service.objects.filter(is_published=True).count() >= 60
        assert LifeSituation.objects.filter(parent=None).count() == 12
        keys = set(Service.objects.values_list("leika_key", flat=True))
        assert {"99025002005000", "99050012104000", "99102013104000"} <= keys

    def test_a_handful_of_rules_serves_all(self):
        assert ServiceGroup.objects.count() == 9
        assert Responsibility.objects.count() == 78

    def test_a_second_run_changes_nothing(self, capsys):
        call_command("load_content")
        assert capsys.readouterr().out.splitlines() == [
            f"Lebenslagen: 0 neu, 0 geändert, {LifeSituation.objects.count()} gleich",
            f"Leistungen: 0 neu, 0 geändert, {Service.objects.count()} gleich",
            f"Lotsen: 0 neu, 0 geändert, {Guide.objects.count()} gleich",
            f"Zuständigkeiten: 0 neu, 0 geändert, {Responsibility.objects.count()} gleich",
            f"Seiten: 0 neu, 0 geändert, {Page.objects.count()} gleich",
            f"Aktuelles: 0 neu, 0 geändert, {News.objects.count()} gleich",
            f"Fragen: 0 neu, 0 geändert, {FaqEntry.objects.count()} gleich",
            f"Glossar: 0 neu, 0 geändert, {GlossaryTerm.objects.count()} gleich",
            f"Begriffe der Suche: 0 neu, 0 geändert, {Concept.objects.count()} gleich",
        ]

    def test_what_belongs_to_a_service_comes_back_once(self):
        service = Service.objects.get(slug="geburtsurkunde")
        before = (service.costs.count(), service.deadlines.count(), service.related.count())
        service.costs.all().delete()
        call_command("load_content", overwrite=True)
        assert (service.costs.count(), service.deadlines.count(), service.related.count()) == before
        service.refresh_from_db()
        assert (service.fee_de, service.fee_en) == ("0 bis 15 Euro", "0 to 15 euros")

    def test_editors_keep_what_they_changed_until_overwritten(self):
        Service.objects.filter(slug="kita-platz").update(title_de="Unser Titel")
        call_command("load_content")
        assert Service.objects.get(slug="kita-platz").title_de == "Unser Titel"
        call_command("load_content", overwrite=True)
        assert Service.objects.get(slug="kita-platz").title_de == "Kita-Platz finden"

    def test_a_deleted_service_comes_back_and_is_found(self):
        Service.objects.get(slug="jagdschein").delete()
        assert search("Jagdschein").rows == []
        call_command("load_content")
        assert [row.slug for row in search("Jagdschein").rows] == ["jagdschein"]

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
