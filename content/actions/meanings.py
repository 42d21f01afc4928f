"""The meanings of names and words: computed by a worker after a text changed, kept by text."""

from collections.abc import Collection, Iterable
from secrets import randbits

from django.db import transaction

from content import meaning
from content.models import Concept, Meaning, SearchEntry, SearchState
from content.rules.finder.texts import split_words
from portal.outbox import actions as outbox

BATCH = 64
LONGEST_TEXT = 250
WRITE_MEANINGS = "content.write_meanings"


def ask_for_meanings(texts: Iterable[str]) -> None:
    """Let a worker compute what these texts mean, if that is not known yet."""
    if meaning.available() and missing(set(texts)):
        outbox.add(WRITE_MEANINGS, 0)


def write_meanings() -> int:
    """Compute all that is missing, some at a time, so that much is soon found; a second run finds none."""
    texts = sorted(missing(entry_texts() | concept_texts())) if meaning.available() else []
    for start in range(0, len(texts), BATCH):
        vectors = computed(texts[start : start + BATCH])
        with transaction.atomic():
            keep_meanings(vectors)
            note_change()
    return len(texts)


def computed(texts: Collection[str]) -> dict[str, bytes]:
    """The meaning of each text; nothing, if the search goes by words only."""
    embedder, wanted, found = meaning.embedder(), list(texts), {}
    for start in range(0, len(wanted) if embedder else 0, BATCH):
        batch = wanted[start : start + BATCH]
        for text, vector in zip(batch, embedder.passages(batch), strict=True):
            found[text] = meaning.packed(vector)
    return found


def keep_meanings(vectors: dict[str, bytes]) -> None:
    Meaning.objects.bulk_create(
        [Meaning(text=text, vector=vector) for text, vector in vectors.items()],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["text"],
        update_fields=["vector"],
    )


def delete_unused_meanings() -> None:
    used = entry_texts() | concept_texts()
    unused = [text for text in Meaning.objects.values_list("text", flat=True) if text not in used]
    Meaning.objects.filter(text__in=unused).delete()


def missing(texts: Collection[str]) -> set[str]:
    """Those whose meaning is not kept. Queries: 1."""
    return set(texts) - set(Meaning.objects.filter(text__in=list(texts)).values_list("text", flat=True))


def entry_texts() -> set[str]:
    return {text for texts in SearchEntry.objects.values_list("terms__called", flat=True) for text in texts}


def concept_texts() -> set[str]:
    fields = Concept.objects.filter(is_active=True).values_list("name", "words", "words_en", "words_pl", "words_uk")
    return {word[:LONGEST_TEXT] for texts in fields for text in texts for word in split_words(text)}


def note_change() -> None:
    """Tell every process that its copy of the index is old. Others who write wait here for the commit."""
    SearchState.objects.update_or_create(id=True, defaults={"version": new_version()})


def new_version() -> int:
    """A number nobody had: after a rollback a counter would come twice."""
    return randbits(62)
