"""The names of the LeiKa catalogue: found, but nobody has described them yet."""

import json

import pytest
from django.core.management import CommandError, call_command

from content import actions
from content.models import Service, Version
from content.queries import search
from tests.factories.content import ServiceFactory

pytestmark = pytest.mark.django_db

HEADER = "leika_schluessel,bezeichnung,ozg_leistung,ozg_lage,ozg_themenfeld,rechtsgrundlage\n"
LINES = """99102013000000,Hundesteuer,Hundesteuer,Tierhaltung,Steuern & Zoll,
99102013002000,Hundesteuer Festsetzung,Hundesteuer,Tierhaltung,Steuern & Zoll,"§ 3 KAG [http://example.org/3], § 9 KAG"
99101004012000,Sterbeurkunde Ausstellung,,,,
"""
QUERIES = """query,kind,keys,note
Hundesteuer,stem,99102013000000 99102013002000,
Sterbeurkunde,stem,99101004012000,
Pizza bestellen,negative,,
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "leika.csv"
    path.write_text(HEADER + LINES, encoding="utf-8")
    return path


@pytest.fixture
def queries(tmp_path):
    path = tmp_path / "queries.csv"
    path.write_text(QUERIES, encoding="utf-8")
    return path


def output(capsys, *arguments, **options) -> str:
    call_command(*arguments, **options)
    return capsys.readouterr().out.strip()


class TestImport:
    def test_makes_services_that_are_found(self, catalogue, capsys):
        told = output(capsys, "import_leika", str(catalogue))
        assert told == "3 neu, 0 geändert, 0 gleich, 0 mit eigener Beschreibung"
        assert [row.name for row in search("Hundesteuer").rows] == ["Hundesteuer", "Hundesteuer Festsetzung"]
        service = Service.objects.get(leika_key="99102013002000")
        assert (service.status, service.is_described) == ("published", False)
        assert service.topic == "Hundesteuer; Tierhaltung; Steuern & Zoll"
        assert [law["citation"] for law in service.legal_basis] == ["§ 3 KAG", "§ 9 KAG"]
        assert Version.objects.count() == 3

    def test_a_second_run_changes_nothing(self, catalogue, capsys):
        call_command("import_leika", str(catalogue))
        before = list(Service.objects.order_by("pk").values())
        capsys.readouterr()
        told = output(capsys, "import_leika", str(catalogue))
        assert told == "0 neu, 0 geändert, 3 gleich, 0 mit eigener Beschreibung"
        assert list(Service.objects.order_by("pk").values()) == before

    def test_a_dry_run_only_counts(self, catalogue, capsys):
        assert "3 neu" in output(capsys, "import_leika", str(catalogue), dry_run=True)
        assert not Service.objects.exists()

    def test_described_services_keep_their_texts(self, catalogue, capsys):
        own = ServiceFactory(
            name="Hunde", name_de="Hunde", summary_de="Was der Hund kostet.", leika_key="99102013002000"
        )
        assert output(capsys, "import_leika", str(catalogue)).endswith(
            "2 neu, 0 geändert, 0 gleich, 1 mit eigener Beschreibung"
        )
        own.refresh_from_db()
        assert (own.name, own.summary) == ("Hunde", "Was der Hund kostet.")
        assert own.topic == "Hundesteuer; Tierhaltung; Steuern & Zoll"

    def test_a_new_name_is_followed(self, catalogue, capsys):
        call_command("import_leika", str(catalogue))
        catalogue.write_text(HEADER + LINES.replace("Sterbeurkunde A", "Todesurkunde A"), encoding="utf-8")
        capsys.readouterr()
        assert "1 geändert" in output(capsys, "import_leika", str(catalogue))
        assert [row.name for row in search("Todesurkunde").rows] == ["Todesurkunde Ausstellung"]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("a,b\n1,2\n", "Spalten"),  # another table
            (HEADER + "123,Hund,,,,\n", "„123“ ist kein LeiKa-Schlüssel"),
            (HEADER + LINES + LINES, "kommt zweimal vor"),
            (HEADER + "99102013000000,,,,,\n", "Name fehlt"),
        ],
    )
    def test_a_wrong_file_is_refused_as_a_whole(self, tmp_path, text, reason):
        path = tmp_path / "leika.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=reason):
            call_command("import_leika", str(path))
        assert not Service.objects.exists()

    def test_bytes_of_another_encoding_are_refused(self, tmp_path):
        path = tmp_path / "leika.csv"
        path.write_bytes((HEADER + "99102013000000,Gebühr,,,,\n").encode("latin-1"))
        with pytest.raises(CommandError, match="UTF-8"):
            call_command("import_leika", str(path))

    def test_its_page_says_that_nobody_described_it(self, catalogue, client):
        call_command("import_leika", str(catalogue))
        service = Service.objects.get(leika_key="99102013002000")
        assert "noch nicht beschrieben" in client.get(f"/leistungen/{service.slug}/").content.decode()
        assert "noch nicht beschrieben" in client.get("/leistungen/?q=Hundesteuer").content.decode()


class TestSearchQuality:
    def test_json_has_four_ways(self, catalogue, queries, capsys):
        call_command("import_leika", str(catalogue))
        capsys.readouterr()
        figures = json.loads(output(capsys, "search_quality", str(queries), json=True))
        assert list(figures) == ["hybrid", "lexical", "meaning", "plain"]
        perfect = {"hit@1": 1.0, "hit@5": 1.0, "mrr@10": 1.0, "negatives": 1.0}
        assert figures["hybrid"] == figures["lexical"] == figures["plain"] == perfect
        assert figures["meaning"].keys() == perfect.keys()

    def test_the_table_has_each_kind(self, catalogue, queries, capsys):
        call_command("import_leika", str(catalogue))
        capsys.readouterr()
        table = output(capsys, "search_quality", str(queries))
        assert table.count("negative") == 4
        assert "Volltext" in table

    def test_a_catalogue_only_for_the_measurement(self, catalogue, queries, capsys):
        assert "stem" in output(capsys, "search_quality", str(queries), catalogue=catalogue)
        assert not Service.objects.exists()

    def test_without_meaning_its_figures_are_empty(self, catalogue, queries, capsys, settings):
        settings.SEARCH_MEANING = "off"
        call_command("import_leika", str(catalogue))
        capsys.readouterr()
        figures = json.loads(output(capsys, "search_quality", str(queries), json=True))
        assert figures["meaning"]["hit@1"] is None
        assert figures["hybrid"] == figures["lexical"]

    def test_says_what_is_missing(self, queries, tmp_path):
        with pytest.raises(CommandError, match="Der Katalog fehlt"):
            call_command("search_quality", str(queries))
        with pytest.raises(CommandError, match="nicht zu lesen"):
            call_command("search_quality", str(tmp_path / "nichts.csv"))
        wrong = tmp_path / "wrong.csv"
        wrong.write_text("a,b\n", encoding="utf-8")
        with pytest.raises(CommandError, match="query, kind, keys, note"):
            call_command("search_quality", str(wrong))


def test_services_outside_the_catalogue_are_passed_over(catalogue, queries, capsys):
    """Ours may answer better than the list of accepted keys can know."""
    own = ServiceFactory(name="Hundesteuer", name_de="Hundesteuer", leika_key="99102013104000")
    actions.index_service(own.pk)
    call_command("import_leika", str(catalogue))
    capsys.readouterr()
    figures = json.loads(output(capsys, "search_quality", str(queries), json=True))
    assert figures["lexical"]["hit@1"] == 1.0
