"""Nachforderung: ask for a document, answer, go on without it."""

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import mails
from cases.actions.locking import add_event, lock_case, lock_proceeding, move, refresh_clock, save
from cases.errors import MoveRefused
from cases.models import Case, CaseDocument, CompletionRequest, Event, Proceeding
from cases.rules.transitions import FINISHED
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from portal.files import actions as files
from portal.files.models import StoredFile
from responsibility.models import Organisation

Kind = CompletionRequest.Kind
# Kind of request -> the events of asking and answering
EVENTS = {
    Kind.DOCUMENTS: (Event.Kind.COMPLETION_REQUESTED, Event.Kind.COMPLETION_ANSWERED),
    Kind.QUESTION: (Event.Kind.CORRECTION_REQUESTED, Event.Kind.CORRECTION_ANSWERED),
}


def ask(
    case: Case,
    proceeding: Proceeding | None,
    *,
    actor: User,
    text: str,
    due_on: date,
    organisation: Organisation,
    kind: str = Kind.DOCUMENTS,
) -> CompletionRequest:
    """Write the request, its event and its mail; the status has been moved. In the caller's transaction."""
    if not text.strip():
        raise Refusal(_("Schreiben Sie, welche Unterlage fehlt."))
    if due_on <= timezone.localdate():
        raise Refusal(_("Nennen Sie einen Tag, der noch kommt."))
    request = CompletionRequest.objects.create(
        case=case, proceeding=proceeding, kind=kind, text=text.strip(), due_on=due_on, requested_by=actor
    )
    asked, _answered = EVENTS[kind]
    add_event(case, asked, actor=actor, proceeding=proceeding, text=request.text)
    subject = proceeding or case
    audit.record(actor, f"{subject._meta.model_name}.{asked}", subject, request=request.pk)
    mails.completion_requested(case, request, organisation)
    return request


def drop_open(requests: QuerySet[CompletionRequest]) -> None:
    """Nobody waits for these answers any more. In the caller's transaction."""
    requests.filter(status=CompletionRequest.Status.OPEN).update(status=CompletionRequest.Status.DROPPED)


def answer_completion(request_id: int, *, case_id: int, text: str, uploads: Sequence[UploadedFile]) -> None:
    """The applicant's answer: files, a text or both. Files are checked before anything is locked."""
    stored = store_all(uploads)
    try:
        _answer(request_id, case_id, text.strip(), stored)
    except (Refusal, Http404):
        for stored_file in stored:
            files.discard(stored_file)
        raise


def store_all(uploads: Sequence[UploadedFile]) -> list[StoredFile]:
    """All files or, where one is refused, none."""
    stored: list[StoredFile] = []
    try:
        for upload in uploads:
            stored.append(files.store_upload(upload))
    except Refusal:
        for stored_file in stored:
            files.discard(stored_file)
        raise
    return stored


@transaction.atomic
def _answer(request_id: int, case_id: int, text: str, stored: list[StoredFile]) -> None:
    case = lock_case(case_id)
    request = CompletionRequest.objects.filter(pk=request_id, case=case).select_related("proceeding").first()
    if request is None:
        raise Http404
    if request.status != CompletionRequest.Status.OPEN:
        raise MoveRefused(
            verb="answer",
            status=request.status,
            title=_("Diese Nachforderung ist nicht mehr offen."),
            help_text=_("Wenn Sie noch etwas mitteilen möchten, schreiben Sie eine Nachricht."),
        )
    if not text and not stored:
        raise Refusal(_("Laden Sie mindestens eine Datei hoch oder schreiben Sie eine Nachricht."))
    proceeding = lock_proceeding(request.proceeding_id) if request.proceeding_id else None
    _go_on(case, proceeding, request.kind)
    request.status, request.answer, request.answered_at = CompletionRequest.Status.ANSWERED, text, timezone.now()
    request.save(update_fields=["status", "answer", "answered_at"])
    documents = CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case,
            proceeding=proceeding,
            kind=CaseDocument.Kind.COMPLETION,
            title=stored_file.name,
            file=stored_file,
        )
        for stored_file in stored
    )
    request.documents.add(*documents)
    _asked, answered = EVENTS[request.kind]
    add_event(case, answered, actor=case.applicant, proceeding=proceeding, text=text)
    _refresh_clocks(case, proceeding)
    subject = proceeding or case
    verb = f"{subject._meta.model_name}.{answered}"
    audit.record(case.applicant, verb, subject, request=request.pk, files=len(documents))
    organisation = proceeding.organisation if proceeding else case.ea
    link = mails.proceeding_link(proceeding) if proceeding else mails.ea_link(case)
    mails.completion_answered(case, request, organisation, link)


def _go_on(case: Case, proceeding: Proceeding | None, kind: str) -> None:
    """Back to the office that asked."""
    if proceeding is not None:
        proceeding.status = move(proceeding, "answer_question" if kind == Kind.QUESTION else "answer")
        return
    late = case.status == Case.Status.FORWARDED
    case.status = move(case, "answer_late" if late else "answer")
    save(case, "status")


def _refresh_clocks(case: Case, proceeding: Proceeding | None) -> None:
    """A late document moves the clocks it belongs to; both rows are locked by now or get locked here."""
    if proceeding is not None:
        refresh_clock(proceeding)
        save(proceeding, "status", "due_on")
        return
    delivered = case.proceedings.filter(delivered_at__isnull=False).exclude(status__in=FINISHED).order_by("pk")
    for key in delivered.values_list("pk", flat=True):
        other = lock_proceeding(key)
        refresh_clock(other)
        save(other, "due_on")
