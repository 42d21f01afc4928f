import sys

from django.core.management.base import BaseCommand

from portal.operations.processes import CannotStart
from portal.operations.running import Portal


class Command(BaseCommand):
    help = (
        "Starts the portal and stays in the foreground: database and broker (unless DATABASE_URL and REDIS_URL name "
        "others), web, worker and beat. Ctrl-C ends all of it."
    )
    requires_system_checks = []

    def handle(self, **options) -> None:
        try:
            Portal().run()
        except CannotStart as reason:
            sys.exit(str(reason))
