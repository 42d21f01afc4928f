"""Who is responsible for a service at a place: one statement for any number of services."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from django.db import connection

from responsibility.models import Area, Role
from responsibility.queries.areas import AreaRow, areas_below


class ResolvedOrganisation(NamedTuple):
    """A responsible organisation with its contact. `area_name` is the area it answers for."""

    id: int
    slug: str
    name: str
    role: str
    area_name: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    web: str
    opening_hours: dict
    is_sample: bool


@dataclass(frozen=True)
class Resolved:
    """The answer for one service at one place.

    "resolved": exactly one ZB, and at most one EA. "choose": the place is not a municipality. "unknown": no ZB, or
    two rules of the same rank name different ones; whatever is certain (the EA) is still named, so that nobody is
    left alone.
    """

    status: Literal["resolved", "choose", "unknown"]
    organisations: list[ResolvedOrganisation] = field(default_factory=list)
    choices: list[AreaRow] = field(default_factory=list)

    def with_role(self, role: str) -> ResolvedOrganisation | None:
        return next((o for o in self.organisations if o.role == role), None)

    @property
    def ea(self) -> ResolvedOrganisation | None:
        return self.with_role(Role.EA)

    @property
    def zb(self) -> ResolvedOrganisation | None:
        return self.with_role(Role.ZB)


# The service's own rules come before its group's; among these the most specific area wins.
# A merged municipality answers as its successor, from the day after valid_to (or always, if that day is not known).
STATEMENT = """
WITH asked AS (
  SELECT coalesce(today.kind, a.kind) AS kind, coalesce(today.ars, a.ars) AS ars, coalesce(today.path, a.path) AS path
  FROM responsibility_area a
  LEFT JOIN responsibility_area today ON today.id = a.successor_id AND coalesce(a.valid_to < %(on)s, true)
  WHERE a.id = %(area)s
), climb AS (
  SELECT up.id, up.name, step.n, up.kind = 'gemeinde' AND jsonb_array_length(asked.path) = 2 AS is_kreisfrei
  FROM asked
  CROSS JOIN LATERAL jsonb_array_elements_text(asked.path) WITH ORDINALITY AS step(ars, n)
  JOIN responsibility_area up ON up.ars = step.ars
), rule AS (
  SELECT s.id AS service_id, r.role, r.organisation_id, r.level, climb.name AS area_name,
         rank() OVER (PARTITION BY s.id, r.role ORDER BY r.service_id IS NULL, climb.n) AS place
  FROM content_service s
  JOIN responsibility_responsibility r ON r.service_id = s.id OR r.group_id = s.group_id
  JOIN climb ON climb.id = r.area_id
  WHERE s.id = ANY(%(services)s)
    AND coalesce(r.valid_from <= %(on)s, true) AND coalesce(r.valid_to >= %(on)s, true)
), answer AS (
  SELECT DISTINCT rule.service_id, rule.role, coalesce(rule.organisation_id, own.id) AS organisation_id,
         coalesce(own.area_name, rule.area_name) AS area_name
  FROM rule
  LEFT JOIN LATERAL (
    SELECT o.id, climb.name AS area_name
    FROM responsibility_organisation o JOIN climb ON climb.id = o.area_id
    WHERE rule.level = 'local' AND o.kind = 'local'
       OR rule.level = 'district' AND (o.kind = 'district' OR o.kind = 'local' AND climb.is_kreisfrei)
    ORDER BY climb.n FETCH FIRST 1 ROW WITH TIES
  ) own ON rule.organisation_id IS NULL
  WHERE rule.place = 1
)
SELECT asked.kind, asked.ars, answer.service_id, o.id, o.slug, o.name, answer.role, answer.area_name, o.street,
       o.postcode, o.town, o.phone, o.email, o.web, o.opening_hours::text, o.is_sample
FROM asked
LEFT JOIN answer ON answer.organisation_id IS NOT NULL
LEFT JOIN responsibility_organisation o ON o.id = answer.organisation_id
ORDER BY answer.service_id, answer.role, o.name, o.id
"""


def resolve(service_id: int, area_id: int, *, on: date) -> Resolved:
    """Who is responsible for the service in the area on that day. Queries: 1 (2 if the place must be chosen)."""
    return resolve_many([service_id], area_id, on=on)[service_id]


def resolve_many(service_ids: Iterable[int], area_id: int, *, on: date) -> dict[int, Resolved]:
    """The same for several services. Queries: 1 (2 if the place must be chosen)."""
    wanted = list(service_ids)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"area": area_id, "services": wanted, "on": on})
        rows = cursor.fetchall()
    if not rows:
        return {service_id: Resolved("unknown") for service_id in wanted}
    kind, ars = rows[0][:2]
    if kind != Area.Kind.GEMEINDE:
        choices = areas_below(ars)
        return {service_id: Resolved("choose", choices=choices) for service_id in wanted}
    found = defaultdict(list)
    for row in rows:
        if row[2] is not None:
            found[row[2]].append(ResolvedOrganisation(*row[3:14], json.loads(row[14]), row[15]))
    return {service_id: judge(found[service_id]) for service_id in wanted}


def judge(organisations: list[ResolvedOrganisation]) -> Resolved:
    """One answer from the organisations that the rules name: a role named twice is left out and makes it unknown."""
    by_role = defaultdict(list)
    for organisation in organisations:
        by_role[organisation.role].append(organisation)
    doubtful = {role for role in (Role.EA, Role.ZB) if len({o.id for o in by_role[role]}) > 1}
    certain = [o for o in organisations if o.role not in doubtful]
    is_resolved = not doubtful and bool(by_role[Role.ZB])
    return Resolved("resolved" if is_resolved else "unknown", certain)
