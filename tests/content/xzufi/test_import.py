"""manage.py import_xzufi: what is taken over, what stays, and what is reported."""

from datetime import timedelta
from html import escape
from pathlib import Path

import pytest
from django.utils import timezone

from content.models import Service, ServiceSupplement, Status, Version, XzufiAgency, XzufiObject
from content.queries import search
from content.rules.xzufi import codes
from portal.audit.models import Record
from responsibility.models import Organisation, Responsibility
from tests.content.xzufi.exchange import HEAD, command, hints, message, service
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
FULL = """<x:idSekundaer>alt-7</x:idSekundaer>
<x:modulText><x:leikaTextmodul><code>05</code></x:leikaTextmodul>
<x:inhalt languageCode="de-DE">Für jeden Hund.</x:inhalt>
<x:inhalt languageCode="en">For every dog.</x:inhalt><x:inhalt languageCode="pl">Dla psa.</x:inhalt></x:modulText>
<x:modulText><x:leikaTextmodul><code>08</code></x:leikaTextmodul><x:inhalt
languageCode="de">&lt;p&gt;Ausweis&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;b&gt;Chip&lt;/b&gt;&lt;/li&gt;&lt;/ul&gt;</x:inhalt>
<x:weiterfuehrenderLink><x:languageCode>de</x:languageCode><x:uri>https://hund.example/</x:uri>
<x:titel>Mehr</x:titel>
</x:weiterfuehrenderLink></x:modulText>
<x:modulText><x:leikaTextmodul><code>07</code></x:leikaTextmodul>
<x:inhalt languageCode="de">§ 1 HundeVO</x:inhalt></x:modulText>
<x:modulText><x:leikaTextmodul><code>15</code></x:leikaTextmodul>
<x:inhalt languageCode="de">Siehe auch.</x:inhalt></x:modulText>
<x:modulFrist><x:frist><x:typ><code>001</code></x:typ><x:fristauswahl><x:fristDauer><x:dauer>2</x:dauer>
<x:einheit>WOCHE</x:einheit></x:fristDauer></x:fristauswahl></x:frist></x:modulFrist>
<x:modulKosten><x:kosten><x:kostenauswahl><x:kostenVariabel>
<x:betragUntergrenze currencyCode="EUR">20</x:betragUntergrenze>
</x:kostenVariabel></x:kostenauswahl></x:kosten></x:modulKosten>
<x:modulBearbeitungsdauer><x:bearbeitungsdauer><x:fristauswahl><x:fristDauer><x:dauer>4</x:dauer>
<x:einheit><code>WOCHE</code></x:einheit></x:fristDauer></x:fristauswahl></x:bearbeitungsdauer></x:modulBearbeitungsdauer>
<x:typisierung><code>4b</code></x:typisierung>
<x:leistungsadressat><code>001</code></x:leistungsadressat>
<x:kategorie><x:id>K7</x:id><x:bezeichnung languageCode="de">tierhaltung</x:bezeichnung></x:kategorie>
<x:gueltigkeitGebietID
schemeID="urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:ags">13072043</x:gueltigkeitGebietID>
<x:gueltigkeitGebietID>99</x:gueltigkeitGebietID>
<x:hund><x:rasse>Dackel</x:rasse></x:hund>
"""
# Three lines of the head, four of the service, then all of FULL up to it
LINE_OF_HUND = 3 + 4 + FULL[: FULL.index("<x:hund>")].count("\n") + 1
ORGANISATION = """<x:schreibe><x:organisationseinheit><x:id schemeAgencyID="fremd">O1</x:id>
<x:name><x:name languageCode="de">Amt Musterland</x:name></x:name>
<x:anschrift><x:typ><code>001</code></x:typ><x:strasse>Am Markt</x:strasse><x:hausnummer>3 a</x:hausnummer>
<x:postleitzahl>18273</x:postleitzahl><x:ort>Güstrow</x:ort></x:anschrift>
<x:erreichbarkeit><x:kanal><code>02</code></x:kanal><x:kennung>03843 1</x:kennung></x:erreichbarkeit>
<x:zustaendigkeit><x:leistungID schemeAgencyID="fremd">{service}</x:leistungID>
<x:gebietID>{area}</x:gebietID></x:zustaendigkeit>
</x:organisationseinheit></x:schreibe>"""
ONLINE = """<x:schreibe><x:onlinedienst><x:id schemeAgencyID="fremd">D1</x:id>
<x:bezeichnung languageCode="de">Hund online</x:bezeichnung><x:link languageCode="de"><x:typ><code>01</code></x:typ>
<x:link>https://hund.example/antrag</x:link></x:link>
<x:zustaendigkeit><x:leistungID schemeAgencyID="{agency}">{service}</x:leistungID></x:zustaendigkeit>
</x:onlinedienst></x:schreibe>"""
SUPPLEMENT = """<x:schreibe><x:spezialisierung><x:id schemeAgencyID="fremd">S1</x:id>
<x:leistungID schemeAgencyID="fremd">1</x:leistungID>{areas}
<x:modulText><x:leikaTextmodul><code>16</code></x:leikaTextmodul>
<x:inhalt languageCode="de">{text}</x:inhalt></x:modulText>
</x:spezialisierung></x:schreibe>"""


def deletion(klass: str, number: str) -> str:
    return f"<x:loesche klasse='{klass}'><x:id schemeAgencyID='fremd'>{number}</x:id></x:loesche>"


class TestOneService:
    def test_all_that_can_be_kept_is_and_the_rest_is_named(self, take):
        area = AreaFactory(ars="130720043043", ags="13072043")
        LifeSituationFactory(name="Tierhaltung", slug="tiere")
        done = take(service("1", inside=FULL))
        hund = Service.objects.get()
        assert (hund.name_de, hund.title_de, hund.slug) == ("Hund anmelden", "Hund anmelden", "hund-anmelden")
        assert (hund.summary_de, hund.summary_en) == ("Für jeden Hund.", "For every dog.")
        assert hund.documents_de == "Ausweis\nChip\nMehr: https://hund.example/"
        assert hund.notes_de == "Siehe auch."
        assert hund.legal_basis == [{"citation": "§ 1 HundeVO", "title": "", "url": ""}]
        assert [(d.side, d.amount, d.unit) for d in hund.deadlines.all()] == [("applicant", 2, "week")]
        assert [(c.kind, c.note_de) for c in hund.costs.all()] == [("law", "ab 20.00 EUR")]
        assert (hund.duration_de, hund.audience, hund.fee_de) == ("4 Wochen", "citizen", "nach Gebührenordnung")
        assert list(hund.areas.all()) == [area]
        assert [row.slug for row in hund.life_situations.all()] == ["tiere"]
        assert (hund.status, hund.owner, hund.leika_key) == (Status.PUBLISHED, None, None)
        named = {(path, text.split(";")[0].split(".")[0]) for _line, path, text in hints(done)}
        assert named == {
            ("leistung/idSekundaer", "Das Portal kennt diese Angabe nicht"),
            ("inhalt", "Das Portal führt keine Texte in der Sprache „pl“"),
            ("frist", "Die Art der Frist „001“ ist nicht bekannt"),
            ("leistung/typisierung", "Das Portal kennt diese Angabe nicht"),
            ("leistung", "Das Gebiet 990000000000 gibt es im Portal nicht"),
            ("leistung/hund", "Das Portal kennt diese Angabe nicht"),
        }
        assert {line for line, path, _text in hints(done) if path == "leistung/hund"} == {LINE_OF_HUND}

    def test_it_is_found_and_has_a_version(self, take):
        take(service("1"))
        assert [row.name for row in search("Hund").rows] == ["Hund anmelden"]
        version = Version.objects.get()
        assert (version.status, version.number, str(version.saved_by)) == ("published", 1, "Das Portal")

    def test_as_draft_nobody_sees_it(self, take):
        take(service("1"), as_draft=True)
        assert Service.objects.get().status == Status.DRAFT
        assert search("Hund").rows == []
        take(service("1", name="Hunde anmelden"))
        assert (Service.objects.get().status, Service.objects.get().name_de) == (Status.DRAFT, "Hunde anmelden")

    def test_one_that_begins_later_waits_as_draft(self, take):
        begin = (timezone.now() + timedelta(days=3)).date().isoformat()
        done = take(service("1", inside=f"<x:gueltigkeit><x:beginn>{begin}</x:beginn></x:gueltigkeit>"))
        assert Service.objects.get().status == Status.DRAFT
        assert "gilt erst ab" in hints(done)[0][2]

    def test_a_long_text_is_cut_and_named(self, take):
        done = take(service("1", name="Hund " * 60))
        assert Service.objects.get().name_de.endswith("Hund …")
        assert len(Service.objects.get().name_de) <= 250
        assert any("250 Zeichen" in text for _line, _path, text in hints(done))

    def test_hostile_marks_are_words(self, take):
        bad = escape("<p>Bis <b>März</b><script>alert(1)</script><a href='javascript:x'>da</a></p>")
        inside = (
            f"<x:modulText><x:leikaTextmodul><code>06</code></x:leikaTextmodul><x:inhalt>{bad}</x:inhalt></x:modulText>"
        )
        take(service("1", inside=inside))
        assert Service.objects.get().description_de == "<p>Bis <strong>März</strong>da</p>"

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "data:text/html,x", "ftp://a", "https://a b", "//a", ""]
    )
    def test_no_page_links_to_anything_but_the_web(self, take, address: str):
        link = f"<x:weiterfuehrenderLink><x:uri>{address}</x:uri><x:titel>da</x:titel></x:weiterfuehrenderLink>"
        item = escape(f'<ul><li><a href="{address}"><cite>§ 1</cite></a> Titel</li></ul>')
        number = "<x:leikaTextmodul><code>{}</code></x:leikaTextmodul>"
        law = f"<x:modulText>{number.format('07')}<x:inhalt>{item}</x:inhalt>{link}</x:modulText>"
        form = f"<x:modulText>{number.format('14')}{link}</x:modulText>"
        web = f"<x:internetadresse><x:uri>{address}</x:uri></x:internetadresse>"
        mail = "<x:erreichbarkeit><x:kanal><code>01</code></x:kanal><x:kennung>x&lt;y</x:kennung></x:erreichbarkeit>"
        amt = ORGANISATION.format(service="1", area=AreaFactory().ars)
        done = take(
            service("1", inside=law + form), amt.replace("<x:zustaendigkeit>", f"{web}{mail}<x:zustaendigkeit>")
        )
        hund = Service.objects.get()
        assert hund.legal_basis == [{"citation": "§ 1", "title": "Titel", "url": ""}]
        assert not hund.form_links.exists()
        assert (Organisation.objects.get().web, Organisation.objects.get().email) == ("", "")
        assert len(done.problems) == (5 if address else 3)

    def test_codes_that_nobody_knows_stay_out(self, take):
        lists = (("informationsbereichSDG", codes.SDG_ANNEX), ("klassifizierung", codes.SDG_PROCEDURE))
        inside = "".join(f'<x:{tag} listURI="{uri}"><code>viel zu lang</code></x:{tag}>' for tag, uri in lists)
        done = take(service("1", inside=inside))
        assert (Service.objects.get().sdg_area, Service.objects.get().sdg_procedure) == ("", "")
        assert {path for _line, path, _text in hints(done)} == {f"leistung/{tag}" for tag, _uri in lists}


class TestTwice:
    def test_the_same_changes_nothing(self, take):
        AreaFactory(ars="130720043043", ags="13072043")
        take(service("1", inside=FULL))
        before = Version.objects.count(), Service.objects.get().updated_on
        done = take(service("1", inside=FULL))
        assert dict(done.counts["leistung"]) == {"gleich": 1}
        assert done.differences == []
        assert (Version.objects.count(), Service.objects.get().updated_on) == before

    def test_a_change_is_shown_and_written_and_nothing_else(self, take):
        take(service("1", inside=FULL), service("2", name="Katze"))
        changed = FULL.replace(">20<", ">30<").replace("For every dog.", "")
        done = take(service("1", name="Hunde anmelden", inside=changed), service("2", name="Katze"), dry_run=True)
        assert done.differences == [
            "geändert      Leistung „Hund anmelden“",
            "    Amtlicher Name [de]: „Hund anmelden“ -> „Hunde anmelden“",
            "    Überschrift [de]: „Hund anmelden“ -> „Hunde anmelden“",
            "    Kurztext [en]: „For every dog.“ -> –",
            "    Kosten: „law, EUR, ab 20.00 EUR“ -> „law, EUR, ab 30.00 EUR“",
        ]
        assert Service.objects.get(slug="hund-anmelden").name_de == "Hund anmelden"
        take(service("1", name="Hunde anmelden", inside=changed), service("2", name="Katze"))
        hund = Service.objects.get(slug="hund-anmelden")
        assert (hund.name_de, hund.summary_en, hund.costs.get().note_de) == ("Hunde anmelden", "", "ab 30.00 EUR")
        assert Version.objects.filter(object_id=hund.pk).count() == 2
        assert Version.objects.count() == 3
        assert [row.name for row in search("Hunde").rows] == ["Hunde anmelden"]

    def test_the_same_object_twice_in_a_file_counts_as_it_comes_last(self, take):
        take(service("1", name="Hund"), service("1", name="Katze"))
        assert Service.objects.get().name_de == "Katze"

    def test_the_same_number_of_two_agencies_is_two_services(self, take):
        take(service("1"), service("1", agency="andere"))
        assert Service.objects.count() == 2
        assert set(Service.objects.values_list("slug", flat=True)) == {"hund-anmelden", "hund-anmelden-2"}

    def test_dry_run_writes_nothing(self, tmp_path: Path, take):
        path = tmp_path / "a.xml"
        path.write_text(message(service("1", inside=FULL)))
        said = command(path, "--dry-run").splitlines()
        assert said[0] == "neu           Leistung „Hund anmelden“"
        assert said[-2:] == ["Leistung: 1 neu", "Probelauf, nichts geschrieben"]
        assert any(line.startswith(f"a.xml: Zeile {LINE_OF_HUND} (leistung/hund): Das Portal kennt") for line in said)
        assert not Service.objects.exists()
        assert not XzufiObject.objects.exists()
        assert not Record.objects.filter(verb="xzufi.imported").exists()


class TestWhose:
    def test_owner_by_the_table_of_agencies(self, take):
        amt, kammer = OrganisationFactory(), OrganisationFactory()
        XzufiAgency.objects.create(agency="fremd", owner=amt)
        take(service("1"), service("2", agency="neu"), owner=kammer)
        owners = dict(Service.objects.values_list("pk", "owner"))
        assert list(owners.values()) == [amt.pk, kammer.pk]
        assert XzufiAgency.objects.get(agency="neu").owner == kammer

    def test_a_later_change_of_owner_stays(self, take):
        take(service("1"))
        amt = OrganisationFactory()
        Service.objects.update(owner=amt)
        take(service("1", name="Hunde"))
        assert (Service.objects.get().owner, Service.objects.get().name_de) == (amt, "Hunde")

    def test_our_own_texts_are_never_overwritten(self, take, settings):
        """Not even by a file that bears our own number."""
        from content.actions import xzufi  # noqa: PLC0415

        own = ServiceFactory(name="Unser Text", leika_key="99102013104000")
        xzufi.export()
        number = XzufiObject.objects.get(kind="leistung", row_id=own.pk).external_id
        agency = settings.XZUFI_AGENCY
        done = take(service(number, name="Gefälscht", agency=agency), ONLINE.format(service=number, agency=agency))
        assert dict(done.counts["leistung"]) == {"bleibt": 1}
        own.refresh_from_db()
        assert (own.name_de, own.online_url) == ("Unser Text", "")
        assert "eigene Redaktion" in hints(done)[0][2]
        done = take(f"<x:loesche klasse='Leistung'><x:id schemeAgencyID='{agency}'>{number}</x:id></x:loesche>")
        own.refresh_from_db()
        assert own.status == Status.PUBLISHED
        assert dict(done.counts["leistung"]) == {"bleibt": 1}

    def test_a_known_key_of_the_catalogue_makes_no_second_service(self, take):
        ServiceFactory(name="Hundesteuer", leika_key="99102013104000")
        leika = "<x:referenzLeiKa><code>99102013104000</code></x:referenzLeiKa>"
        done = take(service("1", inside=leika))
        assert Service.objects.count() == 1
        assert "gibt es schon „Hundesteuer“" in hints(done)[0][2]

    def test_an_entry_of_the_catalogue_gets_its_text(self, take):
        bare = ServiceFactory(name="Hundesteuer", slug="hundesteuer", summary="", leika_key="99102013104000")
        leika = "<x:referenzLeiKa><code>99102013104000</code></x:referenzLeiKa>"
        done = take(service("1", inside=leika + FULL))
        bare.refresh_from_db()
        assert (bare.name_de, bare.slug, bare.summary_de) == ("Hund anmelden", "hundesteuer", "Für jeden Hund.")
        assert dict(done.counts["leistung"]) == {"neu": 1}
        assert dict(take(service("1", inside=leika + FULL)).counts["leistung"]) == {"gleich": 1}
        take(service("1", name="Hunde", inside=leika + FULL))
        assert Service.objects.get().name_de == "Hunde"

    def test_who_imported_what_is_logged(self, take):
        take(service("1"))
        record = Record.objects.get(verb="xzufi.imported")
        assert (record.subject, record.detail["leistung"]) == ("xzufi:fremd", {"neu": 1})


class TestRelated:
    def test_services_that_come_later_are_linked_too(self, take):
        related = '<x:idLeistungImKontext schemeAgencyID="fremd">2</x:idLeistungImKontext>'
        unknown = '<x:idLeistungImKontext schemeAgencyID="fremd">9</x:idLeistungImKontext>'
        done = take(service("1", inside=related + unknown), service("2", name="Katze"))
        assert [row.name_de for row in Service.objects.get(name_de="Hund anmelden").related.all()] == ["Katze"]
        assert [text for _line, _path, text in hints(done)] == [
            "Die Leistung „9“, auf die verwiesen wird, gibt es nicht; der Verweis wird nicht übernommen."
        ]
        take(service("1"), service("2", name="Katze"))
        assert not Service.objects.get(name_de="Katze").related.exists()


class TestOthers:
    def test_authority_with_responsibility(self, take):
        area = AreaFactory()
        done = take(ORGANISATION.format(service="1", area=area.ars), service("1"))
        amt = Organisation.objects.get()
        assert (amt.name, amt.kind, amt.street, amt.town, amt.phone) == (
            "Amt Musterland",
            "local",
            "Am Markt 3 a",
            "Güstrow",
            "03843 1",
        )
        rule = Responsibility.objects.get()
        assert (rule.organisation, rule.area, rule.role, rule.service) == (amt, area, "zb", Service.objects.get())
        assert done.problems == []

    def test_a_responsibility_that_is_gone_ends(self, take):
        area, other = AreaFactory(), AreaFactory()
        take(service("1"), ORGANISATION.format(service="1", area=area.ars))
        done = take(ORGANISATION.format(service="1", area=other.ars))
        rules = {rule.area: rule.valid_to for rule in Responsibility.objects.all()}
        assert rules == {area: timezone.localdate() - timedelta(days=1), other: None}
        assert dict(done.counts["organisationseinheit"]) == {"gleich": 1}

    def test_rules_of_our_directory_stay(self, take):
        area = AreaFactory()
        amt = OrganisationFactory(name="Amt Musterland", phone="1")
        take(service("1"))
        own = Responsibility.objects.create(service=Service.objects.get(), area=area, organisation=amt, role="ea")
        done = take(ORGANISATION.format(service="1", area=area.ars))
        amt.refresh_from_db()
        assert amt.phone == "1"
        assert "Verzeichnis selbst" in hints(done)[0][2]
        assert Responsibility.objects.filter(pk=own.pk, valid_to=None).exists()
        assert Organisation.objects.count() == 1

    def test_nobody_becomes_responsible_for_our_services(self, take, settings):
        area, own = AreaFactory(), ServiceFactory()
        XzufiObject.objects.create(kind="leistung", agency="fremd", external_id="7", row_id=own.pk, is_ours=True)
        done = take(ORGANISATION.format(service="7", area=area.ars))
        assert not Responsibility.objects.exists()
        assert "eigenen Redaktion" in hints(done)[0][2]

    def test_online_service(self, take):
        take(service("1"), ONLINE.format(service="1", agency="fremd"))
        hund = Service.objects.get()
        assert (hund.online_url, hund.online_name_de) == ("https://hund.example/antrag", "Hund online")
        take(deletion("Onlinedienst", "D1"))
        hund.refresh_from_db()
        assert hund.online_url == ""

    def test_supplements_one_an_area(self, take):
        first, second = AreaFactory(), AreaFactory()
        both = f"<x:gebietID>{first.ars}</x:gebietID><x:gebietID>{second.ars}</x:gebietID>"
        take(SUPPLEMENT.format(areas=both, text="Nur mit Marke"), service("1"))
        rows = ServiceSupplement.objects.all()
        assert {(row.area, row.notes_de, row.status) for row in rows} == {
            (first, "Nur mit Marke", Status.PUBLISHED),
            (second, "Nur mit Marke", Status.PUBLISHED),
        }
        done = take(SUPPLEMENT.format(areas=both, text="Ohne Marke"))
        assert dict(done.counts["spezialisierung"]) == {"geändert": 2}
        assert set(ServiceSupplement.objects.values_list("notes_de", flat=True)) == {"Ohne Marke"}
        take(deletion("LeistungSpezialisierung", "S1"))
        assert set(ServiceSupplement.objects.values_list("status", flat=True)) == {Status.EXPIRED}


class TestDeleted:
    def test_a_service_goes_off_the_pages_and_comes_back(self, take):
        take(service("1"))
        done = take(deletion("Leistung", "1"))
        assert Service.objects.get().status == Status.EXPIRED
        assert search("Hund").rows == []
        assert dict(done.counts["leistung"]) == {"zurückgezogen": 1}
        assert take(deletion("Leistung", "1")).counts == {}
        take(service("1"))
        assert Service.objects.get().status == Status.PUBLISHED
        assert len(search("Hund").rows) == 1

    def test_an_authority_goes_or_ends(self, take):
        area = AreaFactory()
        take(service("1"), ORGANISATION.format(service="1", area=area.ars))
        Service.objects.update(owner=Organisation.objects.get())  # something still points to it
        done = take(deletion("Organisationseinheit", "O1"))
        assert Responsibility.objects.get().valid_to == timezone.localdate() - timedelta(days=1)
        assert "noch gebraucht" in hints(done)[0][2]
        assert Organisation.objects.exists()

    def test_an_unknown_object_is_no_matter(self, take):
        assert take(deletion("Leistung", "77")).counts == {}


class TestCommand:
    def test_a_folder_in_the_order_of_its_index(self, tmp_path: Path, take):
        (tmp_path / "b.xml").write_text(message(service("1", name="Erst")))
        (tmp_path / "a.xml").write_text(message(service("1", name="Dann")))
        (tmp_path / "index.txt").write_text("b.xml\na.xml\n")
        assert command(tmp_path) == "Leistung: 1 geändert, 1 neu"
        assert Service.objects.get().name_de == "Dann"

    def test_the_same_hint_is_named_once_with_its_first_lines(self, tmp_path: Path, take):
        path = tmp_path / "a.xml"
        path.write_text(message(*(service(str(n), inside="<x:hund/>") for n in range(5))))
        assert command(path).splitlines() == [
            "a.xml: Zeilen 8, 13, 18 und 2 weitere (leistung/hund): "
            "Das Portal kennt diese Angabe nicht; sie wird nicht übernommen.",
            "Leistung: 5 neu",
        ]

    def test_elements_that_nobody_knows_are_named(self, tmp_path: Path, take):
        path = tmp_path / "a.xml"
        extra = "<x:schreibe><x:gebiet/></x:schreibe><x:frage/><y:z xmlns:y='urn:y'/>"
        path.write_text(HEAD + extra + "</x:nachricht>")
        said = command(path, "--draft").splitlines()
        assert [line.split(": ")[1] for line in said[:3]] == [
            "Zeile 4 (gebiet)",
            "Zeile 4 (frage)",
            "Zeile 4 ({urn:y}z)",
        ]
        assert said[3] == "Keine Objekte."
