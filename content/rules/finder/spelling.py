"""The known word that was probably meant by a word that is not known."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

SHORTEST = 4
CANDIDATES = 12


class Speller:
    """Finds similar words by their trigrams, and takes the one with the fewest changed letters."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        by_trigram: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            for trigram in trigrams(word):
                by_trigram[trigram].append(number)
        self.by_trigram = {trigram: np.array(numbers, dtype=np.int32) for trigram, numbers in by_trigram.items()}
        self.lengths = np.array([len(word) for word in self.words], dtype=np.int32)

    def repair(self, word: str) -> tuple[str, int] | None:
        """The most similar word and the number of letters changed.

        >>> Speller(["gaststatte", "gaststube", "werkstatt"]).repair("gastatte")
        ('gaststatte', 2)
        """
        allowed = most_changes(word)
        found = [self.by_trigram[trigram] for trigram in trigrams(word) if trigram in self.by_trigram]
        if not allowed or not found:
            return None
        common = np.bincount(np.concatenate(found), minlength=len(self.words))
        common[np.abs(self.lengths - len(word)) > allowed] = 0
        share = common / (self.lengths + len(word))
        best: tuple[int, float, str] | None = None
        for number in likeliest(share):
            changes = distance(word, self.words[number])
            if common[number] and changes <= allowed and (best is None or (changes, -share[number]) < best[:2]):
                best = (changes, -share[number], self.words[number])
        return (best[2], best[0]) if best else None


def likeliest(share: np.ndarray) -> list[int]:
    if len(share) <= CANDIDATES:
        return list(range(len(share)))
    return np.argpartition(-share, CANDIDATES)[:CANDIDATES].tolist()


def most_changes(word: str) -> int:
    """Short words may differ in one letter, long ones in more; shorter than four letters nothing is repaired."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2 if len(word) < 13 else 3


def trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def distance(first: str, second: str) -> int:
    """Letters added, dropped, replaced or swapped with the next one.

    >>> distance("breif", "brief"), distance("gastatte", "gaststatte")
    (1, 2)
    """
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, one in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (one != other))
            if row > 1 and column > 1 and one == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]
