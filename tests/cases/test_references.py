"""The check character finds what people get wrong when they type or hear a reference."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.references import ALPHABET, new_reference, normalise

REFERENCES = st.integers(0, 2**32).map(lambda seed: new_reference(Random(seed)))
# Where the nine characters stand in "MV-4H7K-M92P-A"
PLACES = [3, 4, 5, 6, 8, 9, 10, 11, 13]


def replaced(reference: str, place: int, character: str) -> str:
    return reference[:place] + character + reference[place + 1 :]


@given(REFERENCES)
def test_new_references_are_readable_and_valid(reference: str) -> None:
    assert not set(reference[3:].replace("-", "")) & set("IOQZ01")
    assert normalise(reference) == reference


@given(REFERENCES, st.sampled_from(PLACES), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_every_single_wrong_character_is_found(reference: str, place: int, character: str) -> None:
    mistyped = replaced(reference, place, character)
    assert normalise(mistyped) == (reference if mistyped == reference else None)


@given(REFERENCES)
def test_every_single_wrong_character_is_found_everywhere(reference: str) -> None:
    for place in PLACES:
        for character in set(ALPHABET) - {reference[place]}:
            assert normalise(replaced(reference, place, character)) is None


@given(REFERENCES)
def test_every_swap_of_neighbours_is_found(reference: str) -> None:
    for left, right in pairwise(PLACES):
        swapped = replaced(replaced(reference, left, reference[right]), right, reference[left])
        assert normalise(swapped) == (reference if swapped == reference else None)


@given(REFERENCES, st.sampled_from(["{}", " {} ", "{}."]), st.booleans(), st.booleans())
def test_typed_in_many_ways(reference: str, shape: str, lower: bool, without_dashes: bool) -> None:
    text = shape.format(reference.replace("-", " ") if without_dashes else reference)
    assert normalise(text.lower() if lower else text) == reference
    assert normalise(text.replace("MV", "", 1)) == reference


def test_what_is_no_reference() -> None:
    for text in ("", "MV", "MV-4H7K-M92P", "MV-4H7K-M92P-AA", "MV-4H7K-M92P-Ä", "%", "x" * 10000):
        assert normalise(text) is None


def test_a_body_that_begins_like_the_prefix() -> None:
    seeds = (new_reference(Random(seed)) for seed in range(200_000))
    reference = next(found for found in seeds if found.startswith("MV-MV"))
    assert normalise(reference.removeprefix("MV-")) == normalise(reference) == reference
