"""Steps that are the same for the EA's part of a case and for a proceeding."""

from django.http import Http404
from django.utils.translation import gettext as _

from cases.actions.locking import lock_case, lock_proceeding, owner_of, require
from cases.models import Case, Proceeding
from cases.queries.rights import Access
from portal.accounts.models import User
from portal.errors import NotPermitted
from responsibility.models import Organisation


def lock_subject(case_id: int, proceeding_id: int | None) -> Case | Proceeding:
    """The EA's part of the case, or one of its proceedings; locked."""
    if proceeding_id is None:
        return lock_case(case_id)
    proceeding = lock_proceeding(proceeding_id)
    if proceeding.case_id != case_id:
        raise Http404
    return proceeding


def case_of(subject: Case | Proceeding) -> Case:
    return subject if isinstance(subject, Case) else subject.case


def office_of(subject: Case | Proceeding) -> Organisation | None:
    return subject.ea if isinstance(subject, Case) else subject.organisation


def require_keeper(actor: User, subject: Case | Proceeding, verb: str) -> Access:
    """Owner or head; a guest is neither."""
    access = require(actor, subject, verb)
    if not access.works or (owner_of(subject) != actor and not access.leads):
        raise NotPermitted(
            _("Das darf nur, wer den Vorgang bearbeitet, oder die Leitung."),
            _("Übernehmen Sie die Bearbeitung zuerst, oder bitten Sie Ihre Leitung."),
        )
    return access
