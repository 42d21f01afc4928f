"""The index in memory: which services each stem leads to, and how strongly. It is read only; a new one replaces it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from math import log, log2

import numpy as np

from content.rules.analysis import words_of, written_words
from content.rules.finder.acts import ACTS, GENERIC, USUAL
from content.rules.finder.spelling import Speller
from content.rules.finder.texts import Concept, Entry, Phrase, Terms, split_term

# How strongly a service is found by a word in the name, the act, the topic, the text; and by a part of a compound there
HEAD, TAIL, TOPIC, TEXT = 1.0, 1.0, 0.35, 0.25
PART_OF = 0.55
# How much less a phrase says with each doubling of the services that it stands for
VAGUER = 0.008
# What an act loses that few people come for
UNUSUAL = 0.01
OBJECT_DIGITS = 6

Numbers = np.ndarray


@dataclass(frozen=True)
class Postings:
    """For one stem: the services by their names and texts, and the phrases that contain it."""

    docs: Numbers
    gains: Numbers
    head_shares: Numbers
    phrases: Numbers
    phrase_shares: Numbers


class Index:
    """All findable services, by number 0 to n-1. Built from analysed texts, so it takes a fraction of a second."""

    def __init__(
        self,
        entries: Sequence[Entry],
        concepts: Sequence[Concept],
        vectors: Mapping[str, Numbers] | None = None,
        places: Collection[str] = (),
    ) -> None:
        self.entries = entries
        self.concepts = concepts
        self.vectors = vectors or {}
        # Plain words of the names of towns: where, not what
        self.places = places
        self.ids = np.array([entry.id for entry in entries], dtype=np.int64)
        self.number = {entry.id: number for number, entry in enumerate(entries)}
        self.is_base = np.array([not entry.tail for entry in entries], dtype=bool)
        self.prior = np.array([prior(entry) for entry in entries], dtype=np.float32)
        # The same number for all acts on one object
        objects = {key: place for place, key in enumerate(dict.fromkeys(map(object_of, entries)))}
        self.object = np.array([objects[object_of(entry)] for entry in entries], dtype=np.int32)
        self.frequency: dict[str, int] = defaultdict(int)
        self._place()
        self._place_meanings()

    def __len__(self) -> int:
        return len(self.entries)

    def rarity(self, stem: str) -> float:
        """Rare stems weigh more; one that nobody wrote weighs as the rarest."""
        return self.rarities.get(stem, self.rarest)

    @cached_property
    def rarities(self) -> dict[str, float]:
        return {stem: log(1 + len(self) / (1 + count)) for stem, count in self.frequency.items()}

    @property
    def rarest(self) -> float:
        """What a word weighs that nobody wrote."""
        return log(1 + len(self))

    def _place(self) -> None:
        groups = [*self._concept_groups(), *self._own_groups()]
        # Behind the services, a number for each concept that leads to none, so that its words are not just unknown
        missing = [number for number in range(len(self.concepts)) if not groups[number][0]]
        for place, number in enumerate(missing):
            groups[number] = ([len(self) + place], groups[number][1])
        self.size = len(self) + len(missing)
        bases = np.array([bool(self.concepts[number].keys) for number in missing], dtype=bool)
        self.is_base = np.concatenate([self.is_base, bases])
        self.prior = np.concatenate([self.prior, np.zeros(len(missing), dtype=np.float32)])
        self.group_docs = [np.array(docs, dtype=np.int32) for docs, _ in groups]
        weights = [concept.weight for concept in self.concepts] + [1.0] * (len(groups) - len(self.concepts))
        self.group_weight = [
            weight * (1 - VAGUER * log2(max(len(docs), 1)))
            for weight, docs in zip(weights, self.group_docs, strict=True)
        ]
        self.doc_concepts: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self.concepts)):
            for doc in groups[number][0]:
                self.doc_concepts[doc].append(number)
        phrases = [(number, phrase.terms) for number, (_, lines) in enumerate(groups) for phrase in lines]
        self.phrase_group = np.array([number for number, _ in phrases], dtype=np.int32)
        self.phrase_written = [phrase.written for _, lines in groups for phrase in lines]
        # Groups from here on are the synonyms of one service each
        self.own_groups = len(self.concepts)
        self.own_doc = np.array([docs[0] for docs, _ in groups[self.own_groups :]], dtype=np.int32)
        self.group_of_doc = {int(doc): self.own_groups + place for place, doc in enumerate(self.own_doc)}
        self._count(phrases)
        by_doc: dict[str, dict[int, tuple[float, float]]] = defaultdict(dict)
        for number, entry in enumerate(self.entries):
            self._place_entry(by_doc, number, entry)
        by_phrase: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, phrase) in enumerate(phrases):
            for stem, share in self._shares(phrase):
                by_phrase[stem].append((number, share))
        self.postings = {stem: postings(by_doc.get(stem, {}), by_phrase.get(stem, [])) for stem in self.frequency}

    def groups_of(self, service_id: int) -> list[int]:
        """The groups of phrases of a service, for telling why it was found."""
        number = self.number.get(service_id, -1)
        own = [self.group_of_doc[number]] if number in self.group_of_doc else []
        return own + self.doc_concepts.get(number, [])

    def prepare(self) -> None:
        """Build what is needed only for some queries, so that none of them waits for it."""
        _ = self.speller, self.stems

    def _concept_groups(self) -> Iterable[tuple[list[int], Sequence[Phrase]]]:
        by_prefix: dict[str, list[int]] = defaultdict(list)
        by_stem: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for end in range(5, len(entry.key) + 1):
                by_prefix[entry.key[:end]].append(number)
            for stem in stems_of([entry.head, *(() if entry.key else (one.terms for one in entry.phrases))]):
                by_stem[stem].add(number)
        for concept in self.concepts:
            docs = {number for key in concept.keys for number in by_prefix.get(key, ())}
            named = [split_term(term)[0] for term in concept.phrases[0].terms] if concept.phrases else []
            if named:
                found = set.intersection(*(by_stem.get(stem, set()) for stem in named))
                docs |= found if not concept.keys else {one for one in found if not self.entries[one].key}
            yield sorted(docs), concept.phrases

    def _own_groups(self) -> Iterable[tuple[list[int], Sequence[Phrase]]]:
        for number, entry in enumerate(self.entries):
            if entry.phrases:
                yield [number], entry.phrases

    def _count(self, phrases: Sequence[tuple[int, Terms]]) -> None:
        """In how many services, or phrases, each stem is; the parts of compounds count too."""
        for entry in self.entries:
            for stem in stems_of([entry.head, entry.tail, entry.topic, entry.text]):
                self.frequency[stem] += 1
        for _, phrase in phrases:
            for stem in stems_of([phrase]):
                self.frequency[stem] += 1

    def _place_entry(self, by_doc: dict[str, dict[int, tuple[float, float]]], number: int, entry: Entry) -> None:
        def put(stem: str, gain: float, share: float = 0.0) -> None:
            old_gain, old_share = by_doc[stem].get(number, (0.0, 0.0))
            by_doc[stem][number] = (max(gain, old_gain), max(share, old_share))

        for terms, gain in ((entry.text, TEXT), (entry.topic, TOPIC), (entry.tail, TAIL)):
            for term in terms:
                whole, parts = split_term(term)
                put(whole, gain)
                for part in parts:
                    put(part, gain * PART_OF)
        for stem, share in self._shares(entry.head):
            put(stem, HEAD, share)
        for term in entry.head:
            for part in split_term(term)[1]:
                put(part, HEAD * PART_OF, 0.0)

    def _shares(self, terms: Terms) -> list[tuple[str, float]]:
        """How much of a phrase each of its stems is; a part of a compound has its portion of the whole."""
        stems = [split_term(term) for term in terms]
        total = sum(self.rarity(whole) for whole, _ in stems)
        shares = [(whole, self.rarity(whole) / total) for whole, _ in stems]
        portions = [
            (part, PART_OF * self.rarity(whole) / total / len(parts)) for whole, parts in stems for part in parts
        ]
        return [*shares, *portions]

    def _place_meanings(self) -> None:
        """One row a text with a meaning, and the services it stands for.

        A concept without keys and services stands for what no office does: its texts tell a query that leads elsewhere.
        """
        docs_of: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for text in entry.called:
                docs_of[text].add(number)
        for concept, docs in zip(self.concepts, self.group_docs, strict=False):
            known = docs[docs < len(self)].tolist()
            if known or not concept.keys:
                for text in concept.called:
                    docs_of[text].update(known)
        texts = [text for text in docs_of if text in self.vectors]
        self.meaning_docs = [np.array(sorted(docs_of[text]), dtype=np.int32) for text in texts]
        self.leads_nowhere = np.array([not docs_of[text] for text in texts], dtype=bool)
        self.meanings = np.array([self.vectors[text] for text in texts], dtype=np.float32) if texts else None

    @cached_property
    def stems(self) -> list[str]:
        return sorted(self.postings)

    def starting_with(self, beginning: str, most: int) -> list[str]:
        """Stems with this beginning, the more frequent first."""
        first = bisect_left(self.stems, beginning)
        found = list(takewhile(lambda stem: stem.startswith(beginning), islice(self.stems, first, first + 500)))
        return sorted(found, key=lambda stem: -self.frequency[stem])[:most]

    @cached_property
    def written(self) -> dict[str, str]:
        """The plain words of names and concepts, and how they are written."""
        texts = [text for one in [*self.concepts, *self.entries] for text in (one.name, *one.called)]
        found = {plain: word for text in texts for word in written_words(text) for plain in words_of(word)}
        return {word: word for word in (*ACTS, *GENERIC)} | found

    @cached_property
    def speller(self) -> Speller:
        """The words that a typed word may have been meant as."""
        return Speller(self.written)


def object_of(entry: Entry) -> str:
    return entry.key[:OBJECT_DIGITS] or f"service {entry.id}"


def prior(entry: Entry) -> float:
    """Between two services found alike, the general one goes first, then the usual act."""
    unusual = bool(entry.tail) and split_term(entry.tail[0])[0] not in USUAL
    length = 0.008 * min(len(entry.tail), 6) + 0.004 * min(len(entry.head), 10) + len(entry.name) / 50_000
    return -length - UNUSUAL * unusual


def stems_of(parts: Iterable[Terms]) -> set[str]:
    return {stem for part in parts for term in part for whole, rest in [split_term(term)] for stem in (whole, *rest)}


def postings(docs: dict[int, tuple[float, float]], phrases: list[tuple[int, float]]) -> Postings:
    return Postings(
        np.fromiter(docs, dtype=np.int32, count=len(docs)),
        np.array([gain for gain, _ in docs.values()], dtype=np.float32),
        np.array([share for _, share in docs.values()], dtype=np.float32),
        np.array([number for number, _ in phrases], dtype=np.int32),
        np.array([share for _, share in phrases], dtype=np.float32),
    )
