"""Wiedervorlagen: those of a case, and what is due for an officer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Proceeding, Resubmission
from portal.accounts.models import User

MOST_DUE = 20
# So many of those are checked for whether the officer still sees them
MOST_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class ResubmissionRow:
    """`url` leads to the case or proceeding."""

    id: int
    on: date
    note: str
    reference: str
    subject: str
    url: str
    is_due: bool


def resubmissions_of(case_id: int, proceeding_id: int | None) -> list[ResubmissionRow]:
    """The open ones of this part of the case, the next first. Queries: 1."""
    return _rows(Q(case=case_id, proceeding=proceeding_id))


def due_for(officer: User) -> list[ResubmissionRow]:
    """What is due today in what the officer has and sees. Queries: 1, where something is due 2."""
    cases = Case.objects.filter(ea_officer=officer).values("pk")
    proceedings = Proceeding.objects.filter(officer=officer).values("pk")
    has = Q(proceeding=None, case__in=cases) | Q(proceeding__in=proceedings)
    due = Resubmission.objects.filter(has, status="open", on__lte=timezone.localdate()).order_by("on", "pk")
    keys = list(due.values_list("pk", "case_id", "proceeding_id")[:MOST_LOOKED_AT])
    if not keys:
        return []
    cases = Case.objects.visible_to(officer).filter(pk__in=[case for _key, case, _proceeding in keys])
    proceedings = Proceeding.objects.visible_to(officer).filter(pk__in=[proceeding for *_rest, proceeding in keys])
    seen = Q(proceeding=None, case__in=cases.values("pk")) | Q(proceeding__in=proceedings.values("pk"))
    return _rows(seen & Q(pk__in=[key for key, *_rest in keys]))


def _rows(scope: Q) -> list[ResubmissionRow]:
    found = Resubmission.objects.filter(scope, status="open").select_related("case", "proceeding__service")
    today = timezone.localdate()
    return [
        ResubmissionRow(
            id=row.pk,
            on=row.on,
            note=row.note,
            reference=row.case.reference,
            subject=row.proceeding.service.name if row.proceeding else row.case.title,
            url=reverse("cases:proceeding", args=[row.proceeding_id])
            if row.proceeding_id
            else reverse("cases:ea_case", args=[row.case.reference]),
            is_due=row.on <= today,
        )
        for row in found.order_by("on", "pk")[:MOST_DUE]
    ]
