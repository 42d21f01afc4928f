"""What somebody may do with a case or a proceeding they see. Whether they see it: the querysets of cases.models."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Case, Invitation, Proceeding
from cases.models.access import LEAD, WORK
from cases.models.case import barred, by_office_of, invited_to
from cases.rules.transitions import GUEST_VERBS
from portal.accounts.models import User
from responsibility.queries import organisations_with

Row = TypeVar("Row", Case, Proceeding)
# Model -> the field of its office, of its owner, and the way to the case
FIELDS = {Case: ("ea", "ea_officer", "pk"), Proceeding: ("organisation", "officer", "case")}


@dataclass(frozen=True, slots=True)
class Access:
    """`works`: by the own office; `leads`: its head; `belongs`: works there, whether it is confidential or not;
    `guest`: "read" or "work" by an invitation, else empty."""

    works: bool
    leads: bool
    belongs: bool
    guest: str

    @property
    def stands_in(self) -> bool:
        """Invited to work: takes the owner's steps."""
        return self.guest == Invitation.Access.WORK

    @property
    def acts_for_office(self) -> bool:
        """Who belongs to the office takes all its steps, where the case is confidential on an invitation to work."""
        return self.works or (self.belongs and self.stands_in)

    def may_try(self, verb: str) -> bool:
        """A guest from elsewhere prepares, but does not decide for the office."""
        return self.acts_for_office or (self.stands_in and verb in GUEST_VERBS)


def with_access(rows: QuerySet[Row], officer: User) -> QuerySet[Row]:
    """The rows with what `access_of` needs. Lazy."""
    office, owner, case = FIELDS[rows.model]
    mine = {"proceeding": OuterRef("pk")} if rows.model is Proceeding else {"case": OuterRef("pk"), "proceeding": None}
    # "work" comes after "read"
    guest = invited_to(officer).filter(**mine).order_by("-access").values("access")[:1]
    return rows.annotate(
        works=_holds(by_office_of(officer, office=office, owner=owner, case=case)),
        leads=_holds(Q(**{f"{office}__in": organisations_with(officer, LEAD)})),
        belongs=_holds(Q(**{f"{office}__in": organisations_with(officer, WORK)})),
        guest=Coalesce(Subquery(guest), Value("")),
    )


def access_of(row: Case | Proceeding) -> Access:
    """From a row that comes with it. Queries: none."""
    return Access(bool(row.works), bool(row.leads), bool(row.belongs), row.guest)


def access_to(officer: User, subject: Case | Proceeding) -> Access | None:
    """What this person may do with it now; None where it does not exist for them. Queries: 1."""
    rows = type(subject).objects.visible_to(officer).filter(pk=subject.pk).order_by()
    found = with_access(rows, officer).values("works", "leads", "belongs", "guest").first()
    return Access(bool(found["works"]), bool(found["leads"]), bool(found["belongs"]), found["guest"]) if found else None


def sees_case(officer: User, case: Case) -> bool:
    """The case or one of its proceedings. Queries: 1 or 2."""
    if Case.objects.visible_to(officer).filter(pk=case.pk).exists():
        return True
    return Proceeding.objects.visible_to(officer).filter(case=case).exists()


def is_barred(person: User, case: Case) -> bool:
    """Excluded from this case, or its applicant. Queries: 1."""
    return Case.objects.filter(barred(person, "pk"), pk=case.pk).exists()


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
