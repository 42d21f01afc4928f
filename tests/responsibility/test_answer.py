"""Which rule answers: for any set of rules one answer, never past a nearer rule, never outside its days."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responsibility.models import Responsibility
from responsibility.queries import resolve
from responsibility.rules.answer import EA, FURTHER, ZB, Candidate, decide, nearest
from responsibility.rules.facts import holding
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ServiceGroupFactory

TODAY = date(2026, 11, 24)
WORLDS = st.sampled_from([holding({}), holding({"craft": True})])
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        role=st.sampled_from([EA, ZB, FURTHER]),
        is_own=st.booleans(),
        distance=st.integers(1, 4),
        condition=st.sampled_from(["", "craft=yes", "craft=no"]),
        organisation=st.one_of(st.none(), st.integers(1, 5)),
        level_distance=st.integers(0, 3),
        is_fallback=st.booleans(),
    ),
    max_size=12,
)


def applies(candidate: Candidate, role: str, world: frozenset[str]) -> bool:
    return candidate.role == role and (not candidate.condition or candidate.condition in world)


@given(CANDIDATES, WORLDS)
def test_the_answer_is_unique_and_does_not_depend_on_the_order(candidates, world):
    decision = decide(candidates, world)
    assert decision == decide(reversed(candidates), world)
    named = {c.organisation for c in candidates if applies(c, ZB, world) and not c.is_fallback}
    assert (decision.zb is not None) <= (decision.zb in named)
    if decision.is_resolved:
        assert nearest([c for c in candidates if not c.is_fallback], ZB, world) == {decision.zb}


@given(CANDIDATES, WORLDS)
def test_climbing_never_skips_a_nearer_rule(candidates, world):
    for role in (EA, ZB, FURTHER):
        for organisation in nearest(candidates, role, world):
            ranks = [c.rank for c in candidates if applies(c, role, world)]
            assert min(ranks) in [
                c.rank for c in candidates if applies(c, role, world) and c.organisation == organisation
            ]


@given(CANDIDATES, WORLDS)
def test_a_farther_rule_changes_nothing(candidates, world):
    rules = [c for c in candidates if applies(c, ZB, world) and not c.is_fallback]
    if rules:
        far = Candidate(ZB, is_own=False, distance=5, condition="", organisation=99)
        assert decide([*candidates, far], world) == decide(candidates, world)


@given(CANDIDATES)
def test_the_fallback_only_names_the_ea_where_nobody_is_found(candidates):
    with_rules = [c for c in candidates if not c.is_fallback]
    decision, without = decide(candidates, holding({})), decide(with_rules, holding({}))
    assert decision.zb == without.zb
    if without.is_resolved or without.ea:
        assert decision.ea == without.ea


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], (None, None, (), "gap")),
        ([(EA, False, 3, "", 1)], (1, None, (), "gap")),  # the EA stays
        ([(ZB, False, 3, "", 1), (ZB, False, 3, "", 1)], (None, 1, (), "")),  # the same twice is no conflict
        ([(ZB, False, 3, "", 1), (ZB, False, 3, "", 2)], (None, None, (), "conflict")),
        ([(ZB, False, 3, "", 1), (EA, False, 3, "", 2), (EA, False, 3, "", 3)], (None, 1, (), "conflict")),
        ([(ZB, True, 4, "", 1), (ZB, False, 1, "", 2)], (None, 1, (), "")),  # the service before its group
        ([(ZB, False, 2, "", 1), (ZB, False, 2, "craft=no", 2)], (None, 2, (), "")),  # a condition is more specific
        ([(ZB, False, 2, "craft=yes", 1), (ZB, False, 4, "", 2)], (None, 2, (), "")),  # it does not hold
        ([(ZB, False, 4, "", None)], (None, None, (), "gap")),  # a level that nobody fills here
        ([(ZB, False, 4, "", 1, 2), (ZB, False, 4, "", 2, 3)], (None, 1, (), "")),  # the nearest of the level
        ([(ZB, False, 4, "", 1), (FURTHER, False, 3, "", 8), (FURTHER, False, 3, "", 7)], (None, 1, (7, 8), "")),
        ([(EA, False, 3, "", 5, 0, True)], (5, None, (), "gap")),  # nobody: the fallback's EA
        ([(EA, False, 3, "", 5, 0, True), (ZB, False, 3, "", 1)], (None, 1, (), "")),  # not named otherwise
    ],
)
def test_decide(candidates, expected):
    assert decide([Candidate(*candidate) for candidate in candidates], holding({})) == expected


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A Land with a Kreis, an Amt and a Gemeinde, three authorities, a service in a group."""
    with django_db_blocker.unblock(), transaction.atomic():
        land = AreaFactory(kind="land")
        kreis = AreaFactory(kind="kreis", parent=land)
        amt = AreaFactory(kind="amt", parent=kreis)
        gemeinde = AreaFactory(parent=amt)
        service = ServiceFactory(group=ServiceGroupFactory())
        yield {
            "way": [gemeinde, amt, kreis, land],
            "offices": OrganisationFactory.create_batch(3, kind="unit"),
            "service": service,
        }
        transaction.set_rollback(True)


DAYS = st.one_of(st.none(), st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days)))
RULES = st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 2), DAYS, DAYS), max_size=6, unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=RULES, on=st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)))
@pytest.mark.django_db
def test_the_statement_answers_as_the_rules_say_and_only_on_their_days(world, rules, on):
    in_force = []
    with transaction.atomic():
        for is_own, steps, office, first, last in rules:
            if first and last and last < first:
                continue
            target = {"service": world["service"]} if is_own else {"group": world["service"].group}
            organisation = world["offices"][office]
            key = (is_own, steps, office, first)
            if key in [known for known, _ in in_force]:
                continue
            Responsibility.objects.create(
                role=ZB,
                area=world["way"][steps],
                organisation=organisation,
                valid_from=first,
                valid_to=last,
                **target,
            )
            is_valid = (first is None or first <= on) and (last is None or on <= last)
            in_force.append((key, Candidate(ZB, is_own, steps + 1, "", organisation.pk) if is_valid else None))
        answer = resolve(world["service"].pk, world["way"][0].pk, on=on)
        transaction.set_rollback(True)
    expected = decide([candidate for _, candidate in in_force if candidate], holding({}))
    assert (answer.zb and answer.zb.id, answer.problem) == (expected.zb, expected.problem)
