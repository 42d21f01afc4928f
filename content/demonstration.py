"""What the editors of the demonstration find on their desks: drafts in different states, in three offices."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import actions
from content.actions import snapshots as writing
from content.actions import teamwork
from content.models import Editorial, EditorialOffice, LifeSituation, Service, ServiceSupplement, Version, VersionStatus
from content.queries import snapshots
from content.queries.editorial import open_version
from portal.accounts.models import User
from responsibility.models import Area, Organisation

CITY, CHAMBER = "guestrow", "ihk-rostock"
GUESTROW = "130720043043"
# The chamber keeps what it decides itself
OF_CHAMBER = ("bewachung-unterrichtung", "finanzanlagenvermittler")


def set_up_offices(people: Mapping[str, User]) -> None:
    """Two services go to the chamber; in Güstrow a second person approves. Done before, nothing changes."""
    city, chamber = Organisation.objects.get(slug=CITY), Organisation.objects.get(slug=CHAMBER)
    for service in Service.objects.filter(slug__in=OF_CHAMBER, owner=None):
        actions.hand_over(Service, service.pk, chamber, actor=people["redaktion"])
    if not EditorialOffice.objects.filter(organisation=city).exists():
        actions.save_office(EditorialOffice(organisation=city, four_eyes=True), actor=people["redaktion"])


def create_drafts(people: Mapping[str, User]) -> int:
    """Something to review, something given back, something planned, something begun; if nothing was ever begun."""
    if Version.objects.exclude(status__in=(VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)).exists():
        return 0
    rieke, dörte, frauke, jonas = (people[name] for name in ("redaktion", "ihk", "stadt", "pruefung"))
    dog = ServiceSupplement.objects.get(service__slug="hundesteuer-anmeldung", area__ars=GUESTROW)
    submitted(dog, frauke, "Öffnungszeiten des Steueramts", notes_de=dog.notes_de + "\nDienstags ist bis 18 Uhr offen.")
    market = own_supplement("sperrmuell", frauke)
    given_back(market, frauke, jonas)
    trade = Service.objects.get(slug="gewerbeanmeldung")
    drafted(trade, rieke, teaser_de="Melden Sie Ihr Gewerbe an, bevor Sie beginnen.")
    course = Service.objects.get(slug=OF_CHAMBER[0])
    planned(course, dörte, timezone.now() + timedelta(days=7))
    submitted(Service.objects.get(slug=OF_CHAMBER[1]), dörte, "Kürzer gesagt", teaser_de="Vor dem ersten Kunden nötig.")
    drafted(LifeSituation.objects.get(slug="unternehmen-gruenden"), rieke, teaser_de="Von der Idee bis zur Eröffnung")
    talk(trade, dog, rieke, dörte, frauke)
    return 6


def talk(trade: Service, dog: ServiceSupplement, rieke: User, dörte: User, frauke: User) -> None:
    """Three offices talk about two texts, and two tasks are open."""
    kind, today = "service", timezone.localdate()
    asked = f"@{dörte} und @{frauke}: Passt der neue Teaser für die Kammern und die Städte?"
    teamwork.comment(kind, trade.pk, actor=rieke, body=asked)
    teamwork.comment(
        kind, trade.pk, actor=dörte, body=f"@{rieke}, für uns ja. Bei Vereinen fragen viele noch einmal nach."
    )
    teamwork.assign(
        kind,
        trade.pk,
        actor=rieke,
        title="Gebühr für Güstrow bestätigen",
        assignee=frauke.pk,
        due_on=today + timedelta(days=5),
    )
    teamwork.comment("servicesupplement", dog.pk, actor=frauke, body=f"@{rieke}, gilt dienstags landesweit?")
    teamwork.assign(
        "servicesupplement", dog.pk, actor=frauke, title="Satzung verlinken", assignee=rieke.pk, due_on=today
    )


@transaction.atomic
def drafted(text: Editorial, author: User, **fields: Any) -> Version:
    """What the form does with these fields."""
    opened = open_version(text)
    before = opened.data if opened else snapshots.take(text)
    data = before | {"fields": before["fields"] | fields}
    version = actions.keep_draft(text, data, actor=author, before=before)
    if version is None:
        raise ValueError(f"Nothing differs in {text}")
    return version


def submitted(text: Editorial, author: User, note: str, **fields: Any) -> Version:
    version = drafted(text, author, **fields)
    return actions.submit_for_review(version.pk, saves=version.saves, actor=author, note=note)


def planned(text: Editorial, author: User, at: Any) -> Version:
    version = drafted(
        text, author, publish_at=at.isoformat(), notes_de="Die nächsten Termine stehen auf der Seite der IHK."
    )
    return actions.publish(version.pk, saves=version.saves, actor=author)


@transaction.atomic
def own_supplement(slug: str, author: User) -> ServiceSupplement:
    """A supplement that was never public."""
    city, area = Organisation.objects.get(slug=CITY), Area.objects.get(ars=GUESTROW)
    service = Service.objects.get(slug=slug)
    text = ServiceSupplement.objects.create(service=service, area=area, owner=city, notes_de="Beispiel.")
    empty = {"fields": {}, "links": {}, "parts": {}}
    actions.keep_draft(text, snapshots.take(text), actor=author, before=empty)
    return text


def given_back(text: ServiceSupplement, author: User, reviewer: User) -> None:
    sentence = "Beispiel für eine örtliche Ergänzung: Den Termin nennt Ihnen der Bauhof."
    version = submitted(text, author, "", notes_de=sentence)
    writing.apply(text, version.data)
    actions.reject(version.pk, saves=version.saves, actor=reviewer, reason="Bitte auch die Telefonnummer nennen.")
