"""Verbs that change forms."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from forms.models import Form, FormVersion
from forms.rules.bundle import Part, combine
from forms.rules.checker import Fault, check

# How the names of forms begin that the portal puts together itself
BUNDLE = "zusammen-"


class DefinitionRefused(Exception):
    """The definition has faults; nothing was published."""

    def __init__(self, slug: str, faults: list[Fault]) -> None:
        self.slug = slug
        self.faults = faults
        super().__init__(f"{slug}: " + " ".join(str(fault) for fault in faults))


class Published(NamedTuple):
    version: FormVersion
    is_new: bool


@transaction.atomic
def publish(slug: str, definition: dict) -> Published:
    """Publish a definition as the form's next version, unless the last one says the same already."""
    faults = check(definition)
    if faults:
        raise DefinitionRefused(slug, faults)
    title = definition["title"]["de"]
    Form.objects.get_or_create(slug=slug, defaults={"title": title})
    form = Form.objects.select_for_update().get(slug=slug)
    last = form.versions.order_by("-number").first()
    if last and last.status == FormVersion.Status.PUBLISHED and last.definition == definition:
        return Published(last, is_new=False)
    if form.title != title:
        form.title = title
        form.save(update_fields=["title"])
    version = form.versions.create(
        number=last.number + 1 if last else 1,
        status=FormVersion.Status.PUBLISHED,
        definition=definition,
        published_at=timezone.now(),
    )
    return Published(version, is_new=True)


def publish_bundle(parts: Sequence[Part]) -> FormVersion:
    """Several forms as one, to be pinned by an application; made once for the same forms in the same state."""
    name = sha256("+".join(part.key for part in parts).encode()).hexdigest()[:12]
    return publish(f"{BUNDLE}{name}", combine(parts)).version
