"""manage.py load_forms: publish the forms that come with the portal."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from forms.actions import DefinitionRefused, publish

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = (
        "Veröffentlicht die mitgelieferten Formulare aus forms/data. Eine neue Version entsteht nur, "
        "wenn sich der Aufbau geändert hat; laufende Anträge behalten ihre Version."
    )

    def handle(self, **options) -> str:
        new = same = 0
        for path in sorted(DATA.glob("*.json")):
            try:
                published = publish(path.stem, json.loads(path.read_text(encoding="utf-8")))
            except json.JSONDecodeError as error:
                raise CommandError(f"{path.name} ist kein JSON: {error}") from None
            except DefinitionRefused as refusal:
                faults = "\n".join(f"  {fault}" for fault in refusal.faults)
                raise CommandError(f"{path.name} hat Fehler:\n{faults}") from None
            new, same = new + published.is_new, same + (not published.is_new)
        return f"Formulare: {new} neu veröffentlicht, {same} gleich"
