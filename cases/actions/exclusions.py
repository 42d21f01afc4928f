"""Befangenheit (§§ 20, 21 VwVfG M-V) and confidential cases: who must not see a case."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import guest_mails as mails
from cases.actions.decisions import drop_proposals
from cases.actions.guests import take_back
from cases.actions.locking import add_event, check_version, lock_case, lock_proceeding, move, save
from cases.actions.subjects import lock_subject, require_keeper
from cases.models import Case, Event, Exclusion, Invitation, Proceeding
from cases.queries.rights import sees_case
from cases.queries.rights_page import led_people
from cases.rules import transitions
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal


@transaction.atomic
def exclude(case_id: int, *, actor: User, person_id: int, reason: str) -> None:
    """Close the case to this person everywhere; what they worked on goes back to the office and its heads.

    An officer declares it for themselves, a head for the people of the office. Declared again, nothing changes.
    """
    case = lock_case(case_id)
    if not sees_case(actor, case):
        raise Http404
    person = actor if person_id == actor.pk else led_people(actor, case).filter(pk=person_id).first()
    if person is None:
        raise NotPermitted(
            _("Das stellt nur die Leitung für ihre Behörde fest."),
            _("Für sich selbst können Sie Befangenheit jederzeit anzeigen."),
        )
    if not reason.strip():
        raise Refusal(_("Nennen Sie den Grund."))
    if Exclusion.objects.filter(case=case, person=person, status=Exclusion.Status.ACTIVE).exists():
        return
    exclusion = Exclusion.objects.create(case=case, person=person, reason=reason.strip(), declared_by=actor)
    audit.record(actor, "case.excluded", case, person=person.pk, exclusion=exclusion.pk)
    for invitation in case.invitations.select_for_update().filter(
        person=person, status__in=(Invitation.Status.OFFERED, Invitation.Status.ACCEPTED)
    ):
        take_back(invitation, invitation.proceeding or case, actor)
    if case.ea_officer_id == person.pk and case.status not in transitions.CASE_FINISHED:
        case.status, case.ea_officer = move(case, "recuse"), None
        save(case, "status", "ea_officer")
        add_event(case, Event.Kind.RECUSED, actor=actor, text=str(person))
        mails.recused(case, None, person)
    own = case.proceedings.filter(officer=person).exclude(status__in=transitions.FINISHED).order_by("pk")
    for key in own.values_list("pk", flat=True):
        _give_back(lock_proceeding(key), person, actor)


def _give_back(proceeding: Proceeding, person: User, actor: User) -> None:
    proceeding.status, proceeding.officer = move(proceeding, "recuse"), None
    save(proceeding, "status", "officer")
    drop_proposals(proceeding)
    add_event(proceeding.case, Event.Kind.RECUSED, actor=actor, proceeding=proceeding, text=str(person))
    mails.recused(proceeding.case, proceeding, person)


@transaction.atomic
def lift_exclusion(exclusion_id: int, *, actor: User, reason: str) -> Case:
    """A head opens the case to the person again; never the person. Lifted again, nothing changes."""
    found = Exclusion.objects.filter(pk=exclusion_id).first()
    if found is None:
        raise Http404
    case = lock_case(found.case_id)
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion_id)
    if not sees_case(actor, case) or not led_people(actor, case).filter(pk=exclusion.person_id).exists():
        raise Http404
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum die Person doch tätig werden darf."))
    if exclusion.status == Exclusion.Status.ACTIVE:
        exclusion.status, exclusion.lifted_by = Exclusion.Status.LIFTED, actor
        exclusion.lifted_at, exclusion.lifted_reason = timezone.now(), reason.strip()
        exclusion.save(update_fields=["status", "lifted_by", "lifted_at", "lifted_reason"])
        audit.record(actor, "case.exclusion_lifted", case, person=exclusion.person_id, exclusion=exclusion.pk)
    return case


@transaction.atomic
def set_confidential(
    case_id: int, *, proceeding_id: int | None = None, actor: User, version: int, is_confidential: bool
) -> None:
    """Close the case to the colleagues, or open it again. Who has it, heads and guests go on seeing it."""
    subject = lock_subject(case_id, proceeding_id)
    require_keeper(actor, subject, "confidential")
    check_version(subject, version)
    case = subject if isinstance(subject, Case) else subject.case
    if case.is_confidential == is_confidential:
        return
    case.is_confidential = is_confidential
    save(case, "is_confidential")
    if isinstance(subject, Proceeding):
        save(subject)
    audit.record(actor, "case.confidential" if is_confidential else "case.open", case)
