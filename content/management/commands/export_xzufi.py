"""manage.py export_xzufi"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from content.actions import xzufi
from content.queries.xzufi import files


class Command(BaseCommand):
    help = (
        "Schreibt die veröffentlichten Leistungen, Ergänzungen, Online-Dienste und Behörden als XZuFi-2.2-Dateien für "
        "den Portalverbund (/xzufi/index.txt). Ohne Angabe das, was fällig ist: beim ersten Mal und nach "
        "50 Änderungsdateien alles, sonst nur, was sich geändert hat. Kann beliebig oft laufen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--full", action="store_true", help="Alles schreiben.")
        which.add_argument("--delta", action="store_true", help="Nur schreiben, was sich seit dem letzten Mal änderte.")

        which.add_argument("--first", action="store_true", help="Nur schreiben, wenn noch keine Datei bereitliegt.")

    def handle(self, *, full: bool, delta: bool, first: bool, **options) -> str | None:
        if first and files.index():
            return None
        done = xzufi.export(full=True if full else False if delta else None)
        kind = "vollständig" if done.kind == "full" else "Änderungen"
        return f"{kind}: {done.files} Dateien, {done.written} geschrieben, {done.deleted} gelöscht"
