"""The names of the LeiKa catalogue as services that are found, though nobody has described them yet."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.text import slugify

from content.actions.editorial_records import record_published
from content.actions.index import index_services
from content.models import Service, Status
from content.reference_catalogue import CatalogueRecord
from portal.accounts.models import User
from portal.audit import actions as audit

BATCH = 500
FIELDS = ("name", "name_de", "title", "title_de", "topic", "legal_basis")


class CatalogueCounts(NamedTuple):
    new: int
    changed: int
    same: int
    # Described by editors, so the catalogue only says where they belong
    described: int


@transaction.atomic
def import_catalogue(records: Sequence[CatalogueRecord], *, actor: User, dry_run: bool = False) -> CatalogueCounts:
    """Create what is missing, follow the catalogue's names where nobody wrote a text, and leave all others alone."""
    known = {service.leika_key: service for service in Service.objects.filter(leika_key__in=[r.key for r in records])}
    slugs = set(Service.objects.values_list("slug", flat=True))
    new = [new_service(record, slugs) for record in records if record.key not in known]
    described = changed = 0
    written: list[Service] = []
    for record in records:
        service = known.get(record.key)
        if service is None:
            continue
        wanted = {"topic": record.topic} if service.is_described else texts_of(record)
        described += service.is_described
        if any(getattr(service, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(service, field, value)
            written.append(service)
            changed += not service.is_described
    Service.objects.bulk_create(new, batch_size=BATCH)
    Service.objects.bulk_update(written, FIELDS, batch_size=BATCH)
    if (new or written) and not dry_run:
        ids = [service.pk for service in [*new, *written]]
        index_services(ids)
        record_published(Service, ids, actor=actor)
        audit.append(actor, "catalogue.imported", "content.catalogue", {"new": len(new), "changed": changed})
    if dry_run:
        transaction.set_rollback(True)
    return CatalogueCounts(len(new), changed, len(records) - len(new) - changed - described, described)


def new_service(record: CatalogueRecord, slugs: set[str]) -> Service:
    slug = f"{slugify(record.name)[:100].strip('-')}-{record.key}"[:120]
    plain = slug.removesuffix(f"-{record.key}")
    if plain and plain not in slugs:
        slug = plain
    slugs.add(slug)
    return Service(leika_key=record.key, slug=slug, status=Status.PUBLISHED, **texts_of(record))


def texts_of(record: CatalogueRecord) -> dict[str, object]:
    title = record.name[:200]
    return {
        "name": record.name,
        "name_de": record.name,
        "title": title,
        "title_de": title,
        "topic": record.topic,
        "legal_basis": record.laws,
    }
