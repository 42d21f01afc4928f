"""manage.py explain_clock"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from cases.queries.clock import ClockPage, clocks_of_case
from cases.queries.reasons import day_words
from cases.rules import references


class Command(BaseCommand):
    help = "Erklärt die Fristen eines Falls: je Verfahren jeden Schritt mit Tag, Ereignis und Paragraph."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="AKTENZEICHEN", help="zum Beispiel MV-4H7K-M92P-A")

    def handle(self, reference: str, **options: Any) -> str:
        written = references.normalise(reference)
        if written is None:
            raise CommandError(f"{reference} ist kein Aktenzeichen. Es sieht so aus: MV-4H7K-M92P-A.")
        with translation.override("de"):
            found = clocks_of_case(written)
            if not found:
                raise CommandError(f"Einen Fall {written} gibt es nicht.")
            return "\n\n".join(explained(page) for page in found)


def explained(page: ClockPage) -> str:
    """One proceeding: heading, steps, what follows."""
    steps = [
        f"  {day_words(step.on)}: {step.text}{f' [Ereignis: {step.event}]' if step.event else ''}"
        f"{f' [{step.law}]' if step.law and step.law not in step.text else ''}"
        for step in page.clock.reasons
    ]
    end = f"Frist bis {day_words(page.clock.due_on)}" if page.clock.due_on else "keine laufende Frist"
    return "\n".join([f"{page.reference} {page.service} ({page.organisation}): {end}", *steps, *_notified(page)])


def _notified(page: ClockPage) -> list[str]:
    row = page.notification
    if row is None:
        return []
    made = f"  {day_words(row.sent_on)}: Bescheid: {row.way_label} [{row.law}]"
    if row.notified_on is None:
        return [f"{made}, abzurufen bis {day_words(row.fetch_until)}."]
    fetched = f", abgerufen am {day_words(row.fetched_on)}" if row.fetched_on else ""
    return [
        f"{made}{fetched}.",
        f"  {day_words(row.notified_on)}: Bescheid bekannt gegeben.",
        f"  {day_words(row.remedy_until)}: letzter Tag für den Widerspruch [§ 70 Abs. 1 VwGO].",
    ]
