"""As whom somebody reads a case, and what for: what the access log writes down."""

from dataclasses import dataclass

from django.db.models import F
from django.http import Http404

from cases.models import Case, Proceeding, Reading
from cases.queries.rights import Access, with_access
from portal.accounts.models import User

Purpose = Reading.Purpose
# What a guest reads for, by what the invitation allows
OF_GUEST = {"work": Purpose.SUBSTITUTE, "read": Purpose.CONSULTATION}


@dataclass(frozen=True, slots=True)
class Reader:
    """`purpose` is empty where the person has to name one: it does not follow from the role."""

    case_id: int
    reference: str
    organisation_id: int | None
    role: str
    purpose: str


def reader_of(officer: User, reference: str) -> Reader:
    """As whom this person reads the case; 404 for who does not see any of it. Queries: 1."""
    columns = ("case_key", "key", "owner", "office", "works", "leads", "belongs", "guest")
    cases = with_access(Case.objects.visible_to(officer), officer).filter(reference=reference).order_by()
    proceedings = with_access(Proceeding.objects.visible_to(officer), officer).filter(case__reference=reference)
    parts = (
        cases.annotate(case_key=F("pk"), key=F("reference"), owner=F("ea_officer_id"), office=F("ea_id")),
        proceedings.order_by().annotate(
            case_key=F("case_id"), key=F("case__reference"), owner=F("officer_id"), office=F("organisation_id")
        ),
    )
    found = list(parts[0].values(*columns).union(parts[1].values(*columns), all=True))
    if not found:
        raise Http404
    # As the owner before all else, else by the own office, else as a guest
    row = min(found, key=lambda row: (row["owner"] != officer.pk, not row["works"], row["office"] or 0))
    access = Access(bool(row["works"]), bool(row["leads"]), bool(row["belongs"]), row["guest"])
    return reader_by(officer, access, row["case_key"], row["key"], owner_id=row["owner"], office_id=row["office"])


def reader_by(
    officer: User, access: Access, case_id: int, reference: str, *, owner_id: int | None, office_id: int | None
) -> Reader:
    """From what a page knows already. Queries: none."""
    role = role_of(officer, access, owner_id=owner_id)
    return Reader(case_id, reference, office_id, role, purpose_of(role, access, owner_id=owner_id))


def role_of(officer: User, access: Access, *, owner_id: int | None) -> str:
    if owner_id == officer.pk:
        return Reading.Role.OWNER
    if officer.is_superuser:
        return Reading.Role.ADMINISTRATOR
    if not access.works:
        return Reading.Role.GUEST
    return Reading.Role.HEAD if access.leads else Reading.Role.OFFICE


def purpose_of(role: str, access: Access, *, owner_id: int | None) -> str:
    """What follows from the role; of what nobody has yet, its office looks whether to take it."""
    if role == Reading.Role.OWNER:
        return Purpose.WORK
    if role == Reading.Role.GUEST:
        return OF_GUEST[access.guest]
    if role != Reading.Role.ADMINISTRATOR and owner_id is None:
        return Purpose.INTAKE
    return ""


def purposes_for(role: str) -> list[tuple[str, str]]:
    """What may be named, in the order of the form."""
    offered = {
        Reading.Role.ADMINISTRATOR: (Purpose.OPERATION,),
        Reading.Role.HEAD: (Purpose.SUPERVISION, Purpose.SIGNATURE, Purpose.SUBSTITUTE, Purpose.INFORMATION),
    }
    keys = offered.get(role, (Purpose.SUBSTITUTE, Purpose.SIGNATURE, Purpose.INFORMATION))
    return [(key.value, str(key.label)) for key in keys]
