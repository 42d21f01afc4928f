"""manage.py check_responsibilities"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from responsibility import actions
from responsibility.models import Role
from responsibility.queries.checks import CheckResult, Finding, check_all

KINDS = {"gap": "Lücke", "conflict": "Widerspruch"}
MOST_LINES = 40


class Command(BaseCommand):
    help = (
        "Prüft jede veröffentlichte Leistung in jeder Gemeinde und Rolle: beantwortet, Lücke (niemand zuständig) oder "
        "Widerspruch (mehrere zuständig). Der volle Lauf wird für die Redaktion gespeichert. Endet mit 1, wenn es "
        "Widersprüche gibt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--service", default="", help="Nur diese Leistung: LeiKa-Schlüssel oder Nummer.")
        parser.add_argument("--on", type=date.fromisoformat, help="Stichtag, zum Beispiel 2027-01-01; sonst heute.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Alle Befunde als JSON.")

    def handle(self, *, service: str, on: date | None, as_json: bool, **options) -> None:
        day = on or timezone.localdate()
        result = check_all(on=day, service=service) if service else actions.run_check(on=day)[1]
        if service and not result.services:
            raise CommandError(f"Eine veröffentlichte Leistung „{service}“ gibt es nicht.")
        self.stdout.write(json.dumps(as_data(result), ensure_ascii=False) if as_json else "\n".join(table(result)))
        if result.conflicts:
            raise CommandError(f"{result.conflicts} Widersprüche", returncode=1)


def as_data(result: CheckResult) -> dict:
    return {
        "as_of": result.as_of.isoformat(),
        "services": result.services,
        "municipalities": result.municipalities,
        "resolved": result.resolved,
        "gaps": result.gaps,
        "conflicts": result.conflicts,
        "findings": [actions.finding_data(finding) for finding in result.findings],
    }


def table(result: CheckResult) -> Iterator[str]:
    """What is wrong, the first of it with examples, and the counts."""
    for finding in result.findings[:MOST_LINES]:
        yield line(finding)
    if len(result.findings) > MOST_LINES:
        yield f"… und {len(result.findings) - MOST_LINES} weitere Befunde (alle mit --json)"
    yield (
        f"Stand {result.as_of:%d.%m.%Y}: {result.services} Leistungen in {result.municipalities} Gemeinden, "
        f"{result.resolved} beantwortet, {result.gaps} Lücken, {result.conflicts} Widersprüche"
    )


def line(finding: Finding) -> str:
    examples = ", ".join(place.name for place in finding.examples)
    more = " …" if finding.count > len(finding.examples) else ""
    return (
        f"{KINDS[finding.kind]:<11}  {Role(finding.role).label:<30}  {finding.count:>5}  "
        f"{finding.service.name} ({finding.service.key or finding.service.id}): {examples}{more}"
    )
