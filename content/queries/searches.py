"""What people search for in vain, and what a change of the words would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, Sum

from content.models import Concept, SearchCount, StoredQuery
from content.queries.index_copy import current_index, words_of
from content.queries.search import rank
from content.rules.finder import reading
from content.rules.finder.index import Index
from content.rules.finder.texts import concept_phrases

# A service that is further down is not found
DEEPEST = 10


class VainSearch(NamedTuple):
    """A search that led nowhere: nothing was found, or nobody chose anything."""

    text: str
    searches: int
    clicks: int
    unhelpful: int
    band: str


def vain_searches(limit: int = 50) -> list[VainSearch]:
    """Most frequent first. Queries: 1."""
    rows = SearchCount.objects.filter(is_settled=False).order_by().values("text", "band")
    rows = rows.annotate(n=Sum("searches"), c=Sum("clicks"), u=Sum("unhelpful"))
    rows = rows.filter(Q(band=SearchCount.Band.NONE) | Q(c=0) | Q(u__gt=0), n__gt=0).order_by("-n", "text")
    return [VainSearch(row["text"], row["n"], row["c"], row["u"], row["band"]) for row in rows[:limit]]


@dataclass(frozen=True)
class Effect:
    """Where the meant service stands in the answer to a stored query; 0: not among the first ten."""

    text: str
    title: str
    before: int
    after: int

    @property
    def direction(self) -> str:
        """Better, worse or the same."""
        before, after = self.before or DEEPEST + 1, self.after or DEEPEST + 1
        return "same" if before == after else "better" if after < before else "worse"


def effects(draft: Concept | None, *, instead_of: str = "") -> list[Effect]:
    """What the search would answer with this concept (None: without it). Nothing is saved, the live search stays.

    Queries: 2, and 6 more after a change of the index.
    """
    index = current_index()
    changed = changed_index(index, draft, instead_of)
    rows = StoredQuery.objects.select_related("service").order_by("text", "pk")
    return [Effect(row.text, row.service.title, place(row, index), place(row, changed)) for row in rows]


def changed_index(index: Index, draft: Concept | None, instead_of: str) -> Index:
    """A copy of the index with the draft in place of the concept of that name."""
    others = [one for one in index.concepts if one.name not in {instead_of, draft.name if draft else ""}]
    drafts: Sequence[Concept] = [draft] if draft is not None and draft.is_active else []
    for concept in drafts:
        concept.phrases = concept_phrases(concept.written, index.postings)
    return Index(index.entries, [*others, *(words_of(concept) for concept in drafts)], index.vectors, index.places)


def place(query: StoredQuery, index: Index) -> int:
    found = rank(query.text, reading.read(query.text, index), index)
    ids = index.ids[found.numbers[:DEEPEST]].tolist()
    return ids.index(query.service_id) + 1 if query.service_id in ids else 0
