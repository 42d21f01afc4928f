"""Messages about invitations, statements and exclusions, all to offices and their people, in German."""

from cases.actions.locking import LEAD
from cases.actions.mails import ea_link, proceeding_link, staff_link, to_colleague, to_office
from cases.models import Case, Exclusion, Invitation, Proceeding
from content.models import Service
from portal.accounts.models import User
from responsibility.models import Organisation
from responsibility.queries import people_with


def invited(invitation: Invitation) -> None:
    _to_guest(
        invitation,
        "invited",
        inviter=str(invitation.invited_by),
        reason=invitation.reason,
        until=invitation.until,
        is_asked=bool(invitation.question),
    )


def invitation_revoked(invitation: Invitation) -> None:
    _to_guest(invitation, "invitation_revoked")


def invitation_answered(invitation: Invitation) -> None:
    """To who invited."""
    to_colleague(
        invitation.invited_by,
        invitation.case,
        f"invitation_answered:{invitation.pk}",
        "invitation_answered",
        link=subject_link(invitation.case, invitation.proceeding),
        service=service_of(invitation.case, invitation.proceeding),
        guest=str(invitation.person or invitation.organisation),
        accepted=invitation.status == Invitation.Status.ACCEPTED,
    )


def statement_given(invitation: Invitation) -> None:
    """To the owner, or to who asked where nobody has it any more."""
    proceeding = invitation.proceeding
    to_colleague(
        proceeding.officer or invitation.invited_by,
        invitation.case,
        f"statement_given:{invitation.pk}",
        "statement_given",
        link=proceeding_link(proceeding),
        service=proceeding.service,
        guest=str(invitation.person or invitation.organisation),
    )


def consultation_over(proceeding: Proceeding) -> None:
    """To the owner: nobody is left to answer."""
    if proceeding.officer is not None:
        to_colleague(
            proceeding.officer,
            proceeding.case,
            f"consultation_over:{proceeding.pk}:{proceeding.version}",
            "consultation_over",
            link=proceeding_link(proceeding),
            service=proceeding.service,
        )


def recused(case: Case, proceeding: Proceeding | None, person: User) -> None:
    """To the heads of the office, who find somebody else (§ 21 VwVfG M-V); without one to the office."""
    subject = proceeding or case
    organisation = proceeding.organisation if proceeding else case.ea
    key = f"recused:{subject._meta.model_name}:{subject.pk}:{subject.version}"
    link, service = subject_link(case, proceeding), service_of(case, proceeding)
    heads = heads_of(organisation, case)
    for head in heads:
        to_colleague(head, case, f"{key}:{head.pk}", "recused", link=link, service=service, excluded=str(person))
    if not heads:
        to_office(organisation, case, key, "recused", link=link, service=service, excluded=str(person))


def heads_of(organisation: Organisation, case: Case) -> list[User]:
    """Without those who must have nothing to do with the case."""
    excluded = Exclusion.objects.filter(case=case, status=Exclusion.Status.ACTIVE).values("person")
    return list(people_with(organisation, LEAD).exclude(pk__in=excluded).exclude(pk=case.applicant_id).order_by("pk"))


def subject_link(case: Case, proceeding: Proceeding | None) -> str:
    return proceeding_link(proceeding) if proceeding else ea_link(case)


def service_of(case: Case, proceeding: Proceeding | None) -> Service | str:
    return proceeding.service if proceeding else case.title


def _to_guest(invitation: Invitation, template: str, **facts) -> None:
    case, key = invitation.case, f"{template}:{invitation.pk}"
    facts |= {
        "link": staff_link("cases:invitation", invitation.pk),
        "service": service_of(case, invitation.proceeding),
    }
    if invitation.person is not None:
        to_colleague(invitation.person, case, key, template, **facts)
    else:
        to_office(invitation.organisation, case, key, template, **facts)
