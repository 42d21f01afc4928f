"""What the imports of this app share: comparing a row with before, and counting."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model


class Counts(NamedTuple):
    """What an import did."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __str__(self) -> str:
        return f"{self.new} neu, {self.changed} geändert, {self.same} gleich"


def state(instance: Model, fields: Iterable[str]) -> dict:
    """The values of these fields, to compare them later."""
    return {name: getattr(instance, name) for name in fields}
