"""Named facts that rules may depend on, such as whether a trade is a craft that needs registration."""

from collections.abc import Iterable, Mapping

# What is assumed while nobody has said it. IHKs take all that is not under the Handwerksordnung (EAPG M-V § 1).
ASSUMED = {"craft": False}


def condition(fact: str, value: bool) -> str:
    """A fact and its value as rules name them.

    >>> condition("craft", True)
    'craft=yes'
    """
    return f"{fact}={'yes' if value else 'no'}"


def holding(facts: Mapping[str, bool]) -> frozenset[str]:
    """The conditions that hold: what was said, and for the rest what is assumed.

    >>> holding({}), holding({"craft": True})
    (frozenset({'craft=no'}), frozenset({'craft=yes'}))
    """
    return frozenset(condition(fact, facts.get(fact, assumed)) for fact, assumed in ASSUMED.items())


def open_facts(conditions: Iterable[str], facts: Mapping[str, bool]) -> list[str]:
    """Facts that some rule asks for and nobody has said.

    >>> open_facts(["", "craft=yes"], {}), open_facts(["craft=yes"], {"craft": False})
    (['craft'], [])
    """
    named = {text.partition("=")[0] for text in conditions if text}
    return sorted(fact for fact in named if fact in ASSUMED and fact not in facts)
