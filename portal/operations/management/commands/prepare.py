from django.core.management.base import BaseCommand

from portal.operations.preparation import prepare


class Command(BaseCommand):
    help = (
        "Makes a database ready for this version of the portal: migrations, static files, reference data, and with "
        "PORTAL_DEMO the demonstration data. Does only what is missing and is safe to repeat."
    )
    requires_system_checks = []

    def handle(self, **options) -> str:
        prepare(self.stdout.write)
        return "Die Datenbank ist bereit."
