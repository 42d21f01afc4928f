"""Files that are refused: each with its line and a sentence, and nothing of any of them is written."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from content.actions import xzufi
from content.models import Service, XzufiAgency, XzufiObject
from content.rules.xzufi import codes, parsing
from portal.accounts.actions import system_user
from portal.audit.models import Record
from responsibility.models import Organisation
from tests.content.xzufi.exchange import END, HEAD, command, message, service

pytestmark = pytest.mark.django_db
GOOD = service("1")
ID = "<x:id schemeAgencyID='a'>1</x:id>"
COST = """<x:modulKosten><x:kosten><x:kostenauswahl><x:kostenFix><x:betrag>{}</x:betrag></x:kostenFix></x:kostenauswahl>
</x:kosten></x:modulKosten>"""
VALID = "<x:gueltigkeit><x:beginn>{}</x:beginn><x:ende>{}</x:ende></x:gueltigkeit>"
LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
"""


def write(tag: str, inside: str) -> str:
    return f"<x:schreibe><x:{tag}>{inside}</x:{tag}></x:schreibe>"


def deep(levels: int) -> str:
    return "<x:schreibe>" + "<x:a>" * levels + "</x:a>" * levels + "</x:schreibe>"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "leer"),
        ("Das ist kein XML", 1, "wohlgeformtes XML"),
        (message(GOOD)[:-40], 8, "bricht"),  # cut off in the middle of an element
        (HEAD + GOOD, 8, "leer oder bricht mitten"),  # cut off between two elements
        (HEAD + GOOD + "<x:schreibe></x:loesche>" + END, 8, "anders geschlossen"),
        (HEAD + "<x:schreibe>&nbsp;</x:schreibe>" + END, 4, "beim Namen"),
        (HEAD + "<x:a b='1' b='2'/>" + END, 4, "zweimal"),
        (message(GOOD) + "<mehr/>", 9, "Nach dem Ende"),
        (HEAD + "<x:schreibe>\x01</x:schreibe>" + END, 4, "nicht erlaubt"),
        (HEAD + "<y:schreibe/>" + END, 4, "Namensraum"),
        (message(GOOD).replace(codes.NAMESPACE, "http://xoev.de/schemata/xzufi/2_1_0"), 2, "2_1_0"),
        (message(GOOD).replace(f' xmlns:x="{codes.NAMESPACE}"', "").replace("x:", ""), 2, "ohne Namen"),
        (message(GOOD).replace('xzufiVersion="2.2.0"', 'xzufiVersion="2.3.1"'), 2, "2.3.1"),
        (message(GOOD).replace("nachrichtenkopf", "kopf"), 9, "Nachrichtenkopf"),
        (message(GOOD).replace("UTF-8", "EBCDIC-XY"), 1, "Zeichenkodierung"),
        # Bombs and thieves: the document type ends the reading before any entity is known
        (LAUGHS + message(GOOD).split("\n", 1)[1], 2, "DOCTYPE"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>', 1, "DOCTYPE"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 1, "DOCTYPE"),
        ('<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><a/>', 1, "DOCTYPE"),
        (message(deep(60)), 4, "verschachtelt"),
        (HEAD + f"<x:a b='{'b' * 2_000_000}'/>" + END, 4, "länger als 1 MB"),
        # Objects that cannot be kept
        (message(GOOD, service("2", name="")), 9, "Leistungsbezeichnung"),
        (message(GOOD, service("2", agency="")), 9, "Kennung (id)"),
        (message(GOOD, service("")), 9, "Kennung (id)"),
        (message(GOOD, service("9" * 201)), 9, "länger als 200"),
        (message(GOOD, "<x:schreibe/>"), 9, "genau ein Objekt"),
        (message(GOOD, write("leistung", "") * 2).replace("</x:schreibe><x:schreibe>", ""), 9, "genau ein Objekt"),
        (message(GOOD, "<x:loesche klasse='Hund'><x:id schemeAgencyID='a'>1</x:id></x:loesche>"), 9, "„Hund“"),
        (message(GOOD, service("2", inside="<x:kennzeichenEA>vielleicht</x:kennzeichenEA>")), 13, "„vielleicht“"),
        (message(GOOD, service("2", inside=COST.format("viel"))), 13, "„viel“ ist kein Betrag"),
        (message(GOOD, service("2", inside=COST.format("1e99"))), 13, "„1e99“ ist kein Betrag"),
        (message(GOOD, service("2", inside=COST.format("NaN"))), 13, "„NaN“ ist kein Betrag"),
        (message(GOOD, service("2", inside=VALID.format("gestern", ""))), 13, "„gestern“ ist kein Zeitpunkt"),
        (message(GOOD, service("2", inside=VALID.format("2026-02-01", "2026-01-01"))), 13, "endet, bevor sie beginnt"),
        (message(GOOD, write("spezialisierung", ID)), 9, "leistungID"),
        (message(GOOD, write("organisationseinheit", ID)), 9, "name/name"),
        (
            message(GOOD, write("onlinedienst", f"{ID}<x:link><x:link>javascript:x</x:link></x:link>")),
            9,
            "keine Adresse",
        ),
    ],
)
def test_refused(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    path = tmp_path / "datei.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        command(path)
    lines = str(refusal.value).splitlines()
    assert lines[-1] == "Nichts wurde geschrieben."
    assert lines[0].startswith(f"datei.xml: Zeile {line}")
    assert sentence in lines[0]
    nothing_written()


def nothing_written() -> None:
    assert not Service.objects.exists()
    assert not Organisation.objects.exists()
    assert not XzufiObject.objects.exists()
    assert not XzufiAgency.objects.exists()
    assert not Record.objects.filter(verb="xzufi.imported").exists()


def test_a_broken_second_file_takes_the_first_with_it(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_text(message(GOOD))
    (tmp_path / "2.xml").write_text(message(GOOD)[:-30])
    with pytest.raises(CommandError, match=r"2\.xml: Zeile"):
        command(tmp_path)
    nothing_written()


def test_every_error_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "datei.xml"
    path.write_text(message(*(service(str(n), name="") for n in range(3)), GOOD))
    with pytest.raises(CommandError) as refusal:
        command(path)
    assert [line.split(" (")[0] for line in str(refusal.value).splitlines()] == [
        "datei.xml: Zeile 4",
        "datei.xml: Zeile 9",
        "datei.xml: Zeile 14",
        "Nichts wurde geschrieben.",
    ]


def test_a_large_file_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "datei.xml"
    path.write_text(message(GOOD, "<x:schreibe>" + " " * 3_000_000 + "</x:schreibe>"))
    with path.open("rb") as source, pytest.raises(parsing.Unreadable, match="größer als 1 MB"):
        list(parsing.objects(source, limit=1024**2))


def test_one_huge_object_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_NODES", 1000)
    monkeypatch.setattr(parsing, "MAX_TEXT", 10_000)
    for inside, sentence in (("<x:a/>" * 2000, "mehr als 1000 Elemente"), ("a" * 20_000, "mehr als 10000 Zeichen")):
        path = tmp_path / "datei.xml"
        path.write_text(message(f"<x:schreibe>{inside}</x:schreibe>"))
        with pytest.raises(CommandError, match=sentence):
            command(path)
    # The limit is for one object, not for the file
    path.write_text(message(*(f"<x:schreibe><x:hund>{'<x:a/>' * 600}</x:hund></x:schreibe>" for _n in range(4))))
    assert "Keine Objekte." in command(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    for path, sentence in ((tmp_path / "fehlt.xml", "fehlt"), (tmp_path, "keine XZuFi-Dateien")):
        with pytest.raises(CommandError, match=sentence):
            command(path)
    (tmp_path / "index.txt").write_text("../../etc/passwd\n")
    with pytest.raises(CommandError, match=r"passwd steht in index\.txt, fehlt aber"):
        command(tmp_path)
    (tmp_path / "1.xml").write_text(message(GOOD))
    with pytest.raises(CommandError, match="Die Behörde „nirgends“ gibt es nicht"):
        command(tmp_path / "1.xml", "--owner", "nirgends")


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the fault is ours: the index of the search breaks after everything was written."""
    path = tmp_path / "datei.xml"
    path.write_text(message(GOOD))

    def broken(_ids: object) -> None:
        raise RuntimeError("index")

    monkeypatch.setattr("content.actions.xzufi.services.index_services", broken)
    with pytest.raises(RuntimeError):
        xzufi.import_files([path], actor=system_user("import"))
    nothing_written()
