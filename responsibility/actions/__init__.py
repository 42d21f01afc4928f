"""Verbs of the directory: import the reference tables, give people roles, keep what editors change."""

from responsibility.actions.directory import save_organisation, save_responsibility
from responsibility.actions.reference import (
    Counts,
    import_areas,
    import_organisations,
    import_postcodes,
    import_reference,
)
from responsibility.actions.roles import ROLES, grant_role

__all__ = [
    "ROLES",
    "Counts",
    "grant_role",
    "import_areas",
    "import_organisations",
    "import_postcodes",
    "import_reference",
    "save_organisation",
    "save_responsibility",
]
