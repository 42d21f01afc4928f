"""manage.py export_xzufi and /xzufi/: what is written when, and how it is given out."""

import re
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from content import tasks
from content.actions import xzufi
from content.actions.xzufi import exporting
from content.models import LifeSituation, Service, Status, XzufiFile, XzufiObject
from content.queries.xzufi import files
from portal.accounts.actions import system_user
from portal.files.models import StoredFile
from responsibility.models import Organisation, Responsibility
from tests.content.xzufi.exchange import into, listed, objects, read
from tests.factories.content import CostFactory, LifeSituationFactory, ServiceFactory, SupplementFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory

pytestmark = pytest.mark.django_db


def delta() -> list[str]:
    """What the next export writes: kind and name or number of each object."""
    before = set(XzufiFile.objects.values_list("pk", flat=True))
    done = xzufi.export()
    assert done.kind == "delta"
    found = objects([read(file) for file in XzufiFile.objects.exclude(pk__in=before).order_by("pk")])
    assert len(found) == done.written + done.deleted
    return [told(one.decode()) for one in found]


def told(one: str) -> str:
    if "<xzufi:loesche" in one:
        return "weg " + re.search(r'klasse="(\w+)"', one)[1]
    kind = re.search(r"<xzufi:(leistung|spezialisierung|organisationseinheit|onlinedienst)>", one)[1]
    name = re.search(r'<xzufi:(?:inhalt|name|bezeichnung) languageCode="de">(.*?)<', one)
    return f"{kind} {name[1]}"


class TestDelta:
    """After a full export each change alone makes exactly its objects."""

    @pytest.fixture
    def hund(self) -> Service:
        hund = ServiceFactory(name="Hund", slug="hund")
        ServiceFactory(name="Katze", slug="katze")
        assert xzufi.export().kind == "full"
        assert delta() == []
        return hund

    def test_nothing_changed_nothing_written(self, hund):
        count = XzufiFile.objects.count()
        tasks.export_xzufi.run()
        assert XzufiFile.objects.count() == count
        hund.save()
        assert delta() == []

    def test_a_text(self, hund):
        hund.name_de = "Hunde"
        hund.save()
        assert delta() == ["leistung Hunde"]
        assert delta() == []

    def test_a_cost_and_its_end(self, hund):
        cost = CostFactory(service=hund)
        assert delta() == ["leistung Hund"]
        cost.delete()
        assert delta() == ["leistung Hund"]

    def test_hidden_deleted_and_back(self, hund):
        number = XzufiObject.objects.get(kind="leistung", row_id=hund.pk).external_id
        Service.objects.filter(pk=hund.pk).update(status=Status.EXPIRED)
        assert delta() == ["weg Leistung"]
        assert delta() == []
        Service.objects.filter(pk=hund.pk).update(status=Status.PUBLISHED)
        assert delta() == ["leistung Hund"]
        assert XzufiObject.objects.get(kind="leistung", row_id=hund.pk).external_id == number
        hund.delete()
        assert delta() == ["weg Leistung"]
        assert delta() == []

    def test_a_draft_is_nobodys_business(self, hund):
        ServiceFactory(name="Entwurf", status=Status.DRAFT)
        assert delta() == []

    def test_an_entry_of_the_catalogue_without_a_text_neither(self, hund):
        bare = ServiceFactory(name="Nur ein Name", summary="", is_online=True)
        SupplementFactory(service=bare, status=Status.PUBLISHED)
        assert delta() == []

    def test_a_new_one(self, hund):
        ServiceFactory(name="Maus")
        assert delta() == ["leistung Maus"]

    def test_a_relation_changes_both(self, hund):
        hund.related.add(Service.objects.get(slug="katze"))
        assert sorted(delta()) == ["leistung Hund", "leistung Katze"]

    def test_a_life_situation_changes_its_services(self, hund):
        above = LifeSituationFactory(name="Tiere", slug="tiere")
        hund.life_situations.add(LifeSituationFactory(name="Haustiere", slug="haustiere", parent=above))
        assert delta() == ["leistung Hund"]
        LifeSituation.objects.filter(pk=above.pk).update(name_de="Alle Tiere")
        assert delta() == ["leistung Hund"]

    def test_a_supplement(self, hund):
        supplement = SupplementFactory(service=hund, notes_de="Nur mit Marke", status=Status.PUBLISHED)
        assert [row.split()[0] for row in delta()] == ["spezialisierung"]
        supplement.status = Status.EXPIRED
        supplement.save()
        assert delta() == ["weg LeistungSpezialisierung"]

    def test_online(self, hund):
        Service.objects.filter(pk=hund.pk).update(is_online=True, title_de="Hund anmelden")
        assert delta() == ["leistung Hund", "onlinedienst Hund anmelden"]
        Service.objects.filter(pk=hund.pk).update(is_online=False)
        assert delta() == ["weg Onlinedienst"]

    def test_authority_rule_and_end_of_a_rule(self, hund):
        amt = OrganisationFactory(name="Amt A")
        assert delta() == ["organisationseinheit Amt A"]
        tomorrow = timezone.localdate() + timedelta(days=1)
        rule = ResponsibilityFactory(service=hund, organisation=amt, valid_to=tomorrow)
        assert delta() == ["organisationseinheit Amt A"]
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert delta() == ["organisationseinheit Amt A"]  # the rule has run out by itself
            assert delta() == []
        assert rule.pk

    def test_a_lost_text_deletes_its_responsibilities_too(self, hund):
        amt = OrganisationFactory(name="Amt A")
        ResponsibilityFactory(service=hund, organisation=amt)
        xzufi.export()
        Service.objects.filter(pk=hund.pk).update(status=Status.EXPIRED)
        assert delta() == ["organisationseinheit Amt A", "weg Leistung"]


def stored(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


class TestFull:
    def test_it_replaces_what_was_listed_and_repeats_deletions(self):
        hund = ServiceFactory(name="Hund")
        xzufi.export()
        hund.delete()
        ServiceFactory(name="Katze")
        xzufi.export()
        assert len(files.index()) == 2
        done = xzufi.export(full=True)
        assert (done.kind, done.written, done.deleted) == ("full", 1, 1)
        assert len(files.index()) == 1
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert xzufi.export(full=True).deleted == 0

    def test_it_is_due_after_many_deltas(self, monkeypatch):
        monkeypatch.setattr(exporting, "MOST_DELTAS", 2)
        kinds = []
        for number in range(5):
            ServiceFactory(name=f"Leistung {number}")
            kinds.append(xzufi.export().kind)
        assert kinds == ["full", "delta", "delta", "full", "delta"]

    def test_it_is_split_and_numbered(self, monkeypatch):
        monkeypatch.setattr(exporting, "MOST_OBJECTS", 2)
        ServiceFactory.create_batch(5)
        assert xzufi.export().files == 3
        rows = XzufiFile.objects.order_by("pk")
        assert [(row.position, row.written) for row in rows] == [(1, 2), (2, 2), (3, 1)]
        assert len({row.transaction for row in rows}) == 1
        assert b"<xzufi:transaktionPosition>3<" in read(rows[2])
        assert all(re.fullmatch(r"XZUFI\d{26}\.xml", row.name) for row in rows)

    def test_old_files_stay_for_those_who_still_fetch_them(self):
        ServiceFactory()
        xzufi.export()
        old = XzufiFile.objects.get()
        xzufi.export(full=True)
        assert files.file_named(old.name) is not None
        with time_machine.travel(timezone.now() + exporting.KEEP_FILES + timedelta(minutes=1)):
            xzufi.export()
        assert files.file_named(old.name) is None
        assert StoredFile.objects.count() == 1

    def test_the_command_says_what_it_did(self):
        ServiceFactory()
        assert call_command("export_xzufi") == "vollständig: 1 Dateien, 1 geschrieben, 0 gelöscht"
        assert call_command("export_xzufi", "--first") is None
        assert call_command("export_xzufi", "--delta") == "Änderungen: 0 Dateien, 0 geschrieben, 0 gelöscht"
        assert call_command("export_xzufi", "--full") == "vollständig: 1 Dateien, 1 geschrieben, 0 gelöscht"

    def test_a_failure_leaves_the_old_files_and_no_litter(self, monkeypatch, settings):
        ServiceFactory()
        xzufi.export()
        before = files.index(), stored(Path(settings.FILES_ROOT))

        def broken(_now: object) -> None:
            raise RuntimeError("disk")

        monkeypatch.setattr(exporting, "forget_old", broken)
        with pytest.raises(RuntimeError):
            xzufi.export(full=True)
        assert (files.index(), stored(Path(settings.FILES_ROOT))) == before


class TestQueries:
    @pytest.mark.parametrize("number", [1, 30])
    def test_as_many_for_thirty_as_for_one(self, number, django_assert_num_queries):
        area = AreaFactory()
        for _n in range(number):
            service = ServiceFactory(is_online=True, group=ServiceGroupFactory())
            SupplementFactory(service=service, status=Status.PUBLISHED)
            ResponsibilityFactory(service=service, organisation=OrganisationFactory(area=area), area=area)
        xzufi.export()
        with django_assert_num_queries(34):
            xzufi.export(full=True)


class TestLevels:
    """Rules for everybody and for groups become what each authority is responsible for."""

    @pytest.fixture
    def land(self):
        land = AreaFactory(ars="130000000000", kind="land", short_name="Land")
        kreis = AreaFactory(ars="130720000000", kind="kreis", parent=land)
        amt = AreaFactory(ars="130725250000", kind="amt", parent=kreis)
        city = AreaFactory(ars="130030000000", kind="gemeinde", parent=land)
        OrganisationFactory(slug="kreis", name="Kreis", kind="district", area=kreis)
        OrganisationFactory(slug="amt", name="Amt", kind="local", area=amt)
        OrganisationFactory(slug="stadt", name="Stadt", kind="local", area=city)
        return land

    def duties(self) -> dict[str, list[tuple[str, str]]]:
        """Role and area of what each authority is responsible for."""
        xzufi.export(full=True)
        found = {}
        for one in objects(listed()):
            text = one.decode()
            if "<xzufi:organisationseinheit>" in text:
                rules = re.findall(r"<xzufi:zustaendigkeit>.*?</xzufi:zustaendigkeit>", text, re.DOTALL)
                name = told(text).split()[1]
                found[name] = [
                    (re.search(r"<code>(\w+)<", rule)[1], re.search(r"gebietID[^>]*>(\d+)<", rule)[1]) for rule in rules
                ]
        return found

    def test_each_for_its_area(self, land):
        group = ServiceGroupFactory()
        ServiceFactory(group=group)
        rule = Responsibility.objects.create(group=group, role="zb", area=land, level="local")
        assert self.duties() == {"Kreis": [], "Amt": [("zb", "130725250000")], "Stadt": [("zb", "130030000000")]}
        Responsibility.objects.filter(pk=rule.pk).update(level="district")
        assert self.duties() == {"Kreis": [("zb", "130720000000")], "Amt": [], "Stadt": [("zb", "130030000000")]}

    def test_a_nearer_rule_takes_its_area_away(self, land):
        service = ServiceFactory(group=ServiceGroupFactory())
        Responsibility.objects.create(group=service.group, role="zb", area=land, level="local")
        kreis = Organisation.objects.get(slug="kreis")
        Responsibility.objects.create(group=service.group, role="zb", area=kreis.area, organisation=kreis)
        assert self.duties() == {"Kreis": [("zb", "130720000000")], "Amt": [], "Stadt": [("zb", "130030000000")]}

    def test_a_rule_of_the_service_stands_before_those_of_its_group(self, land):
        service = ServiceFactory(group=ServiceGroupFactory())
        Responsibility.objects.create(group=service.group, role="zb", area=land, level="local")
        kreis = Organisation.objects.get(slug="kreis")
        Responsibility.objects.create(service=service, role="zb", area=land, organisation=kreis)
        assert self.duties() == {"Kreis": [("zb", "130000000000")], "Amt": [], "Stadt": []}

    def test_what_has_ended_is_not_written(self, land):
        amt = Organisation.objects.get(slug="amt")
        ResponsibilityFactory(service=ServiceFactory(), organisation=amt, area=land, valid_to=date(2020, 1, 1))
        assert self.duties()["Amt"] == []


class TestPages:
    def test_the_index_and_its_files(self, client: Client):
        ServiceFactory(name="Hund")
        assert client.get("/xzufi/index.txt").content == b""
        xzufi.export()
        answer = client.get("/xzufi/index.txt")
        (name,) = answer.content.decode().splitlines()
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert client.get("/xzufi/index.txt", headers={"If-None-Match": answer["ETag"]}).status_code == 304
        file = client.get(f"/xzufi/{name}")
        assert file["Content-Type"] == "application/xml"
        assert file.streaming
        assert b"Hund" in b"".join(file.streaming_content)
        assert client.get(f"/xzufi/{name}", headers={"If-None-Match": file["ETag"]}).status_code == 304
        assert client.get(f"/xzufi/{name}", headers={"If-Modified-Since": file["Last-Modified"]}).status_code == 304
        ServiceFactory(name="Katze")
        xzufi.export()
        again = client.get("/xzufi/index.txt", headers={"If-None-Match": answer["ETag"]})
        assert again.content.decode().splitlines()[0] == name
        assert len(again.content.splitlines()) == 2

    @pytest.mark.parametrize("name", ["XZUFI0.xml", "..%2f..%2fetc%2fpasswd", "index.html"])
    def test_nothing_else(self, client: Client, name: str):
        assert client.get(f"/xzufi/{name}").status_code == 404

    def test_head(self, client: Client):
        assert client.head("/xzufi/index.txt").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_one_export() -> None:
    """The second waits for the first and finds nothing left to write."""
    ServiceFactory(name="Hund")
    done: list[xzufi.Exported] = []

    def run() -> None:
        try:
            done.append(xzufi.export())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((each.kind, each.written) for each in done) == [("delta", 0), ("full", 1)]
    assert len(files.index()) == 1


def test_odd_characters_survive_the_way_through_the_database(tmp_path: Path) -> None:
    """Stored as people typed it, written, taken over into an empty portal, written again."""
    odd = (
        "a<b>c</b> & \"d\" 'e' ]]> \r\n\t f \u00a0g\u2028h\u0085i \u202ej\ufeffk \x0b\x1f\ufffe 🐕 &lt; &amp;nbsp; "
        "<!-- x --> {{ y }}"
    )
    short = ("name_de", "title_de", "teaser_de", "summary_de", "name_en", "author_de")
    long = ("documents_de", "steps_en", "synonyms_de", "description_de", "silence_de")
    service = ServiceFactory(
        **dict.fromkeys(short, odd[:150]),
        **dict.fromkeys(long, f"{odd}\r\n\r\n {odd}"),
        description_en=f"<h2>{'x'}</h2><p>{odd}</p><table><tr><th>a</th><td>b</td></tr></table>",
        legal_basis=[{"citation": odd, "title": odd, "url": 'https://a.example/?"<>&'}],
        slug="seltsam",
    )
    CostFactory(service=service, kind="free", note_de=odd[:200])
    service.deadlines.create(side="authority", amount=3, unit="month", text_de=odd[:200], citation=odd[:80])
    OrganisationFactory(name=odd[:200], street=odd[:120], access_note=odd[:150], slug="stelle")
    xzufi.export()
    first = listed()
    for model in (Service, Organisation, XzufiObject, XzufiFile):
        model.objects.all().delete()
    done = xzufi.import_files(sorted(into(tmp_path, first).iterdir()), actor=system_user("import"))
    assert done.problems == []
    xzufi.export()
    assert objects(listed()) == objects(first)
