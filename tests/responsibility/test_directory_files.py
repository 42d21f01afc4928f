"""The card, the code, the calendar and the logo of an authority, read by programs that are not ours."""

from datetime import UTC, date, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar, vAdr
from icalendar.parser import Contentlines
from PIL import Image

from portal.accounts.models import User
from portal.errors import NotPermitted, Refusal
from responsibility import actions
from responsibility.rules import bank, ical, opening, vcard
from responsibility.rules.holidays_mv import holidays_in
from tests.factories.responsibility import OrganisationFactory

pytestmark = pytest.mark.django_db

AWKWARD = 'Amt „Müritz“; Haus B, 2. Etage \\ Hof: "Tor 1"\nhinten'


def lines_of(text: str) -> dict[str, tuple[dict, str]]:
    """The lines of a card, unfolded by the parser of another package: name, parameters, value."""
    found = {}
    for line in Contentlines.from_ical(text):
        if line:
            name, parameters, value = line.parts()
            found[f"{name}#{len([key for key in found if key.startswith(f'{name}#')])}"] = (dict(parameters), value)
    return found


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Stadt Güstrow", "FN:Stadt Güstrow"),
        ("Recht, Ordnung; Gewerbe", "FN:Recht\\, Ordnung\\; Gewerbe"),
        ("C:\\Amt", "FN:C:\\\\Amt"),
        ("eins\nzwei", "FN:eins\\nzwei"),
        ("eins\r\nzwei", "FN:eins\\nzwei"),  # nobody can smuggle in a line
    ],
)
def test_escaping(name, written):
    assert f"{written}\r\n" in vcard.write(vcard.Contact(name=name, uid="x"))


@pytest.mark.parametrize("length", [69, 70, 71, 72, 73, 200, 1000])  # around the end of the line
@pytest.mark.parametrize("letter", ["a", "ä", "€", "😀"])  # one to four octets
def test_folding(letter, length):
    text = vcard.fold(f"NOTE:{letter * length}")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").removesuffix("\r\n") == f"NOTE:{letter * length}"


def test_the_card_is_read_by_a_parser(client):
    OrganisationFactory(
        slug="mueritz",
        name=AWKWARD,
        street="Am Markt 1; Hof",
        postcode="17192",
        town="Waren, Müritz",
        phone="03991 17-0",
        post_line="Postfach 1",
        post_town="Waren",
        languages=["de", "pl"],
        latitude=53.5,
        longitude=12.7,
        is_sample=True,
    )
    answer = client.get("/behoerden/mueritz/kontakt.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mueritz.vcf"'
    text = answer.content.decode()
    lines = lines_of(text)
    assert list(lines)[:2] == ["BEGIN#0", "VERSION#0"]
    assert lines["VERSION#0"][1] == "4.0"
    assert lines["FN#0"][1] == AWKWARD
    house = vAdr.from_ical(
        next(line for line in text.replace("\r\n ", "").splitlines() if "PREF=1" in line).split(":", 1)[1]
    )
    assert (house.street, house.locality, house.postal_code) == ("Am Markt 1; Hof", "Waren, Müritz", "17192")
    assert lines["ADR#1"][1].startswith(";;Postfach 1;Waren")
    assert lines["TEL#0"][1] == "tel:+493991170"
    assert [lines["LANG#0"][1], lines["LANG#1"][1]] == ["de", "pl"]
    assert lines["GEO#0"][1] == "geo:53.5,12.7"
    assert "Beispieldaten" in lines["NOTE#0"][1]


def test_the_code_holds_the_card(client):
    OrganisationFactory(slug="guestrow", name="Barlachstadt Güstrow", phone="03843 769-0")
    answer = client.get("/behoerden/guestrow/kontakt.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
    contact = vcard.Contact(
        name="Barlachstadt Güstrow", uid="http://localhost:8000/behoerden/guestrow/", phone="03843 769-0"
    )
    expected = BytesIO()
    segno.make(vcard.write(contact), error="m", encoding="utf-8").save(
        expected, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, nl=False
    )
    assert answer.content == expected.getvalue()


def calendar_of(text: str, exceptions: str = "", first=date(2026, 11, 1), last=date(2027, 2, 28)) -> Calendar:
    office = ical.Office(
        "guestrow.mv.example",
        AWKWARD,
        "Markt 1; Haus B, 18273 Güstrow",
        "https://mv.example/behoerden/guestrow/",
        "geöffnet",
        "geschlossen",
        opening.parse(text),
        opening.parse_exceptions(exceptions),
    )
    stamp = datetime(2026, 11, 24, tzinfo=UTC)
    content = ical.write(office, first=first, last=last, holiday=holidays_in("de"), stamp=stamp)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return Calendar.from_ical(content)


def open_times(calendar: Calendar) -> set[tuple[datetime, datetime]]:
    """What a calendar program shows: each weekly event on all its days, without those that are left out."""
    found = set()
    for event in calendar.walk("VEVENT"):
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        if not isinstance(start, datetime):
            continue
        left_out = {moment.dt for moment in event["exdate"].dts} if "exdate" in event else set()
        last = event["rrule"]["until"][0] if "rrule" in event else start
        number = 0
        while (day := start.date().toordinal() + 7 * number) <= last.astimezone(ical.BERLIN).date().toordinal():
            moment = datetime.combine(date.fromordinal(day), start.time(), ical.BERLIN)
            if moment not in left_out:
                found.add((moment, datetime.combine(moment.date(), end.time(), ical.BERLIN)))
            number += 1
    return found


@pytest.mark.parametrize(
    ("hours", "exceptions"),
    [
        ("Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00", ""),
        (
            "Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00",
            "24.12.2026-31.12.2026 geschlossen Ruhe; 05.01.2027 10:00-11:00",
        ),
        ("Di 08:30-12:00", "03.11.2026 geschlossen"),  # the very first day
        ("Di 08:30-12:00", "01.11.2026-28.02.2027 geschlossen"),  # never
        ("", "04.12.2026 10:00-12:00 Sprechtag"),  # only single days
        ("Sa 10:00-12:00; So 10:00-12:00", ""),  # holidays at the weekend
    ],
)
def test_the_calendar_shows_the_hours_of_every_day(hours, exceptions):
    first, last = date(2026, 11, 1), date(2027, 2, 28)
    expected = {
        tuple(datetime.combine(day, datetime.strptime(moment, "%H:%M").time(), ical.BERLIN) for moment in span)
        for day in (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        for span in opening.hours_on(
            day, opening.parse(hours), opening.parse_exceptions(exceptions), holidays_in("de")
        ).spans
    }
    assert open_times(calendar_of(hours, exceptions, first, last)) == expected


def test_the_calendar_keeps_awkward_words_and_unique_names():
    calendar = calendar_of("Di 08:30-12:00 13:30-18:00", "24.11.2026 geschlossen Umzug, Teil 1; 25.11.2026 09:00-10:00")
    events = calendar.walk("VEVENT")
    assert {str(event["location"]) for event in events} == {"Markt 1; Haus B, 18273 Güstrow"}
    assert f"{AWKWARD}: geschlossen (Umzug, Teil 1)" in {str(event["summary"]) for event in events}
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_the_calendar_of_an_authority(client):
    OrganisationFactory(slug="guestrow", opening_hours=opening.parse("Di 08:30-12:00"))
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False):
        answer = client.get("/behoerden/guestrow/zeiten.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    shown = open_times(Calendar.from_ical(answer.content))
    assert min(shown)[0].date() == date(2026, 1, 6)
    assert max(shown)[0].date() == date(2027, 12, 28)


@pytest.mark.parametrize(
    "file", ["kontakt.vcf", "kontakt.svg", "zeiten.ics", "logo"]
)  # the last two: nothing is known that they could say
def test_what_is_not_there_is_404(client, file):
    assert client.get(f"/behoerden/gibt-es-nicht/{file}").status_code == 404
    OrganisationFactory(slug="leer")
    assert client.get(f"/behoerden/leer/{file}").status_code == (200 if file.startswith("kontakt") else 404)


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(content, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def test_a_logo_is_shown_beside_the_name(client):
    organisation = OrganisationFactory(slug="guestrow")
    actions.set_logo(organisation.pk, picture(), actor=User.objects.create_superuser("redaktion@demo.example"))
    assert 'src="/behoerden/guestrow/logo"' in client.get("/behoerden/guestrow/").content.decode()
    answer = client.get("/behoerden/guestrow/logo")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=3600")


def test_others_and_other_files_are_refused():
    organisation = OrganisationFactory()
    with pytest.raises(NotPermitted):
        actions.set_logo(organisation.pk, picture(), actor=User.objects.create_user("anna@demo.example"))
    pdf = SimpleUploadedFile("logo.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    with pytest.raises(Refusal):
        actions.set_logo(organisation.pk, pdf, actor=User.objects.create_superuser("redaktion@demo.example"))
    organisation.refresh_from_db()
    assert organisation.logo is None


@pytest.mark.parametrize("text", ["DE89370400440532013001", "DE8937040044053201300", "XX00", "", "DE89 3704"])
def test_a_wrong_iban_is_refused(text):
    with pytest.raises(ValueError, match="Diese IBAN stimmt nicht"):
        bank.clean_iban(text)
