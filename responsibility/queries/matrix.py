"""Services x areas: who is responsible, where nobody is, and where two are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, OuterRef

from portal.accounts.models import User
from responsibility.models import Area, Responsibility, Role, ServiceGroup
from responsibility.queries import checks, rights
from responsibility.queries.explain import RuleRow, rules_on_the_way, winners
from responsibility.queries.resolve import AT_IDS, BY_IDS, Asked, collect
from responsibility.rules import facts as fact_rules
from responsibility.rules.answer import nearest

PAGE = 20
ROLES = (Role.ZB, Role.EA)
# What the matrix needs of the service that stands for a group
EXAMPLE = {"example": "pk", "address": "slug", "needs_ea": "via_ea"}


class Place(NamedTuple):
    """Municipalities that get the same answers, named by one of them."""

    id: int
    ars: str
    column: int
    municipalities: int


class Column(NamedTuple):
    id: int
    ars: str
    name: str
    kind: str
    municipalities: int


class Subject(NamedTuple):
    """A row of the matrix: a service, or a group that one of its services stands for."""

    id: int
    title: str
    detail: str
    service_id: int
    service_slug: str
    group: int | None
    via_ea: bool


class Named(NamedTuple):
    """An organisation in a cell, with the rule that names it if the reader keeps that rule."""

    id: int
    name: str
    municipalities: int
    rule_id: int | None = None


@dataclass
class RoleCell:
    """One role in one cell. Counts are municipalities; an EA is needed only for services that go through one."""

    role: str
    is_needed: bool
    named: list[Named] = field(default_factory=list)
    gaps: int = 0
    conflicts: int = 0
    municipalities: int = 0

    @property
    def state(self) -> Literal["conflict", "gap", "none", "one", "several"]:
        if self.conflicts:
            return "conflict"
        if self.gaps and self.is_needed:
            return "gap"
        return "none" if not self.named else "one" if len(self.named) == 1 else "several"


@dataclass
class Cell:
    """A service in an area."""

    service_id: int
    example_ars: str
    column_name: str
    roles: list[RoleCell]

    @property
    def is_doubtful(self) -> bool:
        return any(role.state in ("gap", "conflict") for role in self.roles)


class Row(NamedTuple):
    subject: Subject
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """One page of the matrix. `kreis` is the Kreis that is looked into, or None for the whole Land."""

    columns: list[Column]
    rows: list[Row]
    page: Page
    kreis: Area | None


# Municipalities without rules, authorities or parts of their own answer like their neighbours in the same Amt.
PLACES = """
WITH here AS (
  SELECT a.id, a.parent_id, a.path, jsonb_array_length(a.path) AS depth,
         EXISTS (SELECT FROM responsibility_responsibility r WHERE r.area_id = a.id)
         OR EXISTS (SELECT FROM responsibility_organisation o WHERE o.area_id = a.id)
         OR EXISTS (SELECT FROM responsibility_responsibility r JOIN responsibility_area part ON part.id = r.area_id
                    WHERE part.parent_id = a.id) AS is_special
  FROM responsibility_area a
  WHERE a.kind = 'gemeinde' AND a.successor_id IS NULL AND coalesce(a.valid_to >= %(on)s, true)
    AND (%(everywhere)s OR a.path ?| %(scope)s)
    AND (%(kreis)s = '' OR a.path @> jsonb_build_array(%(kreis)s::text))
), placed AS (
  SELECT min(here.id) AS id, count(*) AS municipalities,
         (array_agg(here.path ->> greatest(here.depth - %(below)s, 0)))[1] AS column_ars
  FROM here GROUP BY CASE WHEN is_special THEN here.id ELSE -here.parent_id END
)
SELECT placed.id, example.ars, placed.municipalities, up.id, up.ars, up.short_name, up.kind
FROM placed JOIN responsibility_area up ON up.ars = placed.column_ars
JOIN responsibility_area example ON example.id = placed.id
ORDER BY up.kind <> 'gemeinde', up.kind <> 'kreis', up.short_name, up.ars, placed.id
"""


def scope(user: User | AnonymousUser) -> list[str] | None:
    """Keys of the areas that an editor looks at: those of the own organisations; None for the whole Land.

    Chambers and authorities of the Land have no area of their own and see all of it. Queries: 1, and the rights.
    """
    if rights.edits_everything(user):
        return None
    kinds = rights.own_organisations(user).order_by().values_list("kind", "area__ars")
    found = [ars for kind, ars in kinds if kind in ("local", "district") and ars]
    return found if found or not kinds else None


def places(user: User | AnonymousUser, kreis: Area | None, on: date) -> tuple[list[Column], list[Place]]:
    """Columns, and the places that stand for them: Kreise, or what one Kreis consists of. Queries: 1, and scope."""
    wanted = scope(user)
    parameters = {
        "on": on,
        "everywhere": wanted is None,
        "scope": wanted or [],
        "kreis": kreis.ars if kreis else "",
        "below": 3 if kreis else 2,
    }
    with connection.cursor() as cursor:
        cursor.execute(PLACES, parameters)
        rows = cursor.fetchall()
    counted: Counter[tuple] = Counter()
    for _, _, municipalities, *column in rows:
        counted[tuple(column)] += municipalities
    columns = [Column(*column, municipalities) for column, municipalities in counted.items()]
    return columns, [Place(pk, ars, column, municipalities) for pk, ars, municipalities, column, *_ in rows]


def service_subjects(group: ServiceGroup | None) -> list[Subject]:
    """Services, each with another that gets the same answers, for rules of a group serve many. Queries: 1."""
    rules = Responsibility.objects.filter(service=OuterRef("pk"))
    services = Responsibility._meta.get_field("service").related_model.objects.annotate(has_own=Exists(rules))
    if group is not None:
        services = services.filter(group=group)
    same: dict[tuple, int] = {}
    found = []
    fields = ("pk", "name", "slug", "leika_key", "group_id", "via_ea", "has_own")
    for pk, name, slug, key, group_id, via_ea, has_own in services.order_by("name", "pk").values_list(*fields):
        twin = same.setdefault(("own", pk) if has_own else ("group", group_id, via_ea), pk)
        found.append(Subject(pk, name, key or "ohne LeiKa-Schlüssel", twin, slug, group_id, via_ea))
    return found


def group_subjects() -> list[Subject]:
    """Groups, each represented by a service that has no rules of its own. Queries: 1."""
    services = Responsibility._meta.get_field("service").related_model.objects.filter(group=OuterRef("pk"))
    plain = services.exclude(Exists(Responsibility.objects.filter(service=OuterRef("pk")))).order_by("-via_ea", "pk")
    examples = {name: plain.values(field)[:1] for name, field in EXAMPLE.items()}
    found = ServiceGroup.objects.annotate(**examples).filter(example__isnull=False).order_by("name", "pk")
    return [Subject(*row) for row in found.values_list("pk", "name", "slug", "example", "address", "pk", "needs_ea")]


def doubtful(subjects: list[Subject], ways: Iterable[str], on: date) -> list[Subject]:
    """Those with a gap or an overlap in some municipality below these areas. Queries: 4."""
    wanted = set(Area.objects.filter(ars__in=ways).values_list("pk", flat=True))
    inside = [place for place in checks.place_rows() if wanted & set(place.way)]
    of_service, of_group = defaultdict(list), defaultdict(list)
    for rule in checks.rule_rows(on):
        (of_service[rule.service] if rule.service else of_group[rule.group]).append(rule)
    known: dict[tuple, bool] = {}
    found = []
    for subject in subjects:
        own = of_service.get(subject.service_id, [])
        alike = (tuple(own), subject.group, subject.via_ea)
        if alike not in known:
            rules = [*own, *of_group.get(subject.group, ())] if subject.group else own
            known[alike] = bool(checks.problems(rules, inside, via_ea=subject.via_ea))
        if known[alike]:
            found.append(subject)
    return found


def matrix(
    user: User | AnonymousUser,
    *,
    by_group: bool,
    group: ServiceGroup | None,
    kreis: Area | None,
    only_doubtful: bool,
    number: int,
    on: date,
) -> Matrix:
    """One page. Queries: at most 9 and those for the rights, however many services there are."""
    columns, wanted = places(user, kreis, on)
    subjects = group_subjects() if by_group else service_subjects(group)
    if only_doubtful:
        subjects = doubtful(subjects, [column.ars for column in columns], on)
    page = Paginator(subjects, PAGE).get_page(number)
    twins = {subject.service_id: subject.via_ea for subject in page}
    cells = all_cells(twins, columns, wanted, on)
    name_rules(cells, wanted, on, user)
    return Matrix(columns, [Row(subject, cells[subject.service_id]) for subject in page], page, kreis)


def all_cells(twins: dict[int, bool], columns: list[Column], wanted: list[Place], on: date) -> dict[int, list[Cell]]:
    """The cells of these services (do they need an EA?), in the order of the columns. Queries: 1."""
    _, asked = collect(BY_IDS, AT_IDS, {"services": list(twins), "areas": [place.id for place in wanted], "on": on})
    by_column = defaultdict(list)
    for place in wanted:
        by_column[place.column].append(place)
    return {
        pk: [cell(pk, needs_ea, column.name, by_column[column.id], asked) for column in columns]
        for pk, needs_ea in twins.items()
    }


def cell(service_id: int, needs_ea: bool, column_name: str, here: list[Place], asked: dict[int, Asked]) -> Cell:
    """Count who is named in the municipalities of one column."""
    roles = []
    for role in ROLES:
        counted, found = RoleCell(role, role == Role.ZB or needs_ea), Counter()
        for place in here:
            organisations, is_gap, is_conflict = role_at(asked[place.id], service_id, role)
            counted.municipalities += place.municipalities
            counted.gaps += place.municipalities * is_gap
            counted.conflicts += place.municipalities * is_conflict
            for organisation in organisations:
                found[organisation] += place.municipalities
        counted.named = [Named(pk, name, count) for (pk, name), count in found.most_common()]
        roles.append(counted)
    return Cell(service_id, here[0].ars, column_name, roles)


def role_at(place: Asked, service_id: int, role: str) -> tuple[set[tuple[int, str]], bool, bool]:
    """Who is named at one place or a part of it, whatever the facts; is there a gap, is there a conflict."""
    named, is_gap, is_conflict = set(), False, False
    for found in [place.here[service_id], *(part[service_id] for part in place.parts.values())]:
        facts = fact_rules.open_facts((c.condition for c in found.candidates), {})
        for conditions in [fact_rules.holding({})] + [
            fact_rules.holding({fact: not fact_rules.ASSUMED[fact]}) for fact in facts
        ]:
            ids = nearest((c for c in found.candidates if not c.is_fallback), role, conditions)
            is_gap, is_conflict = is_gap or not ids, is_conflict or len(ids) > 1
            named |= {(pk, found.organisations[pk, role].name) for pk in ids}
    return named, is_gap, is_conflict


def name_rules(cells: dict[int, list[Cell]], wanted: list[Place], on: date, user: User | AnonymousUser) -> None:
    """Give each organisation in the cells the rule that names it, if the reader keeps that rule. Queries: 2."""
    rules = rules_on_the_way(cells, [place.id for place in wanted], on)
    ids = {rule.id for rule in rules}
    own = set(rights.own_responsibilities(user).filter(pk__in=ids).values_list("pk", flat=True))
    by_place = defaultdict(list)
    for rule in rules:
        by_place[rule.service_id, rule.area_id].append(rule)
    columns = defaultdict(list)
    for place in wanted:
        columns[place.column].append(place.id)
    for service_id, row in cells.items():
        for cell_, areas in zip(row, columns.values(), strict=True):
            for role in cell_.roles:
                first = first_rules([by_place[service_id, area] for area in areas], role.role, on)
                role.named = [
                    named._replace(rule_id=rule) if (rule := rule_of(named.id, first)) in own else named
                    for named in role.named
                ]


def first_rules(places_: Iterable[list[RuleRow]], role: str, on: date) -> dict[int | None, int]:
    """The rules that answer, by the organisation they name (None: each for its own area)."""
    found: dict[int | None, int] = {}
    for rules in places_:
        conditions = {fact_rules.holding({}), *(frozenset({rule.condition}) for rule in rules if rule.condition)}
        for holding in conditions:
            for rule in winners(rules, role, on, holding):
                found.setdefault(rule.organisation_id, rule.id)
    return found


def rule_of(organisation_id: int, first: dict[int | None, int]) -> int | None:
    return first.get(organisation_id, first.get(None))
