"""The meanings of names and words: computed by a worker after a text changed, kept by text."""

from collections.abc import Collection, Iterable
from secrets import randbits

from django.db import transaction

from content import meaning
from content.models import Concept, Meaning, SearchEntry, SearchState
from content.rules.finder.texts import split_words
from portal.outbox import actions as outbox

# Texts that are committed together: each commit lets every process read anew
COMMITTED = 512
LONGEST_TEXT = 250
# Words of a concept and language whose meaning is kept: each costs 4 ms of two cores, and more find little more
MOST_MEANT = 5
WRITE_MEANINGS = "content.write_meanings"


def ask_for_meanings(texts: Iterable[str]) -> None:
    """Let a worker compute what these texts mean, if that is not known yet."""
    if meaning.available() and missing(set(texts)):
        outbox.add(WRITE_MEANINGS, 0)


def write_meanings(most: int | None = None) -> int:
    """Compute what is missing, or so many; a further run does the rest. Returns how many were computed.

    What is done is committed on the way, so that much is soon found and nothing is computed twice.
    """
    texts = sorted(missing(entry_texts() | concept_texts())) if meaning.available() else []
    wanted = texts[:most]
    for start in range(0, len(wanted), COMMITTED):
        vectors = computed(wanted[start : start + COMMITTED])
        with transaction.atomic():
            keep_meanings(vectors)
            note_change()
    if len(texts) > len(wanted):
        outbox.add(WRITE_MEANINGS, 0)
    return len(wanted)


def computed(texts: Collection[str], *, cores: int = 1) -> dict[str, bytes]:
    """The meaning of each text; nothing, if the search goes by words only."""
    embedder, wanted = meaning.embedder(), list(texts)
    if embedder is None or not wanted:
        return {}
    vectors = embedder.passages(wanted, cores=cores)
    return {text: meaning.packed(vector) for text, vector in zip(wanted, vectors, strict=True)}


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
    """What is meant by the concepts that belong to a service which can be found."""
    known = {key[:end] for key in SearchEntry.objects.values_list("key", flat=True) for end in range(3, len(key) + 1)}
    concepts = Concept.objects.filter(is_active=True)
    used = [concept for concept in concepts if not concept.keys or not known.isdisjoint(concept.keys.split())]
    return {text[:LONGEST_TEXT] for concept in used for text in meant(concept)}


def meant(concept: Concept) -> list[str]:
    """Its name and its longest words, as a phrase says more than a word. The model knows the other languages itself."""
    fields = (split_words(concept.words), split_words(concept.words_en))
    return [concept.name, *(text for words in fields for text in sorted(words, key=len, reverse=True)[:MOST_MEANT])]


def note_change() -> None:
    """Tell every process that its copy of the index is old. Others who write wait here for the commit."""
    SearchState.objects.update_or_create(id=True, defaults={"version": new_version()})


def new_version() -> int:
    """A number nobody had: after a rollback a counter would come twice."""
    return randbits(62)
