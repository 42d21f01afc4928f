"""Applications, cases, proceedings and what belongs to them."""

from cases.models.access import Exclusion, Invitation, Reading
from cases.models.application import Application, ApplicationFile
from cases.models.calendar import CalendarFeed
from cases.models.case import Case, CaseDocument, CompletionRequest, Event, Message
from cases.models.inbox import InboxItem, InboxKey
from cases.models.notification import Notification
from cases.models.proceeding import Decision, Pause, Proceeding, Proposal, Way
from cases.models.process import ProcessSettings
from cases.models.resubmission import Resubmission

__all__ = [
    "Application",
    "ApplicationFile",
    "CalendarFeed",
    "Case",
    "CaseDocument",
    "CompletionRequest",
    "Decision",
    "Event",
    "Exclusion",
    "InboxItem",
    "InboxKey",
    "Invitation",
    "Message",
    "Notification",
    "Pause",
    "Proceeding",
    "ProcessSettings",
    "Proposal",
    "Reading",
    "Resubmission",
    "Way",
]
