"""Reads of forms."""

from functools import lru_cache

from forms.models import FormVersion
from forms.rules.definition import Definition, read


def published_version(form_id: int) -> FormVersion | None:
    """The version that new applications pin: the last one published. Queries: 1."""
    versions = FormVersion.objects.filter(form_id=form_id, status=FormVersion.Status.PUBLISHED)
    return versions.order_by("-number").select_related("form").first()


@lru_cache(maxsize=256)
def definition_of(version_id: int) -> Definition:
    """The definition of a published version, typed. Queries: 1, then none: what is published never changes."""
    return read(FormVersion.objects.values_list("definition", flat=True).get(pk=version_id))
