"""The access log. One INSERT and no lock, so that nobody waits for it and it holds nobody up."""

from django.utils import timezone

from cases.models import Reading
from cases.queries.reader import Reader
from portal.accounts.models import User


def record_reading(reader: Reader, *, person: User, purpose: str, what: str = Reading.What.CASE) -> None:
    """Somebody has this case before their eyes. Whether they may, the query of the page has said."""
    now = timezone.now()
    Reading.objects.create(
        case_id=reader.case_id,
        person_id=person.pk,
        organisation_id=reader.organisation_id,
        what=what,
        role=reader.role,
        purpose=purpose,
        on=timezone.localdate(now),
        at=now,
    )
