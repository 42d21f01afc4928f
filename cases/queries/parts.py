"""The parts that several pages of a case share. Each function costs one query, named in its docstring."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cases.clocks import clock_of
from cases.models import (
    ApplicationFile,
    Case,
    CaseDocument,
    CompletionRequest,
    Decision,
    Event,
    Message,
    Proceeding,
    Proposal,
    Way,
)
from cases.queries import words
from cases.queries.reasons import clock_row
from cases.queries.rows import (
    ClockRow,
    DecisionRow,
    DocumentRow,
    EventRow,
    MessageRow,
    NotificationRow,
    OrganisationRow,
    ProposalRow,
    RequestRow,
    SiblingRow,
)
from cases.rules import notification, transitions
from forms.rules import evaluate
from forms.rules.definition import PROCEDURES, read
from portal.files.models import StoredFile
from responsibility.models import Organisation

MADE_HERE = frozenset(CaseDocument.Kind.values) - {CaseDocument.Kind.UPLOAD, CaseDocument.Kind.COMPLETION}


def organisation_row(organisation: Organisation | None) -> OrganisationRow | None:
    if organisation is None:
        return None
    return OrganisationRow(
        organisation.pk,
        organisation.slug,
        organisation.name,
        organisation.street,
        organisation.postcode,
        organisation.town,
        organisation.phone,
        organisation.email,
    )


def proceedings_of(case_id: int) -> list[Proceeding]:
    """The proceedings with service, authority and officer. Queries: 1."""
    return list(
        Proceeding.objects.filter(case_id=case_id)
        .select_related("service__process", "organisation", "officer", "after__service")
        .order_by("pk")
    )


def events_of(case_id: int) -> list[Event]:
    """The whole history with its people. Queries: 1."""
    return list(Event.objects.filter(case_id=case_id).select_related("actor", "proceeding__service").order_by("pk"))


def clock_row_of(events: Iterable[Event], proceeding: Proceeding, today: date) -> ClockRow:
    row = clock_row(
        clock_of(events, proceeding),
        today=today,
        period=proceeding.decision_period,
        deemed_law=proceeding.deemed_approval_law,
        is_running=proceeding.status not in transitions.FINISHED,
    )
    return row if row.due_on else replace(row, no_day=words.no_day(proceeding.status, proceeding.decision_period))


def event_rows(events: Iterable[Event], applicant: str) -> list[EventRow]:
    """The history, newest first. What nobody signed, the applicant did."""
    return [
        EventRow(
            on=event.on,
            at=event.at,
            kind=event.kind,
            label=str(words.EVENT[event.kind]),
            actor=str(event.actor) if event.actor else applicant,
            service=event.proceeding.service.name if event.proceeding else "",
            text=event.text,
        )
        for event in reversed(list(events))
    ]


def documents_of(scope: Q, uploads: Mapping[str, str] | None = None) -> list[DocumentRow]:
    """The documents in this scope, newest first. Queries: 1.

    What the portal made is called in the reader's language, and what answers a question of the form by `uploads`.
    """
    uploads = uploads or {}
    documents = CaseDocument.objects.filter(scope).select_related("file", "proceeding__service").order_by("-pk")
    return [
        DocumentRow(
            id=document.pk,
            kind=document.kind,
            kind_label=str(words.DOCUMENT[document.kind]),
            title=title_of_document(document, uploads),
            name=document.file.name,
            content_type=document.file.content_type,
            size=document.file.size,
            created_at=document.created_at,
            scan=document.file.scan,
            scan_label=str(words.SCAN[document.file.scan]),
            is_open=document.file.scan != StoredFile.Scan.INFECTED,
            service=document.proceeding.service.name if document.proceeding else "",
            proceeding_id=document.proceeding_id,
        )
        for document in documents
    ]


def title_of_document(document: CaseDocument, uploads: Mapping[str, str]) -> str:
    if document.kind in MADE_HERE:
        return str(words.DOCUMENT[document.kind])
    return uploads.get(document.title, document.title) if document.kind == CaseDocument.Kind.UPLOAD else document.title


def messages_of(scope: Q, *, applicant: str, applicant_reads: bool) -> list[MessageRow]:
    """The thread, oldest first. Queries: 1."""
    messages = (
        Message.objects.filter(scope).select_related("author", "organisation", "proceeding__service").order_by("pk")
    )
    return [
        MessageRow(
            id=message.pk,
            author=str(message.author) if message.author else applicant,
            organisation=message.organisation.name if message.organisation else "",
            service=message.proceeding.service.name if message.proceeding else "",
            at=message.at,
            text=message.text,
            is_own=(message.author_id is None) == applicant_reads,
        )
        for message in messages
    ]


def requests_of(scope: Q, *, ea: Organisation | None, today: date) -> list[RequestRow]:
    """Requests for documents, newest first. Queries: 1."""
    requests = (
        CompletionRequest.objects.filter(scope)
        .select_related("requested_by", "proceeding__organisation", "proceeding__service")
        .order_by("-pk")
    )
    return [
        RequestRow(
            id=request.pk,
            organisation=request.proceeding.organisation.name if request.proceeding else (ea.name if ea else ""),
            service=request.proceeding.service.name if request.proceeding else "",
            proceeding_id=request.proceeding_id,
            text=request.text,
            due_on=request.due_on,
            days_left=(request.due_on - today).days,
            requested_at=request.requested_at,
            requested_by=str(request.requested_by),
            status=request.status,
            status_label=str(words.REQUEST[request.status]),
            answer=request.answer,
            answered_at=request.answered_at,
            is_question=request.kind == CompletionRequest.Kind.QUESTION,
        )
        for request in requests
    ]


def decisions_of(case_id: int) -> dict[int, list[DecisionRow]]:
    """All decisions by proceeding, newest first; the superseded ones stay. Queries: 1, with decisions 2."""
    found: dict[int, list[DecisionRow]] = {}
    decisions = Decision.objects.filter(proceeding__case_id=case_id).select_related("decided_by").order_by("-pk")
    for decision in decisions.prefetch_related("notifications"):
        found.setdefault(decision.proceeding_id, []).append(decision_row(decision))
    return found


def valid(decisions: Iterable[DecisionRow]) -> DecisionRow | None:
    return next((row for row in decisions if not row.is_superseded), None)


def proposal_row(proposal: Proposal) -> ProposalRow:
    label, tone = words.proceeding_status(proposal.outcome)
    return ProposalRow(
        outcome_label=label,
        tone=tone,
        reasons=proposal.reasons,
        conditions=proposal.conditions,
        author=str(proposal.proposed_by),
        proposed_at=proposal.proposed_at,
    )


def decision_row(decision: Decision) -> DecisionRow:
    label, tone = words.proceeding_status(decision.outcome)
    return DecisionRow(
        outcome=decision.outcome,
        outcome_label=label,
        tone=tone,
        decided_at=decision.decided_at,
        decided_by=str(decision.decided_by),
        reasons=decision.reasons,
        conditions=decision.conditions,
        document_id=decision.document_id,
        is_superseded=decision.superseded_at is not None,
        notification=notification_row(decision),
    )


def notification_row(decision: Decision) -> NotificationRow | None:
    """How it was made known: the first attempt that counts, else the last. It comes with its notifications."""
    attempts = sorted(decision.notifications.all(), key=lambda row: row.pk)
    if not attempts:
        return None
    made = next((row for row in attempts if row.notified_on), attempts[-1])
    until = notification.last_day_to_fetch(made.sent_on) if made.way == Way.PORTAL else None
    is_late = until is not None and (made.fetched_on or timezone.localdate()) > until
    return NotificationRow(
        way=made.way,
        way_label=made.get_way_display(),
        law=made.law,
        sent_on=made.sent_on,
        fetch_until=until,
        fetched_on=made.fetched_on,
        notified_on=made.notified_on,
        remedy_until=made.remedy_until,
        is_expired=is_late and made.notified_on is None,
    )


def sibling_row(
    proceeding: Proceeding, *, today: date, current: int = 0, allowed: frozenset[str] = frozenset()
) -> SiblingRow:
    label, tone = words.proceeding_status(proceeding.status)
    running = proceeding.due_on and proceeding.status not in transitions.FINISHED
    return SiblingRow(
        id=proceeding.pk,
        version=proceeding.version,
        service=proceeding.service.name,
        organisation=proceeding.organisation.name,
        organisation_id=proceeding.organisation_id,
        officer=str(proceeding.officer) if proceeding.officer else "",
        status=proceeding.status,
        status_label=label,
        tone=tone,
        due_on=proceeding.due_on,
        days_left=(proceeding.due_on - today).days if running else None,
        is_current=proceeding.pk == current,
        allowed=allowed,
    )


def checks_of(proceedings: Iterable[Proceeding]) -> list[str]:
    """What editors want checked, each once. The proceedings come with their services' settings."""
    found: list[str] = []
    for proceeding in proceedings:
        process = getattr(proceeding.service, "process", None)
        lines = process.checks.splitlines() if process else []
        found += [line.strip() for line in lines if line.strip() and line.strip() not in found]
    return found


def file_names(application_id: int) -> dict[str, list[str]]:
    """The names of the files that answer each field. Queries: 1."""
    names: dict[str, list[str]] = {}
    rows = (
        ApplicationFile.objects.filter(application_id=application_id).order_by("pk").values_list("field", "file__name")
    )
    for field, name in rows:
        names.setdefault(field, []).append(name)
    return names


def answers_of(case: Case, language: str, *, only: str = "") -> list[evaluate.SummarySection]:
    """Every visible question with its answer; of several forms in one those for `only` this procedure, by LeiKa key.

    The case comes with application and form version. Queries: 1.
    """
    application = case.application
    definition = read(application.form_version.definition)
    answers = application.answers
    if only and definition.parts:
        answers = answers | {PROCEDURES: [only]}
    return evaluate.summary(definition, answers, language, file_names(application.pk))
