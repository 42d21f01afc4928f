"""manage.py load_responsibility"""

from django.core.management.base import BaseCommand

from responsibility import actions, reference


class Command(BaseCommand):
    help = (
        "Lädt Gebiete, Postleitzahlen und Behörden aus responsibility/data. Kann beliebig oft laufen: Unveränderte "
        "Zeilen werden nicht geschrieben, und Behörden, die es schon gibt, bleiben, wie die Redaktion sie pflegt."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Setzt auch vorhandene Behörden auf die Tabelle zurück.",
        )

    def handle(self, *, overwrite: bool, **options) -> str:
        done = actions.import_reference(reference.read(), overwrite=overwrite)
        return "\n".join(f"{what}: {counts}" for what, counts in done.items())
