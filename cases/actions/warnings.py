"""Telling the offices that a deadline is near: 14, 7 and 2 days before its end."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.actions import mails
from cases.actions.guest_mails import heads_of
from cases.models import Proceeding
from cases.rules import transitions
from portal.accounts.models import User
from portal.mail.models import OutgoingMail

logger = logging.getLogger(__name__)

DAYS_BEFORE = (14, 7, 2)


def warn_deadlines() -> int:
    """Queue what is to be told today. Whoever was told of this deadline at this step is not told again."""
    today = timezone.localdate()
    sent = sum(warn(proceeding, today) for proceeding in near(today).iterator(chunk_size=500))
    if sent:
        logger.info("%d deadline warnings", sent)
    return sent


def near(today: date):
    """Open proceedings whose deadline is in the next days, with what the mails need."""
    open_ones = set(transitions.STEP_OF_PROCEEDING) - {"waiting", "held"}
    return (
        Proceeding.objects.filter(due_on__range=(today, today + timedelta(days=DAYS_BEFORE[0])), status__in=open_ones)
        .select_related("case__ea", "service", "organisation", "officer")
        .order_by("due_on", "pk")
    )


def step_of(days_left: int) -> int:
    """The last warning that is due: with 5 days left the one of 7 days, also if nobody looked in between.

    >>> [step_of(days) for days in (14, 8, 7, 5, 2, 0)]
    [14, 14, 7, 7, 2, 2]
    """
    return min(step for step in DAYS_BEFORE if days_left <= step)


@transaction.atomic
def warn(proceeding: Proceeding, today: date) -> int:
    """Tell the officer, the heads and the EA; how many mails that makes."""
    days_left = (proceeding.due_on - today).days
    prefix = f"deadline:{proceeding.pk}:{proceeding.due_on}:{step_of(days_left)}"
    if OutgoingMail.objects.filter(key__startswith=f"{prefix}:").exists():
        return 0
    people = recipients(proceeding)
    for person in people:
        mails.deadline_near(proceeding, person, f"{prefix}:{person.pk}", days_left)
    to_zb = 0 if people else mails.deadline_near_office(proceeding, f"{prefix}:zb", days_left)
    return len(people) + to_zb + mails.deadline_near_ea(proceeding, f"{prefix}:ea", days_left)


def recipients(proceeding: Proceeding) -> list[User]:
    """The officer and the heads, each once."""
    heads = heads_of(proceeding.organisation, proceeding.case)
    officer = [proceeding.officer] if proceeding.officer else []
    return list({person.pk: person for person in (*officer, *heads) if person.is_active}.values())
