"""The inbox: each view, each office, the search, page after page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions, queries
from cases.models import Case, Exclusion, InboxItem, Invitation, Proceeding
from cases.queries.desk import desk_of
from cases.queries.inbox import MOST_COUNTED, PAGE_SIZE
from cases.queries.inbox_search import rarest_first
from cases.rules.keys import folded
from portal.accounts.models import User
from tests.factories.cases import (
    Town,
    checking_case,
    dog_case,
    forwarded_case,
    permit_of,
    received_case,
    trade_of,
    working_case,
)
from tests.factories.portal import UserFactory


def shown(officer, view: str, **more) -> list[tuple[str, str]]:
    return [(row.kind, row.status) for row in queries.inbox(officer, view=view, **more).rows]


def test_views_of_the_ea(town: Town) -> None:
    received_case(town)
    checking_case(town)
    forwarded_case(town)
    assert shown(town.eva, "neu") == [("case", "received")]
    assert shown(town.eva, "meine") == [("case", "checking")]
    assert shown(town.eva, "alle") == [("case", "received"), ("case", "checking")]
    assert shown(town.eva, "erledigt") == [("case", "forwarded")]
    counts = {"neu": 1, "meine": 1, "alle": 2, "wartet": 0, "frist": 0, "ueberfaellig": 0}
    assert queries.inbox(town.eva).counts == counts


def test_a_returned_proceeding_brings_the_case_back_to_the_ea(town: Town) -> None:
    permit = permit_of(forwarded_case(town), town)
    actions.return_proceeding(permit.pk, actor=town.cord, version=permit.version, reason="Nicht bei uns.")
    assert shown(town.eva, "meine") == [("case", "returned")]
    assert shown(town.eva, "erledigt") == []
    assert queries.inbox(town.eva).counts["meine"] == 1


def test_views_of_an_authority(town: Town) -> None:
    forwarded_case(town)
    case = working_case(town)
    trade = trade_of(case, town)
    assert shown(town.birte, "neu") == [("proceeding", "delivered")]
    assert shown(town.birte, "meine") == [("proceeding", "in_progress")]
    assert shown(town.birte, "frist") == [("proceeding", "delivered"), ("proceeding", "in_progress")]
    assert shown(town.cord, "frist") == []  # three months are far away
    actions.request_completion(
        trade.pk,
        actor=town.birte,
        version=trade.version,
        text="Fehlt.",
        due_on=timezone.localdate() + timedelta(days=5),
    )
    assert shown(town.birte, "wartet") == [("proceeding", "incomplete")]
    trade = trade_of(case, town)
    actions.continue_proceeding(trade.pk, actor=town.birte, version=trade.version)
    trade = trade_of(case, town)
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")
    assert shown(town.birte, "erledigt") == [("proceeding", "granted")]


def test_one_officer_of_several_offices_has_one_inbox(town: Town) -> None:
    received_case(town)
    forwarded_case(town)
    dog_case(town)
    found = shown(town.katrin, "alle")
    assert sorted(found) == [("case", "received")] + [("proceeding", "delivered")] * 3
    assert shown(town.paula, "alle") == shown(town.anna, "alle") == []


def test_work_stays_with_an_office_one_has_left(town: Town) -> None:
    working_case(town)
    assert len(shown(town.birte, "meine")) == queries.inbox(town.birte).counts["meine"] == 1
    town.birte.groups.set(town.cord.groups.all())
    birte = User.objects.get(pk=town.birte.pk)
    assert shown(birte, "meine") == []
    assert queries.inbox(birte).counts["meine"] == 0


def test_what_was_not_delivered_is_not_done_either(town: Town) -> None:
    case = checking_case(town)
    actions.withdraw_case(case.pk, version=case.version)
    assert shown(town.cord, "erledigt") == []
    assert shown(town.eva, "erledigt") == [("case", "withdrawn")]


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        " {} ",
        "{lower}",
        "MV-{part}",
        "petersen",
        "anna p",
        "Petersen, Anna",
        "petersen güst",
        "güstrow",
        "GUESTROW",
        "speicher",
    ],
)
def test_search(town: Town, form: str) -> None:
    case, other = received_case(town), received_case(town)
    Case.objects.filter(pk=other.pk).update(applicant_name="Mehmet Yıldız", title="Café", area=_elsewhere())
    text = form.format(case.reference, lower=case.reference.lower().replace("-", " "), part=case.reference[3:7])
    assert [row.reference for row in queries.inbox(town.eva, text=text).rows] == [case.reference]
    assert queries.inbox(town.eva, text="gibt es nicht").rows == []


def test_a_search_stays_in_the_own_offices(town: Town) -> None:
    case = forwarded_case(town)
    for text in ("petersen", case.reference, "petersen güstrow"):
        assert [row.kind for row in queries.inbox(town.birte, text=text).rows] == ["proceeding"]
        assert queries.inbox(town.paula, text=text).rows == []


def test_a_search_page_after_page_shows_everything_once(town: Town) -> None:
    many(town, PAGE_SIZE + 3)
    Case.objects.filter(pk__lt=Case.objects.latest("pk").pk - 5).update(applicant_name="Petra Peter")
    seen, after, pages = [], "", 0
    while pages == 0 or after:
        page = queries.inbox(town.katrin, text="pet", after=after)
        seen += [(row.kind, row.id, row.applicant) for row in page.rows]
        after, pages = page.next, pages + 1
    assert len(seen) == len(set(seen)) == Proceeding.objects.exclude(status="waiting").count() + Case.objects.count()
    names = [name for _kind, _id, name in seen]
    assert names == sorted(names, key=lambda name: name == "Anna Petersen")  # "peter petra" before "petersen anna"


@pytest.mark.parametrize("who", ["administrator", "katrin"])
@pytest.mark.parametrize("text", ["peter güst", "güstrow peter", "p speicher güst"])
def test_words_of_different_things_are_found_page_after_page(town: Town, who: str, text: str) -> None:
    """Along the rarest word, whichever it is: "Anna" alone lives elsewhere, "Petra" in Güstrow."""
    many(town, PAGE_SIZE + 3)
    Case.objects.filter(pk__gt=Case.objects.earliest("pk").pk + 2).update(applicant_name="Petra Peter")
    Case.objects.filter(pk=Case.objects.latest("pk").pk).update(area=_elsewhere())
    officer = UserFactory(is_superuser=True) if who == "administrator" else town.katrin
    wanted = InboxItem.objects.filter(case__applicant_name__contains="Pet", case__area__short_name="Güstrow")
    seen, after, pages = [], "", 0
    while pages == 0 or after:
        page = queries.inbox(officer, text=text, after=after)
        seen += [(row.kind, row.id) for row in page.rows]
        after, pages = page.next, pages + 1
    assert pages > 1
    assert len(seen) == len(set(seen)) == wanted.count()


def test_words_are_walked_along_from_the_rarest(town: Town) -> None:
    many(town, 3)
    Case.objects.filter(pk=Case.objects.latest("pk").pk).update(applicant_name="Max Ay", area=_elsewhere())
    for officer in (UserFactory(is_superuser=True), town.katrin):
        desk = desk_of(officer)
        assert rarest_first(["petersen", "ay"], desk, None) == ["ay", "petersen"]
        assert rarest_first(["petersen", "ay"], desk, ("petersen anna", 7)) == ["petersen", "ay"]


@pytest.mark.parametrize(
    "name",
    ["Müller-Lüdenscheidt", "Mehmet Yıldız", "Žofia Łukaszewicz", "O’Brien & Söhne GmbH", "ÉCOLE  Straße", "Иван", ""],
)
def test_the_database_folds_as_we_do(db, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_folded(%s)", [name])
        assert cursor.fetchone()[0] == folded(name)


def _elsewhere():
    area = Case.objects.first().area
    area.pk, area.ars, area.short_name = None, "130030000000", "Rostock"
    area.save()
    return area


def many(town: Town, number: int) -> None:
    """Copies of one case; every third deadline the same, some without, submitted in two bursts."""
    case = forwarded_case(town)
    template = trade_of(case, town)
    for index in range(number):
        application = case.application
        application.pk, application.secret = None, f"secret-{index}"
        application.save()
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy.reference, copy.secret, copy.application = None, f"MV-{index}", f"{index}", application
        copy.save()
        template.pk, template.case = None, copy
        template.due_on = None if index % 7 == 0 else timezone.localdate() + timedelta(days=index % 3)
        template.save()


@pytest.mark.parametrize("view", ["alle", "erledigt"])
def test_page_after_page_shows_everything_once(town: Town, view: str) -> None:
    many(town, 2 * PAGE_SIZE + 5)
    if view == "erledigt":
        Proceeding.objects.update(status="granted")
    seen, after, pages = [], "", 0
    while pages == 0 or after:
        page = queries.inbox(town.katrin, view=view, after=after)
        seen += [(row.kind, row.id) for row in page.rows]
        after, pages = page.next, pages + 1
    forwarded = Case.objects.count() if view == "erledigt" else 0
    assert len(seen) == len(set(seen)) == Proceeding.objects.count() + forwarded
    assert pages > 2


def test_soonest_deadline_first(town: Town) -> None:
    many(town, 10)
    due = [row.due_on for row in queries.inbox(town.birte).rows]
    known = [day for day in due if day]
    assert known == sorted(known)
    assert due == known + [None] * (len(due) - len(known))


def test_a_made_up_cursor_and_view_are_ignored(town: Town) -> None:
    received_case(town)
    for after in ("x", "W10=", "bnVsbA", "WzEsMiwzLDRd", "ä", "eyJhIjoxfQ"):
        assert len(queries.inbox(town.eva, after=after, view="gibt-es-nicht").rows) == 1


def test_overdue_and_due_soon_are_apart(town: Town) -> None:
    trade = trade_of(working_case(town), town)
    for days, view in ((-1, "ueberfaellig"), (0, "frist"), (14, "frist"), (15, "")):
        Proceeding.objects.filter(pk=trade.pk).update(due_on=timezone.localdate() + timedelta(days=days))
        assert [name for name in ("frist", "ueberfaellig") if shown(town.birte, name)] == ([view] if view else [])


def test_counting_stops_at_a_hundred(town: Town) -> None:
    many(town, 104)
    assert queries.inbox(town.birte).counts["alle"] == MOST_COUNTED


def test_a_new_name_and_place_are_found_at_once(town: Town) -> None:
    case = forwarded_case(town)
    Case.objects.filter(pk=case.pk).update(applicant_name="Jana Özdemir", area=_elsewhere())
    for text, number in (("petersen", 0), ("güstrow", 0), ("oezdemir", 1), ("rostock", 1)):
        assert len(queries.inbox(town.birte, text=text).rows) == number, text


def test_the_ea_reads_one_truth_in_list_and_case(town: Town) -> None:
    """§ 71b Abs. 1 VwVfG M-V: the EA forwards without delay; the period that runs is that of the authority."""
    received = received_case(town)
    [row] = queries.inbox(town.eva).rows
    page = queries.ea_case_page(received.reference, town.eva)
    assert (row.forwards_at_once, row.days_left, page.forwards_at_once) == (True, None, True)
    forwarded = forwarded_case(town)
    page = queries.ea_case_page(forwarded.reference, town.eva)
    [row] = [row for row in queries.inbox(town.eva, view="erledigt").rows if row.reference == forwarded.reference]
    assert page.clock.due_on is not None
    assert (row.due_on, row.days_left) == (page.clock.due_on, page.clock.days_left)
    assert (row.forwards_at_once, page.forwards_at_once) == (False, False)


def test_an_item_leaves_with_its_proceeding(town: Town) -> None:
    permit = permit_of(forwarded_case(town), town)
    actions.return_proceeding(permit.pk, actor=town.cord, version=permit.version, reason="Nicht bei uns.")
    permit.refresh_from_db()
    before = InboxItem.objects.count()
    actions.claim_case(permit.case_id, actor=town.katrin, version=permit.case.version)
    actions.reroute_proceeding(permit.pk, actor=town.katrin, version=permit.version, organisation_id=town.city.pk)
    assert InboxItem.objects.count() == before - 1
    assert queries.inbox(town.cord, text="petersen").rows == []
    actions.deliver_proceeding(permit.pk)
    assert len(queries.inbox(town.birte, text="petersen").rows) == 2


def test_four_queries_however_long(town: Town) -> None:
    """Offices, exceptions, rows, counts; also with an invitation."""
    received_case(town)
    invited(permit_of(forwarded_case(town), town), town, town.birte)
    counts = []
    for number in (0, 30):
        many(town, number)
        for officer, more in ((town.katrin, {}), (town.birte, {}), (town.birte, {"text": "petersen"})):
            with CaptureQueriesContext(connection) as captured:
                queries.inbox(officer, **more)
            counts.append(len(captured))
    assert counts == [4] * 6


def invited(proceeding: Proceeding, town: Town, guest: User | None, **more) -> Invitation:
    """Somebody from another authority may read this proceeding for a week."""
    facts = {"kind": "consultation", "access": "read", "status": "accepted", "reason": "Rat", "person": guest}
    facts |= {"until": timezone.localdate() + timedelta(days=7), "invited_by": town.cord, "case": proceeding.case}
    return Invitation.objects.create(proceeding=proceeding, **(facts | more))


def references(officer: User, **more) -> list[str]:
    return [row.reference for row in queries.inbox(officer, **more).rows]


def test_an_invitation_brings_the_case_into_lists_and_search(town: Town) -> None:
    permit = permit_of(forwarded_case(town), town)
    reference = permit.case.reference
    assert references(town.paula, view="alle") == []
    invitation = invited(permit, town, town.paula)
    assert references(town.paula, view="alle") == [reference]
    assert queries.inbox(town.paula).counts["alle"] == 1
    for text in (reference, reference[:7], "petersen", "petersen güst"):
        assert references(town.paula, text=text) == [reference], text
    # New work and what somebody works on are the office's
    assert references(town.paula, view="neu") == references(town.paula, view="meine") == []
    Proceeding.objects.filter(pk=permit.pk).update(due_on=timezone.localdate())
    assert references(town.paula, view="frist") == [reference]
    Proceeding.objects.filter(pk=permit.pk).update(status="granted")
    assert references(town.paula, view="erledigt") == [reference]
    Invitation.objects.filter(pk=invitation.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert references(town.paula, view="erledigt") == references(town.paula, text="petersen") == []


def test_an_invited_authority_finds_the_case_once(town: Town) -> None:
    """Birte's city is invited to the permit, and has the trade of the same case itself."""
    permit = permit_of(forwarded_case(town), town)
    invited(permit, town, None, organisation=town.city)
    found = queries.inbox(town.birte, text="petersen").rows
    assert sorted(row.organisation for row in found) == sorted([permit.organisation.name, town.city.name])
    assert len(queries.inbox(town.birte, view="alle").rows) == 2


def test_an_invitation_to_the_part_of_the_ea_shows_the_case_there(town: Town) -> None:
    case = checking_case(town)
    permit = case.proceedings.first()
    Invitation.objects.filter(pk=invited(permit, town, town.paula).pk).update(proceeding=None)
    assert shown(town.paula, "alle") == [("case", "checking")]
    assert references(town.paula, text="petersen") == [case.reference]


@pytest.mark.parametrize("change", [{"status": "offered"}, {"status": "declined"}, {"status": "revoked"}])
def test_without_a_yes_nothing_is_found(town: Town, change: dict) -> None:
    invited(permit_of(forwarded_case(town), town), town, town.paula, **change)
    assert references(town.paula, view="alle") == references(town.paula, text="petersen") == []


def test_a_confidential_case_of_the_own_office_opens_by_invitation(town: Town) -> None:
    trade = trade_of(working_case(town), town)
    Proceeding.objects.filter(pk=trade.pk).update(officer=None)
    Case.objects.filter(pk=trade.case_id).update(is_confidential=True)
    assert references(town.birte, view="alle") == references(town.birte, text="petersen") == []
    invited(trade, town, town.birte)
    assert references(town.birte, view="alle") == references(town.birte, text="petersen") == [trade.case.reference]


def test_who_is_excluded_finds_nothing_even_if_invited(town: Town) -> None:
    permit = permit_of(forwarded_case(town), town)
    invited(permit, town, town.paula)
    Exclusion.objects.create(case=permit.case, person=town.paula, reason="Schwester", declared_by=town.cord)
    assert references(town.paula, view="alle") == references(town.paula, text="petersen") == []
