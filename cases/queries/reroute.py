"""What the page "Neu zuordnen" shows: a returned proceeding and the authorities it can go to."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from cases.models import Case, Event, Proceeding
from cases.queries import words
from cases.rules import transitions
from portal.accounts.models import User
from responsibility.models import Organisation
from responsibility.queries import find_organisations, may, organisations_with

MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class ReroutePage:
    """`has_ea` tells where the way back leads: the case of the EA, or the proceeding itself. `office` reroutes."""

    id: int
    version: int
    reference: str
    service: str
    organisation_id: int
    organisation: str
    applicant_name: str
    place: str
    office: str
    reason: str
    has_ea: bool
    is_possible: bool


def reroute_page(proceeding_id: int, officer: User) -> ReroutePage:
    """The proceeding for its EA, or for the head of its authority where there is no EA. Queries: 2 or 3."""
    routed_by = Q(case__in=Case.objects.at_offices_of(officer).values("pk")) | Q(
        pk__in=Proceeding.objects.at_offices_of(officer).values("pk"),
        case__ea=None,
        organisation__in=organisations_with(officer, "lead_cases"),
    )
    proceeding = (
        Proceeding.objects.filter(routed_by, pk=proceeding_id)
        .select_related("service", "organisation", "case__area", "case__ea")
        .first()
    )
    if proceeding is None:
        raise Http404
    case = proceeding.case
    returned = Event.objects.filter(proceeding=proceeding, kind=Event.Kind.RETURNED).order_by("-pk").first()
    possible = transitions.allowed_verbs("proceeding", proceeding.status, {"router"})
    return ReroutePage(
        id=proceeding.pk,
        version=proceeding.version,
        reference=case.reference,
        service=proceeding.service.name,
        organisation_id=proceeding.organisation_id,
        organisation=proceeding.organisation.name,
        applicant_name=case.applicant_name,
        place=case.area.short_name,
        office=(case.ea or proceeding.organisation).name,
        reason=returned.text if returned else "",
        has_ea=case.ea_id is not None,
        is_possible="reroute" in possible and (case.ea_officer_id in (None, officer.pk) or _leads(officer, case)),
    )


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A proceeding whose predecessor was not granted, for the EA, which is the `office`."""

    id: int
    version: int
    reference: str
    service: str
    organisation: str
    before: str
    before_label: str
    applicant_name: str
    office: str
    is_possible: bool


def held_page(proceeding_id: int, officer: User) -> HeldPage:
    """For officers of the EA; 404 for everybody else. Queries: 1 or 2."""
    cases = Case.objects.at_offices_of(officer).values("pk")
    proceeding = (
        Proceeding.objects.filter(pk=proceeding_id, case__in=cases)
        .exclude(after=None)
        .select_related("service", "organisation", "case__ea", "after__service")
        .first()
    )
    if proceeding is None:
        raise Http404
    case = proceeding.case
    label, _tone = words.proceeding_status(proceeding.after.status)
    is_mine = case.ea_officer_id in (None, officer.pk)
    return HeldPage(
        id=proceeding.pk,
        version=proceeding.version,
        reference=case.reference,
        service=proceeding.service.name,
        organisation=proceeding.organisation.name,
        before=proceeding.after.service.name,
        before_label=label,
        applicant_name=case.applicant_name,
        office=case.ea.name if case.ea else "",
        is_possible=proceeding.status == Proceeding.Status.HELD and (is_mine or _leads(officer, case)),
    )


def _leads(officer: User, case: Case) -> bool:
    return case.ea is not None and may(officer, "lead_cases", case.ea)


def authority_choices(text: str, *, without: int) -> list[tuple[int, str]]:
    """Authorities by words of their name or place: no chamber, and not the one that gave it back. Queries: 1."""
    found = find_organisations(text).exclude(Q(kind=Organisation.Kind.CHAMBER) | Q(pk=without))[:MOST_CHOICES]
    return [(organisation.pk, organisation.name) for organisation in found]
