"""What the applicant sees: the case with its steps, and the list of an account."""

from datetime import date

from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Application, Case, Event, Proceeding
from cases.queries import parts, words
from cases.queries.readings import readings_for_applicant
from cases.queries.reasons import day_words
from cases.queries.rows import (
    AccountCaseRow,
    AccountPage,
    CasePage,
    ClockRow,
    DecisionRow,
    DocumentRow,
    DraftRow,
    ProceedingCard,
    Step,
)
from cases.queries.titles import title_of, upload_titles
from cases.rules import transitions
from portal.accounts.models import User

ACCOUNT_LIMIT = 100


def case_page(case_id: int, language: str) -> CasePage:
    """The case as its applicant reads it, in this language. The right is checked by cases.access before.

    Queries: 8 (case, proceedings, decisions, events, requests, documents, messages, readings), one more for the ways of
    decisions.
    """
    with translation.override(language):
        case = Case.objects.select_related("ea", "area", "application__service").get(pk=case_id)
        return _case_page(case, timezone.localdate())


def _case_page(case: Case, today: date) -> CasePage:
    proceedings = parts.proceedings_of(case.pk)
    decisions = parts.decisions_of(case.pk)
    events = parts.events_of(case.pk)
    status_label, tone = words.case_status(case.status)
    can = transitions.allowed_verbs("case", case.status, {"applicant"})
    documents = parts.documents_of(Q(case=case), upload_titles(case))
    return CasePage(
        id=case.pk,
        reference=case.reference,
        version=case.version,
        title=title_of(case),
        status=case.status,
        status_label=status_label,
        tone=tone,
        submitted_at=case.submitted_at,
        closed_at=case.closed_at,
        place=case.area.short_name,
        applicant_name=case.applicant_name,
        ea=parts.organisation_row(case.ea),
        now=case_now(case),
        proceedings=[
            _card(case, proceeding, events, documents, parts.valid(decisions.get(proceeding.pk, [])), today)
            for proceeding in proceedings
        ],
        requests=parts.requests_of(Q(case=case), ea=case.ea, today=today),
        documents=documents,
        messages=parts.messages_of(Q(case=case), applicant=case.applicant_name, applicant_reads=True),
        can_withdraw="withdraw" in can,
        can_write="write" in can,
        readings=readings_for_applicant(case.pk),
    )


def _card(
    case: Case,
    proceeding: Proceeding,
    events: list[Event],
    documents: list[DocumentRow],
    decision: DecisionRow | None,
    today: date,
) -> ProceedingCard:
    own = [event for event in events if event.proceeding_id in (None, proceeding.pk)]
    clock = parts.clock_row_of(own, proceeding, today)
    status_label, tone = words.proceeding_status(proceeding.status)
    return ProceedingCard(
        id=proceeding.pk,
        service=proceeding.service.name,
        organisation=parts.organisation_row(proceeding.organisation),
        status=proceeding.status,
        status_label=status_label,
        tone=tone,
        steps=steps(case, proceeding, own, clock),
        now=proceeding_now(case, proceeding, clock),
        clock=clock,
        decision=decision,
        allowed=transitions.allowed_verbs("proceeding", proceeding.status, {"applicant"}),
        is_certificate_demanded=any(event.kind == Event.Kind.CERTIFICATE_DEMANDED for event in own),
        certificate_id=next((row.id for row in documents if row.is_certificate_of(proceeding.pk)), None),
    )


# Step of cases.rules.transitions -> its words and the event that ends it
STEP_WORDS = {
    "submitted": (gettext_lazy("Eingereicht"), "submitted"),
    "completeness": (gettext_lazy("Vollständigkeit"), "forwarded"),
    "office": (gettext_lazy("Bei der Behörde"), "delivered"),
    "examination": (gettext_lazy("Prüfung"), "decided"),
    "decision": (gettext_lazy("Entscheidung"), "decided"),
}
# Ends without a decision
ENDED = {"withdrawn": gettext_lazy("Zurückgenommen"), "discontinued": gettext_lazy("Eingestellt")}


def steps(case: Case, proceeding: Proceeding, events: list[Event], clock: ClockRow) -> list[Step]:
    """Three to five plain steps; exactly one is "now" while anything is left to do."""
    last = {event.kind: event.on for event in events}
    first: dict[str, date] = {}
    for event in events:
        first.setdefault(event.kind, event.on)
    if proceeding.status in ENDED:
        return _ended(proceeding.status, first, last, has_ea=case.ea_id is not None)
    current = transitions.plain_step(case.status, proceeding.status, has_ea=case.ea_id is not None)
    found: list[Step] = []
    is_done = True
    for key, (label, ends_with) in STEP_WORDS.items():
        if key == "completeness" and case.ea_id is None:
            continue
        is_now = key == current
        is_done = is_done and not is_now
        if is_done:
            on = last.get(ends_with) if ends_with == "decided" else first.get(ends_with)
            found.append(Step(str(label), "done", on))
        else:
            found.append(_coming(key, str(label), "now" if is_now else "next", proceeding, clock))
    return found


def _ended(status: str, first: dict[str, date], last: dict[str, date], *, has_ea: bool) -> list[Step]:
    """What was reached before it was withdrawn or discontinued, and that as the last step."""
    reached = [
        Step(str(label), "done", first[ends_with])
        for key, (label, ends_with) in STEP_WORDS.items()
        if ends_with in first and ends_with != "decided" and (has_ea or key != "completeness")
    ]
    return [*reached, Step(str(ENDED[status]), "done", last.get(status))]


def _coming(key: str, label: str, state: str, proceeding: Proceeding, clock: ClockRow) -> Step:
    if key == "decision" and clock.due_on:
        return Step(label, state, None, _("spätestens am %(day)s") % {"day": day_words(clock.due_on)})
    if state == "now" and proceeding.status == "incomplete":
        return Step(label, state, None, _("wartet auf Ihre Unterlage"))
    return Step(label, state)


def case_now(case: Case) -> str:
    """What happens now, in one or two sentences."""
    ea = {"ea": case.ea.name if case.ea else ""}
    match case.status:
        case "submitted":
            return _("Ihr Antrag ist sicher bei uns angekommen. Er wird gerade weitergeleitet.")
        case "received":
            return _("Ihr Antrag liegt beim Einheitlichen Ansprechpartner, %(ea)s. Dort wird er gleich geprüft.") % ea
        case "checking":
            return _("Der Einheitliche Ansprechpartner, %(ea)s, prüft, ob alle Unterlagen da sind.") % ea
        case "incomplete":
            return _("Es fehlt noch eine Unterlage. Sie sind dran: Reichen Sie sie bitte nach.")
        case "forwarded":
            return _("Ihr Antrag liegt bei der zuständigen Behörde. Sie erhalten eine Nachricht, sobald es Neues gibt.")
        case "closed":
            return _("Alles ist entschieden. Die Bescheide finden Sie bei den Dokumenten.")
    return _("Sie haben den Antrag zurückgenommen. Es geschieht nichts weiter.")


def proceeding_now(case: Case, proceeding: Proceeding, clock: ClockRow) -> str:
    """What the office does now with this proceeding; also that a fiction has occurred (BGH, III ZR 470/16)."""
    facts = {"office": proceeding.organisation.name, "law": proceeding.deemed_approval_law}
    if proceeding.status == "deemed_granted" or (clock.is_overdue and proceeding.deemed_approval_law):
        return (
            _(
                "Die Frist ist abgelaufen, ohne dass entschieden wurde. Damit gilt Ihre Genehmigung als erteilt "
                "(%(law)s)."
            )
            % facts
        )
    match proceeding.status:
        case "waiting" | "held":
            return waiting_now(case, proceeding)
        case "delivered":
            return _("Ihr Antrag ist da: %(office)s. Gleich übernimmt ihn jemand.") % facts
        case "discontinued":
            return _("Das Verfahren ist eingestellt. Den Grund haben wir Ihnen geschrieben.")
        case "paused":
            return _("Die Frist ist angehalten: %(office)s. Warum und bis wann, steht in unserem Schreiben.") % facts
        case "in_progress" | "proposed" | "consulting":
            return _("Ihr Antrag wird geprüft: %(office)s. Sie müssen gerade nichts tun.") % facts
        case "incomplete":
            return _("Es fehlt noch eine Unterlage. Sie sind dran: Reichen Sie sie bitte nach.")
        case "returned":
            return _("Die Behörde ist nicht zuständig. Ihr Antrag wird gerade an die richtige weitergeleitet.")
    if proceeding.status == Proceeding.Status.WITHDRAWN:
        return _("Sie haben den Antrag zurückgenommen. Es geschieht nichts weiter.")
    return _("Es ist entschieden. Den Bescheid finden Sie bei den Dokumenten.")


def waiting_now(case: Case, proceeding: Proceeding) -> str:
    """What a proceeding waits for: the EA's check, or the proceeding before it."""
    if proceeding.after is None or case.status != Case.Status.FORWARDED:
        return case_now(case)
    other = {"service": proceeding.after.service.name}
    if proceeding.status == Proceeding.Status.HELD:
        return (
            _(
                "Dieses Verfahren wartet: Das andere ist nicht bewilligt (%(service)s). Der Einheitliche "
                "Ansprechpartner klärt, ob es trotzdem weitergeht."
            )
            % other
        )
    return _("Dieses Verfahren beginnt, sobald über das andere entschieden ist: %(service)s.") % other


def account_page(user: User) -> AccountPage:
    """The drafts and cases of an account, newest first. Queries: 2 (drafts, cases)."""
    drafts = (
        Application.objects.filter(user=user, status=Application.Status.DRAFT, expires_at__gt=timezone.now())
        .select_related("service", "area")
        .order_by("-saved_at", "-pk")[:ACCOUNT_LIMIT]
    )
    cases = (
        Case.objects.filter(applicant=user)
        .select_related("application__service")
        .annotate(open_requests=Count("completion_requests", filter=Q(completion_requests__status="open")))
        .order_by("-submitted_at", "-pk")[:ACCOUNT_LIMIT]
    )
    return AccountPage(
        drafts=[
            DraftRow(
                draft.secret,
                draft.service.name,
                draft.service.slug,
                draft.area.short_name,
                draft.saved_at,
                draft.expires_at,
            )
            for draft in drafts
        ],
        cases=[
            AccountCaseRow(
                case.reference,
                title_of(case),
                case.status,
                *words.case_status(case.status),
                case.submitted_at,
                case.open_requests,
            )
            for case in cases
        ],
    )
