"""manage.py deadline"""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from cases.clocks import is_workday
from cases.queries.reasons import day_words, sentence
from cases.rules.deadlines import Clock, ClockEvent, Law, clock
from cases.rules.periods import Span

PERIOD = re.compile(r"[0-9]{1,3}[dwm]")
# The Land and the law of the EA begin here; beyond the last day nobody knows the holidays
FIRST_DAY, FIRST_EA_DAY, LAST_DAY = date(1990, 10, 3), date(2009, 12, 28), date(2199, 12, 31)
# On which day the extension was told is not asked here
NOT_ASKED = ("extended",)
ROWS = (
    ("received_ea", "Eingang beim Einheitlichen Ansprechpartner"),
    ("deemed_received_zb", "gilt bei der Behörde als eingegangen"),
    ("complete_since", "Unterlagen vollständig"),
    ("due_on", "Ende der Frist"),
    ("extended_due_on", "Ende der verlängerten Frist"),
)


class Command(BaseCommand):
    help = (
        "Berechnet eine Entscheidungsfrist ohne Fall und ohne Datenbank: Eingang, vollständig, Ende, verlängertes "
        "Ende, jeder Schritt mit Begründung. Tage stehen als JJJJ-MM-TT. --complete ist der Tag, an dem die letzte "
        "Unterlage dort einging, wo auch der Antrag einging; beim Einheitlichen Ansprechpartner gilt für sie "
        "ebenfalls der dritte Tag danach. Eine Pause zählt mit ihrem ersten und letzten Tag."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--received-ea", metavar="TAG", help="Eingang beim Einheitlichen Ansprechpartner")
        parser.add_argument("--received-zb", metavar="TAG", help="Eingang direkt bei der zuständigen Behörde")
        parser.add_argument("--complete", metavar="TAG", help="Eingang der letzten Unterlage; sonst war alles dabei")
        parser.add_argument("--period", metavar="3m|8w|30d", help="Dauer der Frist")
        parser.add_argument("--extension", metavar="1m", help="Verlängerung, rechtzeitig mitgeteilt")
        parser.add_argument("--pause", metavar="VON..BIS", action="append", default=[], help="mehrmals möglich")
        parser.add_argument("--json", action="store_true", help="als JSON statt als Tabelle")

    def handle(self, **options: Any) -> str:
        law = Law(read_period("--period", options["period"]))
        with translation.override("de"):
            found = answer(clock(read_events(options), law, is_workday=is_workday))
        if options["json"]:
            return json.dumps(found, ensure_ascii=False, indent=2)
        width = max(len(label) for _key, label in ROWS)
        rows = [f"{label:<{width}}  {found[key] or '-'}" for key, label in ROWS]
        return "\n".join([*rows, "", *found["explanation"]])


def answer(found: Clock) -> dict[str, Any]:
    """The clock as plain values, each step a sentence. What went straight to the ZB counts as received on that day."""
    found = replace(found, deemed_received_zb=found.deemed_received_zb or found.received_zb)
    days = {key: day.isoformat() if (day := getattr(found, key)) else None for key, _label in ROWS}
    steps = [step for step in found.explanation if step.code not in NOT_ASKED]
    return days | {"explanation": [f"{day_words(step.on)}: {sentence(step)}" for step in steps]}


def read_events(options: dict[str, Any]) -> list[ClockEvent]:
    """What happened, as the events a case would have."""
    given = [name for name in ("received_ea", "received_zb") if options[name]]
    if len(given) != 1:
        raise CommandError("Nennen Sie den Tag des Eingangs: entweder --received-ea oder --received-zb.")
    via_ea = given == ["received_ea"]
    received = read_day(f"--received-{'ea' if via_ea else 'zb'}", options[given[0]])
    if via_ea and received < FIRST_EA_DAY:
        raise CommandError(f"Den Einheitlichen Ansprechpartner gibt es seit dem {FIRST_EA_DAY}, nicht am {received}.")
    events = [ClockEvent("received_ea" if via_ea else "delivered", received)]
    if options["complete"]:
        complete = read_day("--complete", options["complete"])
        if complete < received:
            raise CommandError(f"--complete {complete} liegt vor dem Eingang am {received}.")
        events += [ClockEvent("completion_requested", received), ClockEvent("completion_answered", complete)]
    if options["extension"]:
        events.append(ClockEvent("extended", received, period=read_period("--extension", options["extension"])))
    for text in options["pause"]:
        pause = read_pause(text)
        events += [ClockEvent("paused", pause.first), ClockEvent("resumed", pause.last)]
    return events


def read_day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{name} {text}: Das ist kein Tag. Schreiben Sie ihn so: 2026-01-23.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CommandError(f"{name} {text}: Der Tag muss zwischen dem {FIRST_DAY} und dem {LAST_DAY} liegen.")
    return day


def read_period(name: str, text: str | None) -> str:
    if not text:
        raise CommandError(f"Nennen Sie die Dauer der Frist, zum Beispiel {name} 3m, {name} 8w oder {name} 30d.")
    if not PERIOD.fullmatch(text) or int(text[:-1]) == 0:
        raise CommandError(
            f"{name} {text}: Schreiben Sie eine Zahl von 1 bis 999 mit d (Tage), w (Wochen) oder m (Monate)."
        )
    return text


def read_pause(text: str) -> Span:
    first, dots, last = text.partition("..")
    if not dots:
        raise CommandError(f"--pause {text}: Schreiben Sie den ersten und den letzten Tag so: 2026-02-01..2026-02-14.")
    pause = Span(read_day("--pause", first), read_day("--pause", last))
    if pause.last < pause.first:
        raise CommandError(f"--pause {text}: Die Pause endet, bevor sie beginnt.")
    return pause
