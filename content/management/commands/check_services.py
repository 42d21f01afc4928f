"""manage.py check_services"""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from content.queries import ServiceReport, completeness

SIGNS = {"green": "grün", "yellow": "gelb", "red": "rot"}


class Command(BaseCommand):
    help = (
        "Prüft jede veröffentlichte Leistung in jeder Sprache auf die Angaben nach Art. 9 und 10 der Verordnung (EU) "
        "2018/1724. Rot: Angaben zum Verfahren fehlen. Gelb: nur Urheber, Stand oder Sprache fehlt. Ändert nichts."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="Alle Ergebnisse als JSON, auch die grünen.")

    def handle(self, *args: Any, **options: Any) -> str:
        reports = completeness()
        counts = Counter(found.report.light for found in reports)
        if options["json"]:
            services = [as_json(found) for found in reports]
            return json.dumps({"counts": counts, "services": services}, ensure_ascii=False, indent=1)
        lines = [as_line(found) for found in reports if found.report.missing]
        total = ", ".join(f"{counts[light]} {sign}" for light, sign in SIGNS.items())
        return "\n".join([*lines, f"{len(reports)} Texte geprüft: {total}"])


def as_json(found: ServiceReport) -> dict[str, Any]:
    return {
        "service": found.slug,
        "language": found.language,
        "light": found.report.light,
        "missing": [rule.key for rule in found.report.missing],
    }


def as_line(found: ServiceReport) -> str:
    labels = ", ".join(f"{rule.label} (Art. {rule.article})" for rule in found.report.missing)
    return f"{SIGNS[found.report.light]}: {found.slug} [{found.language}] – es fehlt: {labels}"
