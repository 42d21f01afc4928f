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
    """A place as pick lists and the API show it.

    `now` names what a key that ended belongs to today. `locality` is the name of an Ortsteil that was asked for and
    leads here. `is_weak`: only one source pairs the postcode with this place, so it is a suggestion and no answer.
    """

    id: int
    ars: str
    ags: str
    name: str
    short_name: str
    kind: str
    postcodes: list[str]
    parents: list[Parent]
    now: str = ""
    locality: str = ""
    is_weak: bool = False

    @property
    def label(self) -> str:
        """The name that was asked for."""
        return self.locality or self.short_name

    @property
    def amt(self) -> str:
        return self.parent_of_kind(Area.Kind.AMT)

    @property
    def kreis(self) -> str:
        return self.parent_of_kind(Area.Kind.KREIS)

    @property
    def part_of(self) -> str:
        """The municipality of an Ortsteil."""
        return self.short_name if self.locality else self.parent_of_kind(Area.Kind.GEMEINDE)

    @property
    def context(self) -> str:
        """Amt and Kreis, which tell places of the same name apart."""
        return ", ".join(part for part in (self.amt, self.kreis) if part)

    @property
    def full_context(self) -> str:
        """The same with the municipality of an Ortsteil, as the suggestions write it behind the name."""
        return ", ".join(part for part in (self.part_of, self.amt, self.kreis) if part)

    def parent_of_kind(self, kind: str) -> str:
        return next((parent.name for parent in self.parents if parent.kind == kind), "")


ROWS = """
SELECT a.id, a.ars, coalesce(a.ags, ''), a.name, a.short_name, a.kind,
       coalesce((SELECT array_agg(p.postcode ORDER BY p.postcode) FROM responsibility_postcodearea p
                 WHERE p.area_id = coalesce(a.successor_id, a.id) AND p.confidence <> 'low'), '{}'),
       (SELECT coalesce(json_agg(json_build_array(up.ars, up.name, up.kind) ORDER BY step.n), '[]')::text
        FROM jsonb_array_elements_text(a.path) WITH ORDINALITY AS step(ars, n)
        JOIN responsibility_area up ON up.ars = step.ars WHERE step.n > 1),
       coalesce(successor.short_name, ''), found.locality, found.is_weak
FROM found
JOIN responsibility_area a ON a.id = found.id
LEFT JOIN responsibility_area successor ON successor.id = a.successor_id
ORDER BY found.rank DESC, found.is_weak, (found.locality = '') DESC, (a.kind = 'gemeinde') DESC,
         a.population DESC NULLS LAST, a.ars
"""

# A village stands for its municipality; not where the municipality, a part of it or one that merged into it bears
# the same name and is found itself.
BY_POSTCODE = """
WITH found AS (
  SELECT p.area_id AS id, word_similarity(%(name)s, a.search_name) AS rank, '' AS locality,
         p.confidence = 'low' AS is_weak
  FROM responsibility_postcodearea p JOIN responsibility_area a ON a.id = p.area_id
  WHERE p.postcode = %(postcode)s AND a.kind = ANY(%(kinds)s) AND a.successor_id IS NULL AND a.valid_to IS NULL
    AND (%(name)s = '' OR word_similarity(%(name)s, a.search_name) >= %(enough)s)
  UNION ALL
  SELECT l.municipality_id, word_similarity(%(name)s, l.search_name), l.name, false
  FROM responsibility_locality l
  WHERE %(name)s <> '' AND 'gemeinde' = ANY(%(kinds)s) AND l.postcode = %(postcode)s
    AND word_similarity(%(name)s, l.search_name) >= %(enough)s
    AND NOT EXISTS (SELECT FROM responsibility_area a WHERE a.search_name = l.search_name
                    AND l.municipality_id IN (a.id, a.parent_id, a.successor_id))
  ORDER BY rank DESC, is_weak, locality, id LIMIT %(limit)s
)
"""

# Where a name fits as typed, similar names are left out. A key that ended is not shown beside a successor that bears
# its name.
BY_NAME = """
WITH named AS (
  SELECT a.id, a.search_name, '' AS locality, a.population, a.ars, a.successor_id IS NULL AS is_of_today
  FROM responsibility_area a
  WHERE a.kind = ANY(%(kinds)s) AND (a.valid_to IS NULL OR a.successor_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM responsibility_area today
                    WHERE today.id = a.successor_id AND today.search_name = a.search_name)
  UNION ALL
  SELECT l.municipality_id, l.search_name, l.name, NULL, '', true FROM responsibility_locality l
  WHERE 'gemeinde' = ANY(%(kinds)s)
    AND NOT EXISTS (SELECT FROM responsibility_area a WHERE a.search_name = l.search_name
                    AND l.municipality_id IN (a.id, a.parent_id, a.successor_id))
), candidate AS (
  SELECT id, locality, population, ars, is_of_today,
         CASE WHEN search_name = %(name)s THEN 4 WHEN search_name LIKE %(prefix)s THEN 3
              WHEN search_name LIKE %(inner)s THEN 2 ELSE similarity(search_name, %(name)s) END AS rank
  FROM named
  WHERE search_name LIKE %(prefix)s OR search_name LIKE %(inner)s
     OR length(%(name)s) > 3 AND greatest(similarity(search_name, %(name)s),
        strict_word_similarity(%(name)s, search_name) * 0.9) >= %(enough)s
  ORDER BY rank DESC, (locality = '') DESC, is_of_today DESC, population DESC NULLS LAST, ars, locality, id
  LIMIT %(limit)s
), found AS (
  SELECT id, rank, locality, false AS is_weak FROM candidate
  WHERE rank >= 2 OR (SELECT max(rank) FROM candidate) < 2
)
"""

BELOW = """
WITH found AS (
  SELECT a.id, 0 AS rank, '' AS locality, false AS is_weak FROM responsibility_area a
  WHERE a.kind = %(kind)s AND a.successor_id IS NULL AND a.valid_to IS NULL
    AND a.path @> jsonb_build_array(%(ars)s::text)
)
"""

BY_ID = """
WITH found AS (
  SELECT a.id, 0 AS rank, '' AS locality, false AS is_weak FROM responsibility_area a WHERE a.id = ANY(%(ids)s)
)
"""


def find_areas(text: str, limit: int = 20, kinds: Iterable[str] = ALL_KINDS) -> list[AreaRow]:
    """Areas by postcode, name, beginning of a name, or a name with typos. Queries: 1 (0 for an empty text)."""
    return [area for area in find_candidates(text, limit, kinds) if not area.is_weak]


def find_candidates(text: str, limit: int = 20, kinds: Iterable[str] = ALL_KINDS) -> list[AreaRow]:
    """The same, and weak suggestions: municipalities that only one source pairs with a bare postcode. Queries: 1."""
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
    found = area_rows((BY_POSTCODE if postcode else BY_NAME) + ROWS, parameters)
    # Name and postcode together are two witnesses
    return [area._replace(is_weak=False) for area in found] if name else found


def areas_below(ars: str, kind: str = Area.Kind.GEMEINDE) -> list[AreaRow]:
    """All areas of today and of that kind in a Land, Kreis, Amt or Gemeinde. Queries: 1."""
    return area_rows(BELOW + ROWS, {"ars": ars, "kind": kind})


def areas_by_id(ids: list[int]) -> list[AreaRow]:
    """These areas, the biggest first. Queries: 1."""
    return area_rows(BY_ID + ROWS, {"ids": ids})


def area_rows(sql: str, parameters: dict) -> list[AreaRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [
            AreaRow(*row[:7], [Parent(*parent) for parent in json.loads(row[7])], *row[8:]) for row in cursor.fetchall()
        ]


def area_by_key(key: str) -> Area | None:
    """The area of an ARS (5, 9, 12 or 15 digits), an AGS, or a postcode of one municipality. Queries: 1."""
    if not (key.isascii() and key.isdigit()) or len(key) not in (5, 8, 9, 12, 15):
        return None
    condition = Q(ags=key) if len(key) == 8 else Q(ars=key.ljust(12, "0"))
    if len(key) == 5:
        pairs = PostcodeArea.objects.filter(postcode=key).exclude(confidence=PostcodeArea.Confidence.LOW)
        condition |= Q(pk__in=pairs.values("area"))
    found = list(Area.objects.filter(condition)[:2])
    return found[0] if len(found) == 1 else None


def municipality_of_today(ars: str) -> Area | None:
    """The municipality (or Ortsteil) of that key, or what it has become. Queries: 1, and 1 a merger."""
    area = Area.objects.filter(ars=ars, kind__in=[Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL]).first()
    seen = set()
    while area and area.successor_id and area.pk not in seen:
        seen.add(area.pk)
        area = Area.objects.get(pk=area.successor_id)
    return area
