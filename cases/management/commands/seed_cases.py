"""manage.py seed_cases"""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cases.models import Case, ProcessSettings
from cases.seeding import load, world
from responsibility.models import Area


class Command(BaseCommand):
    help = (
        "Erfindet Fälle zum Messen und Ausprobieren: in allen Gemeinden, bei den wirklich zuständigen Stellen, in "
        "allen Ständen, mit Ereignissen, Fristen, Nachforderungen und Entscheidungen. Ohne Dokumente und ohne "
        "Protokoll: das Protokoll sagt, was jemand getan hat, und hier hat niemand etwas getan. Schreibt an den "
        "Aktionen vorbei und sperrt solange die Tabellen; nicht auf einer Datenbank mit echten Fällen (--force "
        "erzwingt es). Braucht in PostgreSQL das Recht, session_replication_role zu setzen (die eingebettete "
        "Datenbank hat es)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="ANZAHL", help="zum Beispiel 1000000")
        parser.add_argument("--seed", type=int, default=1, help="dieselbe Zahl erfindet am selben Tag dieselben Fälle")
        parser.add_argument("--force", action="store_true", help="auch neben echten Fällen")

    def handle(self, number: int, *, seed: int, force: bool, **options: Any) -> str:
        self.refuse(number, force=force)
        begin = time.monotonic()
        load.seed(number, seed_value=seed, say=self.stdout.write)
        return f"{number} Fälle in {time.monotonic() - begin:.0f} s."

    def refuse(self, number: int, *, force: bool) -> None:
        if not 1 <= number <= 10_000_000:
            raise CommandError(f"{number}: Erwartet wird eine Anzahl von 1 bis 10000000.")
        if not settings.DEMO and not force and world.made_up().count() < Case.objects.count():
            raise CommandError("In dieser Datenbank sind echte Fälle. Erfundene daneben nur mit --force.")
        if not ProcessSettings.objects.filter(form__isnull=False).exists() or not Area.objects.exists():
            raise CommandError("Es fehlen Abläufe und Gebiete. Führen Sie zuerst „manage.py prepare“ aus.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
            if not cursor.fetchone()[0]:
                raise CommandError("Diesem Datenbankbenutzer fehlt: GRANT SET ON PARAMETER session_replication_role.")
