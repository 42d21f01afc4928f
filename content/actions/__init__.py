"""Verbs of the editors: keep descriptions and the search index true, load the texts that come with the portal."""

from content.actions.calls import ask_callback, note_call, send_answer
from content.actions.catalogue import CatalogueCounts, import_catalogue
from content.actions.concepts import delete_concept, load_concepts, save_concept
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
from content.actions.feedback import give_feedback, settle_feedback
from content.actions.index import index_service, index_services, rebuild_index
from content.actions.loading import Counts, load_texts
from content.actions.meanings import write_meanings
from content.actions.notices import tell_notices

__all__ = [
    "CatalogueCounts",
    "ChangedMeanwhile",
    "Counts",
    "approve",
    "ask_callback",
    "confirm",
    "delete",
    "delete_concept",
    "discard",
    "expire",
    "give_feedback",
    "hand_over",
    "import_catalogue",
    "index_service",
    "index_services",
    "keep_draft",
    "load_concepts",
    "load_texts",
    "note_call",
    "publish",
    "rebuild_index",
    "recall",
    "record_published",
    "reject",
    "revert",
    "save_concept",
    "save_office",
    "send_answer",
    "service_changed",
    "set_aside",
    "settle_feedback",
    "submit_for_review",
    "tell_notices",
    "withdraw",
    "write_facts",
    "write_meanings",
]
