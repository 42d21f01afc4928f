"""Who is responsible for a service at a place: one statement for any number of services and places.

The statement collects the rules that are in force on the way up from each place, with the organisations that they
name; responsibility.rules.answer says which of them answers.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from responsibility.models import Area, Role
from responsibility.queries.areas import AreaRow, areas_below, areas_by_id
from responsibility.queries.prepared import fetch_all
from responsibility.rules import facts as fact_rules
from responsibility.rules.answer import Candidate, Decision, decide


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
    opening_exceptions: list = []
    fit_connect: str = ""
    fit_connect_signature: str = ""


class Question(NamedTuple):
    """A fact that changes the answer and that nobody has said yet: what was assumed, and who it is otherwise."""

    fact: str
    assumed: bool
    otherwise: list[ResolvedOrganisation]


@dataclass(frozen=True)
class Resolved:
    """The answer for one service at one place.

    "resolved": exactly one ZB, and at most one EA. "choose": the place is not precise enough; `choices` are the
    municipalities (or the parts of one). "unknown": no ZB, or two rules of the same rank name different ones;
    whatever is certain (the EA) is still named, so that nobody is left alone. `problem` tells editors which of both
    it is. `questions` are facts that would change the answer given.
    """

    status: Literal["resolved", "choose", "unknown"]
    organisations: list[ResolvedOrganisation] = field(default_factory=list)
    choices: list[AreaRow] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problem: Literal["", "gap", "conflict"] = ""

    def with_role(self, role: str) -> ResolvedOrganisation | None:
        return next((o for o in self.organisations if o.role == role), None)

    @property
    def ea(self) -> ResolvedOrganisation | None:
        return self.with_role(Role.EA)

    @property
    def zb(self) -> ResolvedOrganisation | None:
        return self.with_role(Role.ZB)


TYPES = {
    "services": "bigint[]",
    "areas": "bigint[]",
    "service": "text",
    "place": "text",
    "ars": "text",
    "on": "date",
}
SERVICES = """
WITH RECURSIVE service AS (
  SELECT s.id, s.group_id, (SELECT g.id FROM responsibility_servicegroup g WHERE g.is_fallback) AS fallback
  FROM content_service s WHERE """
BY_IDS = "s.id = ANY(%(services)s)"
BY_LEIKA = "s.leika_key = %(service)s AND s.is_published"
BY_NUMBER = "s.id = %(service)s::bigint AND s.is_published"

AREAS = """
), chain AS (
  SELECT a.id AS wanted, a.id, a.ars, a.kind, a.path, a.successor_id, a.valid_from, a.valid_to
  FROM responsibility_area a WHERE """
AT_IDS = "a.id = ANY(%(areas)s)"
AT_ARS = "a.ars = %(ars)s"
AT_AGS = "a.ags = %(place)s"
AT_NUMBER = "a.id = %(place)s::bigint"
AT_POSTCODE = """a.ars = %(ars)s OR a.id IN (
    SELECT p.area_id FROM responsibility_postcodearea p WHERE p.postcode = %(place)s AND p.confidence <> 'low')"""

# A key that ended answers as its successor from the day after valid_to (or always, if that day is not known).
# Parts of a municipality take part only where a rule of their own may differ. Rules of the fallback group only name
# an EA.
ANSWERS = """
  UNION
  SELECT chain.wanted, a.id, a.ars, a.kind, a.path, a.successor_id, a.valid_from, a.valid_to
  FROM chain JOIN responsibility_area a ON a.id = chain.successor_id
  WHERE coalesce(chain.valid_to < %(on)s, true)
), today AS (
  SELECT wanted, id, ars, kind, path FROM chain
  WHERE (successor_id IS NULL OR valid_to >= %(on)s)
    AND coalesce(valid_from <= %(on)s, true) AND coalesce(valid_to >= %(on)s, true)
), asked AS (
  SELECT wanted, NULL::bigint AS part, kind, ars, path FROM today
  UNION ALL
  SELECT today.wanted, a.id, today.kind, today.ars, a.path
  FROM today JOIN responsibility_area a ON a.parent_id = today.id AND a.kind = 'ortsteil'
  WHERE today.kind = 'gemeinde' AND EXISTS (SELECT FROM responsibility_responsibility r WHERE r.area_id = a.id)
), climb AS MATERIALIZED (
  SELECT asked.wanted, asked.part, up.id, up.name,
         1 + jsonb_array_length(asked.path) - jsonb_array_length(up.path) AS n,
         up.kind = 'gemeinde' AND jsonb_array_length(up.path) = 2 AS is_kreisfrei
  FROM asked JOIN responsibility_area up ON up.ars = ANY(ARRAY(SELECT jsonb_array_elements_text(asked.path)))
), named AS (
  SELECT climb.wanted, climb.part, s.id AS service_id, r.role, r.service_id IS NOT NULL AS is_own, climb.n,
         r.condition, r.organisation_id, 0 AS level_n, climb.name AS area_name, r.level,
         r.service_id IS NULL AND r.group_id IS DISTINCT FROM s.group_id AS is_fallback
  FROM climb
  JOIN responsibility_responsibility r ON r.area_id = climb.id
  JOIN service s ON r.service_id = s.id OR r.group_id = s.group_id OR r.role = 'ea' AND r.group_id = s.fallback
  WHERE coalesce(r.valid_from <= %(on)s, true) AND coalesce(r.valid_to >= %(on)s, true)
), answer AS (
  SELECT wanted, part, service_id, role, is_own, n, condition, organisation_id, level_n, area_name, is_fallback
  FROM named WHERE level = ''
  UNION ALL
  SELECT named.wanted, named.part, named.service_id, named.role, named.is_own, named.n, named.condition, o.id,
         coalesce(here.n, 0), coalesce(here.name, named.area_name), named.is_fallback
  FROM named
  LEFT JOIN (climb here JOIN responsibility_organisation o ON o.area_id = here.id AND o.kind IN ('local', 'district'))
    ON here.wanted = named.wanted AND here.part IS NOT DISTINCT FROM named.part
   AND (named.level = o.kind OR named.level = 'district' AND here.is_kreisfrei)
  WHERE named.level <> ''
)
SELECT asked.wanted, asked.part, asked.kind, asked.ars, service.id,
       answer.role, answer.is_own, answer.n, answer.condition, answer.organisation_id, answer.level_n,
       answer.is_fallback, o.slug, o.name, answer.area_name, o.street, o.postcode, o.town, o.phone, o.email, o.web,
       o.opening_hours::text, o.is_sample, o.opening_exceptions::text, coalesce(o.fit_connect::text, ''),
       o.fit_connect_signature
FROM asked
FULL JOIN service ON true
LEFT JOIN answer ON answer.wanted = asked.wanted AND answer.part IS NOT DISTINCT FROM asked.part
  AND answer.service_id = service.id
LEFT JOIN responsibility_organisation o ON o.id = answer.organisation_id
ORDER BY answer.role, o.name, o.id
"""


class Unknown(LookupError):
    """A key that leads nowhere: `what` is "service" or "place"."""

    def __init__(self, what: Literal["service", "place"]) -> None:
        super().__init__(what)
        self.what = what


@dataclass
class Found:
    """What the statement found for one service at one place (or a part of it)."""

    candidates: list[Candidate] = field(default_factory=list)
    organisations: dict[tuple[int, str], ResolvedOrganisation] = field(default_factory=dict)

    def add(self, row: tuple) -> None:
        role, is_own, distance, condition, organisation, level_distance, is_fallback, slug, name, *rest = row
        self.candidates.append(Candidate(role, is_own, distance, condition, organisation, level_distance, is_fallback))
        if organisation is not None:
            *contact, hours, is_sample, exceptions, destination, signature = rest
            self.organisations[organisation, role] = ResolvedOrganisation(
                organisation,
                slug,
                name,
                role,
                *contact,
                json.loads(hours),
                is_sample,
                json.loads(exceptions),
                destination,
                signature,
            )

    def decide(self, facts: Mapping[str, bool]) -> Decision:
        return decide(self.candidates, fact_rules.holding(facts))

    def named(self, decision: Decision) -> list[ResolvedOrganisation]:
        """The organisations of a decision: EA, further ones, ZB."""
        wanted = [(decision.ea, Role.EA), *((pk, Role.FURTHER) for pk in decision.further), (decision.zb, Role.ZB)]
        return [self.organisations[pk, role] for pk, role in wanted if pk is not None]

    def questions(self, facts: Mapping[str, bool], decision: Decision) -> list[Question]:
        """Facts that would change the answer, asked only if they do."""
        questions = []
        for fact in fact_rules.open_facts((candidate.condition for candidate in self.candidates), facts):
            assumed = fact_rules.ASSUMED[fact]
            other = self.decide({**facts, fact: not assumed})
            if other != decision:
                same = {(o.id, o.role) for o in self.named(decision)}
                otherwise = [o for o in self.named(other) if (o.id, o.role) not in same]
                questions.append(Question(fact, assumed, otherwise))
        return questions


@dataclass
class Asked:
    """A place as the statement found it: itself, and the parts of it that have rules of their own."""

    kind: str
    ars: str
    here: dict[int, Found] = field(default_factory=lambda: defaultdict(Found))
    parts: dict[int, dict[int, Found]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Found)))

    def answer(self, service_id: int, facts: Mapping[str, bool]) -> Resolved | None:
        """The answer, or None where the place is not precise enough."""
        if self.kind not in (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL):
            return None
        found = self.here[service_id]
        decision = found.decide(facts)
        if any(services[service_id].decide(facts) != decision for services in self.parts.values()):
            return None
        status = "resolved" if decision.is_resolved else "unknown"
        return Resolved(
            status, found.named(decision), questions=found.questions(facts, decision), problem=decision.problem
        )


def resolve(service_id: int, area_id: int, *, on: date, facts: Mapping[str, bool] | None = None) -> Resolved:
    """Who is responsible for the service in the area on that day. Queries: 1 (2 if the place must be chosen)."""
    return resolve_many([service_id], area_id, on=on, facts=facts)[service_id]


def resolve_many(
    service_ids: Iterable[int], area_id: int, *, on: date, facts: Mapping[str, bool] | None = None
) -> dict[int, Resolved]:
    """The same for several services. Queries: 1 (2 if the place must be chosen)."""
    wanted = list(service_ids)
    _, places = collect(BY_IDS, AT_IDS, {"services": wanted, "areas": [area_id], "on": on})
    place = places.get(area_id)
    if place is None:
        return {service_id: Resolved("unknown", problem="gap") for service_id in wanted}
    answers = {service_id: place.answer(service_id, facts or {}) for service_id in wanted}
    choices = below(place) if None in answers.values() else []
    return {service_id: answer or Resolved("choose", choices=choices) for service_id, answer in answers.items()}


def resolve_places(
    service_id: int, area_ids: Iterable[int], *, on: date, facts: Mapping[str, bool] | None = None
) -> Resolved:
    """The answer for a place that may be any of these. Asks only if they lead to different organisations.

    Queries: 1 (2 or 3 if the place must be chosen).
    """
    _, places = collect(BY_IDS, AT_IDS, {"services": [service_id], "areas": list(area_ids), "on": on})
    return common_answer(service_id, places, facts or {})


class Answer(NamedTuple):
    """An answer by keys: the service, the places that the key may mean, and who is responsible."""

    service_id: int
    area_ids: list[int]
    resolved: Resolved


def resolve_keys(service: str, place: str, *, on: date, facts: Mapping[str, bool] | None = None) -> Answer:
    """The answer for a published service (number or 14-digit key) and a place (ARS, AGS or postcode).

    Raises Unknown. Queries: 1 (2 or 3 if the place must be chosen).
    """
    by = BY_LEIKA if len(service) == 14 else BY_NUMBER
    if not (service.isascii() and service.isdigit()) or len(service) > 18:
        raise Unknown("service")
    parameters = {"service": service, "place": place, "ars": full_key(place), "on": on}
    services, places = collect(by, at_key(place), parameters)
    if not services:
        raise Unknown("service")
    if not places:
        raise Unknown("place")
    return Answer(services[0], list(places), common_answer(services[0], places, facts or {}))


def resolve_area(service: str, key: Literal["ars", "ags", "areaId"], value: str, *, on: date) -> Answer:
    """The answer for a 14-digit key and any area; above the municipality if all municipalities share it.

    Raises Unknown. Queries: 1 (3 above the municipality, 4 if they differ).
    """
    at = AT_NUMBER if key == "areaId" else AT_AGS if key == "ags" and len(value) == 8 else AT_ARS
    services, places = collect(BY_LEIKA, at, {"service": service, "place": value, "ars": full_key(value), "on": on})
    if not services:
        raise Unknown("service")
    if not places:
        raise Unknown("place")
    place = next(iter(places.values()))
    if place.kind in (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL):
        return Answer(services[0], list(places), common_answer(services[0], places, {}))
    municipalities = [area.id for area in areas_below(place.ars)]
    return Answer(services[0], list(places), resolve_places(services[0], municipalities, on=on))


def full_key(place: str) -> str:
    """An ARS with the zeros that are left out above the municipality."""
    return place.ljust(12, "0")


def at_key(place: str) -> str:
    """The condition that finds the areas of a key."""
    if not (place.isascii() and place.isdigit()) or len(place) not in (5, 8, 9, 12, 15):
        raise Unknown("place")
    return {5: AT_POSTCODE, 8: AT_AGS}.get(len(place), AT_ARS)


def collect(services: str, areas: str, parameters: dict[str, Any]) -> tuple[list[int], dict[int, Asked]]:
    """The services and places that were found, with the rules on the way up. Queries: 1."""
    rows = fetch_all(SERVICES + services + AREAS + areas + ANSWERS, parameters, TYPES)
    places: dict[int, Asked] = {}
    found: dict[int, None] = {}
    for wanted, part, kind, ars, service_id, *rule in rows:
        if service_id is not None:
            found[service_id] = None
        if wanted is None:
            continue
        place = places.setdefault(wanted, Asked(kind, ars))
        services_here = place.here if part is None else place.parts[part]
        if service_id is not None and rule[0] is not None:
            services_here[service_id].add(rule)
    return list(found), places


def common_answer(service_id: int, places: dict[int, Asked], facts: Mapping[str, bool]) -> Resolved:
    """One answer if all the places lead to the same organisations, else the choice: municipality, then Ortsteil."""
    answers = {area_id: place.answer(service_id, facts) for area_id, place in places.items()}
    first = next(iter(answers.values()), None)
    if first and all(answer and who(answer) == who(first) for answer in answers.values()):
        return first
    if len(places) == 1:
        return Resolved("choose", choices=below(next(iter(places.values()))))
    return Resolved("choose", choices=areas_by_id(list(places))) if places else Resolved("unknown", problem="gap")


def below(place: Asked) -> list[AreaRow]:
    """What a place must be narrowed down to: a municipality, or an Ortsteil where the municipality is known."""
    kind = Area.Kind.ORTSTEIL if place.kind == Area.Kind.GEMEINDE else Area.Kind.GEMEINDE
    return areas_below(place.ars, kind)


def who(answer: Resolved) -> tuple:
    """What makes two answers the same for the person who asks."""
    asked = [(question.fact, [o.id for o in question.otherwise]) for question in answer.questions]
    return (answer.status, [(o.id, o.role) for o in answer.organisations], asked)
