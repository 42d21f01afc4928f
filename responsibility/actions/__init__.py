"""Verbs of the directory: import the reference tables, give people roles, keep what editors change."""

from responsibility.actions.areas import RegisterImport, RegisterRefused, import_register
from responsibility.actions.checks import finding_data, run_check
from responsibility.actions.directory import (
    delete_group,
    delete_organisation,
    delete_postcode,
    keep_persons,
    save_group,
    save_organisation,
    save_postcode,
)
from responsibility.actions.gaps import note_gap
from responsibility.actions.history import revert
from responsibility.actions.localities import make_ortsteil, save_locality
from responsibility.actions.organisations import import_organisations, is_logo, remove_logo, set_logo
from responsibility.actions.reference import import_areas, import_postcodes, import_reference
from responsibility.actions.responsibilities import (
    assign_responsibility,
    delete_responsibility,
    end_responsibility,
)
from responsibility.actions.roles import ROLES, grant_role
from responsibility.actions.writing import Counts

__all__ = [
    "ROLES",
    "Counts",
    "RegisterImport",
    "RegisterRefused",
    "assign_responsibility",
    "delete_group",
    "delete_organisation",
    "delete_postcode",
    "delete_responsibility",
    "end_responsibility",
    "finding_data",
    "grant_role",
    "import_areas",
    "import_organisations",
    "import_postcodes",
    "import_reference",
    "import_register",
    "is_logo",
    "keep_persons",
    "make_ortsteil",
    "note_gap",
    "remove_logo",
    "revert",
    "run_check",
    "save_group",
    "save_locality",
    "save_organisation",
    "save_postcode",
    "set_logo",
]
