"""Warnings 14, 7 and 2 days before the end of a deadline: to the officer, the heads and the EA, each once."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from cases import actions
from cases.models import Case
from cases.tasks.clocks import warn_deadlines
from portal.mail.models import OutgoingMail
from tests.cases.world import BERLIN
from tests.factories.cases import Town, forwarded_case, permit_of, trade_of, working_case

# Received by the EA on Friday 23 January 2026: the permit is due on Monday 27 April
FRIDAY = datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY) as traveller:
        yield traveller


@pytest.fixture
def case(town: Town, clock: time_machine.Traveller) -> Case:
    """Only the permit is left to be decided."""
    case = working_case(town)
    trade = trade_of(case, town)
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")
    return case


def told() -> list[str]:
    return sorted(OutgoingMail.objects.filter(key__startswith="deadline:").values_list("recipient", flat=True))


def on(day: int, month: int = 4) -> datetime:
    return datetime(2026, month, day, 6, 0, tzinfo=BERLIN)


EVERYBODY = ["cord@example.org", "katrin@example.org", "post@ihk.example"]


def test_each_once_at_each_step(case: Case, clock: time_machine.Traveller) -> None:
    for day, number in ((12, 0), (13, 1), (14, 1), (19, 1), (20, 2), (21, 2), (25, 3), (26, 3), (27, 3), (28, 3)):
        clock.move_to(on(day))
        warn_deadlines()
        warn_deadlines()
        assert told() == sorted(EVERYBODY * number), day


def test_a_day_on_which_nobody_looked_is_made_up_for(case: Case, clock: time_machine.Traveller) -> None:
    clock.move_to(on(22))
    warn_deadlines()
    assert told() == EVERYBODY
    mail = OutgoingMail.objects.get(recipient="cord@example.org", key__startswith="deadline:")
    assert mail.subject.startswith("Noch 5 Tage: Gaststättenerlaubnis")
    assert "Sonst gilt die Genehmigung als erteilt (§ 42a VwVfG M-V)." in " ".join(mail.text.split())


def test_what_nobody_has_taken_goes_to_the_head(town: Town, clock: time_machine.Traveller) -> None:
    permit = permit_of(forwarded_case(town), town)
    clock.move_to(on(20))
    warn_deadlines()
    mine = OutgoingMail.objects.filter(key__startswith=f"deadline:{permit.pk}:")
    assert sorted(mine.values_list("recipient", flat=True)) == ["katrin@example.org", "post@ihk.example"]
    assert "Noch niemand bearbeitet das." in mine.first().text


def test_what_nobody_leads_goes_to_the_authority(town: Town, clock: time_machine.Traveller) -> None:
    town.katrin.groups.clear()
    forwarded_case(town)
    clock.move_to(on(20))
    warn_deadlines()
    assert "post@kreis.example" in told()


def test_what_is_decided_is_not_warned_of(town: Town, case: Case, clock: time_machine.Traveller) -> None:
    permit = permit_of(case, town)
    actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Gut.")
    clock.move_to(on(25))
    assert actions.warn_deadlines() == 0


def test_an_extended_deadline_warns_anew(town: Town, case: Case, clock: time_machine.Traveller) -> None:
    clock.move_to(on(20))
    warn_deadlines()
    permit = permit_of(case, town)
    actions.extend_period(permit.pk, actor=town.cord, version=permit.version, extension="1m", reason="Ein Gutachten.")
    clock.move_to(on(25))
    warn_deadlines()
    assert told() == EVERYBODY
    clock.move_to(on(13, 5))
    warn_deadlines()
    assert told() == sorted(EVERYBODY * 2)
