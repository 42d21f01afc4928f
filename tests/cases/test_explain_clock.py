"""Why this date, for officers: a page and a command."""

from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases import actions
from cases.models import Case, Decision
from tests.cases.world import BERLIN, World, claim_by_zb, forward, log_in
from tests.factories.cases import Town, permit_of, working_case


@pytest.fixture
def forwarded(world: World) -> World:
    forward(world)
    claim_by_zb(world)
    return world


def explain(reference: str) -> str:
    out = StringIO()
    call_command("explain_clock", reference, stdout=out)
    return out.getvalue()


def test_page_names_step_event_and_paragraph(forwarded: World) -> None:
    page = log_in(forwarded.cord).get(reverse("cases:clock", args=[forwarded.licence.pk])).content.decode()
    for text in (
        "Am 3. Tag danach gilt er bei der zuständigen Behörde als eingegangen",
        "§ 71b Abs. 2 VwVfG M-V",
        "Beim Einheitlichen Ansprechpartner eingegangen",
        "folgt aus dem Gesetz",
        "23. Februar 2027",
    ):
        assert text in page
    assert reverse("cases:proceeding", args=[forwarded.licence.pk]) in page


def test_the_ea_reads_it_too_and_goes_back_to_its_case(forwarded: World) -> None:
    page = log_in(forwarded.eva).get(reverse("cases:clock", args=[forwarded.licence.pk])).content.decode()
    assert reverse("cases:ea_case", args=[forwarded.case.reference]) in page
    assert log_in(forwarded.birte).get(reverse("cases:clock", args=[forwarded.licence.pk])).status_code == 404


def test_page_is_linked_from_the_proceeding_and_the_case(forwarded: World) -> None:
    link = reverse("cases:clock", args=[forwarded.licence.pk])
    assert link in log_in(forwarded.cord).get(reverse("cases:proceeding", args=[forwarded.licence.pk])).content.decode()
    assert link in log_in(forwarded.eva).get(reverse("cases:ea_case", args=[forwarded.case.reference])).content.decode()


def test_queries_are_fixed(forwarded: World, django_assert_max_num_queries) -> None:
    client = log_in(forwarded.cord)
    with django_assert_max_num_queries(9):
        client.get(reverse("cases:clock", args=[forwarded.licence.pk]))


def test_command_explains_every_proceeding(forwarded: World) -> None:
    text = explain(forwarded.case.reference.lower().replace("-", " "))
    assert "Gaststättengewerbe Erlaubnis (Landkreis Rostock): Frist bis 23. Februar 2027" in text
    assert "Gewerbe Anmeldung (Barlachstadt Güstrow): keine laufende Frist" in text
    assert "[Ereignis: Beim Einheitlichen Ansprechpartner eingegangen]" in text


def test_command_names_what_is_wrong(db: None) -> None:
    with pytest.raises(CommandError, match="ist kein Aktenzeichen"):
        explain("MV-4H7K-M92P-B")
    with pytest.raises(CommandError, match="gibt es nicht"):
        explain("MV-4H7K-M92P-A")


def test_retrieval_by_the_applicant_notifies_the_decision(town: Town, client) -> None:
    with time_machine.travel(datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)) as clock:
        case = working_case(town)
        permit = permit_of(case, town)
        decision = actions.decide(
            permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts spricht dagegen."
        )
        actions.write_decision(decision.pk)
        assert "Bescheid: Abruf im Portal [§ 41 Abs. 2a Satz 3 VwVfG M-V], abzurufen bis 2. Februar 2026" in explain(
            case.reference
        )
        clock.move_to(datetime(2026, 1, 30, 9, 0, tzinfo=BERLIN))
        open_decision(client, case)
        clock.move_to(datetime(2026, 2, 1, 9, 0, tzinfo=BERLIN))
        open_decision(client, case)
        text = explain(case.reference)
    assert "abgerufen am 30. Januar 2026" in text
    assert "31. Januar 2026: Bescheid bekannt gegeben." in text
    assert "2. März 2026: letzter Tag für den Widerspruch" in text  # no 31 February; the 28th is a Saturday


def open_decision(client, case: Case) -> None:
    client.get(reverse("cases:case", args=[case.reference]), {"schluessel": case.secret})
    document = Decision.objects.get().document_id
    assert client.get(reverse("cases:document", args=[case.reference, document])).status_code == 200
