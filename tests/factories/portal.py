"""People, and the work a worker would do."""

import factory
from celery import current_app
from django.utils import timezone

from portal.accounts.models import User
from portal.outbox.models import Entry

PASSWORD = "drei-worte-genug"


class UserFactory(factory.django.DjangoModelFactory):
    """Anna unless told otherwise: a person with an account and no role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = "Anna Petersen"
    password = factory.django.Password(PASSWORD)


def run_outbox() -> int:
    """Do all work that is due, as a worker would; the first failure fails the test. Returns how much was done."""
    current_app.loader.import_default_modules()
    done = 0
    while entry := Entry.objects.filter(status="waiting", next_attempt_at__lte=timezone.now()).order_by("pk").first():
        current_app.tasks[entry.task].run(entry.pk)
        entry.refresh_from_db()
        assert entry.status == Entry.Status.DONE, f"{entry.task}: {entry.last_error}"
        done += 1
    return done
