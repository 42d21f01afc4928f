"""Loading the texts that come with the portal."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from content.actions.concepts import load_concepts
from content.actions.editing import write_facts
from content.actions.editorial_records import record_everything
from content.actions.index import index_services
from content.actions.loading_guides import load_guides
from content.actions.loading_pages import Loaded, load_pages
from content.actions.searches import load_stored_queries
from content.models import Cost, Deadline, FormLink, LifeSituation, SearchEntry, Service, ServiceSupplement, Status
from content.reference import ContentRecord, LifeSituationRecord, RuleRecord, Rules, Texts
from portal.accounts.actions import system_user
from responsibility.models import Area, Organisation, Responsibility, ServiceGroup


class Counts(NamedTuple):
    new: int = 0
    changed: int = 0
    same: int = 0

    def __str__(self) -> str:
        return f"{self.new} neu, {self.changed} geändert, {self.same} gleich"


@transaction.atomic
def load_texts(data: Texts, *, overwrite: bool = False) -> dict[str, Counts | Loaded]:
    """Create what is missing; with `overwrite`, reset what exists to the files."""
    situations, situation_counts = load_life_situations(data.life_situations, overwrite=overwrite)
    groups = load_groups(data.rules)
    services, service_counts = load_services(data.services, situations, groups, overwrite=overwrite)
    known = {service.slug: service for service in Service.objects.all()}
    new, changed = load_guides(data.guides, known, situations, overwrite=overwrite)
    counts = {
        "Lebenslagen": situation_counts,
        "Leistungen": service_counts,
        "Lotsen": Counts(new, changed, len(data.guides) - new - changed),
        "Zuständigkeiten": load_rules(data.rules.rules, groups),
    }
    counts |= load_pages(data.pages, overwrite=overwrite)
    words = load_concepts(data.words, overwrite=overwrite)
    counts["Begriffe der Suche"] = Counts(*words)
    if services or words.new or words.changed or not SearchEntry.objects.exists():
        index_services(None)
    load_stored_queries(data.stored_queries)
    record_everything(actor=system_user("import"))
    return counts


def load_life_situations(
    records: list[LifeSituationRecord], *, overwrite: bool
) -> tuple[dict[str, LifeSituation], Counts]:
    known = {situation.slug: situation for situation in LifeSituation.objects.all()}
    new = changed = 0
    for position, record in enumerate(records):
        situation = known.get(record.slug) or LifeSituation(slug=record.slug, status=Status.PUBLISHED)
        if situation.pk and not overwrite:
            continue
        new, changed = (new, changed + 1) if situation.pk else (new + 1, changed)
        situation.pictogram, situation.position = record.pictogram, position
        situation.parent = known[record.parent] if record.parent else None
        for field, value in record.texts.items():
            setattr(situation, field, value)
        situation.save()
        known[record.slug] = situation
    return known, Counts(new, changed, len(records) - new - changed)


def load_groups(rules: Rules) -> dict[str, ServiceGroup]:
    known = {group.slug: group for group in ServiceGroup.objects.all()}
    missing = [ServiceGroup(slug=slug, name=name) for slug, name in rules.groups.items() if slug not in known]
    for group in missing:
        group.is_fallback = group.slug == rules.fallback
    ServiceGroup.objects.bulk_create(missing)
    return known | {group.slug: group for group in missing}


def load_services(
    records: list[ContentRecord],
    situations: dict[str, LifeSituation],
    groups: dict[str, ServiceGroup],
    *,
    overwrite: bool,
) -> tuple[list[Service], Counts]:
    """The services written, and counts."""
    known = {service.slug: service for service in Service.objects.all()}
    written, new = {}, 0
    for record in records:
        service = known.setdefault(record.slug, Service(slug=record.slug, status=Status.PUBLISHED))
        if service.pk and not overwrite:
            continue
        new += service.pk is None
        service.group = groups[record.group]
        for field, value in (record.fields | record.texts).items():
            setattr(service, field, value)
        service.save()
        service.life_situations.set([situations[slug] for slug in record.life_situations])
        written[record.slug] = service
    for record in records:
        if record.slug in written:
            written[record.slug].related.add(*(known[slug] for slug in record.related))
    load_modules([record for record in records if record.slug in written], written)
    services = list(written.values())
    return services, Counts(new, len(services) - new, len(records) - len(services))


def load_modules(records: list[ContentRecord], services: dict[str, Service]) -> None:
    """Costs, deadlines, forms, areas and supplements of these services, instead of what they have."""
    for model in (Cost, Deadline, FormLink, ServiceSupplement):
        model.objects.filter(service__in=services.values()).delete()
    keys = {ars for record in records for ars in (*record.areas, *(ars for ars, _texts in record.supplements))}
    areas = Area.objects.in_bulk(keys, field_name="ars")
    rows = [(record, services[record.slug]) for record in records]
    for record, service in rows:
        service.areas.set([areas[ars] for ars in record.areas])
    Cost.objects.bulk_create(Cost(service=service, **row) for record, service in rows for row in record.costs)
    Deadline.objects.bulk_create(
        Deadline(service=service, **row) for record, service in rows for row in record.deadlines
    )
    FormLink.objects.bulk_create(FormLink(service=service, **row) for record, service in rows for row in record.forms)
    owners = authorities_of(areas.values())
    ServiceSupplement.objects.bulk_create(
        ServiceSupplement(
            service=service,
            area=areas[ars],
            owner_id=owners.get(areas[ars].pk),
            status=Status.PUBLISHED,
            **texts,
        )
        for record, service in rows
        for ars, texts in record.supplements
    )
    write_facts([service.pk for service in services.values()])


def authorities_of(areas: Iterable[Area]) -> dict[int, int]:
    """The authority of each area that has one: its editors keep what differs there. Queries: 1."""
    kinds = (Organisation.Kind.LOCAL, Organisation.Kind.DISTRICT)
    return dict(Organisation.objects.filter(area__in=areas, kind__in=kinds).values_list("area", "pk"))


def load_rules(records: list[RuleRecord], groups: dict[str, ServiceGroup]) -> Counts:
    """Add the rules of groups that have none for that role and condition yet, so that editors' changes stay."""
    kept = set(Responsibility.objects.filter(group__isnull=False).values_list("group__slug", "role", "condition"))
    areas = Area.objects.in_bulk({ars for record in records for ars in record.areas}, field_name="ars")
    organisations = Organisation.objects.in_bulk({r.organisation for r in records if r.organisation}, field_name="slug")
    new = [
        Responsibility(
            group=groups[record.group],
            role=record.role,
            area=areas[ars],
            organisation=organisations.get(record.organisation) if record.organisation else None,
            level=record.level,
            condition=record.condition,
            note=record.note,
        )
        for record in records
        for ars in record.areas
        if (record.group, record.role, record.condition) not in kept
    ]
    Responsibility.objects.bulk_create(new)
    return Counts(len(new), 0, sum(len(record.areas) for record in records) - len(new))
