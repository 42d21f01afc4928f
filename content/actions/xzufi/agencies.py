"""Who delivers, and whose editors keep it."""

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import XzufiAgency
from content.queries import editorial
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted


@transaction.atomic
def save_agency(agency: XzufiAgency, *, actor: User) -> None:
    """Assign an agency to editors; texts that are there already keep theirs."""
    if not editorial.edits_everything(actor):
        raise NotPermitted(_("Zulieferer ordnet nur die Redaktion des Landes zu."))
    agency.save()
    audit.record(actor, "xzufiagency.saved", agency, owner=agency.owner_id)
