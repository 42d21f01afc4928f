"""Run the full check and keep its result for the editors."""

import time
from datetime import date

from django.db import transaction
from django.utils import timezone

from responsibility.models import CheckRun
from responsibility.queries.checks import CheckResult, Finding, check_all

KEPT = 30  # runs


@transaction.atomic
def run_check(*, on: date) -> tuple[CheckRun, CheckResult]:
    """Check everything as of that day and keep the result; the oldest results go."""
    begin, started_at = time.perf_counter(), timezone.now()
    result = check_all(on=on)
    run = CheckRun.objects.create(
        started_at=started_at,
        seconds=round(time.perf_counter() - begin, 2),
        as_of=on,
        services=result.services,
        municipalities=result.municipalities,
        resolved=result.resolved,
        gaps=result.gaps,
        conflicts=result.conflicts,
        findings=[finding_data(finding) for finding in result.findings],
    )
    CheckRun.objects.exclude(pk__in=CheckRun.objects.order_by("-started_at", "-pk")[:KEPT].values("pk")).delete()
    return run, result


def finding_data(finding: Finding) -> dict:
    """A finding as JSON."""
    return {
        "service": finding.service.id,
        "leika_key": finding.service.key,
        "name": finding.service.name,
        "role": finding.role,
        "kind": finding.kind,
        "count": finding.count,
        "examples": [{"ars": place.ars, "name": place.name} for place in finding.examples],
    }
