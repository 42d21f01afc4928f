"""One document for somebody who may read it. Everything else is 404."""

from django.db.models import Q
from django.http import Http404

from cases.models import Case, CaseDocument, Proceeding
from portal.accounts.models import User


def document_for_applicant(case_id: int, document_id: int) -> CaseDocument:
    """A document of this case, with its file. The right to the case is checked by cases.access before. Queries: 1."""
    return _readable(CaseDocument.objects.filter(case_id=case_id).select_related("decision"), document_id)


def document_for_officer(reference: str, document_id: int, officer: User) -> CaseDocument:
    """A document for the EA, or for an authority that has one of the proceedings. Queries: 1.

    An authority reads what belongs to the whole case and to its own proceeding, not the other authorities' papers.
    """
    seen = Proceeding.objects.visible_to(officer)
    at_ea = Q(case__in=Case.objects.visible_to(officer).values("pk"))
    own = Q(proceeding__in=seen.values("pk"))
    shared = Q(proceeding=None, case__in=seen.values("case"))
    documents = CaseDocument.objects.filter(at_ea | own | shared, case__reference=reference)
    return _readable(documents, document_id)


def _readable(documents, document_id: int) -> CaseDocument:
    document = documents.select_related("file").filter(pk=document_id).first()
    if document is None:
        raise Http404
    return document
