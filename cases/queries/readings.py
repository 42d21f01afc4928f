"""The access log as people read it: one line a day, authority, role and purpose."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Max

from cases.models import Reading

MOST_LINES = 30
WORDS = {
    "role": dict(Reading.Role.choices),
    "purpose": dict(Reading.Purpose.choices),
}


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """`person` is empty where names are not shown. `times`: how often on that day."""

    on: date
    person: str
    organisation: str
    role: str
    purpose: str
    times: int


def readings_of(case_id: int, *, with_names: bool, limit: int = MOST_LINES) -> list[ReadingRow]:
    """Who read this case, newest first. Queries: 1."""
    columns = ["on", "organisation__name", "role", "purpose", *(["person__name"] if with_names else [])]
    rows = (
        Reading.objects.filter(case_id=case_id)
        .values(*columns)
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-on", "-last")[:limit]
    )
    return [
        ReadingRow(
            on=row["on"],
            person=row.get("person__name") or "",
            organisation=row["organisation__name"] or "",
            role=str(WORDS["role"][row["role"]]),
            purpose=str(WORDS["purpose"][row["purpose"]]),
            times=row["times"],
        )
        for row in rows
    ]


def readings_for_applicant(case_id: int) -> list[ReadingRow]:
    """Names only where the operator has decided so (CASE_READERS_BY_NAME). Queries: 1."""
    return readings_of(case_id, with_names=settings.CASE_READERS_BY_NAME)
