"""Services in the order of a query: by its words, by its meaning, and by both."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from content.rules.finder.index import Index, Numbers
from content.rules.finder.reading import Query

# A phrase of which only some words were typed counts less
PHRASE, PHRASE_FLOOR = 0.97, 0.3
# How much more a service is meant that several phrases lead to, each by all of its words
AGREED, STRONG = 0.02, 0.85
# Verbs neither find nor exclude the service as a whole
BASE_FOR_ACT = 0.78
# How much more a name is meant that has the act itself, and not only a phrase for its matter
ACT_NAMED = 0.1
# How much it matters that the name is about nothing else
EXPLAINED = 0.12
# Of the meaning: cosines between which two texts are anything from unrelated to the same, and how many are looked at
UNRELATED, SAME, CLOSEST = 0.80, 0.92, 60
# What the meaning adds to the words, and how far certainty of the words takes it back
MEANING, CERTAINTY = 1.0, 0.7
# By words: from where on the best result is shown, and from where on without reserve
FOUND, CONFIDENT = 0.4, 0.55
# From here on no meaning is asked for, unless another object is this close. And how far behind the best another may be
SURE, MARGIN, WORTH_SHOWING = 0.8, 0.03, 0.55
# By both: shown without reserve from here on, and if the query is this much closer to something an office does than to
# anything else. Else the closest are shown as a guess from there on, unless no office seems to be meant
SURE_OF_BOTH, CLEARLY = 0.9, 0.03
GUESSED_BY_WORDS, GUESSED, RATHER, GUESSES = 0.25, 0.3, 0.01, 10
MEANING_CONFIDENT = 0.56


@dataclass(frozen=True)
class Ranked:
    """Numbers of services, best first, with their scores from 0 to 1."""

    numbers: Numbers
    scores: Numbers
    is_unsure: bool = False

    @property
    def best(self) -> float:
        return float(self.scores[0]) if len(self.scores) else 0.0


class Worded(NamedTuple):
    """A score for each service, and the best of what is known but leads to no service."""

    scores: Numbers
    elsewhere: float = 0.0

    @property
    def best(self) -> float:
        return float(self.scores.max(initial=0))

    @property
    def leads_elsewhere(self) -> bool:
        """Whether it is sure that what is meant is none of the services."""
        return self.elsewhere >= SURE and self.elsewhere > self.best + MARGIN


def worded(query: Query, index: Index) -> Worded:
    every = by_words(query, index)
    return Worded(every[: len(index)], float(every[len(index) :].max(initial=0)))


def by_words(query: Query, index: Index) -> Numbers:
    """A score for each service, and for each concept without one: the share of the query it answers."""
    size = index.size
    if not query.wanted or not len(index):
        return np.zeros(size, dtype=np.float32)
    typed_of_phrase = phrase_cover(query, index)
    total = np.zeros(size, dtype=np.float32)
    explained = np.zeros(size, dtype=np.float32)
    for wanted in query.wanted:
        gain = np.zeros(size, dtype=np.float32)
        named = np.zeros(size, dtype=np.float32)
        for stem, factor in wanted.stems:
            found = index.postings.get(stem)
            if found is None:
                continue
            if len(found.docs):
                named[found.docs] = np.maximum(named[found.docs], found.gains * factor)
                gain[found.docs] = np.maximum(gain[found.docs], found.gains * factor)
                explained[found.docs] += found.head_shares
        phrases = [
            (index.postings[stem].phrases, factor) for stem, factor in wanted.in_phrases if stem in index.postings
        ]
        if phrases:
            numbers = np.concatenate([found for found, _ in phrases])
            factors = np.repeat([factor for _, factor in phrases], [len(found) for found, _ in phrases])
            worth = PHRASE * factors * (PHRASE_FLOOR + (1 - PHRASE_FLOOR) * typed_of_phrase[numbers])
            spread(index, index.phrase_group[numbers], worth, gain, explained)
        if wanted.is_act:
            gain[index.is_base] = np.maximum(gain[index.is_base], BASE_FOR_ACT)
            gain += ACT_NAMED * named
        total += wanted.weight * gain
    scores = total / query.weight
    scores *= 1 - EXPLAINED + EXPLAINED * np.minimum(explained, 1)
    hit = scores > 0
    scores[hit] += index.prior[hit]
    return scores


def phrase_cover(query: Query, index: Index) -> Numbers:
    """How much of each phrase was typed, 0 to 1."""
    cover = np.zeros(len(index.phrase_group) or 1, dtype=np.float32)
    for wanted in query.wanted:
        for stem, factor in wanted.in_phrases:
            found = index.postings.get(stem)
            if found is not None and len(found.phrases):
                cover[found.phrases] += found.phrase_shares * factor
    return np.minimum(cover, 1)


def spread(index: Index, groups: Numbers, worth: Numbers, gain: Numbers, explained: Numbers) -> None:
    """Give the worth of phrases to the services of their groups."""
    order = np.argsort(worth, kind="stable")
    best = dict(zip(groups[order].tolist(), worth[order].tolist(), strict=True))  # the last of a group is its best
    own = [(group - index.own_groups, value) for group, value in best.items() if group >= index.own_groups]
    if own:
        docs = index.own_doc[[place for place, _ in own]]
        give(docs, np.array([value for _, value in own], dtype=np.float32), gain, explained)
    shared = [(group, value * index.group_weight[group]) for group, value in best.items() if group < index.own_groups]
    weak = sorted((value, group) for group, value in shared if value <= STRONG)
    if weak:  # none agrees with another, so the last and best counts, and all are given at once
        docs = [index.group_docs[group] for _, group in weak]
        worths = np.repeat([value for value, _ in weak], [len(found) for found in docs])
        most = np.zeros(index.size, dtype=np.float32)
        most[np.concatenate(docs)] = worths
        np.maximum(gain, most, out=gain)
        np.maximum(explained, most, out=explained)
    for group, value in shared:
        if value > STRONG:
            give(index.group_docs[group], value, gain, explained)


def give(docs: Numbers, value: Numbers | float, gain: Numbers, explained: Numbers) -> None:
    before = gain[docs]
    agreed = 1 + AGREED * ((before > STRONG) & (value > STRONG))
    gain[docs] = np.maximum(before * agreed, value)
    explained[docs] = np.maximum(explained[docs], value)


def best_phrases(query: Query, index: Index, groups: Collection[int]) -> dict[int, tuple[float, float, int]]:
    """For each group the phrase that has most words of the query: how many, how much of the phrase they are, which."""
    is_asked = np.zeros(len(index.group_docs), dtype=bool)
    is_asked[list(groups)] = True
    words: dict[int, float] = {}
    cover: dict[int, float] = {}
    for wanted in query.wanted:
        touched: dict[int, tuple[float, float]] = {}
        for stem, factor in wanted.in_phrases:
            found = index.postings.get(stem)
            if found is not None and stem not in wanted.alike:  # what is shown has the very words
                asked = is_asked[index.phrase_group[found.phrases]]
                phrases, shares = found.phrases[asked].tolist(), found.phrase_shares[asked].tolist()
                for number, share in zip(phrases, shares, strict=True):
                    touched[number] = max((factor, share), touched.get(number, (0.0, 0.0)))
        for number, (factor, share) in touched.items():
            words[number] = words.get(number, 0.0) + factor
            cover[number] = cover.get(number, 0.0) + share
    best: dict[int, tuple[float, float, int]] = {}
    for number, count in words.items():
        group = int(index.phrase_group[number])
        best[group] = max(best.get(group, (0.0, 0.0, 0)), (count, cover[number], number))
    return best


class Meant(NamedTuple):
    """A score for each service, 0 to 1, and how much closer the query is to something that no office does."""

    scores: Numbers
    elsewhere: float = -1.0


def by_meaning(vector: Numbers, index: Index) -> Meant:
    """How close to the query the closest name or word of each service is."""
    scores = np.zeros(len(index), dtype=np.float32)
    if index.meanings is None:
        return Meant(scores)
    similar = index.meanings @ vector
    closest = np.argpartition(-similar, CLOSEST)[:CLOSEST] if len(similar) > CLOSEST else np.arange(len(similar))
    for text in closest[np.argsort(similar[closest])].tolist():
        alike = min(1.0, max(0.0, (float(similar[text]) - UNRELATED) / (SAME - UNRELATED)))
        scores[index.meaning_docs[text]] = alike**2
    nowhere = similar[index.leads_nowhere].max(initial=-1)
    return Meant(scores, float(nowhere - similar[~index.leads_nowhere].max(initial=-1)))


def fused(words: Numbers, meanings: Numbers) -> Numbers:
    """Both scores as one; the meaning counts the more, the less the words answer."""
    return words + MEANING * (1 - CERTAINTY * min(1.0, float(words.max(initial=0)))) * meanings


def is_sure(words: Numbers, index: Index) -> bool:
    """Whether the words alone lead to one object of the catalogue, so that the meaning need not be asked."""
    best = float(words.max(initial=0))
    return best >= SURE and len(set(index.object[words > best - MARGIN].tolist())) == 1


def by_words_only(words: Worded, limit: int) -> Ranked:
    """The services worth showing; with few of the words the closest are a guess."""
    if words.leads_elsewhere or words.best >= FOUND:
        found = ranked(words.scores, limit)
        return replace(found, is_unsure=found.is_unsure or words.leads_elsewhere)
    guesses = GUESSES if words.best > words.elsewhere else 0
    return replace(ranked(words.scores, guesses, found=GUESSED_BY_WORDS), is_unsure=True)


def by_both(words: Numbers, meant: Meant, limit: int) -> Ranked:
    """The services worth showing. Below certainty the closest are shown as a guess: often the right one is among
    them. What is closer to something no office does needs words for it.
    """
    scores = fused(words, meant.scores)
    best_by_words, best = float(words.max(initial=0)), float(scores.max(initial=0))
    if best_by_words >= SURE or (best >= SURE_OF_BOTH and meant.elsewhere <= -CLEARLY):
        return replace(ranked(scores, limit), is_unsure=False)
    is_anything = best_by_words >= FOUND or meant.elsewhere <= -RATHER
    return replace(ranked(scores, GUESSES if is_anything else 0, found=GUESSED), is_unsure=True)


def ranked(scores: Numbers, limit: int, *, found: float = FOUND) -> Ranked:
    """The services worth showing, best first; none if even the best is not."""
    best = float(scores.max(initial=0))
    hits = np.flatnonzero(scores >= max(found, best * WORTH_SHOWING)) if best >= found else np.empty(0, dtype=int)
    order = hits[np.argsort(-scores[hits], kind="stable")][:limit]
    return Ranked(order, scores[order], is_unsure=best < CONFIDENT)


def by_meaning_only(vector: Numbers, index: Index, limit: int) -> Ranked:
    """For comparison: the order by meaning alone."""
    scores, elsewhere = by_meaning(vector, index)
    order = np.argsort(-scores, kind="stable")[:limit]
    is_unsure = elsewhere > 0 or float(scores.max(initial=0)) < MEANING_CONFIDENT
    return Ranked(order, scores[order], is_unsure=is_unsure)
