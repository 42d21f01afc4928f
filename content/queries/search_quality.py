"""The stored test queries, answered by each way to search, side by side."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

from content import meaning
from content.models import Concept, Service
from content.queries.index_copy import current_index, words_of
from content.queries.search import rank
from content.rules.finder import ranking, reading
from content.rules.finder.index import Index
from content.rules.finder.quality import DEEPEST, Answer, TestQuery
from content.rules.finder.ranking import Ranked
from content.rules.finder.texts import concept_phrases

COLUMNS = ["query", "kind", "keys", "note"]
# More than ten, as services that are not in the catalogue are passed over
LOOKED_AT = 40

PLAIN = """
SELECT leika_key FROM content_service s,
  (SELECT to_tsquery('german', nullif(%(any)s, '')) AS words) q
WHERE s.is_published AND s.leika_key IS NOT NULL
  AND (to_tsvector('german', s.name_de) @@ q.words OR similarity(s.name_de, %(text)s) > 0.3)
ORDER BY coalesce(ts_rank(to_tsvector('german', s.name_de), q.words, 1), 0) DESC,
  similarity(s.name_de, %(text)s) DESC, s.id
LIMIT %(limit)s
"""


class NoQueries(ValueError):
    """The file holds no test queries; the message says what was expected."""


def read_queries(path: Path) -> list[TestQuery]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise NoQueries(f"Erwartet werden die Spalten {', '.join(COLUMNS)}.")
        return [TestQuery(row["query"], row["kind"], frozenset(row["keys"].split())) for row in rows]


def catalogue_keys() -> dict[int, str]:
    """The services that came with the catalogue. Queries: 1."""
    rows = Service.objects.filter(is_published=True, leika_key__isnull=False).exclude(topic="")
    return dict(rows.values_list("pk", "leika_key"))


def ways() -> dict[str, Callable[[str], Answer]]:
    """Each way to search as a function from the query to keys. Services outside the catalogue are passed over."""
    index, keys = current_index(), catalogue_keys()
    found = {
        "hybrid": lambda text: answer(rank(text, reading.read(text, index), index), index, keys),
        "lexical": lambda text: answer(rank(text, reading.read(text, index), index, use_meaning=False), index, keys),
    }
    if embedder := meaning.embedder():
        found["meaning"] = lambda text: answer(
            ranking.by_meaning_only(embedder.query(text), index, LOOKED_AT), index, keys
        )
    return found | {"plain": plain}


def with_concepts(concepts: Sequence[Concept]) -> Callable[[str], Answer]:
    """The search as it would answer with these concepts instead of those of the same name; nothing is saved."""
    index, keys = current_index(), catalogue_keys()
    names = {concept.name for concept in concepts}
    drafts = [concept for concept in concepts if concept.is_active]
    for concept in drafts:
        concept.phrases = concept_phrases(concept.written, index.postings)
    words = [words_of(concept) for concept in drafts]
    changed = Index(
        index.entries, [one for one in index.concepts if one.name not in names] + words, index.vectors, index.places
    )
    return lambda text: answer(rank(text, reading.read(text, changed), changed), changed, keys)


def answer(found: Ranked, index: Index, keys: dict[int, str]) -> Answer:
    ids = index.ids[found.numbers[:LOOKED_AT]].tolist()
    return Answer([keys[pk] for pk in ids if pk in keys][:DEEPEST], found.is_unsure)


def plain(text: str) -> Answer:
    """PostgreSQL's German full text over the names, any word, then trigrams. Queries: 1."""
    any_word = " | ".join("".join(c for c in word if c.isalnum()) for word in text.split())
    any_word = " | ".join(filter(None, any_word.split(" | ")))
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, {"any": any_word, "text": text, "limit": DEEPEST})
        return Answer([key for (key,) in cursor.fetchall()])
