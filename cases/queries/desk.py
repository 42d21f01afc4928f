"""Whose inbox it is: the offices, and the few items that are closed or open to this person against the rule.

Read once and handed to the statements of the inbox as numbers: planning how to find them would cost each of these
statements more than finding a page among a million cases does.
"""

from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value

from cases.models import Case, InboxItem
from cases.models.access import LEAD, WORK
from cases.models.case import barred, barred_cases, invited_to, sees_confidential
from portal.accounts.models import User
from responsibility.queries import permissions_held

CLOSED, BARRED, OPEN = "closed", "barred", "open"


@dataclass(frozen=True, slots=True)
class Desk:
    """`works`: the offices whose cases this officer works on; an administrator works everywhere.

    `hidden`: items of these offices that the officer must not see. `invited`: items of other offices that an
    invitation opens.
    """

    officer: User
    works: list[int]
    hidden: list[int]
    invited: list[int]

    @property
    def is_everywhere(self) -> bool:
        return self.officer.is_superuser

    @property
    def is_open(self) -> bool:
        """Somebody works here."""
        return self.is_everywhere or bool(self.works)

    @property
    def offices(self) -> list[int] | None:
        """The offices, or nothing for all of them."""
        return None if self.is_everywhere else self.works


def desk_of(officer: User) -> Desk:
    """Queries: 2, for an administrator 1."""
    held = {} if officer.is_superuser else permissions_held(officer)
    works = sorted(office for office, permissions in held.items() if WORK in permissions)
    leads = [office for office in works if LEAD in held[office]]
    found = exceptions(officer, works, leads)
    opened = {item for item, _office, kind in found if kind == OPEN}
    closed = {item for item, _office, kind in found if kind == CLOSED} - opened
    closed |= {item for item, _office, kind in found if kind == BARRED}
    invited = {item for item, office, kind in found if kind == OPEN and office not in works}
    return Desk(officer, works, sorted(closed), [] if officer.is_superuser else sorted(invited))


def exceptions(officer: User, works: list[int], leads: list[int]) -> list[tuple[int, int, str]]:
    """Item, office and kind, by the rules of cases.models. They are few."""
    own = InboxItem.objects.order_by()
    if not officer.is_superuser:
        own = own.filter(organisation__in=works)
    confidential = own.filter(case__in=Case.objects.filter(is_confidential=True).values("pk"))
    closed = confidential.exclude(sees_confidential(officer, leads, office="organisation", owner="officer"))
    parts = [_as(CLOSED, closed), *(_as(BARRED, own.filter(case__in=cases)) for cases in barred_cases(officer))]
    parts += [_as(OPEN, items) for items in opened(officer, works)]
    return list(parts[0].union(*parts[1:], all=True))


def opened(officer: User, works: list[int]) -> tuple[QuerySet[InboxItem], QuerySet[InboxItem]]:
    """What invitations open: proceedings, and the EA's part of cases."""
    items = InboxItem.objects.order_by().exclude(barred(officer, "case"))
    if officer.is_superuser:  # sees the rest anyway
        invitations = invited_to(officer).filter(case__is_confidential=True)
    else:
        invitations = invited_to(officer, works)
    to_proceedings = invitations.exclude(proceeding=None).values("proceeding")
    to_cases = invitations.filter(proceeding=None).values("case")
    return items.filter(proceeding__in=to_proceedings), items.filter(proceeding=None, case__in=to_cases)


def _as(kind: str, items: QuerySet[InboxItem]) -> QuerySet:
    return items.annotate(kind=Value(kind, output_field=CharField())).values_list("pk", "organisation_id", "kind")
