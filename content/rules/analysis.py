"""Words, stems and compound parts, the same way for texts and for what people type.

Words are compared in a plain form: lower case, without umlauts ("Gaststätte", "Gaststaette" and "gaststatte" are one).
German and English stems live side by side in one index, so a query needs no language.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.german_stemmer import GermanStemmer

from responsibility.rules.names import SPELLED_UMLAUT

Language = Literal["de", "en"]
STEMMERS = {"de": GermanStemmer, "en": EnglishStemmer}

# Words that say nothing about the matter, in plain form
STOPWORDS = frozenset(
    """ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist braucht
    brauche brauchen da damit dann darf das dass dein dem den denn der des die dies diese dieser dieses doch dort du
    durch ein eine einem einen einer eines er es etwas euch fur gegen gibt habe haben hat hier ich ihr ihre ihrem ihren
    ihrer im in ist ja jede jeder jemand kann kein keine konnen man mein meine meinem meinen meiner mich mir mit mochte
    muss mussen nach nicht noch nun nur ob oder ohne sein seine sich sie sind so soll sollen uber um und uns unser unter
    vom von vor wann war warum was weil welche welcher wenn wer werde werden wie wieder will wir wird wo wollen zu zum
    zur the a an and are as at be by can do for from get have how i if in is it my need of on or our should that their
    this to want we what when where which who will with you your us me them he she his her its after before some any
    few there was were been would could jak gdzie do na w z i o dla jest mam moje moj moja jestem nie to chce
    як де на в у і та для що я мені мій моя хочу треба чи з до""".split()  # noqa: SIM905
)
# Parts of compounds that name what the office does or hands out, in plain form
COMMON_PARTS = frozenset(
    """amt anmeldung abmeldung anmeldungen anderung antrag ausweis auskunft bescheid beihilfe bescheinigung betrieb bude
    erlaubnis fahrzeug firma garten geld genehmigung gesetz gewerbe haus hund karte kammer kind kosten laden marke
    meldung pflege platz prufung recht register schein schule steuer stelle strasse urkunde verkehr vertrag wagen weg
    wohnung zeugnis zulassung zuschuss""".split()  # noqa: SIM905
)
LINKS = ("", "s", "es", "n", "en", "e", "er")
SHORTEST_PART = 3


@dataclass(frozen=True)
class Token:
    """One word of a query: the stems that each count as a match, and the stems of its parts that count together."""

    word: str
    stems: frozenset[str]
    parts: tuple[str, ...] = ()

    @property
    def wanted(self) -> frozenset[str]:
        return self.stems.union(self.parts)


@lru_cache(maxsize=50_000)
def stem(word: str, language: Language = "de") -> str:
    """The stem of a plain word.

    >>> stem("anmeldung"), stem("anmelden"), stem("opening", "en")
    ('anmeld', 'anmeld', 'open')
    """
    # A stemmer keeps state while it works, so no two threads share one.
    found = STEMMERS[language]().stemWord(word)
    # Snowball leaves short ones: "Teilung" beside "teilen"
    return found[:-3] if language == "de" and len(found) > 5 and found.endswith("ung") else found


def written_words(text: str) -> list[str]:
    """The words of a text as written."""
    return re.findall(r"[^\W_]+", text)


# Letters that do not come apart into a base letter and a mark
LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "a", "’": "", "ʼ": "", "'": ""})
PLAIN_WORD = re.compile(r"[a-z0-9\u0430-\u045f\u0491]+")


def plain(text: str) -> list[str]:
    """All words in plain form: lower case, no marks, one form for ü, ue and u; Latin and Cyrillic.

    >>> plain("Gaststaette, GASTSTÄTTE; zgłoszenie реєстрація")
    ['gaststatte', 'gaststatte', 'zgloszenie', 'реєстрація']
    """
    spread = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return [SPELLED_UMLAUT.sub(r"\1", word) for word in PLAIN_WORD.findall(bare)]


def words(text: str) -> list[str]:
    """The plain words of a text that carry meaning.

    >>> words("Ich möchte eine Gaststätte eröffnen")
    ['gaststatte', 'eroffnen']
    """
    return [word for word in plain(text) if len(word) > 1 and word not in STOPWORDS]


@lru_cache(maxsize=100_000)
def words_of(written: str) -> tuple[str, ...]:
    """The plain words of one written word, kept: names repeat theirs."""
    return tuple(words(written))


def split_compound(word: str, known: Collection[str]) -> list[str]:
    """The parts of a compound, if all of it is made of known words (plain words or stems); else nothing.

    >>> split_compound("gaststattengewerbe", {"gaststatte", "gaststatt", "gewerbe"})
    ['gaststatten', 'gewerbe']
    >>> split_compound("hundesteuer", {"hund", "steuer"})
    ['hunde', 'steuer']
    >>> split_compound("hundert", {"hund"})
    []
    """
    parts = _parts(word, known)
    return parts if len(parts) > 1 else []


def _parts(word: str, known: Collection[str]) -> list[str]:
    for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        first = word[:end]
        if not _is_known(first, known):
            continue
        for link in LINKS:
            if word[end:].startswith(link) and len(word) - end - len(link) >= SHORTEST_PART:
                rest = word[end + len(link) :]
                if _is_known(rest, known):
                    return [first, rest]
                if more := _parts(rest, known):
                    return [first, *more]
    return []


def _is_known(word: str, known: Collection[str]) -> bool:
    return word in COMMON_PARTS or word in known or (len(word) > 4 and stem(word) in known)
