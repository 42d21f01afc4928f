"""manage.py import_leika"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content import actions
from content.reference_catalogue import NotACatalogue, read_catalogue
from portal.accounts.actions import system_user


class Command(BaseCommand):
    help = (
        "Nimmt die Namen des LeiKa-Katalogs aus einer CSV-Datei auf (Spalten leika_schluessel, bezeichnung, "
        "ozg_leistung, ozg_lage, ozg_themenfeld, rechtsgrundlage). Sie sind danach zu finden; ihre Seiten sagen, dass "
        "noch niemand sie beschrieben hat. Beschriebene Leistungen behalten ihre Texte. Ein zweiter Lauf ändert nichts."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("csv", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Zählt nur und nimmt alles zurück.")

    def handle(self, *, csv: Path, dry_run: bool, **options) -> str:
        if not csv.is_file():
            raise CommandError(f"{csv} fehlt. Erwartet wird der LeiKa-Katalog als CSV-Datei.")
        try:
            records = read_catalogue(csv)
        except NotACatalogue as error:
            raise CommandError(f"{csv} ist kein LeiKa-Katalog, nichts wurde aufgenommen. {error}") from error
        done = actions.import_catalogue(records, actor=system_user("import"), dry_run=dry_run)
        mark = "Probelauf, nichts geschrieben: " if dry_run else ""
        known = f"{done.same} gleich, {done.described} mit eigener Beschreibung"
        return f"{mark}{done.new} neu, {done.changed} geändert, {known}"
