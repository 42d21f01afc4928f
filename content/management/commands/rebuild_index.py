"""manage.py rebuild_index"""

import time

from django.core.management.base import BaseCommand

from content import actions, meaning


class Command(BaseCommand):
    help = (
        "Schreibt den Suchindex aller veröffentlichten Leistungen neu, auch ihren Sinn. Bis alles fertig ist, "
        "antwortet die Suche aus dem alten Index."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--afresh", action="store_true", help="Berechnet auch den Sinn unveränderter Texte neu.")

    def handle(self, *, afresh: bool, **options) -> str:
        begin = time.monotonic()
        count = actions.rebuild_index(afresh=afresh)
        mode = "nach Wörtern und Sinn" if meaning.available() else "nur nach Wörtern"
        return f"{count} Leistungen, {mode}, in {time.monotonic() - begin:.1f} Sekunden"
