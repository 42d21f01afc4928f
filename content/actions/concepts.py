"""The words people use: loaded with the portal, kept by editors."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import transaction

from content.actions.editing import require_editor
from content.actions.index import vocabulary
from content.actions.meanings import ask_for_meanings, concept_texts, new_version, note_change
from content.models import Concept
from content.reference_words import ConceptRecord
from content.rules.finder import texts
from portal.accounts.models import User
from portal.audit import actions as audit

FIELDS = ("keys", "words", "words_en", "words_pl", "words_uk", "topic")


class ConceptCounts(NamedTuple):
    new: int
    changed: int
    same: int


@transaction.atomic
def load_concepts(records: Sequence[ConceptRecord], *, overwrite: bool = False) -> ConceptCounts:
    """Create what is missing and renew what no editor has changed; with `overwrite`, reset that as well.

    The index is not touched: index_services follows.
    """
    existing = {concept.name: concept for concept in Concept.objects.all()}
    known = vocabulary() | {part for record in records for part in record.parts()}
    written: list[Concept] = []
    new = 0
    for record in records:
        concept = existing.get(record.name)
        if concept and ((concept.is_edited and not overwrite) or is_same(concept, record)):
            continue
        new += concept is None
        concept = concept or Concept(name=record.name)
        for field in FIELDS:
            setattr(concept, field, getattr(record, field))
        concept.is_edited = False
        analyse(concept, known)
        written.append(concept)
    Concept.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=[*FIELDS, "is_edited", "phrases", "version"],
    )
    if written:
        note_change()
        ask_for_meanings(concept_texts())
    return ConceptCounts(new, len(written) - new, len(records) - len(written))


def is_same(concept: Concept, record: ConceptRecord) -> bool:
    return all(getattr(concept, field) == getattr(record, field) for field in FIELDS)


@transaction.atomic
def save_concept(concept: Concept, *, actor: User) -> None:
    """Keep a concept as an editor wrote it; its words find at once, its meaning follows."""
    require_editor(actor)
    concept.is_edited = True
    analyse(concept, vocabulary() | set(texts.split_words(concept.words)))
    concept.save()
    note_change()
    ask_for_meanings(concept_texts())
    audit.record(actor, "concept.saved", concept)


@transaction.atomic
def delete_concept(concept_id: int, *, actor: User) -> None:
    """Its words find nothing any more."""
    require_editor(actor)
    concept = Concept.objects.select_for_update().get(pk=concept_id)
    audit.record(actor, "concept.deleted", concept)
    concept.delete()
    note_change()


def analyse(concept: Concept, known: Collection[str]) -> None:
    """Write the terms of its phrases; the first is its name."""
    concept.phrases = texts.concept_phrases(concept.written, known)
    concept.version = new_version()
