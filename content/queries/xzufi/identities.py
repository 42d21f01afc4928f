"""Numbers of rows in the Portalverbund."""

from collections.abc import Collection, Iterator, Sequence

from django.conf import settings

from content.models import XzufiObject
from content.rules.xzufi.records import Key

BATCH = 200


def batches(row_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many rows as are held at a time."""
    return (row_ids[start : start + BATCH] for start in range(0, len(row_ids), BATCH))


def own_agency() -> str:
    """The number under which this portal delivers."""
    return settings.XZUFI_AGENCY


def keys_of(kind: str, row_ids: Collection[int] | None = None) -> dict[int, Key]:
    """The keys of these rows, or of all. Queries: 1."""
    rows = XzufiObject.objects.filter(kind=kind, row_id__isnull=False)
    if row_ids is not None:
        rows = rows.filter(row_id__in=row_ids)
    return {row_id: Key(*key) for row_id, *key in rows.values_list("row_id", "agency", "external_id")}


def objects_by_key(kind: str, keys: Collection[Key]) -> dict[Key, XzufiObject]:
    """The identities that are known of these keys. Queries: 1."""
    rows = XzufiObject.objects.filter(kind=kind, external_id__in={key.id for key in keys})
    found = {Key(row.agency, row.external_id): row for row in rows}
    return {key: found[key] for key in keys if key in found}
