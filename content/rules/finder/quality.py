"""How good a search is, on queries with known answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import NamedTuple

DEEPEST = 10


@dataclass(frozen=True)
class TestQuery:
    """A query, its kind, and the keys of all services that answer it; none for a query that nothing answers."""

    __test__ = False  # no test of pytest

    query: str
    kind: str
    keys: frozenset[str]


class Answer(NamedTuple):
    """The keys found, best first, and whether the search itself doubts them."""

    keys: Sequence[str]
    is_unsure: bool = False


class Quality(NamedTuple):
    """Shares from 0 to 1 over queries with answers, and the share of the others that found nothing, or with doubts."""

    first: float | None
    five: float | None
    reciprocal: float | None
    negatives: float | None
    queries: int

    def as_json(self) -> dict[str, float | None]:
        values = (self.first, self.five, self.reciprocal, self.negatives)
        names = ("hit@1", "hit@5", f"mrr@{DEEPEST}", "negatives")
        return {name: None if value is None else round(value, 4) for name, value in zip(names, values, strict=True)}


def rank_of(answer: Answer, wanted: frozenset[str]) -> int:
    """The place of the first right key, from 1; 0: not among the first ten."""
    return next((place for place, key in enumerate(answer.keys[:DEEPEST], start=1) if key in wanted), 0)


def quality(queries: Sequence[TestQuery], answers: Sequence[Answer]) -> Quality:
    """
    >>> asked = [TestQuery("hund", "stem", frozenset("a")), TestQuery("pizza", "negative", frozenset())]
    >>> quality(asked, [Answer(["b", "a"]), Answer([])])
    Quality(first=0, five=1, reciprocal=0.5, negatives=1, queries=2)
    """
    ranks = [rank_of(answer, query.keys) for query, answer in zip(queries, answers, strict=True) if query.keys]
    silent = [
        not answer.keys or answer.is_unsure for query, answer in zip(queries, answers, strict=True) if not query.keys
    ]
    return Quality(
        mean(rank == 1 for rank in ranks) if ranks else None,
        mean(0 < rank <= 5 for rank in ranks) if ranks else None,
        mean(1 / rank if rank else 0 for rank in ranks) if ranks else None,
        mean(silent) if silent else None,
        len(queries),
    )


def by_kind(queries: Sequence[TestQuery], answers: Sequence[Answer]) -> dict[str, Quality]:
    """For all queries under the empty name, then for each kind."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, query in enumerate(queries):
        groups[query.kind].append(number)
    kinds = {
        kind: quality([queries[n] for n in places], [answers[n] for n in places]) for kind, places in groups.items()
    }
    return {"": quality(queries, answers)} | dict(sorted(kinds.items()))
