"""What stands in the documents the portal makes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.clocks import clock_of
from cases.models import Case, Decision, Event, Proceeding
from cases.queries import parts, reasons
from cases.queries.rows import OrganisationRow
from cases.queries.titles import title_of
from cases.rules import legal
from cases.rules.deadlines import Clock
from forms.queries import definition_of
from forms.rules import evaluate

ADDRESS_FIELDS = ("street", "postcode", "town")


@dataclass(frozen=True, slots=True)
class ApplicationPaper:
    """The application as it was sent."""

    reference: str
    title: str
    applicant_name: str
    submitted_at: datetime
    place: str
    ea: OrganisationRow | None
    proceedings: list[tuple[str, str]]
    sections: list[evaluate.SummarySection]


@dataclass(frozen=True, slots=True)
class Statements:
    """The five statements of § 71b Abs. 3 VwVfG M-V for one proceeding; `received` stands first."""

    service: str
    organisation: str
    received: str
    deadline: str
    start: str
    consequence: str
    remedies: str


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """The Empfangsbestätigung. `sender` is the EA; without one the authority."""

    reference: str
    language: str
    title: str
    recipient: list[str]
    sender: OrganisationRow
    via_ea: bool
    received_on: date
    written_on: date
    statements: list[Statements]


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """The Bescheid."""

    reference: str
    service: str
    title: str
    recipient: list[str]
    sender: OrganisationRow
    officer: str
    decided_on: date
    submitted_on: date
    outcome: str
    conditions: list[str]
    reasons: str
    law: str
    remedy: str


def application_paper(case_id: int, language: str) -> ApplicationPaper:
    """Queries: 3 (case, proceedings, file names)."""
    case = _case(case_id)
    with translation.override(language):
        return ApplicationPaper(
            reference=case.reference,
            title=title_of(case),
            applicant_name=case.applicant_name,
            submitted_at=case.submitted_at,
            place=case.area.name,
            ea=parts.organisation_row(case.ea),
            proceedings=[(row.service.name, row.organisation.name) for row in parts.proceedings_of(case.pk)],
            sections=parts.answers_of(case, language),
        )


def receipt_paper(case_id: int) -> ReceiptPaper:
    """In the applicant's language. Queries: 3 (case, proceedings, events)."""
    case = _case(case_id)
    proceedings = parts.proceedings_of(case.pk)
    events = parts.events_of(case.pk)
    submitted_on = timezone.localdate(case.submitted_at)
    if case.ea is None:
        # Sent directly, it was received on the day it was sent, also before the delivery is written down
        events.append(Event(case=case, kind=Event.Kind.DELIVERED, on=submitted_on))
    with translation.override(case.language):
        return ReceiptPaper(
            reference=case.reference,
            language=case.language,
            title=title_of(case),
            recipient=recipient(case),
            sender=parts.organisation_row(case.ea or proceedings[0].organisation),
            via_ea=case.ea is not None,
            received_on=submitted_on,
            written_on=timezone.localdate(),
            statements=[statements(case, row, clock_of(events, row), submitted_on) for row in proceedings],
        )


def decision_paper(decision_id: int, language: str) -> DecisionPaper:
    """Queries: 1 (and one the first time its form is read)."""
    decision = Decision.objects.select_related(
        "decided_by", "proceeding__organisation", "proceeding__service", "proceeding__case__application"
    ).get(pk=decision_id)
    proceeding, case = decision.proceeding, decision.proceeding.case
    submitted_on = timezone.localdate(case.submitted_at)
    decided_on = timezone.localdate(decision.decided_at)
    with translation.override(language):
        return DecisionPaper(
            reference=case.reference,
            service=proceeding.service.name,
            title=title_of(case),
            recipient=recipient(case),
            sender=parts.organisation_row(proceeding.organisation),
            officer=str(decision.decided_by),
            decided_on=decided_on,
            submitted_on=submitted_on,
            outcome=outcome_sentence(decision.outcome, proceeding.service.name, submitted_on),
            conditions=[line.strip() for line in decision.conditions.splitlines() if line.strip()],
            reasons=decision.reasons,
            law=proceeding.decision_law,
            remedy=objection(proceeding, decided_on),
        )


def recipient(case: Case) -> list[str]:
    """Name and, where the form asked for it, the address."""
    definition = definition_of(case.application.form_version_id)
    answers = evaluate.visible_answers(definition, case.application.answers)
    street, postcode, town = (str(answers.get(key, "")).strip() for key in ADDRESS_FIELDS)
    lines = [case.applicant_name, street, f"{postcode} {town}".strip()]
    return [line for line in lines if line]


def statements(case: Case, proceeding: Proceeding, clock: Clock, received_on: date) -> Statements:
    """What § 71b Abs. 3 VwVfG M-V demands: receipt, deadline, start, consequence, remedies."""
    return Statements(
        service=proceeding.service.name,
        organisation=proceeding.organisation.name,
        received=_received(case, received_on),
        deadline=_deadline(proceeding, clock),
        start=_start(proceeding, clock),
        consequence=reasons.consequence(period=proceeding.decision_period, deemed_law=proceeding.deemed_approval_law),
        remedies=_remedies(proceeding, received_on),
    )


def _received(case: Case, received_on: date) -> str:
    facts = {"day": reasons.day_words(received_on), "ea": case.ea.name if case.ea else ""}
    if case.ea:
        return _("Ihr Antrag ist am %(day)s beim Einheitlichen Ansprechpartner, %(ea)s, eingegangen.") % facts
    return _("Ihr Antrag ist am %(day)s bei der zuständigen Behörde eingegangen.") % facts


def _deadline(proceeding: Proceeding, clock: Clock) -> str:
    if not proceeding.decision_period:
        return _("Für die Entscheidung gilt keine gesetzliche Frist.")
    facts = {"length": reasons.period_words(proceeding.decision_period), "law": proceeding.period_law}
    length = _("Die Behörde hat für die Entscheidung %(length)s Zeit (%(law)s).") % facts
    if clock.ends_on is None:
        return length
    until = _("Sind Ihre Unterlagen vollständig, endet die Frist am %(day)s.") % {
        "day": reasons.day_words(clock.ends_on)
    }
    return f"{length} {until}"


def _start(proceeding: Proceeding, clock: Clock) -> str:
    if clock.received_ea is None:
        if not proceeding.decision_period:
            return _("Es beginnt keine gesetzliche Frist.")
        return _("Die Frist beginnt, sobald alle Unterlagen bei der Behörde vollständig eingegangen sind.")
    law = legal.number("ea_receipt_days", clock.received_ea)
    facts = {"day": reasons.day_words(clock.deemed_received_zb), "days": law.value, "law": law.law}
    deemed = (
        _(
            "Ihr Antrag gilt am %(day)s, dem %(days)d. Tag nach dem Eingang beim Einheitlichen Ansprechpartner, "
            "bei der Behörde als eingegangen (%(law)s)."
        )
        % facts
    )
    if not proceeding.decision_period:
        none = _("Es beginnt keine gesetzliche Frist.")
        return f"{deemed} {none}"
    start = (
        _(
            "Die Frist beginnt erst, wenn alle Unterlagen vollständig sind (§ 71b Abs. 4 VwVfG M-V). Was Sie über den "
            "Einheitlichen Ansprechpartner nachreichen, gilt ebenfalls am %(days)d. Tag danach als eingegangen."
        )
        % facts
    )
    return f"{deemed} {start}"


def _remedies(proceeding: Proceeding, on: date) -> str:
    months = legal.number("objection_months", on)
    inaction = legal.number("inaction_months", on)
    facts = {
        "length": reasons.within_months(months.value),
        "law": months.law,
        "office": proceeding.organisation.name,
        "inaction": reasons.after_months(inaction.value),
        "inaction_law": inaction.law,
    }
    return (
        _(
            "Gegen einen ablehnenden Bescheid können Sie innerhalb %(length)s nach Bekanntgabe Widerspruch bei der "
            "Behörde (%(office)s) erheben (%(law)s). Wird ohne zureichenden Grund nicht in angemessener Frist "
            "entschieden, können Sie nach %(inaction)s Klage beim Verwaltungsgericht erheben (%(inaction_law)s)."
        )
        % facts
    )


def outcome_sentence(outcome: str, service: str, submitted_on: date) -> str:
    """The decision itself, in one sentence."""
    facts = {"day": reasons.day_words(submitted_on), "service": service}
    match outcome:
        case "granted":
            return _("Ihr Antrag vom %(day)s hat Erfolg. Wir entscheiden wie beantragt: %(service)s.") % facts
        case "granted_with_conditions":
            return (
                _(
                    "Ihr Antrag vom %(day)s hat Erfolg. Wir entscheiden wie beantragt, mit den folgenden "
                    "Auflagen: %(service)s."
                )
                % facts
            )
        case "rejected":
            return _("Wir lehnen Ihren Antrag vom %(day)s ab: %(service)s.") % facts
    return _("Ihr Antrag vom %(day)s gilt als genehmigt: %(service)s.") % facts


def objection(proceeding: Proceeding, on: date) -> str:
    """The Rechtsbehelfsbelehrung: what, where, in which form, how long (§§ 58, 70 VwGO)."""
    months = legal.number("objection_months", on)
    office = proceeding.organisation
    town = f"{office.postcode} {office.town}".strip()
    facts = {
        "length": reasons.within_months(months.value),
        "office": ", ".join(part for part in (office.name, office.street, town) if part),
    }
    return (
        _(
            "Gegen diesen Bescheid können Sie innerhalb %(length)s nach seiner Bekanntgabe Widerspruch erheben. Der "
            "Widerspruch ist schriftlich, elektronisch (§ 3a Abs. 2 VwVfG M-V) oder zur Niederschrift einzulegen bei: "
            "%(office)s."
        )
        % facts
    )


def _case(case_id: int) -> Case:
    found = Case.objects.select_related("ea", "area", "application__form_version", "application__service")
    return found.get(pk=case_id)
