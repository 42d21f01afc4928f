"""Tables out and in: the same comes back, all or nothing, only what is theirs."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.models import Record
from portal.errors import Refusal
from responsibility.actions import bulk
from responsibility.models import Organisation, Responsibility, ResponsibilityVersion, TableUpload
from responsibility.queries.sheets import ORGANISATIONS, RESPONSIBILITIES, exported
from responsibility.rules import tables
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory
from tests.responsibility.people import Land, browser, build_land, central

pytestmark = pytest.mark.django_db
RULES, AUTHORITIES = TableUpload.Kind.RESPONSIBILITIES, TableUpload.Kind.ORGANISATIONS
HEAD = "leistung;gruppe;rolle;gebiet;bedingung;behoerde;ebene;gueltig_ab;gueltig_bis;grundlage"


@pytest.fixture
def land() -> Land:
    return build_land()


def look(kind: str, content: bytes | str, actor) -> tuple[TableUpload, bulk.Plan]:
    content = content.encode() if isinstance(content, str) else content
    upload = bulk.keep_upload(kind, name="tabelle.csv", content=content, actor=actor)
    return upload, bulk.plan(upload, actor=actor)


def take(kind: str, content: bytes | str, actor) -> TableUpload:
    upload, plan = look(kind, content, actor)
    return bulk.apply(upload.pk, actor=actor, fingerprint=plan.fingerprint)


def line(land: Land, **cells) -> str:
    start = {
        "leistung": land.own.rule.service.slug,
        "rolle": "zb",
        "gebiet": land.own.village.ars,
        "behoerde": land.own.organisation.slug,
    }
    found = start | cells
    return ";".join(found.get(name, "") for name in HEAD.split(";"))


# --- The text of tables


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=2)))
def test_every_text_comes_back_as_it_was(rows):
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    text = tables.decode(tables.write(["a", "b"], rows))
    assert [list(found.cells.values()) for found in tables.read(text, ["a", "b"])] == rows


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    written = tables.write(["a", "b"], [[f"{start}HYPERLINK(1)", "x"]]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1][0]
    assert cell.startswith("'")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer"),
        (b"\xef\xbb\xbf", "Die Datei ist leer"),
        ("name\nBützow".encode("latin-1"), "nicht in UTF-8"),
        ("name\nBützow".encode("utf-16"), "nicht in UTF-8"),
        (b"PK\x03\x04\x00\x00", "keine Tabelle im Format CSV"),  # an Excel file
        (b"leistung;gruppe\n", "In der Kopfzeile fehlt: rolle, gebiet"),
        (HEAD.encode() + b";rolle\n", "In der Kopfzeile steht doppelt: rolle"),
        (HEAD.encode() + b'\n"offen;;zb\n', "Ab Zeile 2"),
        (HEAD.encode() + b"\n" + b";" * 9 + b"x;zu viel\n", "Zeile 2 hat mehr Felder"),
    ],
)
def test_files_that_are_no_table_are_explained(land, content, sentence):
    url = reverse("admin:responsibility_import", args=[RULES])
    client = browser(land.own.editor)
    page = client.post(url, {"table": SimpleUploadedFile("t.csv", content or b"\n")}, follow=True)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Alles übernehmen" not in page.content.decode()


def test_too_many_lines_are_refused():
    text = "a\n" + "x\n" * 60_001
    with pytest.raises(tables.TableError, match=r"mehr als 60\.000 Zeilen"):
        tables.read(text, ["a"])
    assert len(tables.read("a\n" + "x\n" * 60_000, ["a"])) == 60_000


# --- Lines


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"leistung": "99999999999999"}, "leistung: „99999999999999“ gibt es nicht."),
        ({"gebiet": "1,30725E+11"}, "ist gerundet"),
        ({"gebiet": ""}, "gebiet fehlt."),
        ({"behoerde": "amt-atlantis"}, "behoerde: „amt-atlantis“ gibt es nicht."),
        ({"rolle": "Chef"}, "„Chef“ gibt es nicht. Möglich ist: Einheitlicher Ansprechpartner"),
        ({"rolle": ""}, "Die Rolle fehlt."),
        ({"gueltig_ab": "31.2.2026"}, "„31.2.2026“ ist kein Datum"),
        ({"gueltig_ab": "1.1.2026", "gueltig_bis": "31.12.2025"}, "Das Ende liegt vor dem Anfang."),
        ({"leistung": ""}, "Nennen Sie entweder eine Leistung oder eine Gruppe."),
        ({"ebene": "local"}, "Nennen Sie entweder eine Behörde oder"),
        ({"grundlage": "x" * 201}, "höchstens 200 Zeichen"),
    ],
)
def test_a_wrong_line_is_explained(land, cells, sentence):
    _, plan = look(RULES, f"{HEAD}\n{line(land, **cells)}", central())
    assert [found.number for found in plan.lines] == [2]
    assert sentence in " ".join(plan.lines[0].errors)


def test_the_same_entry_twice_is_an_error(land):
    _, plan = look(RULES, f"{HEAD}\n{line(land)}\n\n{line(land, grundlage='anders')}", central())
    assert [(found.number, found.errors) for found in plan.lines if found.errors] == [
        (4, ["Derselbe Eintrag steht schon in Zeile 2."])
    ]


def test_commas_and_words_are_understood(land):
    content = f"{HEAD}\n{line(land, rolle='Zuständige Behörde', gueltig_ab='1.7.2026')}".replace(";", ",")
    take(RULES, content, central())
    assert Responsibility.objects.get(area=land.own.village).valid_from == date(2026, 7, 1)


# --- Out and in again


def fill() -> None:
    group = ServiceGroupFactory(slug="steuern")
    service = ServiceFactory(leika_key="99102013104000", name="=cmd|'/C calc'!A0")
    amt = Organisation.objects.get(slug="amt-butzow")
    ResponsibilityFactory(group=group, area=amt.area, level="local", note="@SUM(1)", condition="craft=no")
    ResponsibilityFactory(service=service, area=amt.area, organisation=amt, valid_from=date(2026, 7, 1), note="'s")
    OrganisationFactory(
        slug="haus",
        name='+Haus; "am" Markt, \'n',
        phone="+49 381 1",
        latitude=-0.5,
        longitude=12.25,
        opening_hours={"tue": [["08:30", "12:00"]]},
        opening_exceptions=[{"from": "2026-12-24", "to": "2026-12-31", "spans": [], "note": "zu"}],
        fit_connect="6c2f7a0e-1111-4222-8333-444455556666",
        languages=["de", "gsg"],
        lift=False,
        access_note="Zeile\nzwei",
    )


@pytest.mark.parametrize("sheet", [RESPONSIBILITIES, ORGANISATIONS], ids=lambda sheet: sheet.kind)
def test_what_goes_out_comes_in_as_the_same(land, sheet):
    fill()
    _, plan = look(sheet.kind, exported(sheet, central()), central())
    assert [found.errors for found in plan.lines if found.errors] == []
    assert plan.counts == {"new": 0, "changed": 0, "same": sheet.model.objects.count(), "error": 0}


@pytest.mark.parametrize("sheet", [RESPONSIBILITIES, ORGANISATIONS], ids=lambda sheet: sheet.kind)
def test_what_was_deleted_comes_back_the_same(land, sheet):
    fill()
    before, content = list(sheet.rows(sheet.model.objects.all())), exported(sheet, central())
    Responsibility.objects.all().delete()
    if sheet is ORGANISATIONS:
        Organisation.objects.update(parent=None)
        Organisation.objects.all().delete()
    done = take(sheet.kind, content, central())
    assert done.created_rows == len(before)
    after = [values for _, values in sheet.rows(sheet.model.objects.all())]
    assert sorted(map(str, after)) == sorted(str(values) for _, values in before)


def test_the_file_opens_in_a_german_excel(land):
    content = exported(RESPONSIBILITIES, central())
    assert content.startswith(b"\xef\xbb\xbfleistung;gruppe;rolle;gebiet;")
    assert land.own.area.ars not in content.decode()
    assert tables.grouped(land.own.area.ars) in content.decode()  # Excel rounds long numbers, not groups


# --- Taking over


def test_a_preview_changes_nothing_and_confirming_does(land):
    client = browser(land.own.editor)
    content = f"{HEAD}\n{line(land, grundlage='Satzung')}".encode()
    page = client.post(
        reverse("admin:responsibility_import", args=[RULES]),
        {"table": SimpleUploadedFile("neu.csv", content)},
        follow=True,
    )
    assert "1 neu" in page.content.decode()
    assert Responsibility.objects.count() == 2
    upload = TableUpload.objects.get()
    url = reverse("admin:responsibility_preview", args=[upload.pk])
    assert client.post(url, {"fingerprint": page.context["plan"].fingerprint}).status_code == 302
    rule = Responsibility.objects.get(note="Satzung")
    upload.refresh_from_db()
    assert (upload.status, upload.content, upload.created_rows) == ("applied", "", 1)
    assert Record.objects.get(verb="table.imported").actor == land.own.editor
    assert ResponsibilityVersion.objects.get(pgh_obj=rule).pgh_context["name"] == "Redaktion Bützow"
    assert client.post(url, {"fingerprint": "x"}).status_code == 409
    assert "schon übernommen" in client.get(url).content.decode()


def test_one_error_and_nothing_is_taken_over(land):
    upload, plan = look(RULES, f"{HEAD}\n{line(land)}\n{line(land, rolle='?')}", central())
    assert plan.counts == {"new": 1, "changed": 0, "same": 0, "error": 1}
    with pytest.raises(Refusal, match="enthält Fehler"):
        bulk.apply(upload.pk, actor=upload.actor, fingerprint=plan.fingerprint)
    assert Responsibility.objects.count() == 2


def test_what_changed_since_the_preview_is_looked_at_again(land):
    boss = central()
    upload, plan = look(RULES, f"{HEAD}\n{line(land, gebiet=land.own.area.ars, grundlage='neu')}", boss)
    assert plan.counts["changed"] == 1
    Responsibility.objects.update(note="inzwischen")
    with pytest.raises(Refusal, match="seit der Vorschau"):
        bulk.apply(upload.pk, actor=boss, fingerprint=plan.fingerprint)
    assert set(Responsibility.objects.values_list("note", flat=True)) == {"inzwischen"}


def test_a_preview_shows_old_and_new(land):
    _, plan = look(RULES, f"{HEAD}\n{line(land, gebiet=land.own.area.ars, gueltig_bis='31.12.2026')}", central())
    assert plan.lines[0].differences == [("gueltig_bis", "", "31.12.2026")]


def test_new_organisations_may_be_part_of_each_other(land):
    head = ";".join(column.heading for column in ORGANISATIONS.columns)
    width = len(ORGANISATIONS.columns) - 4
    rows = [f"kasse;Kasse;unit;haus{';' * width}", f"haus;Haus;state;{';' * width}"]
    take(AUTHORITIES, "\n".join([head, *rows]), central())
    assert Organisation.objects.get(slug="kasse").parent.slug == "haus"


# --- Rights


def test_only_own_rows_go_out(land):
    client = browser(land.own.editor)
    for kind in (RULES, AUTHORITIES):
        response = client.get(reverse("admin:responsibility_export", args=[kind]))
        text = response.content.decode()
        assert "butzow" in text
        assert "crivitz" not in text
    assert response["Content-Disposition"].startswith('attachment; filename="behoerden-')


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"gebiet": "other.village"}, "Für dieses Gebiet legen Sie nicht fest"),
        ({"gebiet": "other.area", "behoerde": "other"}, "Sie dürfen nur ändern, was zu Ihrer Behörde gehört."),
        ({"behoerde": "other"}, "nur Ihre eigene Behörde oder deren Teile"),
    ],
)
def test_rights_count_line_by_line(land, cells, sentence):
    names = {
        "other.village": land.other.village.ars,
        "other.area": land.other.area.ars,
        "other": land.other.organisation.slug,
    }
    foreign = line(land, grundlage="fremd", **{name: names[value] for name, value in cells.items()})
    upload, plan = look(RULES, f"{HEAD}\n{line(land)}\n{foreign}", land.own.editor)
    assert [found.status for found in plan.lines] == ["new", "error"]
    assert sentence in plan.lines[1].errors[0]
    with pytest.raises(Refusal):
        bulk.apply(upload.pk, actor=land.own.editor, fingerprint=plan.fingerprint)
    assert not Responsibility.objects.filter(note="fremd").exists()


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("telefon", "1", ""),
        ("art", "district", "ändert nur die Redaktion des Landes"),
        ("kuerzel", "amt-crivitz", "Sie dürfen nur ändern"),
        ("kuerzel", "amt-neu", "nur Teile Ihrer eigenen Behörde"),
    ],
)
def test_organisations_keep_their_place_in_the_land(land, column, value, sentence):
    Organisation.objects.filter(slug="amt-butzow").update(phone="0")
    reader = csv.DictReader(
        io.StringIO(exported(ORGANISATIONS, land.own.editor).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    row = next(reader) | {column: value}
    text = ";".join(row) + "\n" + ";".join(f'"{cell}"' for cell in row.values())
    _, plan = look(AUTHORITIES, text, land.own.editor)
    assert plan.lines[0].status == ("error" if sentence else "changed")
    assert sentence in " ".join(plan.lines[0].errors)


def test_the_upload_of_somebody_else_is_not_found(land):
    upload, plan = look(RULES, f"{HEAD}\n{line(land)}", central())
    url = reverse("admin:responsibility_preview", args=[upload.pk])
    client = browser(land.own.editor)
    assert client.get(url).status_code == client.post(url, {"fingerprint": plan.fingerprint}).status_code == 404


def test_unknown_kinds_are_not_found(land):
    for name in ("export", "import"):
        assert browser(central()).get(reverse(f"admin:responsibility_{name}", args=["gebiete"])).status_code == 404


# --- Cost


def test_a_plan_costs_the_same_for_1_and_30_lines(land, django_assert_max_num_queries):
    counts = []
    for number in (1, 30):
        slugs = [ServiceFactory().slug for _ in range(number)]
        rows = "\n".join(line(land, leistung=slug) for slug in slugs)
        upload, _ = look(RULES, f"{HEAD}\n{rows}", land.own.editor)
        with django_assert_max_num_queries(10) as captured:
            assert bulk.plan(upload, actor=land.own.editor).counts["new"] == number
        counts.append(len(captured))
    assert counts[0] == counts[1]
