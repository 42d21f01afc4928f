"""Opening hours in words. `{% load opening %}`"""

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from responsibility.rules import opening

register = template.Library()


@register.filter
def clock(value: str) -> str:
    """08:30 -> 8:30, 12:00 -> 12."""
    hours, minutes = value.split(":")
    return f"{int(hours)}" if minutes == "00" else f"{int(hours)}:{minutes}"


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
    """Whether an office is open, as one sentence without a full stop."""
    if now.is_open:
        return _("Jetzt geöffnet, bis %(time)s Uhr") % {"time": clock(now.until)}
    if now.next_day is None:
        return _("Zurzeit geschlossen")
    return _("Zurzeit geschlossen, öffnet %(day)s um %(time)s Uhr") % {
        "day": day_name(now.next_day),
        "time": clock(now.next_time),
    }


@register.filter
def state_now(hours: dict) -> str:
    """The same, from the hours of an organisation."""
    return state_in_words(opening.open_now(hours, timezone.localtime())) if hours else ""
