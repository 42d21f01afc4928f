"""Two windows, one proceeding: whoever saves second keeps their text and reads what was saved first."""

import pytest
from django.urls import reverse

from cases import actions
from cases.models import Event, Proceeding
from tests.cases.world import World, claim_by_ea, claim_by_zb, forward, in_two_weeks, log_in

DAY = {"_day": 8, "_month": 12, "_year": 2026}
MINE = "Mein Text, an dem ich lange saß."


def day(name: str) -> dict[str, int]:
    return {f"{name}{part}": value for part, value in DAY.items()}


@pytest.fixture
def collided(world: World) -> World:
    """Cord has asked something in one window; in the other the page is as old as `world.licence`."""
    forward(world)
    claim_by_zb(world)
    actions.ask_question(
        world.licence.pk,
        actor=world.cord,
        version=world.licence.version,
        text="Wie viele Plätze hat die Terrasse?",
        due_on=in_two_weeks(),
    )
    return world


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("request", {"text": MINE} | day("due_on")),
        ("ask", {"text": MINE} | day("due_on")),
        ("extend", {"extension": "1m", "reason": MINE}),
        ("return", {"reason": MINE}),
        ("discontinue", {"reason": MINE}),
        ("decide", {"outcome": "rejected", "reasons": MINE, "step": "final"}),
        ("pause", {"ground": "wish", "reason": MINE} | day("until")),
        # With a mistake of its own, too: the form is not shown again with the new version in it
        ("decide", {"reasons": MINE, "step": "final"}),
        ("request", {"text": MINE}),
    ],
)
def test_both_texts_are_shown_and_nothing_is_changed(collided: World, step: str, typed: dict) -> None:
    before = Proceeding.objects.values_list("status", "version").get(pk=collided.licence.pk)
    events = Event.objects.count()
    url = reverse(f"cases:{step}", args=[collided.licence.pk])
    response = log_in(collided.cord).post(url, {"version": collided.licence.version} | typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Cord Lüders war schneller" in text
    assert MINE in text
    assert "Das ist inzwischen gespeichert" in text
    assert "Wie viele Plätze hat die Terrasse?" in text
    assert Proceeding.objects.values_list("status", "version").get(pk=collided.licence.pk) == before
    assert Event.objects.count() == events


def test_the_reasons_of_the_other_decision_are_shown(world: World) -> None:
    forward(world)
    claim_by_zb(world)
    actions.decide(
        world.licence.pk,
        actor=world.cord,
        version=world.licence.version,
        outcome="rejected",
        reasons="Es fehlt die Zuverlässigkeit.",
    )
    typed = {"version": world.licence.version, "outcome": "granted", "reasons": MINE, "step": "final"}
    text = log_in(world.cord).post(reverse("cases:decide", args=[world.licence.pk]), typed).content.decode()
    assert MINE in text
    assert "Es fehlt die Zuverlässigkeit." in text


def test_at_the_ea(world: World) -> None:
    claim_by_ea(world)
    actions.request_case_completion(
        world.case.pk, actor=world.eva, version=world.case.version, text="Der Mietvertrag fehlt.", due_on=in_two_weeks()
    )
    typed = {"version": world.case.version, "text": MINE} | day("due_on")
    response = log_in(world.eva).post(reverse("cases:ea_request", args=[world.case.reference]), typed)
    assert response.status_code == 409
    assert {MINE in response.content.decode(), "Der Mietvertrag fehlt." in response.content.decode()} == {True}


def test_a_short_text_is_not_lost_either(collided: World) -> None:
    typed = {"version": collided.licence.version, "reason": "Nein."}
    response = log_in(collided.cord).post(reverse("cases:return", args=[collided.licence.pk]), typed)
    assert 'tabindex="0">Nein.</p>' in response.content.decode()
