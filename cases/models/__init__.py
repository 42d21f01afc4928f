"""Applications, cases, proceedings and what belongs to them."""

from cases.models.application import Application, ApplicationFile
from cases.models.calendar import CalendarFeed
from cases.models.case import Case, CaseDocument, CompletionRequest, Event, Message
from cases.models.inbox import InboxItem, InboxKey
from cases.models.proceeding import Decision, Proceeding, Proposal
from cases.models.process import ProcessSettings

__all__ = [
    "Application",
    "ApplicationFile",
    "CalendarFeed",
    "Case",
    "CaseDocument",
    "CompletionRequest",
    "Decision",
    "Event",
    "InboxItem",
    "InboxKey",
    "Message",
    "Proceeding",
    "ProcessSettings",
    "Proposal",
]
