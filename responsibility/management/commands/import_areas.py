"""manage.py import_areas"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.actions import system_user
from responsibility import actions
from responsibility.register import RegisterUnreadable, read_register, read_successors
from responsibility.rules.register import successor_of


class Command(BaseCommand):
    help = (
        "Übernimmt das amtliche Gemeindeverzeichnis GV100AD (Textdatei des Statistischen Bundesamts) für "
        "Mecklenburg-Vorpommern in einer Transaktion. Nichts geht verloren: Gebiete, die nicht mehr darin stehen, "
        "bekommen ein Ende und den Nachfolger aus der Tabelle --successors; fehlt einer, wird nichts geschrieben. "
        "Behörden und Zuständigkeiten bleiben, wie sie sind. Kann beliebig oft laufen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="GV100AD_TTMMJJJJ.txt")
        parser.add_argument(
            "--successors",
            type=Path,
            help="Tabelle alt;neu;ab (AGS oder ARS, erster Tag oder leer). Ein leeres „neu“ beendet ein Gebiet ohne "
            "Nachfolger, zum Beispiel ein aufgeteiltes Amt.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Nur zeigen, was sich ändert; nichts schreiben.")

    def handle(self, *, source: Path, successors: Path | None, dry_run: bool, **options) -> str:
        for path in filter(None, (source, successors)):
            if not path.is_file():
                raise CommandError(f"{path} fehlt.")
        try:
            register = read_register(source)
            table = read_successors(successors) if successors else {}
            done = actions.import_register(register, table, actor=system_user("import"), dry_run=dry_run)
        except (RegisterUnreadable, actions.RegisterRefused) as error:
            raise CommandError(str(error)) from error
        return "\n".join(report(done, dry_run=dry_run))


def report(done: actions.RegisterImport, *, dry_run: bool) -> Iterator[str]:
    """The difference for people, and the counts at the end."""
    found = done.difference
    yield f"Gemeindeverzeichnis vom {done.as_of:%d.%m.%Y}"
    for area in found.new:
        yield f"  neu           {area.label}"
    for before, after in found.renamed:
        yield f"  umbenannt     {before.label} -> {after.name}"
    for before, after in found.moved:
        yield f"  umgegliedert  {before.label}: {before.ars} -> {after.ars}"
    for area in found.gone:
        successor = successor_of(area, done.successors)
        yield f"  aufgelöst     {area.label} -> {successor.key or 'ohne Nachfolger'}"
    if done.stranded:
        yield f"Diese Behörden gehören zu aufgelösten Gebieten, bitte prüfen: {', '.join(done.stranded)}"
    yield (
        f"{len(found.new)} neu, {len(found.renamed)} umbenannt, {len(found.moved)} umgegliedert, "
        f"{len(found.gone)} aufgelöst, {len(found.recounted)} mit neuer Einwohnerzahl, {found.same} gleich"
        + (" (Probelauf, nichts geschrieben)" if dry_run else "")
    )
