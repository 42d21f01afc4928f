"""The copy of the search index that each process keeps in memory, and how it stays as new as the database."""

from threading import Lock

import numpy as np
from django.db import connection

from content import meaning
from content.models import Concept, Meaning, SearchEntry
from content.rules.analysis import words
from content.rules.finder.index import Index
from content.rules.finder.texts import Concept as Words
from content.rules.finder.texts import Entry, read_phrases, split_words
from responsibility.models import Area

SHORTEST_PLACE = 4


class IndexCopy:
    """Reads only what changed: every row carries a number of its own that changes with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: int | None = None
        self._entries: dict[int, tuple[int, Entry]] = {}
        self._concepts: dict[int, tuple[int, Words]] = {}
        self._vectors: dict[str, np.ndarray] = {}
        self._index = Index([], [])

    def current(self) -> Index:
        """The index as committed last. Queries: 1, and 6 more after a change.

        While one thread reads what changed, the others answer from what they have.
        """
        version = state()
        if version != self._version and self._lock.acquire(blocking=self._version is None):
            try:
                if version != self._version:
                    self._refresh()
                    self._version = version
            finally:
                self._lock.release()
        return self._index

    def _refresh(self) -> None:
        self._read_entries()
        self._read_concepts()
        entries = [entry for _, entry in self._entries.values()]
        concepts = [words for _, words in self._concepts.values()]
        self._read_vectors({text for one in [*entries, *concepts] for text in one.called})
        index = Index(entries, concepts, self._vectors, place_words())
        index.prepare()
        self._index = index

    def _read_entries(self) -> None:
        versions = dict(SearchEntry.objects.order_by("service").values_list("service", "version"))
        changed = [pk for pk, version in versions.items() if self._entries.get(pk, (None,))[0] != version]
        rows = SearchEntry.objects.filter(service__in=changed).values_list("service", "version", "key", "name", "terms")
        for pk, version, key, name, terms in rows:
            self._entries[pk] = (version, entry_of(pk, key, name, terms))
        self._entries = {pk: self._entries[pk] for pk in versions if pk in self._entries}

    def _read_concepts(self) -> None:
        rows = Concept.objects.filter(is_active=True).order_by("pk")
        versions = dict(rows.values_list("pk", "version"))
        changed = [pk for pk, version in versions.items() if self._concepts.get(pk, (None,))[0] != version]
        for concept in rows.filter(pk__in=changed):
            self._concepts[concept.pk] = (concept.version, words_of(concept))
        self._concepts = {pk: self._concepts[pk] for pk in versions if pk in self._concepts}

    def _read_vectors(self, texts: set[str]) -> None:
        """A text means the same for ever, so only those not read yet are."""
        if not meaning.available():
            self._vectors = {}
            return
        rows = Meaning.objects.filter(text__in=texts - self._vectors.keys())
        new = {text: meaning.unpacked(bytes(stored)) for text, stored in rows.values_list("text", "vector")}
        self._vectors = {text: vector for text, vector in (self._vectors | new).items() if text in texts}


COPY = IndexCopy()


def current_index() -> Index:
    return COPY.current()


def state() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM content_searchstate")
        row = cursor.fetchone()
    return row[0] if row else None


def place_words() -> frozenset[str]:
    """The plain words of the names of towns and their parts. Queries: 1."""
    names = Area.objects.exclude(kind=Area.Kind.LAND).values_list("short_name", flat=True)
    return frozenset(word for name in names for word in words(name) if len(word) >= SHORTEST_PLACE)


def entry_of(pk: int, key: str, name: str, terms: dict) -> Entry:
    return Entry(
        id=pk,
        key=key,
        name=name,
        head=tuple(terms["head"]),
        tail=tuple(terms["tail"]),
        phrases=read_phrases(terms["phrases"]),
        text=tuple(terms["text"]),
        topic=tuple(terms["topic"]),
        called=tuple(terms["called"]),
    )


def words_of(concept: Concept) -> Words:
    """A concept as the index takes it; also for one that is not saved yet."""
    fields = (concept.name, concept.words, concept.words_en, concept.words_pl, concept.words_uk)
    return Words(
        id=concept.pk or 0,
        name=concept.name,
        keys=tuple(concept.keys.split()),
        phrases=read_phrases(concept.phrases),
        called=tuple(dict.fromkeys(word for text in fields for word in split_words(text))),
        weight=concept.weight / 100,
    )
