"""What is kept of a text for the search: its terms, taken apart once when it is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from content.rules.analysis import Language, plain, split_compound, stem, words
from content.rules.finder.acts import ACTS

# The nouns that name an act, by stem
ACT_STEMS = frozenset(noun for nouns in ACTS.values() for noun in nouns)
LONGEST_TEXT = 200
# Stands in a phrase for words without a meaning of their own
SMALL_WORD = "…"

# A term is "stem", or "stem|part+part" for a compound; the stems are comparable with those of a query.
Terms = tuple[str, ...]


class Phrase(NamedTuple):
    """A synonym or a word of a concept, as written and taken apart."""

    written: str
    terms: Terms


def phrase(written: str, language: Language, known: Collection[str]) -> Phrase:
    """Taken apart; "ohne Ausweis" is not all said by "Ausweis".

    >>> phrase("ohne Ausweis", "de", ()).terms
    ('ausweis', '…')
    """
    found = terms(written, language, known)
    return Phrase(written, (*found, SMALL_WORD) if len(found) == 1 < len(plain(written)) else found)


def read_phrases(stored: Sequence) -> tuple[Phrase, ...]:
    """Phrases as kept in the database."""
    return tuple(Phrase(written, tuple(parts)) for written, parts in stored)


@dataclass(frozen=True)
class Entry:
    """The terms of one service: what its name is about, the act and its details, what else it is called, its text."""

    id: int
    key: str = ""
    head: Terms = ()
    tail: Terms = ()
    phrases: tuple[Phrase, ...] = ()
    text: Terms = ()
    topic: Terms = ()
    name: str = ""
    # As written: the texts whose meaning stands for the service
    called: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "head": self.head,
            "tail": self.tail,
            "phrases": self.phrases,
            "text": self.text,
            "topic": self.topic,
            "called": self.called,
        }


@dataclass(frozen=True)
class Concept:
    """Words that people use for the services below these keys (or, without keys, with these words in the name)."""

    id: int
    name: str
    keys: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    called: tuple[str, ...] = ()
    weight: float = 1.0


def terms(text: str, language: Language = "de", known: Collection[str] = ()) -> Terms:
    """The terms of a text in its order.

    >>> terms("Hundesteuer anmelden", known={"hund", "steuer"})
    ('hundesteu|hund+steu', 'anmeld')
    """
    return tuple(term(word, language, known) for word in words(text))


def term(word: str, language: Language, known: Collection[str]) -> str:
    whole = stem(word, language)
    parts = split_compound(word, known) if language == "de" and len(word) > 6 else []
    return f"{whole}|{'+'.join(stem(part) for part in parts)}" if parts else whole


def split_term(written: str) -> tuple[str, list[str]]:
    """The stem and the stems of the parts."""
    whole, _, parts = written.partition("|")
    return whole, parts.split("+") if parts else []


def split_name(name: str, base: str = "") -> tuple[str, str]:
    """What an official name is about, and the act with its details.

    >>> split_name("Führerschein Umtausch in EU-Führerschein", "Führerschein")
    ('Führerschein', 'Umtausch in EU-Führerschein')
    >>> split_name("Gewerbe Anmeldung"), split_name("Anzeige einer Geburt")
    (('Gewerbe', 'Anmeldung'), ('Anzeige einer Geburt', ''))
    """
    if base and name.startswith(f"{base} "):
        return base, name[len(base) + 1 :]
    if base == name:
        return name, ""
    written = name.split()
    for position, word in enumerate(written[1:], start=1):
        if word[0].isupper() and words(word)[:1] and stem(words(word)[0]) in ACT_STEMS:
            before = written[position - 1].lower()
            if before not in SMALL_WORDS:
                return " ".join(written[:position]), " ".join(written[position:])
    return name, ""


SMALL_WORDS = frozenset(
    "der die das des dem den ein eine einer eines einem einen und oder zur zum von vom für im in auf bei nach".split()  # noqa: SIM905
)


def unique(parts: Sequence[Terms], limit: int = LONGEST_TEXT) -> Terms:
    """Each term once, in the order of its first place."""
    return tuple(dict.fromkeys(one for part in parts for one in part))[:limit]


def split_words(text: str) -> list[str]:
    """The words and phrases of a field of a concept: by comma or line.

    >>> split_words("Kneipe, Restaurant eröffnen\\nBar")
    ['Kneipe', 'Restaurant eröffnen', 'Bar']
    """
    return [word.strip() for line in text.splitlines() for word in line.split(",") if word.strip()]


def concept_phrases(written: Mapping[Language, Sequence[str]], known: Collection[str]) -> list[Phrase]:
    """The phrases of a concept, each once, in their order."""
    found: dict[str, Phrase] = {}
    for language, fields in written.items():
        for text in fields:
            for words_of_phrase in split_words(text):
                found.setdefault(words_of_phrase, phrase(words_of_phrase, language, known))
    return [one for one in found.values() if one.terms]
