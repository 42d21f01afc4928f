"""The inbox: who sees which rows, views, search, paging, and how many queries it takes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases.world import World, build_case, claim_by_ea, forward, log_in, officer

INBOX = reverse("cases:inbox")


def rows(client: Client, **parameters: str) -> list[tuple[str, str]]:
    """Reference and service of each row."""
    response = client.get(INBOX, parameters)
    assert response.status_code == 200
    return [(entry.row.reference, entry.row.service) for entry in response.context["rows"]]


def test_nobody_is_asked_to_log_in(world: World) -> None:
    response = Client().get(INBOX)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_person_without_role_reads_why(world: World) -> None:
    response = log_in(world.anna).get(INBOX)
    assert response.status_code == 403
    assert "Der Eingang ist nur für" in response.content.decode()


def test_new_case_lies_only_at_its_ea(world: World) -> None:
    assert [reference for reference, _service in rows(log_in(world.eva))] == [world.case.reference]
    assert rows(log_in(world.birte), ansicht="alle") == []
    assert rows(log_in(world.cord), ansicht="alle") == []


def test_forwarded_case_is_one_row_at_each_authority(world: World) -> None:
    forward(world)
    assert rows(log_in(world.birte)) == [(world.case.reference, "Gewerbe Anmeldung")]
    assert rows(log_in(world.cord)) == [(world.case.reference, "Gaststättengewerbe Erlaubnis")]
    assert rows(log_in(world.eva), ansicht="alle") == []
    assert len(rows(log_in(world.eva), ansicht="erledigt")) == 1
    # The head of both sees both, soonest deadline first; the trade registration has none
    assert [service for _reference, service in rows(log_in(world.katrin), ansicht="alle")] == [
        "Gaststättengewerbe Erlaubnis",
        "Gewerbe Anmeldung",
    ]


def test_claimed_moves_from_new_to_mine(world: World) -> None:
    eva = log_in(world.eva)
    assert (len(rows(eva, ansicht="neu")), len(rows(eva, ansicht="meine"))) == (1, 0)
    claim_by_ea(world)
    assert (len(rows(eva, ansicht="neu")), len(rows(eva, ansicht="meine"))) == (0, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MV-4H7K-M92P-A", 1),  # as written
        ("mv 4h7k m92p a", 1),  # as dictated on the phone
        ("Petersen", 1),  # the applicant
        ("Güstrow", 1),  # the place
        ("Restaurant", 1),  # the plan
        ("Brandt", 0),  # somebody else
    ],
)
def test_search(world: World, text: str, found: int) -> None:
    assert len(rows(log_in(world.eva), q=text)) == found


def test_an_empty_search_says_what_helps(world: World) -> None:
    page = log_in(world.eva).get(INBOX, {"q": "Brandt"}).content.decode()
    assert "Nichts gefunden zu „Brandt“" in page
    assert "Schreiben Sie weniger Wörter" in page


def test_a_search_goes_through_all_views(world: World) -> None:
    forward(world)
    eva = log_in(world.eva)
    assert rows(eva, ansicht="neu") == []
    assert len(rows(eva, ansicht="neu", q="Petersen")) == 1
    page = eva.get(INBOX, {"ansicht": "neu", "q": "Petersen"})
    assert not any(view.is_current for view in page.context["views"])
    assert "data-check-all" not in page.content.decode()  # rows that somebody has cannot be taken over


def test_an_unknown_view_and_a_made_up_cursor_show_the_inbox(world: World) -> None:
    assert len(rows(log_in(world.eva), ansicht="quatsch", weiter="quatsch")) == 1


def many_cases(world: World, number: int) -> None:
    for index in range(number):
        build_case(world.case.area, world.ea, world.stadt, world.kreis, world.olaf, f"MV-TEST-{index:04d}-A")


def test_paging_shows_every_row_once(world: World) -> None:
    many_cases(world, 34)
    eva = log_in(world.eva)
    first = eva.get(INBOX)
    second = eva.get(first.context["next_url"])
    seen = [entry.row.reference for page in (first, second) for entry in page.context["rows"]]
    assert len(first.context["rows"]) == 30
    assert len(seen) == len(set(seen)) == 35
    assert second.context["next_url"] == ""


def test_queries_do_not_grow_with_the_rows(world: World) -> None:
    eva = log_in(world.eva)
    eva.get(INBOX)
    with CaptureQueriesContext(
        connection,
    ) as one:
        eva.get(INBOX)
    many_cases(world, 29)
    with CaptureQueriesContext(connection) as thirty:
        assert len(eva.get(INBOX).context["rows"]) == 30
    # session, user, role, offices, exceptions, rows, counts, invitations, Wiedervorlagen
    assert len(one) == len(thirty) <= 9, [query["sql"] for query in thirty.captured_queries]


def test_deadlines_are_marked(world: World) -> None:
    forward(world)
    cord = log_in(world.cord)
    for due, words in [
        ("2026-11-20", "4 Tage überfällig"),
        ("2026-11-24", "heute"),
        ("2026-11-25", "noch 1 Tag"),
        ("2026-12-01", "noch 7 Tage"),
        ("2027-02-23", "noch 91 Tage"),
    ]:
        world.licence.due_on = due
        world.licence.save(update_fields=["due_on"])
        assert words in cord.get(INBOX).content.decode(), due


def test_claim_several_at_once(world: World) -> None:
    many_cases(world, 2)
    eva = log_in(world.eva)
    ticked = [f"case:{entry.row.id}:{entry.row.version}" for entry in eva.get(INBOX).context["rows"]]
    assert len(ticked) == 3
    claim_by_ea(world)  # Eva takes one in another tab
    colleague = log_in(officer("Uwe Kruse", world.ea))
    page = colleague.post(reverse("cases:claim_selected"), {"auswahl": [*ticked, "case:x:1"]}, follow=True)
    text = page.content.decode()
    assert "Sie bearbeiten jetzt 2 Vorgänge." in text
    assert "Eva Albrecht bearbeitet das schon" in text
    assert len(page.context["rows"]) == 2
    assert len(rows(eva, ansicht="meine")) == 1


def test_claiming_foreign_rows_changes_nothing(world: World) -> None:
    ticked = {"auswahl": [f"case:{world.case.pk}:{world.case.version}"]}
    assert log_in(world.birte).post(reverse("cases:claim_selected"), ticked).status_code == 404
    world.case.refresh_from_db()
    assert world.case.status == "received"
