"""manage.py import_areas: the official register in, nothing lost."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.models import Service
from portal.audit.models import Record
from responsibility import actions, reference
from responsibility.models import Area, Locality, Organisation, PostcodeArea, Responsibility
from responsibility.queries import area_by_key, find_areas, find_place, municipality_of_today, resolve
from tests.responsibility import gv100ad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

DAY = date(2026, 12, 31)
GUESTROW, DALKENDORF, BARTOW = "13072043", "13072024", "13071006"
AMT_FROM, AMT_TO = "130725258000", "130725251000"  # Mecklenburgische Schweiz, Bad Doberan-Land


@pytest.fixture
def run(tmp_path: Path, capsys):
    """Write the areas as a register, import it, return the lines it prints."""

    def run(areas, *options: str, as_of: date = DAY, successors: str = "") -> list[str]:
        source = tmp_path / "GV100AD.txt"
        source.write_text(gv100ad.write(areas, as_of), encoding="utf-8")
        if successors:
            table = tmp_path / "nachfolger.csv"
            table.write_text(f"alt;neu;ab\n{successors}\n", encoding="utf-8")
            options = (*options, f"--successors={table}")
        call_command("import_areas", source, *options)
        return capsys.readouterr().out.splitlines()

    return run


def changed(identity: str, **fields) -> list:
    """The known areas, one of them different."""
    return [area._replace(**fields) if area.identity == identity else area for area in gv100ad.known()]


def without(*identities: str) -> list:
    return [area for area in gv100ad.known() if area.identity not in identities]


def snapshot() -> list[tuple]:
    fields = ("ars", "ags", "name", "parent", "path", "valid_from", "valid_to", "successor", "register_date")
    return list(Area.objects.order_by("pk").values_list(*fields))


def test_the_shipped_areas_are_those_of_the_register(run):
    lines = run(gv100ad.known())
    assert lines[-1] == "0 neu, 0 umbenannt, 0 umgegliedert, 0 aufgelöst, 0 mit neuer Einwohnerzahl, 807 gleich"
    assert set(Area.objects.filter(successor=None).values_list("register_date", flat=True)) == {DAY}


def test_a_new_name_and_a_new_count(run):
    areas = changed(GUESTROW, name="Güstrow am Inselsee, Stadt", short_name="Güstrow am Inselsee", population=30_001)
    lines = run(areas)
    assert "  umbenannt     Güstrow, Barlachstadt (13072043) -> Güstrow am Inselsee, Stadt" in lines
    area = Area.objects.get(ags=GUESTROW)
    assert (area.search_name, area.population) == ("gustrow am inselsee", 30_001)
    assert Record.objects.filter(verb="areas.imported").count() == 1


def test_a_dry_run_shows_the_same_and_writes_nothing(run):
    before = snapshot()
    wet = without(BARTOW)
    dry = run(wet, "--dry-run", successors=f"{BARTOW};{GUESTROW};")
    assert any(line.startswith("  aufgelöst     Bartow (13071006)") for line in dry)
    assert dry[-1].endswith("(Probelauf, nichts geschrieben)")
    assert snapshot() == before
    assert not Record.objects.filter(verb="areas.imported").exists()
    assert run(wet, successors=f"{BARTOW};{GUESTROW};")[1:-1] == dry[1:-1]


def test_a_moved_municipality_keeps_its_row_and_its_old_key(run):
    before = Area.objects.get(ags=DALKENDORF)
    service = Service.objects.get(slug="hundesteuer-anmeldung")
    was = resolve(service.pk, before.pk, on=DAY - timedelta(days=1)).zb
    new_ars = AMT_TO[:9] + DALKENDORF[5:]
    lines = run(changed(DALKENDORF, ars=new_ars, parent=AMT_TO))
    assert f"  umgegliedert  Dalkendorf ({DALKENDORF}): {before.ars} -> {new_ars}" in lines
    area = Area.objects.get(ags=DALKENDORF)
    assert area.pk == before.pk
    assert area.path == [new_ars, AMT_TO, "130720000000", "130000000000"]
    former = Area.objects.get(ars=before.ars)
    assert (former.successor_id, former.valid_to) == (area.pk, DAY - timedelta(days=1))
    assert municipality_of_today(before.ars) == area
    assert [found.ars for found in find_areas("Dalkendorf")] == [new_ars]
    # Whoever bears the old key gets the authority of today, and of then as of then
    assert resolve(service.pk, former.pk, on=DAY).zb.slug == "amt-bad-doberan-land" != was.slug
    assert resolve(service.pk, former.pk, on=DAY - timedelta(days=1)).zb.slug == was.slug


def test_a_merger_ends_one_and_hands_everything_over(run):
    bartow, guestrow = Area.objects.get(ags=BARTOW), Area.objects.get(ags=GUESTROW)
    Locality.objects.create(name="Pritzenow", search_name="pritzenow", municipality=bartow)
    rules, offices = Responsibility.objects.count(), Organisation.objects.count()
    postcodes = set(PostcodeArea.objects.filter(area=bartow).values_list("postcode", flat=True))
    run(without(BARTOW), successors=f"{BARTOW};{GUESTROW};2026-07-01")
    bartow.refresh_from_db()
    assert (bartow.valid_to, bartow.successor) == (date(2026, 6, 30), guestrow)
    assert area_by_key(BARTOW) == bartow  # the key still leads somewhere
    assert municipality_of_today(bartow.ars) == guestrow
    assert postcodes <= set(PostcodeArea.objects.filter(area=guestrow).values_list("postcode", flat=True))
    assert Locality.objects.get(search_name="pritzenow").municipality == guestrow
    assert (Responsibility.objects.count(), Organisation.objects.count()) == (rules, offices)
    # Breest merged into Bartow before: step by step, each as of its day
    breest = Area.objects.get(short_name="Breest")
    service = Service.objects.get(slug="hundesteuer-anmeldung")
    assert resolve(service.pk, breest.pk, on=date(2026, 6, 30)).zb.slug == "amt-treptower-tollensewinkel"
    assert resolve(service.pk, breest.pk, on=date(2026, 7, 1)).zb.slug == "guestrow"
    assert municipality_of_today(breest.ars) == guestrow


def test_a_merger_into_a_new_municipality(run):
    new = gv100ad.known()[-1]._replace(
        kind="gemeinde", ars="130725258999", ags="13072999", name="Neuhagen", short_name="Neuhagen", parent=AMT_FROM
    )
    run([*without(DALKENDORF), new], successors=f"{DALKENDORF};13072999;2026-07-01")
    area = Area.objects.get(ags="13072999")
    assert area.valid_from == date(2026, 7, 1)
    assert area.path == ["130725258999", AMT_FROM, "130720000000", "130000000000"]
    service = Service.objects.get(slug="hundesteuer-anmeldung")
    assert resolve(service.pk, area.pk, on=date(2026, 7, 1)).zb.slug == "amt-mecklenburgische-schweiz"
    assert resolve(service.pk, area.pk, on=date(2026, 6, 30)).status == "unknown"  # it was not there yet


def test_an_amt_that_ends_names_its_stranded_authority(run):
    moved = [
        a._replace(parent=AMT_TO, ars=AMT_TO[:9] + a.ars[9:]) if a.parent == AMT_FROM else a for a in without(AMT_FROM)
    ]
    lines = run(moved, successors=f"{AMT_FROM};{AMT_TO};")
    assert any(
        "Diese Behörden gehören zu aufgelösten Gebieten" in line and "Mecklenburgische Schweiz" in line
        for line in lines
    )
    assert Area.objects.get(ars=AMT_FROM).successor.ars == AMT_TO
    assert not Area.objects.filter(kind="gemeinde", successor=None, parent__ars=AMT_FROM).exists()
    assert find_place("Dalkendorf").only.amt == "Amt Bad Doberan-Land"


def test_an_amt_divided_among_others_ends_without_a_successor(run):
    others = [AMT_TO, "130725254000"]
    moved = [
        a._replace(parent=others[i % 2], ars=others[i % 2][:9] + a.ars[9:]) if a.parent == AMT_FROM else a
        for i, a in enumerate(without(AMT_FROM))
    ]
    lines = run(moved, successors=f"{AMT_FROM};;")
    assert any(line.endswith("-> ohne Nachfolger") for line in lines)
    amt = Area.objects.get(ars=AMT_FROM)
    assert (amt.successor, amt.valid_to) == (None, DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("gone", "successors", "sentence"),
    [
        ((BARTOW,), "", "niemand hat gesagt, worin sie aufgegangen sind: Bartow (13071006)"),
        ((BARTOW,), f"{BARTOW};13999999;", "Den Nachfolger 13999999 gibt es im Verzeichnis nicht"),
        ((BARTOW,), f"{BARTOW};{BARTOW};", f"Den Nachfolger {BARTOW} gibt es im Verzeichnis nicht"),
        ((BARTOW,), f"{BARTOW};x;", "„x“ ist kein Schlüssel"),
        ((BARTOW,), f"{BARTOW};{GUESTROW};1.7.2026", "„1.7.2026“ ist kein Tag"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(run, gone, successors, sentence):
    before = snapshot()
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        run(without(*gone), successors=successors)
    assert snapshot() == before


def test_half_a_file_is_refused(run):
    before = snapshot()
    with pytest.raises(CommandError, match="unvollständig"):
        run(gv100ad.known()[:300])
    assert snapshot() == before


def test_an_older_register_is_refused(run):
    with pytest.raises(CommandError, match="ist älter als"):
        run(gv100ad.known(), as_of=date(2024, 12, 31))


@pytest.mark.parametrize("text", ["", "no register\n", "10" + "x" * 200, "60\n"])
def test_another_file_is_refused(tmp_path, text):
    source = tmp_path / "other.txt"
    source.write_text(text)
    with pytest.raises(CommandError, match=r"kein Gemeindeverzeichnis|enthält keine Gemeinden"):
        call_command("import_areas", source)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="fehlt"):
        call_command("import_areas", tmp_path / "nothing.txt")


def test_the_reference_tables_do_not_undo_a_newer_register(run):
    run(changed(DALKENDORF, ars=AMT_TO[:9] + DALKENDORF[5:], parent=AMT_TO))
    before = snapshot(), PostcodeArea.objects.count(), Locality.objects.count()
    done = actions.import_reference(reference.read())
    assert str(done["Gebiete"]) == "0 neu, 0 geändert, 843 gleich"
    assert (snapshot(), PostcodeArea.objects.count(), Locality.objects.count()) == before
