"""To whom work can be handed over."""

from django.db.models import QuerySet

from responsibility.models import Organisation, Responsibility
from responsibility.queries import people_with


def colleagues(organisation_id: int, *, without: int | None) -> list[tuple[int, str]]:
    """Who works on cases there, by name, without the present owner. Queries: 1."""
    people = people_with(Organisation(pk=organisation_id), "work_cases").exclude(pk=without)
    return [(person.pk, str(person)) for person in people.order_by("name", "pk")]


def other_eas(ea_id: int) -> QuerySet[Organisation]:
    """Every other Einheitlicher Ansprechpartner that is responsible for something. Lazy."""
    named = Responsibility.objects.filter(role="ea").values("organisation")
    return Organisation.objects.filter(pk__in=named).exclude(pk=ea_id).order_by("name", "pk")
