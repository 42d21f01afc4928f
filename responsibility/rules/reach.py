"""How far somebody may change the directory: each refusal is a sentence for the person, or "" for yes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

NOT_YOURS = _("Sie dürfen nur ändern, was zu Ihrer Behörde gehört.")
FOREIGN_AREA = _("Für dieses Gebiet legen Sie nicht fest, wer zuständig ist.")
FOREIGN_ORGANISATION = _("Sie können nur Ihre eigene Behörde oder deren Teile als zuständig eintragen.")
ONLY_END = _("Diese Zuständigkeit gilt in einem fremden Gebiet. Sie können nur ihr Ende und die Grundlage ändern.")
FIXED = _("Art, Gebiet, Adresse und Zugehörigkeit einer Behörde ändert nur die Redaktion des Landes.")
ONLY_PARTS = _("Sie können nur Teile Ihrer eigenen Behörde anlegen.")

# What may be changed in a rule about a foreign area or a foreign organisation
CLOSING = frozenset({"valid_to", "note"})
# What decides for whom an organisation answers
PLACE_IN_THE_LAND = frozenset({"slug", "kind", "parent", "area"})


@dataclass(frozen=True)
class Reach:
    """The organisations somebody keeps and the areas these own; or everything."""

    everything: bool
    organisations: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()


class Rule(Protocol):
    area_id: int
    organisation_id: int | None


class Entry(Protocol):
    pk: int | None
    parent_id: int | None
    area_id: int | None
    kind: str


def rule_refusal(reach: Reach, old: Rule | None, new: Rule, changed: Collection[str]) -> str:
    """In own areas own organisations may be named; any other own rule can only be ended."""
    if reach.everything:
        return ""
    if old is not None and old.area_id not in reach.areas:
        if old.organisation_id not in reach.organisations:
            return NOT_YOURS
        return ONLY_END if set(changed) - CLOSING else ""
    if new.area_id not in reach.areas:
        return FOREIGN_AREA
    if set(changed) - CLOSING and new.organisation_id not in reach.organisations:
        return FOREIGN_ORGANISATION
    return ""


def only_end(reach: Reach, rule: Rule) -> bool:
    """Of this rule only the end and the note may be changed."""
    own_area, own_organisation = rule.area_id in reach.areas, rule.organisation_id in reach.organisations
    return not (reach.everything or (own_area and own_organisation))


def organisation_refusal(reach: Reach, old: Entry | None, new: Entry, changed: Collection[str]) -> str:
    """Own entries may be corrected and parts added, but not for whom an organisation answers."""
    if reach.everything:
        return ""
    if old is None:
        is_part = new.kind == "unit" and new.area_id is None and new.parent_id in reach.organisations
        return "" if is_part else ONLY_PARTS
    if old.pk not in reach.organisations:
        return NOT_YOURS
    return FIXED if PLACE_IN_THE_LAND & set(changed) else ""
