"""Verbs of the editors: keep descriptions and the search index true, load the texts that come with the portal."""

from content.actions.editing import save_service, write_facts
from content.actions.index import index_service, index_services
from content.actions.loading import Counts, load_texts

__all__ = ["Counts", "index_service", "index_services", "load_texts", "save_service", "write_facts"]
