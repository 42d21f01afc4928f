"""Verbs of this app. Each is one transaction that checks the right, keeps the history and orders what follows."""

from cases.actions.access_link import send_case_link
from cases.actions.applicant import send_applicant_message, withdraw_case
from cases.actions.applications import PageResult, confirm, remove_file, save_page, send_link, start_application
from cases.actions.calendars import remove_calendar, renew_calendar
from cases.actions.completion import answer_completion
from cases.actions.consultation import consult, end_consultations, give_statement, go_on_without_statement
from cases.actions.decisions import decide, propose_decision, send_back_proposal, sign_proposal
from cases.actions.drafts import delete_expired_drafts
from cases.actions.ea import claim_case, forward_case, release_proceeding, request_case_completion, reroute_proceeding
from cases.actions.endings import discontinue_proceeding, reopen_proceeding
from cases.actions.exclusions import exclude, lift_exclusion, set_confidential
from cases.actions.extension import extend_period
from cases.actions.fiction import grant_all_deemed, grant_deemed, request_certificate
from cases.actions.hand_over import hand_over_case, hand_over_proceeding, pass_case
from cases.actions.invitations import invite, reply_to_invitation, revoke_invitation
from cases.actions.messages import send_staff_message
from cases.actions.movement import deliver_proceeding, receive_case
from cases.actions.notifications import record_notification
from cases.actions.papers import (
    record_fetch,
    write_application,
    write_certificate,
    write_decision,
    write_extension,
    write_pause,
    write_receipt,
)
from cases.actions.pauses import end_pauses, pause_period, resume_period
from cases.actions.proceedings import (
    ask_question,
    claim_proceeding,
    continue_proceeding,
    request_completion,
    return_proceeding,
)
from cases.actions.readings import record_reading
from cases.actions.resubmissions import finish_resubmission, resubmit
from cases.actions.submission import submit
from cases.actions.warnings import warn_deadlines

__all__ = [
    "PageResult",
    "answer_completion",
    "ask_question",
    "claim_case",
    "claim_proceeding",
    "confirm",
    "consult",
    "continue_proceeding",
    "decide",
    "delete_expired_drafts",
    "deliver_proceeding",
    "discontinue_proceeding",
    "end_consultations",
    "end_pauses",
    "exclude",
    "extend_period",
    "finish_resubmission",
    "forward_case",
    "give_statement",
    "go_on_without_statement",
    "grant_all_deemed",
    "grant_deemed",
    "hand_over_case",
    "hand_over_proceeding",
    "invite",
    "lift_exclusion",
    "pass_case",
    "pause_period",
    "propose_decision",
    "receive_case",
    "record_fetch",
    "record_notification",
    "record_reading",
    "release_proceeding",
    "remove_calendar",
    "remove_file",
    "renew_calendar",
    "reopen_proceeding",
    "reply_to_invitation",
    "request_case_completion",
    "request_certificate",
    "request_completion",
    "reroute_proceeding",
    "resubmit",
    "resume_period",
    "return_proceeding",
    "revoke_invitation",
    "save_page",
    "send_applicant_message",
    "send_back_proposal",
    "send_case_link",
    "send_link",
    "send_staff_message",
    "set_confidential",
    "sign_proposal",
    "start_application",
    "submit",
    "warn_deadlines",
    "withdraw_case",
    "write_application",
    "write_certificate",
    "write_decision",
    "write_extension",
    "write_pause",
    "write_receipt",
]
