"""Finding places."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from responsibility.models import Area, PostcodeArea
from responsibility.rules import names

ALL_KINDS = tuple(Area.Kind.values)
# Trigram similarity from which a name with a typo is offered
SIMILAR_ENOUGH = 0.45


class Parent(NamedTuple):
    """One step of the way up."""

    ars: str
    name: str
    kind: str


class AreaRow(NamedTuple):
    """A place as pick lists and the API show it. `now` names what a merged municipality belongs to today."""

    id: int
    ars: str
    ags: str
    name: str
    short_name: str
    kind: str
    postcodes: list[str]
    parents: list[Parent]
    now: str = ""

    @property
    def amt(self) -> str:
        return self.parent_of_kind(Area.Kind.AMT)

    @property
    def kreis(self) -> str:
        return self.parent_of_kind(Area.Kind.KREIS)

    @property
    def context(self) -> str:
        """Amt and Kreis, which tell places of the same name apart."""
        return ", ".join(part for part in (self.amt, self.kreis) if part)

    def parent_of_kind(self, kind: str) -> str:
        return next((parent.name for parent in self.parents if parent.kind == kind), "")


ROWS = """
SELECT a.id, a.ars, coalesce(a.ags, ''), a.name, a.short_name, a.kind,
       coalesce((SELECT array_agg(p.postcode ORDER BY p.postcode) FROM responsibility_postcodearea p
                 WHERE p.area_id = coalesce(a.successor_id, a.id) AND p.confidence <> 'low'), '{}'),
       (SELECT coalesce(json_agg(json_build_array(up.ars, up.name, up.kind) ORDER BY step.n), '[]')::text
        FROM jsonb_array_elements_text(a.path) WITH ORDINALITY AS step(ars, n)
        JOIN responsibility_area up ON up.ars = step.ars WHERE step.n > 1),
       coalesce(successor.short_name, '')
FROM found
JOIN responsibility_area a ON a.id = found.id
LEFT JOIN responsibility_area successor ON successor.id = a.successor_id
ORDER BY found.rank DESC, (a.kind = 'gemeinde') DESC, a.population DESC NULLS LAST, a.ars
"""

BY_POSTCODE = """
WITH found AS (
  SELECT p.area_id AS id, word_similarity(%(name)s, a.search_name) AS rank
  FROM responsibility_postcodearea p JOIN responsibility_area a ON a.id = p.area_id
  WHERE p.postcode = %(postcode)s AND a.kind = ANY(%(kinds)s)
    AND (p.confidence <> 'low' OR %(name)s <> '')
    AND (%(name)s = '' OR word_similarity(%(name)s, a.search_name) >= %(enough)s)
  ORDER BY rank DESC, p.area_id LIMIT %(limit)s
)
"""

# Where a name fits as typed, similar names are left out.
BY_NAME = """
WITH candidate AS (
  SELECT a.id, CASE WHEN a.search_name = %(name)s THEN 4 WHEN a.search_name LIKE %(prefix)s THEN 3
                    WHEN a.search_name LIKE %(inner)s THEN 2
                    ELSE similarity(a.search_name, %(name)s) END AS rank
  FROM responsibility_area a
  WHERE a.kind = ANY(%(kinds)s) AND (
    a.search_name LIKE %(prefix)s OR a.search_name LIKE %(inner)s
    OR length(%(name)s) > 3 AND greatest(similarity(a.search_name, %(name)s),
       strict_word_similarity(%(name)s, a.search_name) * 0.9) >= %(enough)s)
  ORDER BY rank DESC, (a.successor_id IS NULL) DESC, a.population DESC NULLS LAST, a.ars LIMIT %(limit)s
), found AS (
  SELECT id, rank FROM candidate WHERE rank >= 2 OR (SELECT max(rank) FROM candidate) < 2
)
"""

BELOW = """
WITH found AS (
  SELECT a.id, 0 AS rank FROM responsibility_area a
  WHERE a.kind = 'gemeinde' AND a.successor_id IS NULL AND a.path @> jsonb_build_array(%(ars)s::text)
)
"""


def find_areas(text: str, limit: int = 20, kinds: Iterable[str] = ALL_KINDS) -> list[AreaRow]:
    """Areas by postcode, name, beginning of a name, or a name with typos. Queries: 1 (0 for an empty text)."""
    postcode, name = names.split_place(text)
    name = names.fold(name)
    if not postcode and not name:
        return []
    parameters = {
        "postcode": postcode,
        "name": name,
        "prefix": f"{name}%",
        "inner": f"% {name}%",
        "enough": SIMILAR_ENOUGH,
        "kinds": list(kinds),
        "limit": limit,
    }
    return area_rows((BY_POSTCODE if postcode else BY_NAME) + ROWS, parameters)


def areas_below(ars: str) -> list[AreaRow]:
    """All municipalities of today in a Land, Kreis or Amt. Queries: 1."""
    return area_rows(BELOW + ROWS, {"ars": ars})


def area_rows(sql: str, parameters: dict) -> list[AreaRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [
            AreaRow(*before, [Parent(*parent) for parent in json.loads(parents)], now)
            for *before, parents, now in cursor.fetchall()
        ]


def area_by_key(key: str) -> Area | None:
    """The area of an ARS (5, 9 or 12 digits), an AGS, or a postcode that leads to one municipality. Queries: 1."""
    if not (key.isascii() and key.isdigit()) or len(key) not in (5, 8, 9, 12):
        return None
    condition = Q(ags=key) if len(key) == 8 else Q(ars=key.ljust(12, "0"))
    if len(key) == 5:
        pairs = PostcodeArea.objects.filter(postcode=key).exclude(confidence=PostcodeArea.Confidence.LOW)
        condition |= Q(pk__in=pairs.values("area"))
    found = list(Area.objects.filter(condition)[:2])
    return found[0] if len(found) == 1 else None


def municipality_of_today(ars: str) -> Area | None:
    """The municipality of that key, or what it has become. Queries: 1."""
    area = Area.objects.select_related("successor").filter(ars=ars, kind=Area.Kind.GEMEINDE).first()
    return (area.successor or area) if area else None
