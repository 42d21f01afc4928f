"""What the pages of a case are made of: plain typed rows, ready to be shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from cases.rules.transitions import DECIDED

if TYPE_CHECKING:
    from cases.queries.reader import Reader
    from cases.queries.readings import ReadingRow
    from cases.queries.resubmissions import ResubmissionRow
    from forms.rules.evaluate import SummarySection

Tone = Literal["plain", "info", "warning", "success", "danger"]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An authority with its contact."""

    id: int
    slug: str
    name: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of "Warum dieses Datum?", with its paragraph and the event it follows from, if any."""

    on: date
    text: str
    law: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clock of a proceeding as people read it. `consequence` says what follows when it runs out."""

    received_on: date | None
    deemed_received_on: date | None
    complete_since: date | None
    due_on: date | None
    days_left: int | None
    tone: Tone
    consequence: str
    reasons: list[Reason]
    # Where the deadline was extended: the end it had before
    first_due_on: date | None = None
    # Said where there is no day
    no_day: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three to five steps an applicant sees."""

    label: str
    state: Literal["done", "now", "next"]
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the case. `is_open` is false where a virus was found: it is named, never handed out."""

    id: int
    kind: str
    kind_label: str
    title: str
    name: str
    content_type: str
    size: int
    created_at: datetime
    scan: str
    scan_label: str
    is_open: bool
    service: str = ""
    proceeding_id: int | None = None

    def is_certificate_of(self, proceeding_id: int) -> bool:
        return self.kind == "certificate" and self.proceeding_id == proceeding_id


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One entry of the thread. `is_own`: written by the side that reads the page."""

    id: int
    author: str
    organisation: str
    service: str
    at: datetime
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A Nachforderung, open or answered."""

    id: int
    organisation: str
    service: str
    proceeding_id: int | None
    text: str
    due_on: date
    days_left: int
    requested_at: datetime
    requested_by: str
    status: str
    status_label: str
    answer: str
    answered_at: datetime | None
    # A question does not stop the clock, a missing document does
    is_question: bool = False

    @property
    def is_open(self) -> bool:
        return self.status == "open"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the history."""

    on: date
    at: datetime
    kind: str
    label: str
    actor: str
    service: str
    text: str


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """How a decision was made known, on which legal basis, and what follows. `fetch_until`: only for the portal."""

    way: str
    way_label: str
    law: str
    sent_on: date | None
    fetch_until: date | None
    fetched_on: date | None
    notified_on: date | None
    remedy_until: date | None
    # Provided for retrieval and not fetched in time: nothing was notified
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in words; `document_id` is empty until its PDF is written, and for a deemed approval."""

    outcome: str
    outcome_label: str
    tone: Tone
    decided_at: datetime
    decided_by: str
    reasons: str
    conditions: str
    document_id: int | None
    is_superseded: bool = False
    notification: NotificationRow | None = None

    @property
    def is_deemed(self) -> bool:
        return self.outcome == "deemed_granted"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A drafted decision that waits for its second signature."""

    outcome_label: str
    tone: Tone
    reasons: str
    conditions: str
    author: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class ProceedingCard:
    """One proceeding on the applicant's page."""

    id: int
    service: str
    organisation: OrganisationRow
    status: str
    status_label: str
    tone: Tone
    steps: list[Step]
    now: str
    clock: ClockRow
    decision: DecisionRow | None
    # The steps of the applicant: "certify" while the certificate was not demanded
    allowed: frozenset[str] = frozenset()
    is_certificate_demanded: bool = False
    certificate_id: int | None = None

    @property
    def is_decided(self) -> bool:
        """A decision from before a reopening holds, but is not the last word."""
        return self.decision is not None and self.status in DECIDED


@dataclass(frozen=True, slots=True)
class CasePage:
    """The applicant's page of a case."""

    id: int
    reference: str
    version: int
    title: str
    status: str
    status_label: str
    tone: Tone
    submitted_at: datetime
    closed_at: datetime | None
    place: str
    applicant_name: str
    ea: OrganisationRow | None
    now: str
    proceedings: list[ProceedingCard]
    requests: list[RequestRow]
    documents: list[DocumentRow]
    messages: list[MessageRow]
    can_withdraw: bool
    can_write: bool
    readings: "list[ReadingRow]" = field(default_factory=list)

    @property
    def open_requests(self) -> list[RequestRow]:
        """What the applicant has to do now."""
        return [row for row in self.requests if row.is_open]


@dataclass(frozen=True, slots=True)
class SiblingRow:
    """A proceeding of the case, in one line, for the offices."""

    id: int
    version: int
    service: str
    organisation: str
    organisation_id: int
    officer: str
    status: str
    status_label: str
    tone: Tone
    due_on: date | None
    days_left: int | None
    is_current: bool = False
    # Verbs of cases.rules.transitions this officer may do to it from here (the EA: "reroute")
    allowed: frozenset[str] = frozenset()


# What the officer may do beside the next step
FURTHER_STEPS = frozenset(
    {"ask", "consult", "extend_period", "pause", "hand_over", "pass_to_ea", "return", "discontinue"}
)


class Steps:
    """What an officer's page says of `allowed`, the verbs of cases.rules.transitions."""

    __slots__ = ()

    @property
    def has_next_step(self) -> bool:
        return bool(self.allowed - FURTHER_STEPS - {"message"})

    @property
    def has_further_steps(self) -> bool:
        return bool(self.allowed & FURTHER_STEPS)


@dataclass(frozen=True, slots=True)
class EaCasePage(Steps):
    """The case as the officer of the EA works on it."""

    id: int
    reference: str
    version: int
    reader: "Reader"
    title: str
    status: str
    status_label: str
    tone: Tone
    submitted_at: datetime
    place: str
    applicant_name: str
    applicant_email: str
    language: str
    ea: OrganisationRow
    officer: str
    is_mine: bool
    # Verbs of cases.rules.transitions
    allowed: frozenset[str]
    clock: ClockRow
    # Whose clock it is, where the case has several
    clock_service: str
    answers: "list[SummarySection]"
    documents: list[DocumentRow]
    proceedings: list[SiblingRow]
    requests: list[RequestRow]
    messages: list[MessageRow]
    ea_officer_id: int | None = None
    forwards_at_once: bool = False
    events: list[EventRow] = field(default_factory=list)
    is_confidential: bool = False
    checks: list[str] = field(default_factory=list)
    resubmissions: "list[ResubmissionRow]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ProceedingPage(Steps):
    """The proceeding as the officer of the ZB works on it."""

    id: int
    version: int
    case_id: int
    reference: str
    reader: "Reader"
    title: str
    service: str
    status: str
    status_label: str
    tone: Tone
    submitted_at: datetime
    place: str
    applicant_name: str
    applicant_email: str
    language: str
    organisation: OrganisationRow
    ea: OrganisationRow | None
    officer: str
    is_mine: bool
    # Verbs of cases.rules.transitions; "decide" and "sign" stand for all kinds of decision
    allowed: frozenset[str]
    decision_law: str
    clock: ClockRow
    answers: "list[SummarySection]"
    documents: list[DocumentRow]
    proceedings: list[SiblingRow]
    requests: list[RequestRow]
    messages: list[MessageRow]
    decision: DecisionRow | None
    earlier: list[DecisionRow] = field(default_factory=list)
    proposal: ProposalRow | None = None
    organisation_id: int = 0
    officer_id: int | None = None
    events: list[EventRow] = field(default_factory=list)
    is_confidential: bool = False
    has_account: bool = False
    deemed_law: str = ""
    # Keys of cases.rules.pauses
    pause_grounds: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    resubmissions: "list[ResubmissionRow]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox: a case (for the EA, opened by reference) or a proceeding (for a ZB, by id)."""

    kind: Literal["case", "proceeding"]
    id: int
    version: int
    reference: str
    service: str
    title: str
    applicant: str
    place: str
    organisation: str
    status: str
    status_label: str
    tone: Tone
    officer: str
    is_mine: bool
    is_new: bool
    submitted_at: datetime
    # Of a case at its EA the soonest that runs at an authority
    due_on: date | None
    days_left: int | None
    is_over: bool
    forwards_at_once: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`counts` has a number for each view of work to do, by its key; `next` goes into `after`."""

    view: str
    text: str
    rows: list[InboxRow]
    counts: dict[str, int]
    next: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An application that is not sent yet."""

    secret: str
    service: str
    slug: str
    place: str
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountCaseRow:
    """A case in the list of an account."""

    reference: str
    title: str
    status: str
    status_label: str
    tone: Tone
    submitted_at: datetime
    open_requests: int


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What a person with an account has going on."""

    drafts: list[DraftRow]
    cases: list[AccountCaseRow]
