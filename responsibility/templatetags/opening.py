"""Authorities and their opening hours in words. `{% load opening %}`"""

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from responsibility.models import Area, Organisation
from responsibility.rules import opening

register = template.Library()


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
    if now.next_day is None:
        return ""
    if now.next_is_today:
        return _("öffnet heute um %(time)s Uhr") % {"time": clock(now.next_time)}
    return _("öffnet %(day)s um %(time)s Uhr") % {"day": day_name(now.next_day), "time": clock(now.next_time)}


@register.filter
def state_now(hours: dict) -> str:
    """Both in one line, from the hours of an organisation."""
    if not hours:
        return ""
    now = opening.open_now(hours, timezone.localtime())
    return ", ".join(filter(None, (state_in_words(now), change_in_words(now))))


@register.filter
def kind_in_words(organisation: Organisation) -> str:
    """What an authority is. A local one says which of the three it is; needs its area."""
    if organisation.kind != Organisation.Kind.LOCAL or organisation.area is None:
        return organisation.get_kind_display()
    if organisation.area.kind == Area.Kind.AMT:
        return _("Amt")
    return _("Kreisfreie Stadt") if len(organisation.area.path) == 2 else _("Amtsfreie Gemeinde")
