from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import Record
from portal.audit.queries import broken_checkpoints, broken_links


class Command(BaseCommand):
    help = (
        "Prüft die Ketten des Protokolls und seine Siegel. Nennt je Kette die erste beschädigte Stelle und endet "
        "dann mit 1. Mit --subject wird nur diese eine Kette geprüft, ohne die Siegel."
    )

    def add_arguments(self, parser):
        parser.add_argument("--subject", help="Modell und Schlüssel, zum Beispiel cases.case:17")

    def handle(self, *, subject: str | None, **options) -> str:
        records = Record.objects.filter(subject=subject) if subject else Record.objects.all()
        count = records.count()
        if subject and not count:
            raise CommandError(f"Zu {subject} gibt es keinen Eintrag. Erwartet wird zum Beispiel cases.case:17.")
        broken = self._report(broken_links(subject))
        if not subject:
            broken += self._report(broken_checkpoints())
        if broken:
            raise CommandError(f"{count} Einträge geprüft, {broken} beschädigte Stellen.")
        return f"{count} Einträge geprüft, alles unversehrt."

    def _report(self, links) -> int:
        number_of_links = 0
        for link in links:
            self.stderr.write(f"{link.subject}, Nummer {link.number}: {link.reason}")
            number_of_links += 1
        return number_of_links
