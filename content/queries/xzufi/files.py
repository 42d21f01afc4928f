"""The files that lie ready for the Portalverbund."""

from content.models import XzufiFile


def index() -> list[str]:
    """Names of the last full export and of all changes since, in the order in which they are to be read. Queries: 1."""
    return list(XzufiFile.objects.filter(superseded_at=None).order_by("pk").values_list("name", flat=True))


def file_named(name: str) -> XzufiFile | None:
    """A file of the index, or one that stood in it a short while ago. Queries: 1."""
    return XzufiFile.objects.select_related("content").filter(name=name).first()
