"""Two people at one text: who was faster, and where both differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from content.queries.versions import Change
from content.rules import differences

if TYPE_CHECKING:
    from content.admin.editorial import Desk


def sentence(desk: Desk) -> str:
    """Who saved meanwhile, and what to do."""
    version = desk.version or desk.published
    who, at = _("Jemand"), _("gerade eben")
    if version is not None:
        saved = timezone.localtime(version.saved_at)
        who = str(version.saved_by or _("Das Portal"))
        at = _("am %(day)s um %(time)s Uhr") % {"day": f"{saved:%d.%m.%Y}", "time": f"{saved:%H:%M}"}
    return _(
        "%(who)s hat den Text %(at)s geändert, während Sie schrieben. Ihr Text steht unten und ist nicht verloren. "
        "Vergleichen Sie beide. Wenn Sie noch einmal speichern, gilt Ihr Text; der andere bleibt unter „Fassungen“."
    ) % {"who": who, "at": at}


def context(desk: Desk, form: forms.ModelForm) -> dict[str, Any]:
    """What the form shows above itself after a save that came too late."""
    if not desk.is_stale:
        return {}
    found = [change(form, name) for name in form.changed_data if name in form.fields]
    return {"conflict": [row for row in found if any(piece.kind in ("added", "removed") for piece in row.pieces)]}


def change(form: forms.ModelForm, name: str) -> Change:
    """From what is stored to what stands in the form."""
    bound = form[name]
    stored, sent = words(form.get_initial_for_field(bound.field, name)), words(bound.data)
    return Change(str(bound.label), differences.shortened(differences.compare(stored, sent)))


def words(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(sorted(words(getattr(item, "pk", item)) for item in value))
    return "" if value is None else str(value).replace("\r\n", "\n")
