"""What editors change in the directory."""

from django.db import transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.models import Organisation, Responsibility


@transaction.atomic
def save_organisation(organisation: Organisation, *, actor: User, changed: list[str]) -> None:
    """Keep what an editor changed in the directory, and who it was."""
    organisation.save()
    audit.record(actor, "organisation.saved", organisation, fields=changed)


@transaction.atomic
def save_responsibility(rule: Responsibility, *, actor: User, changed: list[str]) -> None:
    """Keep what an editor changed about who is responsible, and who it was."""
    rule.save()
    audit.record(actor, "responsibility.saved", rule, fields=changed)
