"""Is somebody responsible for everything everywhere? Every service at every municipality, in each role.

Services with the same rules have the same answers, and municipalities under the same rules too: each such pair of
classes is decided once, by the function that answers people (rules.answer.nearest).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from django.db import connection
from django.db.models import Q

from responsibility.models import Area, Organisation, Responsibility
from responsibility.rules import facts
from responsibility.rules.answer import EA, ZB, Candidate, nearest

MOST_EXAMPLES = 5
Kind = Literal["gap", "conflict"]


class ServiceRow(NamedTuple):
    id: int
    key: str
    name: str
    group: int | None
    via_ea: bool


class Place(NamedTuple):
    """A municipality: the areas on its way up, and the authorities of each level that serve it."""

    id: int
    ars: str
    name: str
    way: list[int]
    levels: dict[str, list[tuple[int, int]]]  # level -> (organisation, steps away)


class RuleRow(NamedTuple):
    role: str
    service: int | None
    group: int | None
    area: int
    organisation: int | None
    level: str
    condition: str


@dataclass
class Finding:
    """Where a service has no or no certain authority in a role."""

    service: ServiceRow
    role: str
    kind: Kind
    count: int = 0
    examples: list[Place] = field(default_factory=list)


@dataclass
class CheckResult:
    """The whole check. A pair of service and municipality counts once, as the worst of its roles."""

    as_of: date
    services: int
    municipalities: int
    gaps: int = 0
    conflicts: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def resolved(self) -> int:
        return self.services * self.municipalities - self.gaps - self.conflicts


def check_all(*, on: date, service: str = "") -> CheckResult:
    """Check all published services, or the one with that key or number. Queries: 4."""
    services, rules, places = service_rows(service), rule_rows(on), list(place_rows())
    of_service, of_group = defaultdict(list), defaultdict(list)
    for rule in rules:
        (of_service[rule.service] if rule.service else of_group[rule.group]).append(rule)
    alike = defaultdict(list)
    for row in services:
        own = tuple(of_service.get(row.id, ()))
        alike[own, row.group, row.via_ea].append(row)
    result = CheckResult(on, len(services), len(places))
    for (own, group, via_ea), rows in alike.items():
        applicable = [*own, *of_group.get(group, ())] if group else list(own)
        add_findings(result, rows, problems(applicable, places, via_ea=via_ea))
    result.findings.sort(key=lambda finding: (finding.service.name, finding.service.id, finding.role, finding.kind))
    return result


def problems(rules: list[RuleRow], places: list[Place], *, via_ea: bool) -> list[tuple[Place, dict[str, Kind]]]:
    """The municipalities where these rules leave a role open or doubtful."""
    by_area = defaultdict(list)
    for rule in rules:
        by_area[rule.area].append(rule)
    levels = sorted({rule.level for rule in rules if rule.level})
    worlds = all_worlds(rules)
    known: dict[tuple, dict[str, Kind]] = {}
    found = []
    for place in places:
        way = tuple((n, area) for n, area in enumerate(place.way, start=1) if area in by_area)
        seen = (way, tuple(tuple(place.levels.get(level, ())) for level in levels))
        if seen not in known:
            known[seen] = judge(list(candidates(way, by_area, place)), worlds, via_ea=via_ea)
        if known[seen]:
            found.append((place, known[seen]))
    return found


def all_worlds(rules: Iterable[RuleRow]) -> list[frozenset[str]]:
    """The conditions to try: what is assumed, and each fact that a rule asks for the other way round."""
    asked = facts.open_facts((rule.condition for rule in rules), {})
    return [facts.holding({}), *(facts.holding({fact: not facts.ASSUMED[fact]}) for fact in asked)]


def candidates(
    way: tuple[tuple[int, int], ...], by_area: dict[int, list[RuleRow]], place: Place
) -> Iterator[Candidate]:
    """The rules on the way up, as the resolver's statement collects them."""
    for distance, area in way:
        for rule in by_area[area]:
            named = place.levels.get(rule.level, []) or [(None, 0)] if rule.level else [(rule.organisation, 0)]
            for organisation, steps in named:
                yield Candidate(rule.role, bool(rule.service), distance, rule.condition, organisation, steps)


def judge(rules: list[Candidate], worlds: list[frozenset[str]], *, via_ea: bool) -> dict[str, Kind]:
    """The problem of each role, if it has one."""
    found: dict[str, Kind] = {}
    for conditions in worlds:
        for role, is_needed in ((EA, via_ea), (ZB, True)):
            named = nearest(rules, role, conditions)
            if len(named) > 1:
                found[role] = "conflict"
            elif not named and is_needed:
                found.setdefault(role, "gap")
    return found


def add_findings(result: CheckResult, rows: list[ServiceRow], found: list[tuple[Place, dict[str, Kind]]]) -> None:
    conflicts = sum("conflict" in roles.values() for _, roles in found)
    result.conflicts += conflicts * len(rows)
    result.gaps += (len(found) - conflicts) * len(rows)
    counted: dict[tuple[str, Kind], list[Place]] = defaultdict(list)
    for place, roles in found:
        for role, kind in roles.items():
            counted[role, kind].append(place)
    result.findings += [
        Finding(row, role, kind, len(places), places[:MOST_EXAMPLES])
        for row in rows
        for (role, kind), places in counted.items()
    ]


def service_rows(key: str = "") -> list[ServiceRow]:
    """Published services by name; the table is that of content, which stands above."""
    sql = (
        "SELECT id, coalesce(leika_key, ''), name, group_id, via_ea FROM content_service WHERE is_published"
        " AND (%(key)s = '' OR leika_key = %(key)s OR id::text = %(key)s) ORDER BY name, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"key": key})
        return [ServiceRow(*row) for row in cursor.fetchall()]


def rule_rows(on: date) -> list[RuleRow]:
    """The rules in force."""
    in_force = (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
    fields = ("role", "service", "group", "area", "organisation", "level", "condition")
    return [RuleRow(*row) for row in Responsibility.objects.filter(in_force).order_by("pk").values_list(*fields)]


def place_rows() -> Iterator[Place]:
    """The municipalities of today, and Ortsteile that have rules of their own."""
    areas = {
        row[1]: row for row in Area.objects.values_list("id", "ars", "name", "kind", "path", "successor", "valid_to")
    }
    serving = defaultdict(list)
    for pk, kind, area in Organisation.objects.filter(kind__in=["local", "district"], area__isnull=False).values_list(
        "id", "kind", "area"
    ):
        serving[area].append((pk, kind))
    for pk, ars, name, kind, path, successor, valid_to in areas.values():
        if kind not in (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL) or successor or valid_to:
            continue
        way = [areas[key] for key in path if key in areas]
        yield Place(pk, ars, name, [row[0] for row in way], level_offices(way, serving))


def level_offices(way: list[tuple], serving: dict[int, list[tuple[int, str]]]) -> dict[str, list[tuple[int, int]]]:
    """The authorities of each level on the way up; a kreisfreie Stadt is its own district."""
    found: dict[str, list[tuple[int, int]]] = {"local": [], "district": []}
    for steps, (pk, _, _, area_kind, path, *_) in enumerate(way, start=1):
        is_kreisfrei = area_kind == Area.Kind.GEMEINDE and len(path) == 2
        for organisation, kind in serving.get(pk, ()):
            if kind == "local":
                found["local"].append((organisation, steps))
            if kind == "district" or is_kreisfrei:
                found["district"].append((organisation, steps))
    return found
