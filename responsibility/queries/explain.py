"""Why somebody is responsible: all rules that were looked at, in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.translation import gettext as _

from portal.accounts.models import User
from responsibility.models import Area, Responsibility, Role
from responsibility.queries import rights
from responsibility.queries.resolve import Resolved, resolve
from responsibility.rules import facts as fact_rules
from responsibility.rules.answer import Candidate
from responsibility.rules.validity import counts_on

Verdict = Literal["wins", "conflict", "loses", "not_valid", "not_met"]


class RuleRow(NamedTuple):
    """One rule on the way up from a place."""

    area_id: int
    service_id: int
    id: int
    role: str
    is_own: bool
    distance: int
    condition: str
    organisation_id: int | None
    organisation: str
    level: str
    area_name: str
    group: str
    valid_from: date | None
    valid_to: date | None
    note: str

    @property
    def rank(self) -> tuple:
        return Candidate(self.role, self.is_own, self.distance, self.condition, self.organisation_id).rank

    @property
    def says(self) -> str:
        """Whom the rule names."""
        return self.organisation or Responsibility.Level(self.level).label

    def applies(self, on: date, conditions: frozenset[str]) -> bool:
        return counts_on(self.valid_from, self.valid_to, on) and (not self.condition or self.condition in conditions)


# As in queries.resolve: a merged municipality asks as its successor from the day after valid_to.
RULES = """
WITH RECURSIVE chain AS (
  SELECT a.id AS wanted, a.path, a.successor_id, a.valid_to FROM responsibility_area a WHERE a.id = ANY(%(areas)s)
  UNION
  SELECT chain.wanted, a.path, a.successor_id, a.valid_to
  FROM chain JOIN responsibility_area a ON a.id = chain.successor_id
  WHERE coalesce(chain.valid_to < %(on)s, true)
)
SELECT chain.wanted, s.id, r.id, r.role, r.service_id IS NOT NULL, step.n, r.condition, r.organisation_id,
       coalesce(o.name, ''), r.level, up.name, coalesce(g.name, ''), r.valid_from, r.valid_to, r.note
FROM chain
CROSS JOIN LATERAL jsonb_array_elements_text(chain.path) WITH ORDINALITY AS step(ars, n)
JOIN responsibility_area up ON up.ars = step.ars
JOIN responsibility_responsibility r ON r.area_id = up.id
JOIN content_service s ON r.service_id = s.id OR r.group_id = s.group_id
LEFT JOIN responsibility_organisation o ON o.id = r.organisation_id
LEFT JOIN responsibility_servicegroup g ON g.id = r.group_id
WHERE s.id = ANY(%(services)s) AND (chain.successor_id IS NULL OR chain.valid_to >= %(on)s)
ORDER BY chain.wanted, s.id, r.role DESC, r.service_id IS NULL, step.n, r.id
"""


def rules_on_the_way(service_ids: Iterable[int], area_ids: Iterable[int], on: date) -> list[RuleRow]:
    """All rules that were looked at for these services and places, also those that do not count. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"services": list(service_ids), "areas": list(area_ids), "on": on})
        return [RuleRow(*row) for row in cursor.fetchall()]


def winners(rules: Iterable[RuleRow], role: str, on: date, conditions: frozenset[str]) -> list[RuleRow]:
    """The rules of the first rank: one, unless two contradict each other."""
    fit = [rule for rule in rules if rule.role == role and rule.applies(on, conditions)]
    best = min((rule.rank for rule in fit), default=None)
    return [rule for rule in fit if rule.rank == best]


@dataclass(frozen=True)
class Reason:
    """One rule, whether it counted, and why. `is_own` says that the reader may change it."""

    rule: RuleRow
    verdict: Verdict
    text: str
    is_own: bool


@dataclass(frozen=True)
class Explanation:
    """The answer for a service at a place on a day, and the rules behind it by role."""

    resolved: Resolved
    reasons: dict[str, list[Reason]]


def explain(
    service_id: int, area: Area, *, on: date, facts: Mapping[str, bool], user: User | AnonymousUser
) -> Explanation:
    """Who would be named, and why. Queries: at most 4, and those for the rights."""
    resolved = resolve(service_id, area.pk, on=on, facts=facts)
    rules = rules_on_the_way([service_id], [area.pk], on)
    own = set(rights.own_responsibilities(user).filter(pk__in=[r.id for r in rules]).values_list("pk", flat=True))
    conditions = fact_rules.holding(facts)
    reasons: dict[str, list[Reason]] = {}
    for role in (Role.ZB, Role.EA, Role.FURTHER):
        of_role = [rule for rule in rules if rule.role == role]
        first = winners(of_role, role, on, conditions)
        judged = [(rule, *judge(rule, first, on, conditions)) for rule in of_role]
        if judged:
            reasons[role.label] = [Reason(rule, verdict, text, rule.id in own) for rule, verdict, text in judged]
    return Explanation(resolved, reasons)


def judge(rule: RuleRow, first: list[RuleRow], on: date, conditions: frozenset[str]) -> tuple[Verdict, str]:
    """Did the rule count, and the reason as a sentence."""
    if not counts_on(rule.valid_from, rule.valid_to, on):
        return "not_valid", validity_sentence(rule, on)
    if rule.condition and rule.condition not in conditions:
        return "not_met", _("Zählt nicht: sie gilt %(condition)s.") % {
            "condition": Responsibility.Condition(rule.condition).label
        }
    if rule not in first:
        return "loses", losing_sentence(rule, first[0])
    others = {other.organisation_id for other in first} - {rule.organisation_id}
    if others and rule.role != Role.FURTHER:
        return "conflict", (
            _("Widerspricht einer anderen Regel von gleichem Rang. Deshalb nennt das Portal für diese Rolle niemanden.")
        )
    return "wins", winning_sentence(rule)


def validity_sentence(rule: RuleRow, on: date) -> str:
    if rule.valid_from and rule.valid_from > on:
        return _("Zählt noch nicht: sie gilt erst ab %(day)s.") % {"day": f"{rule.valid_from:%d.%m.%Y}"}
    return _("Zählt nicht mehr: sie galt bis %(day)s.") % {"day": f"{rule.valid_to:%d.%m.%Y}"}


def losing_sentence(rule: RuleRow, best: RuleRow) -> str:
    if best.is_own and not rule.is_own:
        return _("Zählt nicht: die eigene Regel der Leistung geht der Regel der Gruppe „%(group)s“ vor.") % {
            "group": rule.group
        }
    if best.distance < rule.distance:
        return _("Zählt nicht: die Regel für %(best)s liegt näher als die für %(area)s.") % {
            "best": best.area_name,
            "area": rule.area_name,
        }
    return _("Zählt nicht: eine Regel, deren Bedingung erfüllt ist, geht einer Regel ohne Bedingung vor.")


def winning_sentence(rule: RuleRow) -> str:
    about = _("eigene Regel der Leistung") if rule.is_own else _("Regel der Gruppe „%(group)s“") % {"group": rule.group}
    until = _(" und gilt bis %(day)s") % {"day": f"{rule.valid_to:%d.%m.%Y}"} if rule.valid_to else ""
    condition = (
        _(", sie gilt %(condition)s") % {"condition": Responsibility.Condition(rule.condition).label}
        if rule.condition
        else ""
    )
    return _("Zählt: die nächste %(about)s steht bei %(area)s%(until)s%(condition)s.") % {
        "about": about,
        "area": rule.area_name,
        "until": until,
        "condition": condition,
    }
