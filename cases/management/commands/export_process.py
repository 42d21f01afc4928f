"""manage.py export_process"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from cases.queries.process import picture, process_of
from cases.rules.bpmn import as_xml


class Command(BaseCommand):
    help = (
        "Schreibt den Ablauf einer Leistung als BPMN 2.0 (XML mit Diagramm), gezeichnet aus der Übergangstabelle und "
        "den Einstellungen der Leistung. Öffnen lässt es sich in jedem BPMN-Programm, zum Beispiel bpmn-js."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("leika_key", metavar="SCHLÜSSEL", help="LeiKa-Schlüssel, zum Beispiel 99025002005000")
        parser.add_argument("--output", metavar="DATEI", type=Path, help="in diese Datei statt auf den Bildschirm")

    def handle(self, leika_key: str, output: Path | None = None, **options: Any) -> str:
        settings = process_of(leika_key)
        if settings is None:
            raise CommandError(f"Für die Leistung {leika_key} ist kein Ablauf eingerichtet. Erwartet: 14 Ziffern.")
        with translation.override("de"):
            xml = as_xml(picture(settings))
        if output is None:
            return xml
        if not output.parent.is_dir():
            raise CommandError(f"Das Verzeichnis {output.parent} gibt es nicht.")
        output.write_text(xml, encoding="utf-8")
        return f"{output} geschrieben."
