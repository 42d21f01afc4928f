"""Each kind of thing in a case against each kind of person: as it is, confidential, and with Cord excluded.

Anna applies; Olaf applies for something else; Eva has the case at the EA, Birte the trade registration at the Stadt,
Cord the licence at the Landkreis, which is decided; Katrin leads Stadt and Landkreis; Ines is invited to read the
licence; Dana works beside Cord; the operator may everything in general. Whoever has to name a purpose has done so.
"""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import CaseDocument, Decision
from tests.cases.world import World, add_document, claim_by_zb, forward, log_in, officer
from tests.factories.portal import UserFactory
from tests.matrix_rights import guest, invitation

PEOPLE = ("nobody", "anna", "olaf", "eva", "birte", "cord", "katrin", "ines", "dana", "operator")
PLAIN = """
case        login 404 404 200 404 404 404 404 404 200
proceeding  login 404 404 404 404 200 200 200 200 200
clock       login 404 404 200 404 200 200 200 200 200
upload      login 404 404 200 200 200 200 200 200 200
paper       login 404 404 200 404 200 200 200 200 200
decision    login 404 404 200 404 200 200 200 200 200
other       login 404 404 200 200 404 200 404 404 200
message     login 404 404 404 404 302 302 403 302 302
people      login 404 404 404 404 200 200 200 200 200
search      login 403 403 yes yes yes yes yes yes yes
list        login 403 403 yes yes yes yes yes yes yes
"""
CONFIDENTIAL = """
case        login 404 404 200 404 404 404 404 404 404
proceeding  login 404 404 404 404 200 200 200 404 404
clock       login 404 404 200 404 200 200 200 404 404
upload      login 404 404 200 200 200 200 200 404 404
paper       login 404 404 200 404 200 200 200 404 404
decision    login 404 404 200 404 200 200 200 404 404
other       login 404 404 200 200 404 200 404 404 404
message     login 404 404 404 404 302 302 403 404 404
people      login 404 404 404 404 200 200 200 404 404
search      login 403 403 yes yes yes yes yes no  no
list        login 403 403 yes yes yes yes yes no  no
"""


def table(text: str) -> dict[str, dict[str, str]]:
    rows = (line.split() for line in text.strip().splitlines())
    return {name: dict(zip(PEOPLE, answers, strict=True)) for name, *answers in rows}


@dataclass
class Things:
    """One of each kind."""

    world: World
    upload: CaseDocument
    paper: CaseDocument
    decision: CaseDocument
    other: CaseDocument

    def ask(self, client: Client, name: str) -> str:
        """Open it, or find it in a list."""
        reference, licence = self.world.case.reference, self.world.licence.pk
        pages = {
            "case": reverse("cases:ea_case", args=[reference]),
            "proceeding": reverse("cases:proceeding", args=[licence]),
            "clock": reverse("cases:clock", args=[licence]),
            "people": f"{reverse('cases:rights', args=[reference])}?verfahren={licence}",
            "search": f"{reverse('cases:inbox')}?q={reference}",
            "list": f"{reverse('cases:inbox')}?ansicht=erledigt",
        }
        if name == "message":
            url = reverse("cases:staff_message", args=[reference])
            response = client.post(url, {"text": "Guten Tag", "proceeding": licence})
        elif name in pages:
            response = client.get(pages[name])
        else:
            response = client.get(reverse("cases:staff_document", args=[reference, getattr(self, name).pk]))
        if response.get("Location", "").startswith(reverse("account_login")):
            return "login"
        if name in ("search", "list") and response.status_code == 200:
            return "yes" if any(entry.row.reference == reference for entry in response.context["rows"]) else "no"
        return str(response.status_code)


@pytest.fixture
def things(world: World) -> Things:
    forward(world)
    claim_by_zb(world)
    paper = add_document(world.case, "Gutachten", CaseDocument.Kind.COMPLETION, world.licence)
    other = add_document(world.case, "Ausweis", CaseDocument.Kind.COMPLETION, world.trade)
    made = []
    for proceeding, person in ((world.licence, world.cord), (world.trade, world.birte)):
        made.append(
            actions.decide(
                proceeding.pk, actor=person, version=proceeding.version, outcome="granted", reasons="Nichts dagegen."
            )
        )
        actions.write_decision(made[-1].pk)
        proceeding.refresh_from_db()
    return Things(world, world.upload, paper, Decision.objects.get(pk=made[0].pk).document, other)


@pytest.fixture
def browsers(things: Things) -> dict[str, Client]:
    world = things.world
    ines = guest()
    asked = invitation(world, ines)
    actions.reply_to_invitation(asked.pk, actor=ines, accepts=True)
    people = {name: getattr(world, name) for name in ("anna", "olaf", "eva", "birte", "cord", "katrin")} | {
        "nobody": None,
        "ines": ines,
        "dana": officer("Dana Kruse", world.kreis),
        "operator": UserFactory(name="Olaf Betke", is_demo=True, is_staff=True, is_superuser=True),
    }
    found = {name: log_in(person) for name, person in people.items()}
    for name, purpose in (("katrin", "supervision"), ("dana", "substitute"), ("operator", "operation")):
        found[name].post(reverse("cases:purpose", args=[world.case.reference]), {"purpose": purpose})
    return found


def answers(things: Things, browsers: dict[str, Client], expected: dict) -> dict[str, dict[str, str]]:
    return {name: {person: things.ask(browsers[person], name) for person in PEOPLE} for name in expected}


def test_as_it_is(things: Things, browsers: dict[str, Client]) -> None:
    expected = table(PLAIN)
    assert answers(things, browsers, expected) == expected


def test_confidential(things: Things, browsers: dict[str, Client]) -> None:
    world = things.world
    actions.set_confidential(
        world.case.pk,
        proceeding_id=world.licence.pk,
        actor=world.cord,
        version=world.licence.version,
        is_confidential=True,
    )
    expected = table(CONFIDENTIAL)
    assert answers(things, browsers, expected) == expected


def test_cord_is_excluded(things: Things, browsers: dict[str, Client]) -> None:
    world = things.world
    actions.exclude(world.case.pk, actor=world.cord, person_id=world.cord.pk, reason="Verwandt.")
    expected = table(PLAIN)
    for name, row in expected.items():
        row["cord"] = "no" if name in ("search", "list") else "404"
    assert answers(things, browsers, expected) == expected


def test_things_of_another_case_do_not_open_by_this_one(things: Things, browsers: dict[str, Client]) -> None:
    """A file, a request or a message named together with a case it does not belong to."""
    for name in ("eva", "cord", "operator"):
        wrong = reverse("cases:staff_document", args=["MV-2222-2222-2", things.upload.pk])
        assert browsers[name].get(wrong).status_code == 404
        message = reverse("cases:staff_message", args=["MV-2222-2222-2"])
        assert browsers[name].post(message, {"text": "Hallo", "proceeding": things.world.licence.pk}).status_code == 404
        people = f"{reverse('cases:rights', args=['MV-2222-2222-2'])}?verfahren={things.world.licence.pk}"
        assert browsers[name].get(people).status_code == 404
