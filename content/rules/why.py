"""Why a service was found, in words a reader can check."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from content.rules.analysis import Token, stem, words_of, written_words


class Why(NamedTuple):
    """Where the query's words were found, and which words of the text they are. By meaning there are none."""

    where: Literal["name", "synonym", "text", "meaning"]
    found: list[str]


def explain(tokens: Sequence[Token], *, names: Sequence[str], synonyms: Sequence[str], text: str) -> Why | None:
    """The name if it carries all words, else the best synonym, else whatever matched.

    >>> token = Token("restaurant", frozenset({"restaurant"}))
    >>> explain([token], names=["Gaststättenerlaubnis"], synonyms=["Kneipe", "Restaurant eröffnen"], text="")
    Why(where='synonym', found=['Restaurant eröffnen'])
    """
    in_names, covered_by_names = found_in(tokens, written_words(" ".join(names)))
    if in_names and covered_by_names == len(tokens):
        return Why("name", in_names)
    covered_by = {line: found_in(tokens, written_words(line))[1] for line in synonyms}
    best = max(synonyms, key=lambda line: (covered_by[line], -len(line)), default="")
    if best and covered_by[best] > covered_by_names:
        return Why("synonym", [best])
    if in_names:
        return Why("name", in_names)
    in_text, _ = found_in(tokens, written_words(text))
    return Why("text", in_text) if in_text else None


def found_in(tokens: Sequence[Token], written: Sequence[str]) -> tuple[list[str], int]:
    """For each token the first written word that it means; and how many tokens have one."""
    found = [word for token in tokens if (word := next((word for word in written if means(token, word)), ""))]
    return list(dict.fromkeys(found)), len(found)


def means(token: Token, written: str) -> bool:
    """The written word is the token, one of its parts, or a compound with it."""
    plain, stems = forms(written)
    if not token.stems.isdisjoint(stems):
        return True
    return any(part in stems or (len(part) > 3 and any(part in word for word in plain)) for part in token.wanted)


@lru_cache(maxsize=50_000)
def forms(written: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The plain words of a written one, and their stems in both languages."""
    plain = words_of(written)
    return plain, frozenset(form for word in plain for form in (word, stem(word), stem(word, "en")))
