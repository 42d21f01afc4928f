"""What officers see: the case at the EA and the proceeding at the authority."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from cases.clocks import holding
from cases.models import Case, Event, Proceeding, Proposal
from cases.queries import parts, words
from cases.queries.reader import Reader, reader_by
from cases.queries.resubmissions import resubmissions_of
from cases.queries.rights import Access, access_of, with_access
from cases.queries.rows import EaCasePage, ProceedingPage
from cases.rules import transitions
from cases.rules.pauses import grounds_for
from portal.accounts.models import User
from responsibility.models import Organisation

# What an officer does to the applicant's application; the officer's pages are German like the application's text
STAFF_LANGUAGE = "de"


def ea_case_page(reference: str, officer: User) -> EaCasePage:
    """The case for an officer of its EA; anybody else gets 404.

    Queries: 8 (case, file names, proceedings, events, requests, documents, messages, resubmissions).
    """
    case = (
        with_access(Case.objects.visible_to(officer), officer)
        .filter(reference=reference)
        .select_related("ea", "area", "ea_officer", "application__form_version")
        .first()
    )
    if case is None:
        raise Http404
    today = timezone.localdate()
    proceedings = parts.proceedings_of(case.pk)
    events = parts.events_of(case.pk)
    is_mine = case.ea_officer_id == officer.pk
    status_label, tone = words.case_status(case.status)
    return EaCasePage(
        **_facts(case),
        id=case.pk,
        version=case.version,
        status=case.status,
        status_label=status_label,
        tone=tone,
        ea=parts.organisation_row(case.ea),
        officer=str(case.ea_officer) if case.ea_officer else "",
        is_mine=is_mine,
        reader=_reader(officer, case),
        allowed=ea_allowed(case, access_of(case), is_mine=is_mine),
        **_soonest(proceedings, events, today),
        answers=parts.answers_of(case, STAFF_LANGUAGE),
        documents=parts.documents_of(Q(case=case)),
        proceedings=[
            parts.sibling_row(row, today=today, allowed=_to_route(row) if is_mine else frozenset())
            for row in proceedings
        ],
        requests=parts.requests_of(Q(case=case), ea=case.ea, today=today),
        messages=parts.messages_of(Q(case=case), applicant=case.applicant_name, applicant_reads=False),
        ea_officer_id=case.ea_officer_id,
        forwards_at_once=bool(transitions.EA_FORWARDS & {case.status, *(row.status for row in proceedings)}),
        events=parts.event_rows(events, case.applicant_name),
        checks=parts.checks_of(proceedings),
        resubmissions=resubmissions_of(case.pk, None),
    )


def _soonest(proceedings: list[Proceeding], events: list[Event], today: date) -> dict[str, Any]:
    """The clock that runs out first, and whose it is where there are several; without one that of the first."""
    running = [row for row in proceedings if row.due_on and row.status not in transitions.FINISHED]
    shown = min(running, key=lambda row: (row.due_on, row.pk), default=proceedings[0])
    own = [event for event in events if event.proceeding_id in (None, shown.pk)]
    service = shown.service.name if len(proceedings) > 1 and shown in running else ""
    return {"clock": parts.clock_row_of(own, shown, today), "clock_service": service}


def _to_route(proceeding: Proceeding) -> frozenset[str]:
    """What the EA does with a proceeding that was given back or is held."""
    return frozenset({"reroute", "release"} & transitions.allowed_verbs("proceeding", proceeding.status, {"router"}))


def ea_allowed(case: Case, access: Access, *, is_mine: bool) -> frozenset[str]:
    """The steps this officer of the EA, or a guest, may take now."""
    roles = {
        "ea": access.acts_for_office or access.stands_in,
        "ea_head": access.works and access.leads,
        "keeper": access.works and (is_mine or access.leads),
    }
    who = {role for role, has_it in roles.items() if has_it}
    is_free = case.ea_officer_id is None
    verbs = transitions.allowed_verbs("case", case.status, who, is_owner=is_mine or access.stands_in, is_free=is_free)
    return frozenset(verb for verb in verbs if access.may_try(verb))


def proceeding_page(proceeding_id: int, officer: User) -> ProceedingPage:
    """The proceeding for an officer of its authority, once it is delivered; anybody else gets 404.

    Queries: 9 (proceeding, file names, siblings, events, requests, documents, messages, decisions, resubmissions), one
    for a draft that is to be signed, and one for the ways of a decision.
    """
    proceeding = _delivered(proceeding_id, officer)
    case, today = proceeding.case, timezone.localdate()
    events = [event for event in parts.events_of(case.pk) if event.proceeding_id in (None, proceeding.pk)]
    # What this authority reads: the applicant's part, what the EA asked and got, and its own
    own = Q(case=case) & (Q(proceeding=None) | Q(proceeding=proceeding))
    is_mine = proceeding.officer_id == officer.pk
    proposal = open_proposal(proceeding)
    is_second = proposal is not None and proposal.proposed_by_id != officer.pk
    holds = holding(proceeding, events, today)
    status_label, tone = words.proceeding_status(proceeding.status)
    return ProceedingPage(
        **_facts(case),
        id=proceeding.pk,
        version=proceeding.version,
        case_id=case.pk,
        reader=_reader(officer, proceeding),
        service=proceeding.service.name,
        status=proceeding.status,
        status_label=status_label,
        tone=tone,
        organisation=parts.organisation_row(proceeding.organisation),
        ea=parts.organisation_row(case.ea),
        officer=str(proceeding.officer) if proceeding.officer else "",
        is_mine=is_mine,
        allowed=proceeding_allowed(proceeding, is_mine=is_mine, is_second=is_second, holds=holds),
        decision_law=proceeding.decision_law,
        clock=parts.clock_row_of(events, proceeding, today),
        answers=parts.answers_of(case, STAFF_LANGUAGE, only=proceeding.service.leika_key or ""),
        documents=parts.documents_of(own),
        proceedings=[
            parts.sibling_row(sibling, today=today, current=proceeding.pk) for sibling in parts.proceedings_of(case.pk)
        ],
        requests=parts.requests_of(own, ea=case.ea, today=today),
        messages=parts.messages_of(own, applicant=case.applicant_name, applicant_reads=False),
        **_decided(proceeding, proposal),
        organisation_id=proceeding.organisation_id,
        officer_id=proceeding.officer_id,
        events=parts.event_rows(events, case.applicant_name),
        has_account=case.applicant_id is not None,
        deemed_law=proceeding.deemed_approval_law,
        pause_grounds=grounds_for(proceeding.deemed_approval_law, proceeding.period_law),
        checks=parts.checks_of([proceeding]),
        resubmissions=resubmissions_of(case.pk, proceeding.pk),
    )


def _decided(proceeding: Proceeding, proposal: Proposal | None) -> dict[str, Any]:
    """The decision, those before it, and the draft. Queries: 1, with decisions 2."""
    decisions = parts.decisions_of(proceeding.case_id).get(proceeding.pk, [])
    return {
        "decision": parts.valid(decisions),
        "earlier": [row for row in decisions if row.is_superseded],
        "proposal": parts.proposal_row(proposal) if proposal else None,
    }


def open_proposal(proceeding: Proceeding) -> Proposal | None:
    """The draft that waits for its second signature. Queries: 1 where the proceeding has one, else none."""
    if proceeding.status != Proceeding.Status.PROPOSED:
        return None
    return proceeding.proposals.filter(status=Proposal.Status.OPEN).select_related("proposed_by").first()


def _delivered(proceeding_id: int, officer: User) -> Proceeding:
    """The proceeding, if it is with an authority this officer works for. Queries: 1."""
    proceeding = (
        with_access(Proceeding.objects.visible_to(officer), officer)
        .filter(pk=proceeding_id)
        .select_related(
            "service__process",
            "organisation",
            "officer",
            "after",
            "case__ea",
            "case__area",
            "case__application__form_version",
        )
        .first()
    )
    if proceeding is None:
        raise Http404
    return proceeding


def proceeding_allowed(
    proceeding: Proceeding, *, is_mine: bool, is_second: bool, holds: frozenset[str]
) -> frozenset[str]:
    """The steps this officer of the authority may take now. All kinds of decision are one: "decide" or "sign"."""
    access = access_of(proceeding)
    leads = access.works and access.leads
    roles = {
        "zb": access.acts_for_office or access.stands_in,
        "zb_head": leads,
        "zb_second": access.acts_for_office and is_second,
        "keeper": access.works and (is_mine or leads),
        "router": leads and proceeding.case.ea_id is None,
    }
    who = {role for role, has_it in roles.items() if has_it}
    is_owner = is_mine or access.stands_in
    is_free = proceeding.officer_id is None
    verbs = transitions.allowed_verbs(
        "proceeding", proceeding.status, who, is_owner=is_owner, is_free=is_free, holds=holds
    )
    allowed = {verb for verb in verbs if access.may_try(verb)}
    decisions = allowed & set(transitions.DECISIONS)
    if decisions:
        allowed = allowed - decisions | {"sign" if "send_back" in allowed else "decide"}
    return frozenset(allowed - {"send_back"})


def authorities() -> list[tuple[int, str]]:
    """All authorities a proceeding can be routed to, by name. Queries: 1."""
    return list(
        Organisation.objects.exclude(kind=Organisation.Kind.CHAMBER).order_by("name", "pk").values_list("pk", "name")
    )


def _reader(officer: User, subject: Case | Proceeding) -> Reader:
    """As whom the officer reads this page."""
    if isinstance(subject, Case):
        case, owner_id, office_id = subject, subject.ea_officer_id, subject.ea_id
    else:
        case, owner_id, office_id = subject.case, subject.officer_id, subject.organisation_id
    access = access_of(subject)
    return reader_by(officer, access, case.pk, case.reference, owner_id=owner_id, office_id=office_id)


def _facts(case: Case) -> dict[str, Any]:
    """What stands at the head of both pages."""
    return {
        "reference": case.reference,
        "title": case.title,
        "submitted_at": case.submitted_at,
        "place": case.area.short_name,
        "applicant_name": case.applicant_name,
        "applicant_email": case.applicant_email,
        "language": case.language,
        "is_confidential": case.is_confidential,
    }
