"""The screen of the hotline 115: everything a caller asks, in one view."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from content.queries.result_rows import ServiceRow
from content.queries.search import search
from content.queries.service_page import ServicePage, service_page
from portal.accounts.models import User
from portal.place import Place
from responsibility.queries import PlaceAnswer, ResolvedOrganisation, organisations_with, read_line
from responsibility.queries.areas import areas_by_id, municipality_of_today
from responsibility.rules import opening
from responsibility.rules.holidays_mv import holidays_in

ANSWER_CALLS = "answer_calls"
MOST_RESULTS = 8


@dataclass(frozen=True)
class Contact:
    """The authority to name or to connect to, and whether somebody is there now."""

    organisation: ResolvedOrganisation
    open_now: opening.OpenNow


@dataclass(frozen=True)
class CallPage:
    """The answer to one line. `place_answer` says why a typed place is not clear; `zb` and `ea` need a clear one."""

    subject: str = ""
    place: Place | None = None
    place_answer: PlaceAnswer | None = None
    rows: tuple[ServiceRow, ...] = ()
    is_unsure: bool = False
    corrected: str = ""
    answer: ServicePage | None = None
    zb: Contact | None = None
    ea: Contact | None = None


def answers_calls(user: User | AnonymousUser) -> bool:
    """An agent of the 115. Queries: 1."""
    return user.is_authenticated and organisations_with(user, ANSWER_CALLS).exists()


def call_page(line: str, *, ars: str = "", slug: str = "", now: datetime) -> CallPage:
    """What to tell the caller. `ars`: the place of the call so far; a place in the line replaces it.

    `slug`: the result that was chosen; else the best one is answered. Queries: at most 16, however many results.
    """
    subject, typed = read_line(line)
    place_answer = typed or (place_by_key(ars) if ars else None)
    only = place_answer.only if place_answer else None
    place = Place(only.ars, only.short_name) if only else None
    found = search(subject, limit=MOST_RESULTS, place=place) if subject else None
    rows = tuple(found.rows) if found else ()
    chosen = slug if slug else (rows[0].slug if rows else "")
    answer = service_page(chosen, place, on=now.date()) if chosen else None
    resolved = answer.resolved if answer else None
    return CallPage(
        subject=subject,
        place=place,
        place_answer=place_answer,
        rows=rows,
        is_unsure=bool(found and found.is_unsure),
        corrected=found.corrected if found else "",
        answer=answer,
        zb=contact(resolved.zb, now) if resolved else None,
        ea=contact(resolved.ea, now) if resolved else None,
    )


def place_by_key(ars: str) -> PlaceAnswer | None:
    """The place kept in the address of the page. Queries: 2, and 1 a merger."""
    area = municipality_of_today(ars)
    return PlaceAnswer("one", areas_by_id([area.pk])) if area else None


def contact(organisation: ResolvedOrganisation | None, now: datetime) -> Contact | None:
    if organisation is None:
        return None
    state = opening.open_now(
        organisation.opening_hours, now, organisation.opening_exceptions, holidays_in(get_language())
    )
    return Contact(organisation, state)
