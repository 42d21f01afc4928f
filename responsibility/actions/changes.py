"""What every change of the directory has in common: one transaction, the right, the version, the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from responsibility.queries import rights
from responsibility.rules.reach import NOT_YOURS

IN_USE = _("Entfernen Sie zuerst die Zuständigkeiten, Leistungen und Teile, die darauf verweisen.")
ASK = _("Wenn die Angabe falsch ist, wenden Sie sich an die Redaktion des Landes.")


@contextmanager
def by(actor: User, verb: str) -> Iterator[None]:
    """All versions written inside say who it was and what for; nothing is written if something fails."""
    with transaction.atomic(), pghistory.context(user=actor.pk, name=str(actor), verb=verb):
        yield


def stop_if(refusal: str) -> None:
    """Stop with the sentence of a rule, if it says one."""
    if refusal:
        raise NotPermitted(refusal, ASK)


def require_own(allowed: QuerySet, pk: int | None) -> None:
    """Stop unless the row is among those allowed. Queries: 1."""
    if pk is None or not allowed.filter(pk=pk).exists():
        raise NotPermitted(NOT_YOURS, ASK)


def require_central(actor: User, sentence: str) -> None:
    """Stop unless the actor edits everything."""
    if not rights.edits_everything(actor):
        raise NotPermitted(sentence, ASK)


def before(model: type[Model], pk: int | None) -> Model | None:
    """The locked row as it is in the database, or None for a new one. Queries: 0 or 1."""
    return model.objects.select_for_update().filter(pk=pk).first() if pk else None


def differences(old: Model | None, new: Model) -> dict[str, list[Any]]:
    """Old and new value of each field that differs; all that is filled for a new row."""
    found = {}
    for field in new._meta.concrete_fields:
        value = getattr(new, field.attname)
        was = getattr(old, field.attname) if old else None
        if was != value and not field.primary_key and not (old is None and value in (None, "", [], {})):
            found[field.name] = [was, value]
    return found


def keep(new: Model, old: Model | None, *, actor: User, verb: str) -> None:
    """Write the row if something differs, with its audit record."""
    changed = differences(old, new)
    if old is not None and not changed:
        return
    new.save()
    audit.record(actor, verb, new, fields=sorted(changed))


def remove(row: Model, *, actor: User, verb: str, **detail: Any) -> None:
    """Delete the row, unless others depend on it; with its audit record."""
    audit.record(actor, verb, row, **detail)
    try:
        row.delete()
    except ProtectedError as error:
        raise Refusal(_("„%(row)s“ wird noch gebraucht und bleibt deshalb.") % {"row": row}, IN_USE) from error
