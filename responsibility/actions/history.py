"""Going back to an earlier version, as a new change."""

from collections.abc import Collection
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from responsibility.actions import changes
from responsibility.models import Organisation, PostcodeArea, Responsibility, ServiceGroup
from responsibility.queries import rights
from responsibility.queries.history import VERSIONS, fields_of
from responsibility.rules import reach

NO_LONGER = _("Die frühere Fassung passt nicht mehr.")
ONLY_CENTRAL = _("Gelöschte Behörden und Leistungsgruppen stellt nur die Redaktion des Landes wieder her.")


class Right(Protocol):
    def __call__(self, actor: User, old: Model | None, new: Model) -> None: ...


def revert(model: type[Model], version_id: int, *, actor: User) -> Model:
    """Give a row the state of an earlier version; a deleted row comes back under its number. Twice changes nothing."""
    verb = f"{model._meta.model_name}.reverted"
    with changes.by(actor, verb):
        version = VERSIONS[model].objects.get(pk=version_id)
        old = changes.before(model, version.pgh_obj_id)
        new = earlier(model, version)
        RIGHTS[model](actor, old, new)
        changed = changes.differences(old, new)
        if old is not None and not changed:
            return new
        check(new, changed, is_new=old is None)
        new.save(force_insert=old is None, force_update=old is not None)
        audit.record(actor, verb, new, version=version_id, fields=sorted(changed))
    return new


def earlier(model: type[Model], version: Model) -> Model:
    """The row as the version remembers it."""
    values = {field.attname: getattr(version, field.attname) for field in fields_of(model)}
    return model(pk=version.pgh_obj_id, **values)


def check(new: Model, changed: Collection[str], *, is_new: bool) -> None:
    """Stop if what comes back would break a rule of today, or point to something that is gone."""
    new._state.adding = is_new
    same = [field.name for field in new._meta.fields if field.name not in changed]
    try:
        new.full_clean(exclude=same)
    except ValidationError as error:
        raise Refusal(NO_LONGER, " ".join(error.messages)) from error


def responsibility(actor: User, old: Model | None, new: Model) -> None:
    changed = changes.differences(old, new)
    changes.stop_if(reach.rule_refusal(rights.reach(actor), old, new, changed))


def organisation(actor: User, old: Model | None, new: Model) -> None:
    if old is None:
        changes.require_central(actor, ONLY_CENTRAL)
    changes.stop_if(reach.organisation_refusal(rights.reach(actor), old, new, changes.differences(old, new)))


def postcode(actor: User, old: Model | None, new: Model) -> None:
    own = rights.own_areas(actor)
    changes.require_own(own, new.area_id)
    if old is not None:
        changes.require_own(own, old.area_id)


def group(actor: User, old: Model | None, new: Model) -> None:
    changes.require_central(actor, ONLY_CENTRAL)


RIGHTS: dict[type[Model], Right] = {
    Organisation: organisation,
    PostcodeArea: postcode,
    Responsibility: responsibility,
    ServiceGroup: group,
}
