"""Verbs of the exchange with the Portalverbund."""

from content.actions.xzufi.agencies import save_agency
from content.actions.xzufi.exporting import Exported, export
from content.actions.xzufi.importing import Imported, ImportRefused, import_files

__all__ = ["Exported", "ImportRefused", "Imported", "export", "import_files", "save_agency"]
