"""manage.py load_content"""

from django.core.management.base import BaseCommand, CommandError

from content import actions, reference
from responsibility.models import Area


class Command(BaseCommand):
    help = (
        "Lädt Lebenslagen, Leistungen und Zuständigkeiten aus content/data. Was es schon gibt, bleibt, wie die "
        "Redaktion es pflegt. Vorher: manage.py load_responsibility."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="Setzt auch vorhandene Texte zurück.")

    def handle(self, *, overwrite: bool, **options) -> str:
        if not Area.objects.exists():
            raise CommandError("Es gibt noch keine Gebiete. Führen Sie zuerst „manage.py load_responsibility“ aus.")
        done = actions.load_texts(reference.read(), overwrite=overwrite)
        return "\n".join(f"{what}: {counts}" for what, counts in done.items())
