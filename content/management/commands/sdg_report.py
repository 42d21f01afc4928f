"""manage.py sdg_report"""

import calendar
import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.queries.statistics import MonthRow, month_report

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Command(BaseCommand):
    help = (
        "Schreibt die Zahlen eines Monats für das einheitliche digitale Zugangstor (Verordnung (EU) 2018/1724, "
        "Artikel 24 und 25) als CSV: Aufrufe je Seite, Land und Gerät, dazu die Rückmeldungen. Zahlen unter fünf "
        "bleiben leer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", required=True, metavar="JJJJ-MM", help="zum Beispiel 2026-11")
        parser.add_argument("--output", type=Path, metavar="DATEI", help="sonst auf die Standardausgabe")

    def handle(self, *, month: str, output: Path | None, **options: Any) -> str | None:
        found = MONTH.fullmatch(month)
        if not found:
            raise CommandError(f"--month {month}: Schreiben Sie den Monat so: 2026-11.")
        year, number = int(found[1]), int(found[2])
        rows = month_report(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))
        if output is None:
            self.write(self.stdout, rows)
            return None
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                self.write(file, rows)
        except OSError as error:
            raise CommandError(f"{output} lässt sich nicht schreiben: {error.strerror}.") from error
        return f"{len(rows)} Zeilen in {output}"

    def write(self, file: Any, rows: list[MonthRow]) -> None:
        writer = csv.writer(file)
        writer.writerow(MonthRow._fields)
        writer.writerows(["" if value is None else value for value in row] for row in rows)
