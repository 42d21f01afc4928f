"""Verbs of this app. Each is one transaction that checks the right, keeps the history and orders what follows."""

from cases.actions.access_link import send_case_link
from cases.actions.applicant import send_applicant_message, withdraw_case
from cases.actions.applications import PageResult, confirm, remove_file, save_page, send_link, start_application
from cases.actions.calendars import remove_calendar, renew_calendar
from cases.actions.completion import answer_completion
from cases.actions.decisions import decide, propose_decision, send_back_proposal, sign_proposal
from cases.actions.drafts import delete_expired_drafts
from cases.actions.ea import claim_case, forward_case, request_case_completion, reroute_proceeding
from cases.actions.endings import discontinue_proceeding, reopen_proceeding
from cases.actions.extension import extend_period
from cases.actions.fiction import grant_all_deemed, grant_deemed, request_certificate
from cases.actions.hand_over import hand_over_case, hand_over_proceeding, pass_case
from cases.actions.messages import send_staff_message
from cases.actions.movement import deliver_proceeding, receive_case
from cases.actions.papers import (
    record_fetch,
    write_application,
    write_certificate,
    write_decision,
    write_extension,
    write_receipt,
)
from cases.actions.proceedings import (
    ask_question,
    claim_proceeding,
    continue_proceeding,
    request_completion,
    return_proceeding,
)
from cases.actions.submission import submit
from cases.actions.warnings import warn_deadlines

__all__ = [
    "PageResult",
    "answer_completion",
    "ask_question",
    "claim_case",
    "claim_proceeding",
    "confirm",
    "continue_proceeding",
    "decide",
    "delete_expired_drafts",
    "deliver_proceeding",
    "discontinue_proceeding",
    "extend_period",
    "forward_case",
    "grant_all_deemed",
    "grant_deemed",
    "hand_over_case",
    "hand_over_proceeding",
    "pass_case",
    "propose_decision",
    "receive_case",
    "record_fetch",
    "remove_calendar",
    "remove_file",
    "renew_calendar",
    "reopen_proceeding",
    "request_case_completion",
    "request_certificate",
    "request_completion",
    "reroute_proceeding",
    "return_proceeding",
    "save_page",
    "send_applicant_message",
    "send_back_proposal",
    "send_case_link",
    "send_link",
    "send_staff_message",
    "sign_proposal",
    "start_application",
    "submit",
    "warn_deadlines",
    "withdraw_case",
    "write_application",
    "write_certificate",
    "write_decision",
    "write_extension",
    "write_receipt",
]
