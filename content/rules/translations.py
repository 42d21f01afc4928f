"""How far a translation is: missing, outdated since the German text changed, or up to date."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# The German text and its translation by the name of the field: {"summary": ("Kurz.", "Short.")}
Texts = Mapping[str, tuple[str, str]]

STATES = {"missing": _("fehlt"), "outdated": _("veraltet"), "current": _("aktuell")}


class Translation(NamedTuple):
    """Fields that have no translation, and fields whose translation is older than the German text."""

    missing: list[str]
    outdated: list[str]

    @property
    def state(self) -> str:
        return "missing" if self.missing else "outdated" if self.outdated else "current"


def compare(before: Texts, after: Texts, outdated: Collection[str]) -> Translation:
    """What one save did to a translation; `outdated` is what it was before.

    >>> compare({"name": ("Hund", "Dog")}, {"name": ("Hunde", "Dog")}, [])
    Translation(missing=[], outdated=['name'])
    >>> compare({"name": ("Hunde", "Dog")}, {"name": ("Hunde", "Dogs")}, ["name"]).state
    'current'
    """
    missing, old = [], []
    for name, (german, other) in after.items():
        german_before, other_before = before.get(name, (german, other))
        if not german.strip():
            continue
        if not other.strip():
            missing.append(name)
        elif other == other_before and (german != german_before or name in outdated):
            old.append(name)
    return Translation(missing, old)
