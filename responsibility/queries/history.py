"""What a row of the directory was before: who changed what, and when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Field, JSONField, Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from responsibility.models import (
    Organisation,
    OrganisationVersion,
    PostcodeArea,
    PostcodeAreaVersion,
    Responsibility,
    ResponsibilityVersion,
    ServiceGroup,
    ServiceGroupVersion,
)
from responsibility.queries import rights
from responsibility.rules import opening

VERSIONS: dict[type[Model], type[Model]] = {
    Organisation: OrganisationVersion,
    PostcodeArea: PostcodeAreaVersion,
    Responsibility: ResponsibilityVersion,
    ServiceGroup: ServiceGroupVersion,
}
LABELS = {"insert": _("angelegt"), "update": _("geändert"), "delete": _("gelöscht")}
# What an action called it (the last part of its verb), where that says more
VERBS = {
    "ended": _("beendet"),
    "reverted": _("frühere Fassung wiederhergestellt"),
    "imported": _("mit einer Datei eingespielt"),
}
NOBODY = _("Einspielung durch das Portal")
PAGE = 50


class Change(NamedTuple):
    """One field, as it was and as it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """One write: who, when, what. `can_return` says that there is an earlier or other state to go back to."""

    id: int
    at: datetime
    who: str
    what: str
    changes: list[Change]
    is_deletion: bool
    is_current: bool


class Deleted(NamedTuple):
    """A row that is gone, with the version that brings it back."""

    version_id: int
    at: datetime
    who: str
    title: str


def history(model: type[Model], object_id: int) -> list[Version]:
    """The last writes of one row, newest first. Queries: 1 and one for each kind of row it points to."""
    rows = list(VERSIONS[model].objects.filter(pgh_obj_id=object_id).order_by("-pgh_id")[: PAGE + 1])
    names = names_of(model, rows)
    found = []
    for position, row in enumerate(rows[:PAGE]):
        earlier = rows[position + 1] if position + 1 < len(rows) else None
        is_deletion = row.pgh_label == "delete"
        changes = [] if is_deletion else differences(model, earlier, row, names)
        found.append(Version(row.pgh_id, row.pgh_created_at, who(row), what(row), changes, is_deletion, position == 0))
    return found


def who(row: Model) -> str:
    return (row.pgh_context or {}).get("name") or NOBODY


def what(row: Model) -> str:
    verb = (row.pgh_context or {}).get("verb", "").rpartition(".")[2]
    return VERBS.get(verb, LABELS[row.pgh_label])


def fields_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def differences(model: type[Model], old: Model | None, new: Model, names: dict) -> list[Change]:
    """The fields that differ, in words. Of a new row: all that is filled."""
    found = []
    for field in fields_of(model):
        was = getattr(old, field.attname) if old is not None else None
        now = getattr(new, field.attname)
        if was != now and not (old is None and now in (None, "", [], {})):
            found.append(Change(str(field.verbose_name), in_words(field, was, names), in_words(field, now, names)))
    return found


def in_words(field: Field, value: Any, names: dict[type[Model], dict[int, str]]) -> str:
    """A value as editors read it.

    >>> in_words(Organisation._meta.get_field("lift"), True, {}), in_words(Organisation._meta.get_field("fax"), "", {})
    ('ja', 'leer')
    """
    if value in (None, "", [], {}):
        return gettext("leer")
    if field.is_relation:
        return names.get(field.related_model, {}).get(value, gettext("gelöscht (Nr. %(number)s)") % {"number": value})
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if field.name == "opening_hours":
        return opening.write(value)
    if isinstance(value, list) and not isinstance(field, JSONField):
        choices = dict(field.base_field.flatchoices)
        return ", ".join(str(choices.get(item, item)) for item in value)
    if isinstance(value, list):
        return "; ".join(", ".join(str(part) for part in item.values()) for item in value)
    return str(dict(field.flatchoices).get(value, value))


def names_of(model: type[Model], rows: Iterable[Model]) -> dict[type[Model], dict[int, str]]:
    """The names of all that the rows point to. Queries: one for each kind of row."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for field in fields_of(model):
        if field.is_relation:
            wanted[field.related_model].update(filter(None, (getattr(row, field.attname) for row in rows)))
    return {
        related: {pk: str(found) for pk, found in related._base_manager.in_bulk(keys).items()}
        for related, keys in wanted.items()
    }


def deleted(model: type[Model], user: User | AnonymousUser, *, limit: int = 100) -> list[Deleted]:
    """Rows that are gone and that the user kept, the last first. Queries: 1 and one for each kind of row."""
    gone = own_versions(model, user).filter(pgh_label="delete").exclude(pgh_obj_id__in=model.objects.values("pk"))
    # A row may have been brought back and deleted again
    rows = list(gone.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"))
    rows = sorted(rows, key=lambda row: row.pgh_id, reverse=True)[:limit]
    names = names_of(model, rows)
    return [
        Deleted(
            row.pgh_id,
            row.pgh_created_at,
            who(row),
            title(model, row, names),
        )
        for row in rows
    ]


def title(model: type[Model], row: Model, names: dict) -> str:
    """A deleted row in one line."""
    values = [in_words(field, getattr(row, field.attname), names) for field in fields_of(model)[:6]]
    return " · ".join(value for value in values if value != "leer")


def own_versions(model: type[Model], user: User | AnonymousUser) -> QuerySet:
    """Versions of rows that the user keeps, or kept when they were deleted. Lazy."""
    versions = VERSIONS[model].objects.all()
    if rights.edits_everything(user):
        return versions
    areas, organisations = rights.own_areas(user), rights.own_organisations(user)
    own: dict[type[Model], Q] = {
        Organisation: Q(pgh_obj__in=organisations),
        PostcodeArea: Q(area__in=areas),
        Responsibility: Q(organisation__in=organisations) | Q(area__in=areas),
        ServiceGroup: Q(pk__in=()),
    }
    return versions.filter(own[model])


def version(model: type[Model], version_id: int, user: User | AnonymousUser) -> Model | None:
    """One version that the user may see: of an own row, or the last of a deleted one. Queries: 1."""
    current: dict[type[Model], Sequence | QuerySet] = {
        Organisation: rights.own_organisations(user),
        PostcodeArea: rights.own_postcodes(user),
        Responsibility: rights.own_responsibilities(user),
        ServiceGroup: ServiceGroup.objects.all() if rights.edits_everything(user) else (),
    }
    gone = own_versions(model, user).filter(pgh_label="delete").values("pk")
    allowed = Q(pgh_obj__in=current[model]) | Q(pk__in=gone)
    return VERSIONS[model].objects.filter(allowed, pk=version_id).first()


def would_change(model: type[Model], chosen: Model) -> tuple[bool, list[Change]]:
    """Does the row still exist, and what would differ from today. Queries: 1 and one for each kind of row."""
    now = model.objects.filter(pk=chosen.pgh_obj_id).first()
    rows = [chosen, now] if now else [chosen]
    return now is not None, differences(model, now, chosen, names_of(model, rows))
