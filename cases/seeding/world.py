"""What the statements start from: places, authorities, officers, deadlines. All of it from the portal's own rules."""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from cases.clocks import is_workday
from cases.models import Case, ProcessSettings
from cases.rules import references
from cases.rules.deadlines import ClockEvent, Law, clock
from forms.queries import published_version
from portal.accounts.models import User
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation
from responsibility.queries import resolve_many

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
# Four years
DAYS = 1460
OFFICERS = 2
# A case takes one of three courses: complete at once, completed at the EA's request, extended by the authority
COURSES = ("complete", "completed", "extended")
EXTENSION = "1m"
# How long after submission: forwarded, asked, answered; for a completed one and for the others
FORWARDED = {"complete": 2, "completed": 9, "extended": 2}
ASKED_AFTER, ANSWERED_AFTER, EXTENDED_AFTER = 1, 8, 14


class Way(NamedTuple):
    """A service applied for at a place: who gets it, and the second proceeding that comes along, if any."""

    area_id: int
    service_id: int
    form_version_id: int
    ea_id: int | None
    zb_id: int
    companion_id: int | None
    companion_zb_id: int | None
    weight: int


def ways() -> Iterator[Way]:
    """Every service with an online application at every municipality, by population. Queries: 1 a municipality."""
    processes = list(
        ProcessSettings.objects.filter(form__versions__published_at__isnull=False)
        .select_related("service", "form")
        .prefetch_related("companions__process")
        .distinct()
        .order_by("pk")
    )
    companions = {process.pk: companion_of(process) for process in processes}
    versions = {process.pk: published_version(process.form_id).pk for process in processes}
    services = {process.service_id for process in processes} | {key for key in companions.values() if key}
    today = timezone.localdate()
    for area in Area.objects.filter(kind="gemeinde", successor=None).order_by("pk").only("pk", "population"):
        found = resolve_many(services, area.pk, on=today)
        for process in processes:
            answer, second = found[process.service_id], companions[process.pk]
            via_ea = process.service.via_ea
            if answer.status != "resolved" or (via_ea and answer.ea is None):
                continue
            goes_along = second is not None and found[second].status == "resolved"
            yield Way(
                area.pk,
                process.service_id,
                versions[process.pk],
                answer.ea.id if via_ea else None,
                answer.zb.id,
                second if goes_along else None,
                found[second].zb.id if goes_along else None,
                area.population or 500,
            )


def companion_of(process: ProcessSettings) -> int | None:
    """The first service that can be applied for together with this one and waits for nothing."""
    keys = [service.pk for service in process.companions.all() if service.process.after_id is None]
    return min(keys, default=None)


def dues(today: date) -> Iterator[tuple[int, bool, str, date, date | None]]:
    """Service, whether through the EA, course and day of submission -> end of the period, as the clock reckons it."""
    for process in ProcessSettings.objects.exclude(decision_period="").select_related("service"):
        law = Law(process.decision_period, period_law=process.period_law, deemed_law=process.deemed_approval_law)
        for via_ea in (True, False):
            for course in COURSES:
                for days in range(-1, DAYS + 2):
                    day = today - timedelta(days=days)
                    ends_on = clock(events(day, course, via_ea=via_ea), law, is_workday=is_workday).ends_on
                    yield process.service_id, via_ea, course, day, ends_on


def events(day: date, course: str, *, via_ea: bool) -> list[ClockEvent]:
    """What happens to a case that was submitted on this day, as far as its clock listens."""
    found = [ClockEvent("received_ea" if via_ea else "delivered", day)]
    if via_ea and course == "completed":
        found.append(ClockEvent("completion_requested", day + timedelta(days=ASKED_AFTER)))
        found.append(ClockEvent("completion_answered", day + timedelta(days=ANSWERED_AFTER)))
    if via_ea:
        found.append(ClockEvent("delivered", day + timedelta(days=FORWARDED[course])))
    if course == "extended":
        found.append(ClockEvent("extended", day + timedelta(days=EXTENDED_AFTER), period=EXTENSION))
    return found


def officers(organisations: Iterable[int], random: Random) -> Iterator[tuple[int, int, int]]:
    """Two people for each authority, who cannot log in: (authority, which of them, person). Made once."""
    for organisation in Organisation.objects.filter(pk__in=set(organisations)).order_by("pk"):
        for number in range(OFFICERS):
            person, _is_new = User.objects.get_or_create(
                email=f"sb{number + 1}.{organisation.slug}@seed.invalid",
                defaults={
                    "name": f"{random.choice(WORDS['first_names'])} {random.choice(WORDS['surnames'])}",
                    "password": "!",
                },
            )
            if not person.groups.exists():
                grant_role(person, organisation, "caseworker")
            yield organisation.pk, number, person.pk


def made_up() -> QuerySet[Case]:
    """The cases this command has made; their secret says so."""
    return Case.objects.filter(secret__startswith="seed-")  # noqa: S106 - no password


def new_references(number: int, random: Random) -> list[str]:
    """So many references that no case has yet."""
    taken = set(Case.objects.values_list("reference", flat=True).iterator())
    found: list[str] = []
    while len(found) < number:
        reference = references.new_reference(random)
        if reference not in taken:
            taken.add(reference)
            found.append(reference)
    return found


def fill(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Make a table for this transaction and copy the rows into it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", text)
        cursor.execute(f"ANALYZE {table}")
