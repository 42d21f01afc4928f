"""Which message goes to whom. Each has a key, so that it exists once however often its task runs.

`service` is given as the object: its name is read in the language of the message, not in that of who acts.
"""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.actions.access_link import case_link
from cases.models import Case, CompletionRequest, Decision, Message, Pause, Proceeding, Proposal
from cases.queries.titles import title_of
from portal.accounts.models import User
from portal.mail import actions as mail
from responsibility.models import Organisation

STAFF_LANGUAGE = "de"


def ea_link(case: Case) -> str:
    return staff_link("cases:ea_case", case.reference)


def proceeding_link(proceeding: Proceeding) -> str:
    return staff_link("cases:proceeding", proceeding.pk)


def staff_link(name: str, key: object) -> str:
    with translation.override(STAFF_LANGUAGE):
        return f"{settings.PUBLIC_URL}{reverse(name, args=[key])}"


def to_applicant(case: Case, key: str, template: str, **context) -> None:
    """Queue a message in the applicant's language; without an address there is none."""
    if not case.applicant_email:
        return
    with translation.override(case.language):
        title = title_of(case)
    common = {"reference": case.reference, "title": title, "name": case.applicant_name, "link": case_link(case)}
    mail.queue(
        key,
        recipient=case.applicant_email,
        template=template,
        context=common | context,
        language=case.language,
        subject_ref=f"cases.case:{case.pk}",
    )


def to_office(organisation: Organisation | None, case: Case, key: str, template: str, *, link: str, **context) -> None:
    """Queue a message for an authority, in German, without the applicant's answers."""
    if organisation is None or not organisation.email:
        return
    title = case.title
    if case.is_confidential:
        # The mailbox of the office is read by those who must not know of the case
        title = hidden_title()
        context |= {name: title for name in ("service", "sender") if name in context}
    common = {"reference": case.reference, "title": title, "organisation": organisation.name, "link": link}
    mail.queue(
        key,
        recipient=organisation.email,
        template=template,
        context=common | context,
        language=STAFF_LANGUAGE,
        subject_ref=f"cases.case:{case.pk}",
    )


def hidden_title() -> str:
    """What stands for title and service of a confidential case in the mailbox of an office."""
    with translation.override(STAFF_LANGUAGE):
        return _("Vertraulicher Fall")


def to_colleague(person: User, case: Case, key: str, template: str, *, link: str, **context) -> None:
    """Queue a message for one officer, in German."""
    mail.queue(
        key,
        recipient=person.email,
        template=template,
        context={"reference": case.reference, "title": case.title, "name": str(person), "link": link} | context,
        language=STAFF_LANGUAGE,
        subject_ref=f"cases.case:{case.pk}",
    )


def received_at_ea(case: Case) -> None:
    to_office(
        case.ea,
        case,
        f"delivered_to_ea:{case.pk}:{case.ea_id}",
        "delivered_to_zb",
        link=ea_link(case),
        service=case.title,
        due_on=None,
    )


def delivered_to_zb(proceeding: Proceeding) -> None:
    to_office(
        proceeding.organisation,
        proceeding.case,
        f"delivered_to_zb:{proceeding.pk}:{proceeding.version}",
        "delivered_to_zb",
        link=proceeding_link(proceeding),
        service=proceeding.service,
        due_on=proceeding.due_on,
    )


def returned(proceeding: Proceeding, reason: str) -> None:
    """To the EA, which routes it anew; without one to the authority itself, whose head does."""
    case = proceeding.case
    link = ea_link(case) if case.ea else proceeding_link(proceeding)
    to_office(
        case.ea or proceeding.organisation,
        case,
        f"returned:{proceeding.pk}:{proceeding.version}",
        "returned",
        link=link,
        service=proceeding.service,
        authority=proceeding.organisation.name,
        reason=reason,
    )


def held(proceeding: Proceeding) -> None:
    """To the EA: what this one waits for was not granted."""
    case = proceeding.case
    to_office(
        case.ea,
        case,
        f"held:{proceeding.pk}:{proceeding.version}",
        "held",
        link=ea_link(case),
        service=proceeding.service,
        before=proceeding.after.service,
    )


def receipt(case: Case) -> None:
    to_applicant(case, f"receipt:{case.pk}", "receipt", ea=case.ea.name if case.ea else "")


def forwarded(case: Case, authorities: list[str]) -> None:
    to_applicant(case, f"forwarded:{case.pk}", "forwarded", authorities=authorities)


def completion_requested(case: Case, request: CompletionRequest, organisation: Organisation) -> None:
    is_question = request.kind == CompletionRequest.Kind.QUESTION
    to_applicant(
        case,
        f"completion_requested:{request.pk}",
        "question_asked" if is_question else "completion_requested",
        organisation=organisation.name,
        text=request.text,
        due_on=request.due_on,
    )


def completion_answered(case: Case, request: CompletionRequest, organisation: Organisation | None, link: str) -> None:
    to_office(
        organisation, case, f"completion_answered:{request.pk}", "completion_answered", link=link, asked=request.text
    )


def decision_ready(decision: Decision) -> None:
    proceeding = decision.proceeding
    to_applicant(
        proceeding.case,
        f"decision_ready:{decision.pk}",
        "decision_ready",
        service=proceeding.service,
        organisation=proceeding.organisation.name,
    )


def extended(proceeding: Proceeding, reason: str) -> None:
    """At once, because the extension has to be told before the period ends; the letter follows."""
    to_applicant(
        proceeding.case,
        f"extended:{proceeding.pk}:{proceeding.version}",
        "extended",
        service=proceeding.service,
        organisation=proceeding.organisation.name,
        due_on=proceeding.due_on,
        reason=reason,
    )


def paused(proceeding: Proceeding, pause: Pause) -> None:
    """At once; the letter follows."""
    _about_clock(proceeding, "paused", reason=pause.reason, law=pause.law, until=pause.until)


def resumed(proceeding: Proceeding) -> None:
    _about_clock(proceeding, "resumed", due_on=proceeding.due_on)


def _about_clock(proceeding: Proceeding, template: str, **facts) -> None:
    to_applicant(
        proceeding.case,
        f"{template}:{proceeding.pk}:{proceeding.version}",
        template,
        service=proceeding.service,
        organisation=proceeding.organisation.name,
        **facts,
    )


def deemed_granted(proceeding: Proceeding, on: date) -> None:
    """Points the applicant to the fiction that has occurred (BGH, III ZR 470/16), and tells both offices."""
    facts = {
        "service": proceeding.service,
        "organisation": proceeding.organisation.name,
        "law": proceeding.deemed_approval_law,
        "on": on,
    }
    case, key = proceeding.case, f"deemed_granted:{proceeding.pk}:{proceeding.version}"
    to_applicant(case, key, "deemed_granted", **facts)
    facts.pop("organisation")
    to_office(
        proceeding.organisation,
        case,
        f"{key}:zb",
        "deemed_granted_office",
        link=proceeding_link(proceeding),
        authority=proceeding.organisation.name,
        **facts,
    )
    to_office(
        case.ea,
        case,
        f"{key}:ea",
        "deemed_granted_office",
        link=ea_link(case),
        authority=proceeding.organisation.name,
        **facts,
    )


def discontinued(proceeding: Proceeding, reason: str) -> None:
    _ended(proceeding, "discontinued", reason)


def reopened(proceeding: Proceeding, reason: str) -> None:
    _ended(proceeding, "reopened", reason)


def _ended(proceeding: Proceeding, template: str, reason: str) -> None:
    to_applicant(
        proceeding.case,
        f"{template}:{proceeding.pk}:{proceeding.version}",
        template,
        service=proceeding.service,
        organisation=proceeding.organisation.name,
        reason=reason,
    )


def to_sign(proposal: Proposal) -> None:
    """To the authority, where somebody else than the author signs."""
    proceeding = proposal.proceeding
    to_office(
        proceeding.organisation,
        proceeding.case,
        f"to_sign:{proposal.pk}",
        "to_sign",
        link=proceeding_link(proceeding),
        service=proceeding.service,
        author=str(proposal.proposed_by),
    )


def sent_back(proposal: Proposal) -> None:
    proceeding = proposal.proceeding
    to_colleague(
        proposal.proposed_by,
        proceeding.case,
        f"sent_back:{proposal.pk}",
        "sent_back",
        link=proceeding_link(proceeding),
        service=proceeding.service,
        reviewer=str(proposal.reviewed_by),
        note=proposal.note,
    )


def handed_over(case: Case, proceeding: Proceeding | None, colleague: User, actor: User) -> None:
    subject = proceeding or case
    to_colleague(
        colleague,
        case,
        f"handed_over:{subject._meta.model_name}:{subject.pk}:{subject.version}",
        "handed_over",
        link=proceeding_link(proceeding) if proceeding else ea_link(case),
        service=proceeding.service if proceeding else case.title,
        giver=str(actor),
    )


def deadline_near(proceeding: Proceeding, person: User, key: str, days: int) -> None:
    to_colleague(
        person,
        proceeding.case,
        key,
        "deadline_warning",
        link=proceeding_link(proceeding),
        **_deadline_facts(proceeding, days),
    )


def deadline_near_office(proceeding: Proceeding, key: str, days: int) -> int:
    """To the authority itself, where no person can be told. How many mails: 0 without an address."""
    facts = _deadline_facts(proceeding, days)
    to_office(
        proceeding.organisation,
        proceeding.case,
        key,
        "deadline_warning",
        link=proceeding_link(proceeding),
        **facts,
    )
    return int(bool(proceeding.organisation.email))


def deadline_near_ea(proceeding: Proceeding, key: str, days: int) -> int:
    """To the EA, which keeps an eye on all deadlines of its cases."""
    case = proceeding.case
    to_office(case.ea, case, key, "deadline_warning", link=ea_link(case), **_deadline_facts(proceeding, days))
    return int(bool(case.ea and case.ea.email))


def _deadline_facts(proceeding: Proceeding, days: int) -> dict:
    return {
        "service": proceeding.service,
        "authority": proceeding.organisation.name,
        "due_on": proceeding.due_on,
        "law": proceeding.deemed_approval_law,
        "officer": str(proceeding.officer) if proceeding.officer else "",
        "days": days,
    }


def withdrawn(case: Case, offices: list[tuple[Organisation, str]]) -> None:
    """To the applicant as confirmation, and to every office that had it."""
    to_applicant(case, f"withdrawn:{case.pk}", "withdrawn")
    for organisation, link in offices:
        to_office(organisation, case, f"withdrawn:{case.pk}:{organisation.pk}", "withdrawn", link=link)


def message_to_applicant(case: Case, message: Message) -> None:
    to_applicant(
        case, f"message:{message.pk}", "message", sender=message.organisation.name if message.organisation else ""
    )


def message_to_offices(case: Case, message: Message, offices: list[tuple[Organisation, str]]) -> None:
    for organisation, link in offices:
        to_office(
            organisation,
            case,
            f"message:{message.pk}:{organisation.pk}",
            "message",
            link=link,
            sender=case.applicant_name,
        )
