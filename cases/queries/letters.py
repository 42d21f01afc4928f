"""What stands in the letters of a proceeding beside its decision: extension and certificate."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation

from cases.clocks import clock_of
from cases.models import Decision, Event, Pause, Proceeding
from cases.queries import parts, reasons
from cases.queries.papers import recipient
from cases.queries.rows import OrganisationRow
from cases.queries.titles import title_of
from cases.rules.deadlines import deemed_approval


@dataclass(frozen=True, slots=True)
class ExtensionLetter:
    """The notice that the period is extended (§ 42a Abs. 2 Satz 3 VwVfG M-V)."""

    reference: str
    service: str
    recipient: list[str]
    sender: OrganisationRow
    officer: str
    written_on: date
    submitted_on: date
    length: str
    first_due_on: date
    due_on: date
    reasons: str
    law: str
    deemed_law: str


@dataclass(frozen=True, slots=True)
class PauseLetter:
    """The notice that the period stands still."""

    reference: str
    service: str
    recipient: list[str]
    sender: OrganisationRow
    officer: str
    written_on: date
    submitted_on: date
    until: date
    reasons: str
    law: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of a deemed approval (§ 42a Abs. 3 VwVfG M-V)."""

    reference: str
    service: str
    title: str
    recipient: list[str]
    sender: OrganisationRow
    written_on: date
    submitted_on: date
    complete_since: date
    ended_on: date
    granted_on: date
    law: str


def extension_letter(event_id: int, language: str) -> ExtensionLetter:
    """Queries: 2 (event with its proceeding, events)."""
    event = Event.objects.select_related(
        "actor",
        "proceeding__organisation",
        "proceeding__service",
        "proceeding__case__application__form_version",
    ).get(pk=event_id)
    proceeding, case = event.proceeding, event.proceeding.case
    clock = clock_of(parts.events_of(case.pk), proceeding)
    with translation.override(language):
        return ExtensionLetter(
            reference=case.reference,
            service=proceeding.service.name,
            recipient=recipient(case),
            sender=parts.organisation_row(proceeding.organisation),
            officer=str(event.actor),
            written_on=event.on,
            submitted_on=timezone.localdate(case.submitted_at),
            length=reasons.period_words(event.period),
            first_due_on=clock.due_on,
            due_on=clock.ends_on,
            reasons=event.text,
            law=proceeding.period_law,
            deemed_law=proceeding.deemed_approval_law,
        )


def pause_letter(pause_id: int, language: str) -> PauseLetter:
    """Queries: 1 (and one the first time its form is read)."""
    pause = Pause.objects.select_related(
        "paused_by", "proceeding__organisation", "proceeding__service", "proceeding__case__application__form_version"
    ).get(pk=pause_id)
    proceeding, case = pause.proceeding, pause.proceeding.case
    with translation.override(language):
        return PauseLetter(
            reference=case.reference,
            service=proceeding.service.name,
            recipient=recipient(case),
            sender=parts.organisation_row(proceeding.organisation),
            officer=str(pause.paused_by),
            written_on=timezone.localdate(pause.paused_at),
            submitted_on=timezone.localdate(case.submitted_at),
            until=pause.until,
            reasons=pause.reason,
            law=pause.law,
        )


def certificate(proceeding_id: int, language: str) -> Certificate:
    """Queries: 3 (proceeding, events, decision)."""
    proceeding = Proceeding.objects.select_related("organisation", "service", "case__application__form_version").get(
        pk=proceeding_id
    )
    case = proceeding.case
    clock = clock_of(parts.events_of(case.pk), proceeding)
    decision = Decision.objects.get(proceeding=proceeding, outcome=Decision.Outcome.DEEMED_GRANTED)
    with translation.override(language):
        return Certificate(
            reference=case.reference,
            service=proceeding.service.name,
            title=title_of(case),
            recipient=recipient(case),
            sender=parts.organisation_row(proceeding.organisation),
            written_on=timezone.localdate(),
            submitted_on=timezone.localdate(case.submitted_at),
            complete_since=clock.complete_since,
            ended_on=clock.ends_on or timezone.localdate(decision.decided_at),
            granted_on=deemed_approval(clock.ends_on) if clock.ends_on else timezone.localdate(decision.decided_at),
            law=proceeding.deemed_approval_law,
        )
