"""Writing versions: what is in one, who wrote it, how far its translations are; and what imports made public."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from content.models import Editorial, Status, Version, VersionStatus
from content.queries import editorial, snapshots
from content.queries.snapshots import Snapshot
from content.rules import translations
from portal.accounts.models import User

LANGUAGES = ("en",)


def fill(version: Version, text: Editorial, data: Snapshot, before: Snapshot, actor: User | None) -> None:
    """The text of a version, who wrote it, and how far its translations are."""
    old = version.translations or (version.base.translations if version.base else {})
    version.data, version.saved_at, version.saved_by = data, timezone.now(), actor
    version.translations = translation_states(type(text), before, data, old)
    version.publish_at = moment(data["fields"].get("publish_at"))
    if actor is not None and actor.pk not in version.author_ids:
        version.author_ids = [*version.author_ids, actor.pk]


def translation_states(model: type[Editorial], before: Snapshot, data: Snapshot, old: dict) -> dict[str, dict]:
    found = {}
    for language in LANGUAGES:
        was, now = (snapshots.texts(model, side, language) for side in (before, data))
        result = translations.compare(was, now, old.get(language, {}).get("outdated", ()))
        found[language] = {"state": result.state, **result._asdict()}
    return found


def moment(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None


def record(text: Editorial, data: Snapshot, *, number: int, actor: User | None) -> Version:
    """What is public now, as a version, for a text that came before versions."""
    version = published(text, data, data, number=number, actor=actor)
    version.save()
    return version


@transaction.atomic
def record_published(model: type[Editorial], keys: Iterable[int], *, actor: User) -> int:
    """Keep what an import wrote to public rows as published versions; what is the same gets none. Queries: 6 a batch.

    A draft that lies open stays, and its editors read that something else was published.
    """
    return sum(_record(model, batch, actor) for batch in batches(keys))


def record_everything(*, actor: User) -> int:
    """Keep all public texts that have no version yet, or another one, as published versions."""
    kinds = editorial.editorial_models()
    rows = {model: model._base_manager.filter(status=Status.PUBLISHED).order_by("pk") for model in kinds}
    return sum(
        record_published(model, found.values_list("pk", flat=True), actor=actor) for model, found in rows.items()
    )


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, 500)):
        yield batch


def _record(model: type[Editorial], keys: list[int], actor: User) -> int:
    kind = ContentType.objects.get_for_model(model)
    rows = {row.pk: row for row in model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys)}
    found = snapshots.take_all(model, rows)
    versions = Version.objects.filter(content_type=kind, object_id__in=rows)
    last = dict(versions.values_list("object_id").annotate(Max("number")))
    public = {version.object_id: version for version in versions.filter(status=VersionStatus.PUBLISHED)}
    changed = [key for key, data in found.items() if key not in public or differs(public[key].data, data)]
    versions.filter(object_id__in=changed, status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    new = []
    for key in changed:
        before = public[key].data if key in public else found[key]
        new.append(published(rows[key], found[key], before, number=last.get(key, 0) + 1, actor=actor))
    Version.objects.bulk_create(new)
    return len(new)


def differs(old: Snapshot, new: Snapshot) -> bool:
    """Does what both know differ? A field that the portal learned since is no change of the text."""
    if old["links"] != new["links"] or old["parts"].keys() != new["parts"].keys():
        return True
    common = old["fields"].keys() & new["fields"].keys()
    return any(old["fields"][name] != new["fields"][name] for name in common) or old["parts"] != new["parts"]


def published(text: Editorial, data: Snapshot, before: Snapshot, *, number: int, actor: User | None) -> Version:
    """A version of what is public already, not saved yet."""
    now = timezone.now()
    version = Version(
        content_type=ContentType.objects.get_for_model(type(text)),
        object_id=text.pk,
        number=number,
        status=VersionStatus.PUBLISHED,
        published_at=now,
        checked_at=now,
    )
    fill(version, text, data, before, actor)
    return version
