"""Verbs of the editors: keep descriptions and the search index true, load the texts that come with the portal."""

from content.actions.editing import service_changed, write_facts
from content.actions.editorial import (
    ChangedMeanwhile,
    approve,
    confirm,
    delete,
    discard,
    expire,
    hand_over,
    keep_draft,
    publish,
    recall,
    reject,
    revert,
    save_office,
    set_aside,
    submit_for_review,
    withdraw,
)
from content.actions.editorial_records import record_published
from content.actions.index import index_service, index_services
from content.actions.loading import Counts, load_texts

__all__ = [
    "ChangedMeanwhile",
    "Counts",
    "approve",
    "confirm",
    "delete",
    "discard",
    "expire",
    "hand_over",
    "index_service",
    "index_services",
    "keep_draft",
    "load_texts",
    "publish",
    "recall",
    "record_published",
    "reject",
    "revert",
    "save_office",
    "service_changed",
    "set_aside",
    "submit_for_review",
    "withdraw",
    "write_facts",
]
