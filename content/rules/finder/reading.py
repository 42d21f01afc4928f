"""What somebody typed, as terms that can be looked up: known words, parts of compounds, repaired words, acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.rules import analysis
from content.rules.finder.acts import ALIKE, GENERIC, acts_of
from content.rules.finder.index import Index
from content.rules.finder.texts import SMALL_WORD

MOST_WORDS = 12
LONGEST_QUERY = 200
# What a word counts beside a rare noun
GENERIC_WEIGHT = 0.12
ACT_WEIGHT = 0.35
# A repaired word is a little less sure, by letter changed; an act that is only meant, by a verb
REPAIRED = 0.93
ACT_MEANT = 0.95
LESS_LIKELY = 0.01
ALIKE_VERB = 0.9
# A compound that nobody wrote is a little less sure than its parts
SPLIT = 0.95
# Letters of a word that may be a compound, and of a part that is not there by chance
SHORTEST_COMPOUND, SURE_PART = 7, 4
# Letters from which one wrong one is likelier than a compound; from which a word may be the beginning of others
LONG_WORD, LONG_BEGINNING, MOST_LONGER, BEGINNING = 9, 6, 8, 0.75
# Of a word that is being typed: how many endings are tried, and what one counts
MOST_ENDINGS = 30
UNFINISHED = 0.95


@dataclass(frozen=True)
class Wanted:
    """One word of the query: how much it counts, and the stems that satisfy it, each as far as its factor."""

    word: str
    weight: float
    stems: tuple[tuple[str, float], ...]
    is_act: bool = False
    is_known: bool = True
    # Of a verb: the stems of those that ask for the same, which count in phrases ("geklaut" where "gestohlen" stands)
    alike: tuple[str, ...] = ()

    @property
    def in_phrases(self) -> Iterator[tuple[str, float]]:
        """The stems that count in a phrase: an act that is only meant by a verb does not, the same verb does."""
        yield from ((stem, factor) for stem, factor in self.stems if factor == 1 or not self.is_act)
        yield from ((stem, ALIKE_VERB) for stem in self.alike)


@dataclass(frozen=True)
class Query:
    wanted: tuple[Wanted, ...]
    # What was looked for, if a word was repaired
    corrected: str = ""

    @property
    def weight(self) -> float:
        return sum(one.weight for one in self.wanted)


def read(text: str, index: Index) -> Query:
    """The query, ready to be ranked."""
    typed = list(dict.fromkeys(analysis.words(text[:LONGEST_QUERY])))[:MOST_WORDS]
    wanted: list[Wanted] = []
    shown: list[str] = []
    if len(typed) == 1 < len(analysis.plain(text)):  # "ohne Ausweis" is more than "Ausweis"
        wanted.append(Wanted(SMALL_WORD, GENERIC_WEIGHT * index.rarest, ((SMALL_WORD, 1.0),)))
    for word in typed:
        found, fixed = read_word(word, index)
        wanted.extend(found)
        shown.append(index.written.get(fixed, fixed) or word)
    return Query(tuple(wanted), " ".join(shown) if shown != typed else "")


def read_word(word: str, index: Index) -> tuple[Sequence[Wanted], str]:
    """The terms of one word, and the word it was repaired to."""
    known = known_stems(word, index)
    if acts := acts_of(word):
        alike = tuple(one for one in ALIKE.get(word, ()) if one not in known and one in index.postings)
        return [Wanted(word, ACT_WEIGHT * index.rarest, ways(known, acts), is_act=True, alike=alike)], ""
    if word in GENERIC:
        return [Wanted(word, GENERIC_WEIGHT * index.rarest, ways(known))], ""
    if known:
        return [Wanted(word, max(index.rarity(stem) for stem in known), ways(known))], ""
    if word in index.places or word.removesuffix("er") in index.places:
        return [Wanted(word, GENERIC_WEIGHT * index.rarest, ())], ""
    return read_unknown(word, index)


def read_unknown(word: str, index: Index) -> tuple[Sequence[Wanted], str]:
    """A word that no text contains: one letter wrong, a compound, the beginning of a word, more letters wrong."""
    fixed = index.speller.repair(word)
    if fixed and fixed[1] == 0:  # a word of a concept without services: known, and leading nowhere
        fixed = None
    if fixed and fixed[1] == 1 and len(word) >= LONG_WORD:
        return repaired(read_word(fixed[0], index)[0], 1), fixed[0]
    parts = analysis.split_compound(word, index.postings) if len(word) >= SHORTEST_COMPOUND else []
    if parts and (min(map(len, parts)) >= SURE_PART or not fixed):
        return [weakened(read_part(part, index), SPLIT) for part in parts], ""
    if len(word) >= LONG_BEGINNING and (longer := index.starting_with(analysis.stem(word), MOST_LONGER)):
        weight = max(index.rarity(stem) for stem in longer)
        return [Wanted(word, weight, tuple((stem, BEGINNING) for stem in longer))], ""
    if fixed:
        return repaired(read_word(fixed[0], index)[0], fixed[1]), fixed[0]
    if partly := repair_part(word, index):
        return repaired([read_part(part, index) for part in partly], 1), "".join(partly)
    return [Wanted(word, index.rarest, (), is_known=False)], ""


def known_stems(word: str, index: Index) -> list[str]:
    stems = dict.fromkeys((analysis.stem(word), analysis.stem(word, "en"), word))
    return [stem for stem in stems if stem in index.postings]


def ways(known: Sequence[str], acts: Sequence[str] = ()) -> tuple[tuple[str, float], ...]:
    """The stems as typed, and those only meant, the likelier ones a little stronger."""
    meant = [(stem, ACT_MEANT - LESS_LIKELY * place) for place, stem in enumerate(acts) if stem not in known]
    return (*((stem, 1.0) for stem in known), *meant)


def read_part(part: str, index: Index) -> Wanted:
    """A part of a compound."""
    known, acts = known_stems(part, index), acts_of(part)
    weight = ACT_WEIGHT * index.rarest if acts else max((index.rarity(stem) for stem in known), default=1.0)
    return Wanted(part, weight, ways(known, acts), is_act=bool(acts))


def repair_part(word: str, index: Index) -> tuple[str, str] | None:
    """A compound of which one part is known and one letter of the other is wrong: "gewerbeanmeldng"."""
    for cut in range(len(word) - SURE_PART - 1, SURE_PART, -1):
        first, second = word[:cut], word[cut:]
        for known, wrong in ((first, second), (second, first)):
            if known_stems(known, index) or acts_of(known):
                fixed = index.speller.repair(wrong)
                if fixed and fixed[1] == 1:
                    return (known, fixed[0]) if known == first else (fixed[0], known)
    return None


def repaired(wanted: Sequence[Wanted], changes: int) -> list[Wanted]:
    return [weakened(one, REPAIRED**changes) for one in wanted]


def weakened(one: Wanted, factor: float) -> Wanted:
    return Wanted(one.word, one.weight, tuple((stem, was * factor) for stem, was in one.stems), one.is_act)


def read_unfinished(text: str, index: Index) -> Query:
    """A query whose last word may be only the beginning of one."""
    typed = analysis.plain(text[:LONGEST_QUERY])
    if not typed or text[-1:].isspace():
        return read(text, index)
    *finished, last = typed
    before = read(" ".join(finished), index).wanted
    stems = index.starting_with(last, MOST_ENDINGS)
    if not stems:
        return read(text, index)
    ways = tuple((stem, 1.0 if stem == last else UNFINISHED) for stem in stems)
    return Query((*before, Wanted(last, index.rarest, ways)))
