"""Documents the portal makes: application, receipt, decision, letters. The file is written first, then its row.

Two runs at once both write a file; under the row's lock one finds the other's and discards its own.
"""

from django.db import transaction
from django.utils import timezone, translation

from cases.actions import mails, notifications
from cases.actions.locking import lock_case, lock_proceeding
from cases.models import Case, CaseDocument, Decision, Event, Pause
from cases.queries import letters, papers
from portal.accounts.actions import system_user
from portal.audit import actions as audit
from portal.documents.pdf import render_pdf
from portal.files import actions as files
from portal.files.models import StoredFile

PDF = "application/pdf"
CARRIER = "post"
# The language of the offices: what they file and what they decide is German
OFFICE_LANGUAGE = "de"
Kind = CaseDocument.Kind


def write_application(case_id: int) -> None:
    """The application as PDF: every question that was asked, with its answer."""
    if _exists(case_id, Kind.APPLICATION):
        return
    paper = papers.application_paper(case_id, OFFICE_LANGUAGE)
    content = render_pdf("pdf/application.html", {"paper": paper}, language=OFFICE_LANGUAGE)
    stored = files.store_generated(f"Antrag {paper.reference}.pdf", content, PDF)
    if not _keep(case_id, Kind.APPLICATION, stored):
        files.discard(stored)


def write_receipt(case_id: int) -> None:
    """The Empfangsbestätigung (§ 71b Abs. 3 VwVfG M-V) in the applicant's language, then the mail that brings it."""
    if _exists(case_id, Kind.RECEIPT):
        return
    paper = papers.receipt_paper(case_id)
    content = render_pdf("pdf/receipt.html", {"paper": paper}, language=paper.language)
    stored = files.store_generated(f"Empfangsbestätigung {paper.reference}.pdf", content, PDF)
    if not _keep(case_id, Kind.RECEIPT, stored):
        files.discard(stored)


def write_decision(decision_id: int) -> None:
    """The Bescheid as PDF, then the mail that it is ready."""
    if Decision.objects.filter(pk=decision_id, document__isnull=False).exists():
        return
    paper = papers.decision_paper(decision_id, OFFICE_LANGUAGE)
    content = render_pdf("pdf/decision.html", {"paper": paper}, language=OFFICE_LANGUAGE)
    stored = files.store_generated(f"Bescheid {paper.reference}.pdf", content, PDF)
    if not _keep_decision(decision_id, stored):
        files.discard(stored)


def write_extension(event_id: int) -> None:
    """The letter that the period is extended; the mail went with the extension itself."""
    proceeding_id = Event.objects.values_list("proceeding_id", flat=True).get(pk=event_id)
    if _has(proceeding_id, Kind.EXTENSION):
        return
    paper = letters.extension_letter(event_id, OFFICE_LANGUAGE)
    content = render_pdf("pdf/extension.html", {"paper": paper}, language=OFFICE_LANGUAGE)
    stored = files.store_generated(f"Verlängerung {paper.reference}.pdf", content, PDF)
    if not _keep_letter(proceeding_id, Kind.EXTENSION, stored):
        files.discard(stored)


def write_pause(pause_id: int) -> None:
    """The letter that the period stands still; the mail went with the pause itself."""
    if Pause.objects.filter(pk=pause_id, document__isnull=False).exists():
        return
    paper = letters.pause_letter(pause_id, OFFICE_LANGUAGE)
    content = render_pdf("pdf/pause.html", {"paper": paper}, language=OFFICE_LANGUAGE)
    stored = files.store_generated(f"Frist angehalten {paper.reference}.pdf", content, PDF)
    if not _keep_pause(pause_id, stored):
        files.discard(stored)


def write_certificate(proceeding_id: int) -> None:
    """The certificate of the deemed approval that the applicant demanded (§ 42a Abs. 3 VwVfG M-V)."""
    if _has(proceeding_id, Kind.CERTIFICATE):
        return
    paper = letters.certificate(proceeding_id, OFFICE_LANGUAGE)
    content = render_pdf("pdf/certificate.html", {"paper": paper}, language=OFFICE_LANGUAGE)
    stored = files.store_generated(f"Bescheinigung {paper.reference}.pdf", content, PDF)
    if not _keep_letter(proceeding_id, Kind.CERTIFICATE, stored):
        files.discard(stored)


def _has(proceeding_id: int, kind: str) -> bool:
    return CaseDocument.objects.filter(proceeding_id=proceeding_id, kind=kind).exists()


@transaction.atomic
def _keep_letter(proceeding_id: int, kind: str, stored: StoredFile) -> bool:
    """Add the letter to its proceeding; False where another run was faster."""
    proceeding = lock_proceeding(proceeding_id)
    if _has(proceeding_id, kind):
        return False
    CaseDocument.objects.create(case=proceeding.case, proceeding=proceeding, kind=kind, title=_title(kind), file=stored)
    return True


@transaction.atomic
def _keep_pause(pause_id: int, stored: StoredFile) -> bool:
    proceeding = lock_proceeding(Pause.objects.values_list("proceeding_id", flat=True).get(pk=pause_id))
    pause = Pause.objects.select_for_update().get(pk=pause_id)
    if pause.document_id is not None:
        return False
    pause.document = CaseDocument.objects.create(
        case=proceeding.case, proceeding=proceeding, kind=Kind.PAUSE, title=_title(Kind.PAUSE), file=stored
    )
    pause.save(update_fields=["document"])
    return True


def _exists(case_id: int, kind: str) -> bool:
    return CaseDocument.objects.filter(case_id=case_id, kind=kind).exists()


@transaction.atomic
def _keep(case_id: int, kind: str, stored: StoredFile) -> bool:
    """Add the paper to its case; False where another run was faster."""
    case = lock_case(case_id)
    if _exists(case_id, kind):
        return False
    CaseDocument.objects.create(case=case, kind=kind, title=_title(kind), file=stored)
    if kind == Kind.RECEIPT:
        mails.receipt(case)
    return True


@transaction.atomic
def _keep_decision(decision_id: int, stored: StoredFile) -> bool:
    decision = Decision.objects.select_related("proceeding").get(pk=decision_id)
    proceeding = lock_proceeding(decision.proceeding_id)
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.document_id is not None:
        return False
    decision.document = CaseDocument.objects.create(
        case=proceeding.case, proceeding=proceeding, kind=Kind.DECISION, title=_title(Kind.DECISION), file=stored
    )
    decision.told_at = timezone.now()
    decision.save(update_fields=["document", "told_at"])
    decision.proceeding = proceeding
    notifications.provide(decision, actor=system_user(CARRIER))
    mails.decision_ready(decision)
    return True


@transaction.atomic
def record_fetch(decision_id: int) -> None:
    """The applicant has opened the decision (§ 41 Abs. 2a VwVfG M-V). The first time counts."""
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.fetched_at is not None:
        return
    decision.fetched_at = timezone.now()
    decision.save(update_fields=["fetched_at"])
    notifications.fetched(decision)
    case = Case.objects.get(proceedings=decision.proceeding_id)
    audit.record(case.applicant, "decision.fetched", decision.proceeding)


def _title(kind: str) -> str:
    with translation.override(OFFICE_LANGUAGE):
        return str(CaseDocument.Kind(kind).label)
