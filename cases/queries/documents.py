"""One document for somebody who may read it. Everything else is 404."""

from django.db.models import Q
from django.http import Http404

from cases.models import CaseDocument
from portal.accounts.models import User
from responsibility.queries import organisations_with


def document_for_applicant(case_id: int, document_id: int) -> CaseDocument:
    """A document of this case, with its file. The right to the case is checked by cases.access before. Queries: 1."""
    return _readable(CaseDocument.objects.filter(case_id=case_id).select_related("decision"), document_id)


def document_for_officer(reference: str, document_id: int, officer: User) -> CaseDocument:
    """A document for the EA, or for an authority that has one of the proceedings. Queries: 1.

    An authority reads what belongs to the whole case and to its own proceeding, not the other authorities' papers.
    """
    works_for = organisations_with(officer, "work_cases")
    at_ea = Q(case__ea__in=works_for)
    own = Q(proceeding__organisation__in=works_for)
    shared = Q(proceeding=None) & Q(
        case__proceedings__organisation__in=works_for, case__proceedings__delivered_at__isnull=False
    )
    documents = CaseDocument.objects.filter(Q(case__reference=reference) & (at_ea | own | shared)).distinct()
    return _readable(documents, document_id)


def _readable(documents, document_id: int) -> CaseDocument:
    document = documents.select_related("file").filter(pk=document_id).first()
    if document is None:
        raise Http404
    return document
