"""Verbs of this app. Each is one transaction that checks the right, keeps the history and orders what follows."""

from cases.actions.access_link import send_case_link
from cases.actions.applicant import send_applicant_message, withdraw_case
from cases.actions.applications import PageResult, confirm, remove_file, save_page, send_link, start_application
from cases.actions.completion import answer_completion
from cases.actions.decisions import decide
from cases.actions.drafts import delete_expired_drafts
from cases.actions.ea import claim_case, forward_case, request_case_completion, reroute_proceeding
from cases.actions.messages import send_staff_message
from cases.actions.movement import deliver_proceeding, receive_case
from cases.actions.papers import record_fetch, write_application, write_decision, write_receipt
from cases.actions.proceedings import (
    claim_proceeding,
    continue_proceeding,
    request_completion,
    return_proceeding,
)
from cases.actions.submission import submit

__all__ = [
    "PageResult",
    "answer_completion",
    "claim_case",
    "claim_proceeding",
    "confirm",
    "continue_proceeding",
    "decide",
    "delete_expired_drafts",
    "deliver_proceeding",
    "forward_case",
    "receive_case",
    "record_fetch",
    "remove_file",
    "request_case_completion",
    "request_completion",
    "reroute_proceeding",
    "return_proceeding",
    "save_page",
    "send_applicant_message",
    "send_case_link",
    "send_link",
    "send_staff_message",
    "start_application",
    "submit",
    "withdraw_case",
    "write_application",
    "write_decision",
    "write_receipt",
]
