"""Reads of this app, each named after the page it feeds."""

from cases.queries.applicant import account_page, case_page
from cases.queries.documents import document_for_applicant, document_for_officer
from cases.queries.inbox import VIEW_LABELS, View, inbox
from cases.queries.staff import authorities, ea_case_page, proceeding_page

__all__ = [
    "VIEW_LABELS",
    "View",
    "account_page",
    "authorities",
    "case_page",
    "document_for_applicant",
    "document_for_officer",
    "ea_case_page",
    "inbox",
    "proceeding_page",
]
