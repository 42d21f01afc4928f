"""manage.py load_cases"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases import demonstration
from content import demonstration as content_demonstration
from content.models import Service
from forms.models import Form
from responsibility.models import Organisation


class Command(BaseCommand):
    help = (
        "Richtet die Vorführung ein: Abläufe, Vorführkonten und einige Fälle. Nur mit PORTAL_DEMO=1, denn die "
        "Kennwörter stehen im README. Vorher: load_responsibility, load_content, load_forms. Beliebig wiederholbar."
    )

    def handle(self, **options) -> str:
        if not settings.DEMO:
            raise CommandError("Vorführkonten gibt es nur mit PORTAL_DEMO=1.")
        wanted = len(demonstration.PROCESSES)
        self._require("load_content", Service.objects.filter(slug__in=demonstration.PROCESSES).count(), wanted)
        self._require("load_forms", Form.objects.count(), wanted)
        self._require("load_responsibility", Organisation.objects.filter(slug=demonstration.EA).count(), 1)
        processes = demonstration.set_up_processes()
        people = demonstration.set_up_people()
        cases = demonstration.create_cases(people)
        content_demonstration.set_up_offices(people)
        drafts = content_demonstration.create_drafts(people)
        return (
            f"Abläufe: {processes} neu. Vorführkonten: {len(people) + 1}. Fälle: {cases} neu. Entwürfe: {drafts} neu."
        )

    def _require(self, command: str, found: int, expected: int) -> None:
        if found < expected:
            raise CommandError(f"Es fehlen Daten. Führen Sie zuerst „manage.py {command}“ aus.")
