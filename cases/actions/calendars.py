"""The secret links of calendars: make one, make it anew, take it away."""

from django.db import transaction
from django.http import Http404

from cases.models import CalendarFeed
from cases.models.application import new_secret
from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.queries import organisations_with


@transaction.atomic
def renew_calendar(*, actor: User, organisation_id: int | None) -> CalendarFeed:
    """Make the link, or a new one in its place; the old one stops working."""
    require_work(actor, organisation_id)
    feed, _is_new = CalendarFeed.objects.update_or_create(
        user=actor, organisation_id=organisation_id, defaults={"secret": new_secret()}
    )
    audit.record(actor, "calendar.renewed", feed, organisation=organisation_id)
    return feed


@transaction.atomic
def remove_calendar(*, actor: User, organisation_id: int | None) -> None:
    """The link stops working. Removed already, nothing changes."""
    feed = CalendarFeed.objects.filter(user=actor, organisation_id=organisation_id).first()
    if feed is not None:
        audit.record(actor, "calendar.removed", feed, organisation=organisation_id)
        feed.delete()


def require_work(actor: User, organisation_id: int | None) -> None:
    """An authority whose cases one does not work on does not exist; without any there is no calendar at all."""
    works_for = organisations_with(actor, "work_cases")
    if not (works_for.filter(pk=organisation_id) if organisation_id else works_for).exists():
        raise Http404
