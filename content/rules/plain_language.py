"""Hints for texts that people understand: long sentences, passive, nouns for verbs, words of offices, short forms.

Hints are advice: no hint keeps a text from being published. Each says where it is in the text, so that the editor can
mark it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from content.rules.plain_words import BETTER, DOTTED, ENGLISH_PARTICIPLES, KNOWN_SHORT, Language

Kind = Literal["sentence", "passive", "nouns", "word", "long_word", "address", "short"]

MAX_WORDS = 20
MAX_NOUNS = 2
# "Verwaltungsverfahrensgesetz" has 27 letters, "Gewerbeanmeldung" 16
MAX_LETTERS = 21
# Shorter texts need nobody to speak to
ADDRESS_FROM_WORDS = 40
MAX_HINTS = 60

WORD = re.compile(r"[^\W\d_][\w'’-]*")
# A point ends a sentence before a capital letter or the end, but not behind a number, a paragraph or a short form
SENTENCE_END = re.compile(r"[.!?:](?=[\s\"“”)]+[\"„(]?[A-ZÄÖÜ0-9])|[.!?]$|\n")
NOT_AN_END = re.compile(
    r"(\b\d{1,2}|\b[A-Za-zÄÖÜäöü]|\b(?:Abs|Nr|Art|Str|St|Dr|Prof|bzw|ggf|evtl|ca|vgl|inkl|zzgl|max|mind|sog|gem|usw|etc))$"
)
NOUN_ENDINGS = {
    "de": re.compile(r"^[A-ZÄÖÜ]\w{2,}(?:ung|ungen|heit|keit|heiten|keiten|ation|ationen|nahme|nahmen|ismus)$"),
    "en": re.compile(r"^\w{4,}(?:tion|tions|ment|ments|ance|ances|ence|ences|ivity|ivities)$"),
}
WERDEN = {"werden", "wird", "wurde", "wurden", "worden", "werde", "würde", "würden"}
GERMAN_PARTICIPLE = re.compile(
    r"^(?:\w*ge\w{2,}(?:t|en)|\w{3,}iert|(?:be|er|ent|ver|zer|miss|über|unter|wider|hinter)\w{2,}(?:t|en)"
    r"|(?:an|ab|auf|aus|bei|ein|mit|nach|vor|zu|um|weg|her|hin)(?:be|er|ent|ver)\w{2,}(?:t|en))$"
)
# Infinitives that look like participles: "wird … bekommen" is future, not passive
NOT_PASSIVE = {
    "bekommen",
    "erhalten",
    "gehen",
    "geben",
    "gehören",
    "gelten",
    "genügen",
    "erlauben",
    "verlieren",
    "gerecht",
}
BE = {"is", "are", "was", "were", "be", "been", "being"}
YOU = {
    "de": re.compile(r"\b(Sie|Ihnen|Ihr|Ihre|Ihrem|Ihren|Ihrer|Ihres)\b"),
    "en": re.compile(r"\b(you|your|yours)\b", re.IGNORECASE),
}
CAPITALS = re.compile(r"(?<![\w§-])[A-ZÄÖÜ]{2,6}(?![\w-])")


class Hint(NamedTuple):
    """What could be said more simply. `start` and `end` are positions in the text; 0 and 0 mean all of it."""

    kind: Kind
    start: int
    end: int
    # The word or number that the message is about
    about: str
    better: str = ""


class Span(NamedTuple):
    start: int
    end: int
    text: str


def hints(text: str, language: Language) -> list[Hint]:
    """What could be said more simply, in the order of the text.

    >>> [(hint.kind, hint.about, hint.better) for hint in hints("Der Antrag ist gemäß § 5 einzureichen.", "de")]
    [('word', 'gemäß', 'nach'), ('word', 'einzureichen', 'Schicken Sie uns …')]
    """
    found = list(of_whole(text, language))
    for sentence in sentences(text):
        for check in CHECKS:
            found += check(sentence, language)
    unique = {(hint.kind, hint.start, hint.end): hint for hint in found}
    return sorted(unique.values(), key=lambda hint: (hint.start, hint.end, hint.kind))[:MAX_HINTS]


def sentences(text: str) -> list[Span]:
    """The sentences and lines of a text with their places.

    >>> [span.text for span in sentences("Das gilt ab dem 1. Juli nach § 3 Abs. 2. Danach nicht.")]
    ['Das gilt ab dem 1. Juli nach § 3 Abs. 2.', 'Danach nicht.']
    """
    found, start = [], 0
    for match in SENTENCE_END.finditer(text):
        before = text[start : match.start()]
        if (
            match[0] == "."
            and NOT_AN_END.search(before)
            and match.end() < len(text.rstrip())
            and not paragraph_ends(text, match)
        ):
            continue
        found.append(span(text, start, match.end()))
        start = match.end()
    found.append(span(text, start, len(text)))
    return [sentence for sentence in found if sentence.text]


def paragraph_ends(text: str, match: re.Match[str]) -> bool:
    """ "Abs. 2. Danach": a number behind "Abs." or "Nr." ends a sentence, one of a date does not."""
    return bool(re.search(r"(?:§|Abs\.|Nr\.|Art\.|Satz)\s*\d{1,2}$", text[: match.start()]))


def span(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    stripped = part.strip()
    return Span(start + left, start + left + len(stripped), stripped)


def words(sentence: Span) -> list[Span]:
    return [
        Span(sentence.start + match.start(), sentence.start + match.end(), match[0])
        for match in WORD.finditer(sentence.text)
    ]


def of_whole(text: str, language: Language) -> Iterator[Hint]:
    """A longer text that speaks to nobody."""
    if len(WORD.findall(text)) >= ADDRESS_FROM_WORDS and not YOU[language].search(text):
        yield Hint("address", 0, 0, "Sie" if language == "de" else "you")


def long_sentence(sentence: Span, language: Language) -> Iterator[Hint]:
    count = len(words(sentence))
    if count > MAX_WORDS:
        yield Hint("sentence", sentence.start, sentence.end, str(count))


def passive(sentence: Span, language: Language) -> Iterator[Hint]:
    found = words(sentence)
    pairs = german_passive(found) if language == "de" else english_passive(found)
    for first, second in pairs:
        start, end = min(first.start, second.start), max(first.end, second.end)
        yield Hint("passive", start, end, f"{first.text} … {second.text}")


def german_passive(found: list[Span]) -> Iterator[tuple[Span, Span]]:
    """ "wird … geprüft", "geprüft wird": a form of werden, and the nearest participle of the same sentence."""
    for place, word in enumerate(found):
        if word.text.lower() not in WERDEN:
            continue
        around = [*found[place + 1 : place + 13], *reversed(found[max(0, place - 2) : place])]
        partner = next((other for other in around if is_participle(other.text)), None)
        if partner:
            yield word, partner
            return


def is_participle(word: str) -> bool:
    return word[:1].islower() and word not in NOT_PASSIVE and bool(GERMAN_PARTICIPLE.match(word))


def english_passive(found: list[Span]) -> Iterator[tuple[Span, Span]]:
    for place, word in enumerate(found):
        if word.text.lower() not in BE:
            continue
        for other in found[place + 1 : place + 3]:
            lower = other.text.lower()
            if lower in ENGLISH_PARTICIPLES or (len(lower) > 4 and lower.endswith("ed")):
                yield word, other
                return


def nouns_for_verbs(sentence: Span, language: Language) -> Iterator[Hint]:
    found = [word for word in words(sentence) if NOUN_ENDINGS[language].match(word.text)]
    if len(found) > MAX_NOUNS:
        yield Hint("nouns", sentence.start, sentence.end, ", ".join(word.text for word in found))


def office_words(sentence: Span, language: Language) -> Iterator[Hint]:
    for pattern, better in PATTERNS[language]:
        for match in pattern.finditer(sentence.text):
            yield Hint("word", sentence.start + match.start(), sentence.start + match.end(), match[0], better)


def long_words(sentence: Span, language: Language) -> Iterator[Hint]:
    for word in words(sentence):
        if max(len(part) for part in word.text.split("-")) > MAX_LETTERS:
            yield Hint("long_word", word.start, word.end, word.text)


def short_forms(sentence: Span, language: Language) -> Iterator[Hint]:
    for pattern, better in DOTTED_PATTERNS[language]:
        for match in pattern.finditer(sentence.text):
            yield Hint("short", sentence.start + match.start(), sentence.start + match.end(), match[0], better)
    for match in CAPITALS.finditer(sentence.text):
        if match[0] not in KNOWN_SHORT and not is_explained(sentence.text, match):
            yield Hint("short", sentence.start + match.start(), sentence.start + match.end(), match[0])


def is_explained(text: str, match: re.Match[str]) -> bool:
    """ "IHK (Industrie- und Handelskammer)", "Industrie- und Handelskammer (IHK)", and the law of a paragraph."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return before.endswith("(") or after.startswith("(") or "§" in before[-30:]


CHECKS: tuple[Callable[[Span, Language], Iterator[Hint]], ...] = (
    long_sentence,
    passive,
    nouns_for_verbs,
    office_words,
    long_words,
    short_forms,
)


def word_pattern(word: str) -> re.Pattern[str]:
    ending = r"(?!\w)" if word.startswith("=") else r"\w*"
    return re.compile(r"(?<!\w)" + re.escape(word.removeprefix("=")).replace(r"\ ", r"\s+") + ending, re.IGNORECASE)


def dotted_pattern(short: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + re.escape(short).replace(r"\ ", r"\s?"), re.IGNORECASE)


PATTERNS = {
    language: [(word_pattern(word), better) for word, better in table.items()] for language, table in BETTER.items()
}
DOTTED_PATTERNS = {
    language: [(dotted_pattern(short), better) for short, better in table.items()] for language, table in DOTTED.items()
}


def excerpt(text: str, hint: Hint) -> tuple[str, str, str]:
    """What stands before the place of a hint in its sentence, the place, and what stands behind it.

    >>> text = "Kommen Sie. Der Antrag wird geprüft."
    >>> excerpt(text, hints(text, "de")[0])
    ('Der Antrag ', 'wird geprüft', '.')
    """
    if hint.start == hint.end:
        return "", "", ""
    around = next((span for span in sentences(text) if span.start <= hint.start < span.end), None)
    start, end = (around.start, max(around.end, hint.end)) if around else (hint.start, hint.end)
    return text[start : hint.start], text[hint.start : hint.end], text[hint.end : end]
