"""The page "Beteiligte und Zugriff": who sees a case, who is invited, who is excluded, who has read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Exclusion, Invitation, Proceeding
from cases.models.access import LEAD, WORK
from cases.models.case import barred
from cases.queries.readings import ReadingRow, readings_of
from cases.queries.rights import access_of, sees_case, with_access
from portal.accounts.models import User
from responsibility.models import Organisation
from responsibility.queries import find_organisations, organisations_with, people_with

MOST_READINGS = 100
MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation, for who invites and for who is invited."""

    id: int
    guest: str
    kind: str
    access: str
    status: str
    status_label: str
    reason: str
    until: date
    invited_by: str
    question: str
    answer: str
    answered_at: datetime | None
    is_over: bool

    @property
    def can_revoke(self) -> bool:
        return self.status in ("offered", "accepted") and not self.is_over


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    id: int
    person: str
    reason: str
    declared_by: str
    declared_at: datetime
    is_active: bool


@dataclass(frozen=True, slots=True)
class RightsPage:
    """`keeps`: has it or leads the office, so may invite and close it; `leads`: sees the log and the exclusions."""

    case_id: int
    proceeding_id: int | None
    reference: str
    version: int
    subject: str
    office_id: int | None
    office: str
    applicant_name: str
    back: str
    ea_id: int | None
    is_confidential: bool
    keeps: bool
    leads: bool
    invitations: list[InvitationRow] = field(default_factory=list)
    exclusions: list[ExclusionRow] = field(default_factory=list)
    readings: list[ReadingRow] = field(default_factory=list)


def rights_page(reference: str, proceeding_id: int | None, officer: User) -> RightsPage:
    """For whoever sees the case (EA) or the proceeding. Queries: 1 or 2, and 2 more for heads."""
    subject = _subject(reference, proceeding_id, officer)
    case = subject if isinstance(subject, Case) else subject.case
    access = access_of(subject)
    is_owner = officer.pk == (subject.ea_officer_id if subject is case else subject.officer_id)
    leads = access.works and access.leads
    keeps = access.works and (is_owner or leads)
    office = subject.ea if subject is case else subject.organisation
    return RightsPage(
        case_id=case.pk,
        proceeding_id=proceeding_id,
        reference=case.reference,
        version=subject.version,
        subject=case.title if subject is case else subject.service.name,
        office_id=office.pk if office else None,
        office=office.name if office else "",
        applicant_name=case.applicant_name,
        back=reverse("cases:proceeding", args=[proceeding_id])
        if proceeding_id
        else reverse("cases:ea_case", args=[case.reference]),
        ea_id=case.ea_id,
        is_confidential=case.is_confidential,
        keeps=keeps,
        leads=leads,
        invitations=invitation_rows(Q(case=case, proceeding=proceeding_id)) if keeps else [],
        exclusions=_exclusions(case) if leads else [],
        readings=readings_of(case.pk, with_names=True, limit=MOST_READINGS) if leads else [],
    )


def _subject(reference: str, proceeding_id: int | None, officer: User) -> Case | Proceeding:
    if proceeding_id is None:
        rows = with_access(Case.objects.visible_to(officer), officer).filter(reference=reference).select_related("ea")
    else:
        rows = with_access(Proceeding.objects.visible_to(officer), officer).filter(
            pk=proceeding_id, case__reference=reference
        )
        rows = rows.select_related("case", "service", "organisation")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def invitation_rows(scope: Q) -> list[InvitationRow]:
    """Newest first. Queries: 1."""
    found = Invitation.objects.filter(scope).select_related("person", "organisation", "invited_by").order_by("-pk")
    return [invitation_row(invitation) for invitation in found]


def invitation_row(invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        id=invitation.pk,
        guest=str(invitation.person or invitation.organisation),
        kind=invitation.get_kind_display(),
        access=invitation.get_access_display(),
        status=invitation.status,
        status_label=invitation.get_status_display(),
        reason=invitation.reason,
        until=invitation.until,
        invited_by=str(invitation.invited_by),
        question=invitation.question,
        answer=invitation.answer,
        answered_at=invitation.answered_at,
        is_over=invitation.until < timezone.localdate(),
    )


def _exclusions(case: Case) -> list[ExclusionRow]:
    found = Exclusion.objects.filter(case=case).select_related("person", "declared_by").order_by("-pk")
    return [
        ExclusionRow(row.pk, str(row.person), row.reason, str(row.declared_by), row.declared_at, row.status == "active")
        for row in found
    ]


def led_offices(officer: User, case: Case) -> QuerySet[Organisation]:
    """Offices of this case that the officer leads. Lazy."""
    delivered = case.proceedings.filter(delivered_at__isnull=False).values("organisation")
    return organisations_with(officer, LEAD).filter(Q(pk=case.ea_id) | Q(pk__in=delivered))


def led_people(officer: User, case: Case) -> QuerySet[User]:
    """Who works in these offices, and who was invited into the case. Queries: 1 now, 1 when it is read."""
    people = Q(pk=None)
    for office in led_offices(officer, case):
        people |= Q(pk__in=people_with(office, WORK).values("pk"))
        guests = Invitation.objects.filter(case=case).exclude(person=None).values("person")
        people |= Q(pk__in=guests)
    return User.objects.filter(people).exclude(pk=officer.pk)


def exclusion_choices(page: RightsPage, officer: User) -> list[tuple[int, str]]:
    """Oneself first; for a head also the people of the office and the guests. Queries: none or 2."""
    own = [(officer.pk, _("Mich selbst: %(name)s") % {"name": officer})]
    if not page.leads:
        return own
    people = led_people(officer, Case(pk=page.case_id, ea_id=page.ea_id)).order_by("name", "pk")
    return own + [(person.pk, str(person)) for person in people]


@dataclass(frozen=True, slots=True)
class LiftPage:
    """An exclusion, for a head who may lift it."""

    reference: str
    person: str
    reason: str


def lift_page(exclusion_id: int, officer: User) -> LiftPage:
    """For heads of the person's office that see the case; 404 for everybody else. Queries: 3 or 4."""
    row = Exclusion.objects.filter(pk=exclusion_id, status="active").select_related("case", "person").first()
    if row is None or not sees_case(officer, row.case):
        raise Http404
    if not led_people(officer, row.case).filter(pk=row.person_id).exists():
        raise Http404
    return LiftPage(row.case.reference, str(row.person), row.reason)


def guest_choices(text: str, *, office_id: int | None, without: int) -> list[tuple[str, str]]:
    """Whom one can invite: people of the own office by name, anybody by e-mail address, authorities. Queries: 3."""
    text = text.strip()
    if not text:
        return []
    own = people_with(Organisation(pk=office_id), WORK) if office_id else User.objects.none()
    named = list(own.filter(name__icontains=text).exclude(pk=without).order_by("name", "pk")[:MOST_CHOICES])
    known = User.objects.filter(email__iexact=text, is_active=True).exclude(pk=without)
    people = {person.pk: person for person in (*named, *known)}
    found = [(f"person:{key}", f"{person} ({person.email})") for key, person in people.items()]
    offices = find_organisations(text)[:MOST_CHOICES]
    return found + [(f"organisation:{office.pk}", office.name) for office in offices]


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the guest sees before and after the answer: nothing of the application."""

    row: InvitationRow
    reference: str
    subject: str
    office: str
    open_url: str

    @property
    def can_answer(self) -> bool:
        return self.row.status == "offered" and not self.row.is_over

    @property
    def can_state(self) -> bool:
        row = self.row
        return row.status == "accepted" and not row.is_over and bool(row.question) and row.answered_at is None


def invitation_page(invitation_id: int, officer: User) -> InvitationPage:
    """For whom it is meant; 404 for everybody else, and for who is barred from the case. Queries: 1."""
    invitation = (
        Invitation.objects.meant_for(officer)
        .exclude(barred(officer, "case"))
        .filter(pk=invitation_id)
        .select_related(
            "case__ea", "proceeding__service", "proceeding__organisation", "person", "organisation", "invited_by"
        )
        .first()
    )
    if invitation is None:
        raise Http404
    proceeding, case = invitation.proceeding, invitation.case
    row = invitation_row(invitation)
    url = reverse("cases:proceeding", args=[proceeding.pk]) if proceeding else None
    opens = row.status == "accepted" and not row.is_over
    return InvitationPage(
        row=row,
        reference=case.reference,
        subject=proceeding.service.name if proceeding else _("Fall beim Einheitlichen Ansprechpartner"),
        office=(proceeding.organisation if proceeding else case.ea).name,
        open_url=(url or reverse("cases:ea_case", args=[case.reference])) if opens else "",
    )


@dataclass(frozen=True, slots=True)
class GuestLine:
    """An invitation in the inbox of the guest."""

    id: int
    reference: str
    subject: str
    until: date
    is_new: bool
    is_asked: bool


def guest_lines(officer: User, works: Iterable[int] | None = None, limit: int = 20) -> list[GuestLine]:
    """Invitations that wait for an answer or open something now, the soonest end first. Queries: 1.

    `works`: the offices the officer works for, where the caller knows them.
    """
    live = Invitation.objects.meant_for(officer, works).filter(
        status__in=("offered", "accepted"), until__gte=timezone.localdate()
    )
    found = live.exclude(barred(officer, "case")).select_related("case", "proceeding__service").order_by("until", "pk")
    return [
        GuestLine(
            id=row.pk,
            reference=row.case.reference,
            subject=row.proceeding.service.name if row.proceeding else _("Fall beim Einheitlichen Ansprechpartner"),
            until=row.until,
            is_new=row.status == "offered",
            is_asked=bool(row.question) and row.answered_at is None,
        )
        for row in found[:limit]
    ]
