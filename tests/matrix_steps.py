"""The rarer steps of the permission matrix: hand over, extend, sign, end, take up again, certificate."""

from dataclasses import replace
from datetime import date

from cases import actions
from responsibility.models import Organisation, Responsibility
from tests.cases.world import World, build_case, claim_by_zb, forward, in_two_weeks, officer

# After the end of every period in the matrix
MUCH_LATER = date(2027, 6, 1)


def steps(world: World, forwarded: World) -> tuple[dict[str, list], dict[str, dict]]:
    """Path arguments and something valid to post, by address name."""
    emil = officer("Emil Brandt", world.ea)
    other_ea = Organisation.objects.create(slug="hwk", name="HWK Schwerin", kind="chamber", email="h@example.org")
    Responsibility.objects.create(service=world.licence.service, role="ea", area=world.case.area, organisation=other_ea)
    decided, proposed, deemed = decided_case(world), proposed_case(world), deemed_case(world)
    version = {"version": forwarded.licence.version}
    due = in_two_weeks()
    question = {"text": "Wie viele Plätze?", "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
    case = {"version": world.case.version}
    found = {
        "ask": ([forwarded.licence.pk], version | question),
        "extend": ([forwarded.licence.pk], version | {"extension": "1m", "reason": "Ein Gutachten fehlt."}),
        "hand_over": ([forwarded.licence.pk], version | {"officer_id": world.katrin.pk}),
        "discontinue": ([forwarded.licence.pk], version | {"reason": "Es hat sich erledigt."}),
        "reopen": ([decided.licence.pk], {"version": decided.licence.version, "reason": "Neue Tatsachen."}),
        "notify": (
            [decided.licence.pk],
            {"version": decided.licence.version, "way": "post", "sent_on_day": 24}
            | {"sent_on_month": 11, "sent_on_year": 2026},
        ),
        "sign": ([proposed.licence.pk], {"version": proposed.licence.version, "step": "sign"}),
        "ea_hand_over": ([world.case.reference], case | {"officer_id": emil.pk}),
        "ea_pass": ([world.case.reference], case | {"organisation_id": other_ea.pk, "reason": "Ein Handwerk."}),
        "calendar": ([actions.renew_calendar(actor=world.cord, organisation_id=None).secret], {}),
        "certificate": ([deemed.case.reference, deemed.licence.pk], {}),
    }
    return (
        {f"cases:{name}": arguments for name, (arguments, _posted) in found.items()},
        {f"cases:{name}": posted for name, (_arguments, posted) in found.items()},
    )


def claimed_case(world: World, reference: str) -> World:
    """One more case of Anna's, with Cord and Birte at work."""
    case, licence, trade = build_case(world.case.area, world.ea, world.stadt, world.kreis, world.anna, reference)
    more = replace(world, case=case, licence=licence, trade=trade)
    forward(more)
    claim_by_zb(more)
    return more


def decided_case(world: World) -> World:
    """Cord has granted the licence."""
    case = claimed_case(world, "MV-NEW6-CASE-A")
    actions.decide(
        case.licence.pk, actor=world.cord, version=case.licence.version, outcome="granted", reasons="Nichts dagegen."
    )
    case.licence.refresh_from_db()
    return case


def proposed_case(world: World) -> World:
    """Cord has drafted a decision that somebody else signs."""
    case = claimed_case(world, "MV-NEW7-CASE-A")
    case.licence.four_eyes = True
    case.licence.save(update_fields=["four_eyes"])
    actions.propose_decision(
        case.licence.pk, actor=world.cord, version=case.licence.version, outcome="granted", reasons="Nichts dagegen."
    )
    case.licence.refresh_from_db()
    return case


def deemed_case(world: World) -> World:
    """Nobody has decided, and the period is over."""
    case = claimed_case(world, "MV-NEW8-CASE-A")
    actions.grant_deemed(case.licence.pk, today=MUCH_LATER)
    case.licence.refresh_from_db()
    return case
