"""Authorities and their opening hours in words. `{% load opening %}`"""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from responsibility.models import Area, Organisation
from responsibility.queries import ResolvedOrganisation
from responsibility.queries.organisations import AccessRow
from responsibility.rules import opening, vcard
from responsibility.rules.holidays_mv import holidays_in

register = template.Library()

DAYS_OF_A_WEEK = 7
# Each fact about a building: how it reads when it is true, and when it is not
ACCESS_WORDS = {
    "step_free": (gettext_lazy("Zugang ohne Stufen"), gettext_lazy("Stufen am Eingang")),
    "lift": (gettext_lazy("Aufzug vorhanden"), gettext_lazy("Kein Aufzug")),
    "accessible_toilet": (gettext_lazy("WC für Rollstuhl vorhanden"), gettext_lazy("Kein WC für Rollstuhl")),
    "accessible_parking": (
        gettext_lazy("Parkplatz für Menschen mit Behinderung vorhanden"),
        gettext_lazy("Kein Parkplatz für Menschen mit Behinderung"),
    ),
    "hearing_loop": (gettext_lazy("Höranlage vorhanden"), gettext_lazy("Keine Höranlage")),
}


@register.filter
def clock(value: str) -> str:
    """08:30 -> 8:30; 12:00 -> 12 in German, where "Uhr" follows."""
    hours, minutes = value.split(":")
    return f"{int(hours)}" if minutes == "00" and get_language() == "de" else f"{int(hours)}:{minutes}"


@register.filter
def spans_in_words(spans: list[list[str]]) -> str:
    """[["08:30", "12:00"]] -> "8:30 bis 12 Uhr"."""
    words = [_("%(start)s bis %(end)s Uhr") % {"start": clock(start), "end": clock(end)} for start, end in spans]
    return ", ".join(words) if words else _("geschlossen")


@register.filter
def day_name(day: int) -> str:
    return str(WEEKDAYS[day])


@register.filter
def state_in_words(now: opening.OpenNow) -> str:
    """Whether an office is open, in two or three words."""
    return _("Jetzt geöffnet") if now.is_open else _("Zurzeit geschlossen")


@register.filter
def change_in_words(now: opening.OpenNow) -> str:
    """Until when an office is open, or when it opens next."""
    if now.is_open:
        return _("bis %(time)s Uhr") % {"time": clock(now.until)}
    if now.next_on is None:
        return ""
    time, ahead = clock(now.next_time), (now.next_on - now.today).days
    if ahead == 0:
        return _("öffnet heute um %(time)s Uhr") % {"time": time}
    if ahead < DAYS_OF_A_WEEK:
        return _("öffnet %(day)s um %(time)s Uhr") % {"day": day_name(now.next_on.weekday()), "time": time}
    return _("öffnet wieder am %(day)s um %(time)s Uhr") % {"day": day_in_words(now.next_on), "time": time}


def day_in_words(day: date) -> str:
    """The day and the month, with the weekday: a change is never a year away."""
    return f"{day_name(day.weekday())}, {date_format(day, 'MONTH_DAY_FORMAT')}"


@register.filter
def days_in_words(change: opening.Change) -> str:
    """One day, or the first and the last of several."""
    if change.first == change.last:
        return day_in_words(change.first)
    days = {"first": day_in_words(change.first), "last": day_in_words(change.last)}
    return _("%(first)s bis %(last)s") % days


@register.filter
def state_now(hours: dict, changes: list[opening.OpeningException] | str = "") -> str:
    """Both in one line, from the hours of an organisation and the days that differ."""
    if not hours:
        return ""
    now = opening.open_now(hours, timezone.localtime(), changes or [], holidays_in(get_language()))
    return ", ".join(filter(None, (state_in_words(now), change_in_words(now))))


@register.filter
def office_now(office: ResolvedOrganisation | None) -> str:
    """The same for a responsible organisation; nothing where there is none."""
    return state_now(office.opening_hours, office.opening_exceptions) if office else ""


@register.filter
def access_in_words(row: AccessRow) -> str:
    """A fact about the building as a sentence would say it."""
    return str(ACCESS_WORDS[row.key][0 if row.is_there else 1])


@register.filter
def tel(number: str) -> str:
    """The address of a telephone number."""
    return vcard.tel(number)


@register.filter
def kind_in_words(organisation: Organisation) -> str:
    """What an authority is. A local one says which of the three it is; needs its area."""
    if organisation.kind != Organisation.Kind.LOCAL or organisation.area is None:
        return organisation.get_kind_display()
    if organisation.area.kind == Area.Kind.AMT:
        return _("Amt")
    return _("Kreisfreie Stadt") if len(organisation.area.path) == 2 else _("Amtsfreie Gemeinde")
