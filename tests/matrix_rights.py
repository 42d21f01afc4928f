"""For the permission matrix: Ines is invited, somebody is excluded, clocks stand still, and one waits for another."""

from datetime import date
from itertools import count

from cases import actions
from cases.models import Exclusion, Invitation
from portal.accounts.models import User
from responsibility.models import Organisation
from tests.cases.world import World, officer
from tests.matrix_steps import claimed_case

UNTIL = date(2026, 12, 8)
NUMBERS = count()


def guest() -> User:
    """Works at an authority that has nothing to do with Anna's cases, but is invited into some."""
    amt = Organisation.objects.create(slug="amt-laage", name="Amt Laage", kind="local", email="l@example.org")
    return officer("Ines Raabe", amt)


def rights_rows(world: World, forwarded: World, ines: User) -> tuple[dict[str, list], dict[str, dict]]:
    """Path arguments and something valid to post, by address name."""
    invited = invitation(forwarded, ines)
    actions.reply_to_invitation(invited.pk, actor=ines, accepts=True)
    offered, answering, waiting = (consulted(world, ines) for _number in range(3))
    for asked in (answering, waiting):
        actions.reply_to_invitation(asked.pk, actor=ines, accepts=True)
    paused, held = paused_case(world), held_case(world)
    note = actions.resubmit(
        forwarded.case.pk, proceeding_id=forwarded.licence.pk, actor=world.cord, on=UNTIL, note="Nachsehen."
    )
    case = {"version": world.case.version}
    licence = {"version": forwarded.licence.version}
    day = {"until_day": 8, "until_month": 12, "until_year": 2026}
    person = {"guest": f"person:{ines.pk}"}
    found = {
        "pause": ([forwarded.licence.pk], licence | day | {"ground": "wish", "reason": "Auf Wunsch."}),
        "resume_clock": ([paused.licence.pk], {"version": paused.licence.version}),
        "consult": ([forwarded.licence.pk], licence | day | person | {"question": "Brandschutz?"}),
        "go_on": ([waiting.proceeding_id], {"version": waiting.proceeding.version}),
        "invitation": ([offered.pk], {"step": "accept"}),
        "statement": ([answering.pk], {"text": "Keine Bedenken."}),
        "revoke": ([invited.pk], {}),
        "held": ([held.licence.pk], {"version": held.licence.version, "step": "release"}),
        "lift": ([excluded(forwarded).pk], {"reason": "Ein Irrtum."}),
        "done": ([note.pk], {}),
        "purpose": ([forwarded.case.reference], {"purpose": "information"}),
        "rights": ([world.case.reference], {}),
        "invite": (
            [world.case.reference],
            day | person | {"kind": "substitute", "access": "work", "reason": "Urlaub."},
        ),
        "confidential": ([world.case.reference], case | {"step": "close"}),
        "recuse": ([world.case.reference], {"person_id": world.eva.pk, "reason": "Verwandt."}),
        "resubmit": ([world.case.reference], {"on_day": 8, "on_month": 12, "on_year": 2026, "note": "Nachsehen."}),
    }
    return (
        {f"cases:{name}": arguments for name, (arguments, _posted) in found.items()},
        {f"cases:{name}": posted for name, (_arguments, posted) in found.items()},
    )


def next_case(world: World) -> World:
    return claimed_case(world, f"MV-RGT{next(NUMBERS) + 2}-CASE-A")


def invitation(world: World, ines: User, access: str = "read") -> Invitation:
    """Cord has invited Ines into the licence."""
    return actions.invite(
        world.case.pk,
        proceeding_id=world.licence.pk,
        actor=world.cord,
        kind="consultation",
        access=access,
        guest=f"person:{ines.pk}",
        reason="Sie kennt das Haus.",
        until=UNTIL,
    )


def consulted(world: World, ines: User) -> Invitation:
    """Cord waits for a statement of Ines."""
    case = next_case(world)
    asked = actions.consult(
        case.licence.pk,
        actor=world.cord,
        version=case.licence.version,
        guest=f"person:{ines.pk}",
        question="Brandschutz?",
        until=UNTIL,
    )
    asked.proceeding.refresh_from_db()
    return asked


def paused_case(world: World) -> World:
    case = next_case(world)
    actions.pause_period(
        case.licence.pk, actor=world.cord, version=case.licence.version, ground="wish", reason="Wunsch.", until=UNTIL
    )
    case.licence.refresh_from_db()
    return case


def held_case(world: World) -> World:
    """The licence waits for the trade registration, which Birte has rejected."""
    case = next_case(world)
    case.licence.status, case.licence.delivered_at, case.licence.officer = "waiting", None, None
    case.licence.after = case.trade
    case.licence.save()
    actions.decide(
        case.trade.pk, actor=world.birte, version=case.trade.version, outcome="rejected", reasons="Es fehlt etwas."
    )
    case.licence.refresh_from_db()
    return case


def excluded(world: World) -> Exclusion:
    """Katrin has stated that a colleague of Cord's must have nothing to do with it."""
    ute = officer("Ute Möller", world.kreis)
    actions.exclude(world.case.pk, actor=world.katrin, person_id=ute.pk, reason="Verwandt.")
    return Exclusion.objects.get(case=world.case, person=ute)
