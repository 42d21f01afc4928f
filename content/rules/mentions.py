"""Who is meant by "@Rieke Sommer" in a comment."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody who can be spoken to."""

    id: int
    name: str
    email: str


class Found(NamedTuple):
    """People in the order of the text, and names that say nobody or several."""

    ids: list[int]
    unknown: list[str]
    several: list[str]


# Not the @ of an e-mail address
AT = re.compile(r"(?<![\w.@-])@(?=[^\W\d_])")
FIRST_WORDS = re.compile(r"[\w.@'’-]+(?: [^\W\d_][\w'’-]*)?")


def find(text: str, people: Sequence[Person]) -> Found:
    """Names and e-mail addresses behind an @; the longest name counts.

    >>> rieke = Person(7, "Rieke Sommer", "r.sommer@mv.example")
    >>> find("@Rieke Sommer, bitte an info@mv.example. @Nils?", [rieke])
    Found(ids=[7], unknown=['Nils'], several=[])
    """
    found = Found([], [], [])
    for match in AT.finditer(text):
        rest = text[match.end() :]
        named = meant(rest, people)
        if len(named) == 1:
            if named[0].id not in found.ids:
                found.ids.append(named[0].id)
        elif named:
            found.several.append(named[0].name)
        else:
            found.unknown.append(FIRST_WORDS.match(rest)[0].rstrip(".-"))
    return found


def meant(rest: str, people: Sequence[Person]) -> list[Person]:
    """Those with the longest name or address that the text begins with."""
    hits = [(len(word), person) for person in people for word in (person.email, person.name) if begins(rest, word)]
    longest = max((length for length, _person in hits), default=0)
    return [person for length, person in hits if length == longest]


def begins(rest: str, word: str) -> bool:
    """Whole words only: "@Rieke Sommer" is not "Rieke Sommerfeld"."""
    following = rest[len(word) : len(word) + 1]
    return bool(word) and rest.lower().startswith(word.lower()) and not (following.isalnum() or following == "_")
