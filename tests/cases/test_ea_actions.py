"""What the EA does: each step works, is refused without a trace, and changes nothing the second time."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases import actions
from cases.errors import AlreadyClaimed, ChangedMeanwhile, MoveRefused
from cases.models import Case, CompletionRequest, Event, Proceeding
from portal.audit.models import Record
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.factories.cases import (
    Town,
    checking_case,
    deliver_all,
    dog_case,
    forwarded_case,
    permit_of,
    received_case,
    trade_of,
    working_case,
)


def soon():
    return timezone.localdate() + timedelta(days=14)


def state() -> tuple:
    """All that a step could change."""
    return (
        list(Case.objects.order_by("pk").values_list("status", "version", "ea_officer")),
        list(Proceeding.objects.order_by("pk").values_list("status", "version", "officer", "organisation")),
        Event.objects.count(),
        Record.objects.count(),
        Entry.objects.count(),
        OutgoingMail.objects.count(),
    )


def events(case: Case) -> list[str]:
    return list(case.events.values_list("kind", flat=True))


def test_claim(town: Town) -> None:
    case = received_case(town)
    actions.claim_case(case.pk, actor=town.eva, version=case.version)
    case.refresh_from_db()
    assert (case.status, case.ea_officer, case.version) == ("checking", town.eva, 3)
    assert events(case) == ["submitted", "received_ea", "claimed"]
    before = state()
    actions.claim_case(case.pk, actor=town.eva, version=1)  # a second click
    assert state() == before


def test_claimed_by_somebody_else_names_the_owner(town: Town) -> None:
    case = checking_case(town)
    colleague = type(town.eva).objects.create(email="emil@example.org", name="Emil")
    colleague.groups.set(town.eva.groups.all())
    before = state()
    with pytest.raises(AlreadyClaimed, match="Eva Albrecht bearbeitet das schon"):
        actions.claim_case(case.pk, actor=colleague, version=case.version)
    assert state() == before


def test_a_head_takes_over(town: Town) -> None:
    case = checking_case(town)
    actions.claim_case(case.pk, actor=town.katrin, version=case.version)
    case.refresh_from_db()
    assert (case.status, case.ea_officer) == ("checking", town.katrin)


def request_it(town: Town, case: Case, **changes):
    given = {"actor": town.eva, "version": case.version, "text": "Der Grundriss fehlt.", "due_on": soon()} | changes
    return actions.request_case_completion(case.pk, **given)


def test_ask_for_a_document(town: Town) -> None:
    case = checking_case(town)
    request = request_it(town, case)
    case.refresh_from_db()
    assert (case.status, request.status, request.requested_by) == ("incomplete", "open", town.eva)
    assert case.events.last().text == "Der Grundriss fehlt."
    mail = OutgoingMail.objects.get(key=f"completion_requested:{request.pk}")
    assert mail.recipient == "anna@example.org"
    assert "Der Grundriss fehlt." in mail.text
    with pytest.raises(MoveRefused):
        request_it(town, case)
    assert CompletionRequest.objects.count() == 1


def test_forward(town: Town) -> None:
    case = checking_case(town)
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    case.refresh_from_db()
    assert case.status == "forwarded"
    assert events(case)[-2:] == ["found_complete", "forwarded"]
    assert Entry.objects.filter(task="cases.deliver_proceeding").count() == 2
    before = state()
    with pytest.raises(MoveRefused):
        actions.forward_case(case.pk, actor=town.eva, version=case.version)
    assert state() == before


def test_forward_although_a_document_is_missing(town: Town) -> None:
    """The EA forwards without delay; the clock waits for the answer, which the applicant can still give."""
    case = checking_case(town)
    request = request_it(town, case)
    case.refresh_from_db()
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    deliver_all(case)
    assert "found_complete" not in events(case)
    assert permit_of(case, town).due_on is None
    actions.answer_completion(request.pk, case_id=case.pk, text="Der Grundriss liegt bei der Stadt.", uploads=[])
    case.refresh_from_db()
    assert case.status == "forwarded"
    assert permit_of(case, town).due_on is not None


def test_a_closed_case_asks_for_nothing(town: Town) -> None:
    case = checking_case(town)
    request = request_it(town, case)
    case.refresh_from_db()
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    deliver_all(case)
    for row, officer in ((permit_of(case, town), town.cord), (trade_of(case, town), town.birte)):
        actions.claim_proceeding(row.pk, actor=officer, version=row.version)
        actions.decide(row.pk, actor=officer, version=row.version + 1, outcome="granted", reasons="Es reicht.")
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.status, request.status) == ("closed", "dropped")


STEPS = {
    "claim": lambda town, case, actor: actions.claim_case(case.pk, actor=actor, version=case.version),
    "request": lambda town, case, actor: request_it(town, case, actor=actor),
    "forward": lambda town, case, actor: actions.forward_case(case.pk, actor=actor, version=case.version),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("name", "refusal"),
    [("anna", Http404), ("paula", Http404), ("birte", NotPermitted)],  # Birte sees the case, once it is delivered
)
def test_only_the_ea_may(town: Town, step: str, name: str, refusal: type[Exception]) -> None:
    case = forwarded_case(town)
    before = state()
    with pytest.raises(refusal):
        STEPS[step](town, case, getattr(town, name))
    assert state() == before


def test_before_delivery_the_authority_does_not_know_the_case(town: Town) -> None:
    case = received_case(town)
    with pytest.raises(Http404):
        actions.claim_case(case.pk, actor=town.birte, version=case.version)


def test_without_an_ea_nobody_acts_as_one(town: Town) -> None:
    case = dog_case(town)
    with pytest.raises(NotPermitted):
        actions.claim_case(case.pk, actor=town.birte, version=case.version)


def test_claim_first(town: Town) -> None:
    case = received_case(town)
    case.status = "checking"  # as after somebody left the office: nobody owns it
    case.save()
    before = state()
    with pytest.raises(NotPermitted, match="Übernehmen Sie die Bearbeitung zuerst"):
        request_it(town, case)
    with pytest.raises(NotPermitted):
        actions.forward_case(case.pk, actor=town.eva, version=case.version)
    assert state() == before


def test_somebody_else_has_it(town: Town) -> None:
    case = checking_case(town)
    with pytest.raises(NotPermitted, match="Eva Albrecht bearbeitet das"):
        actions.forward_case(case.pk, actor=town.katrin, version=case.version)


def test_a_stale_page_names_who_was_faster(town: Town) -> None:
    case = checking_case(town)
    before = state()
    with pytest.raises(ChangedMeanwhile) as refusal:
        actions.forward_case(case.pk, actor=town.eva, version=case.version - 1)
    assert refusal.value.who == "Eva Albrecht"
    assert state() == before


def test_texts_and_days_that_make_no_sense(town: Town) -> None:
    case = checking_case(town)
    before = state()
    for change in ({"text": "  "}, {"due_on": timezone.localdate()}):
        with pytest.raises(Refusal):
            request_it(town, case, **change)
    assert state() == before


def returned(town: Town) -> tuple[Case, Proceeding]:
    case = forwarded_case(town)
    proceeding = permit_of(case, town)
    actions.return_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version, reason="Wir sind es nicht.")
    proceeding.refresh_from_db()
    return case, proceeding


def test_reroute(town: Town) -> None:
    case, proceeding = returned(town)
    actions.reroute_proceeding(proceeding.pk, actor=town.eva, version=proceeding.version, organisation_id=town.city.pk)
    proceeding.refresh_from_db()
    assert (proceeding.status, proceeding.organisation, proceeding.officer) == ("waiting", town.city, None)
    deliver_all(case)
    proceeding.refresh_from_db()
    assert proceeding.status == "delivered"
    actions.claim_proceeding(proceeding.pk, actor=town.birte, version=proceeding.version)
    with pytest.raises(Http404):  # Cord's authority has nothing to do with it any more
        actions.claim_proceeding(proceeding.pk, actor=town.cord, version=proceeding.version)


def test_reroute_is_refused(town: Town) -> None:
    _case, proceeding = returned(town)
    before = state()
    for actor, target, refusal in (
        (town.eva, town.district.pk, Refusal),  # the one that gave it back
        (town.eva, 0, Refusal),  # none
        (town.birte, town.city.pk, NotPermitted),
        (town.paula, town.city.pk, Http404),
    ):
        with pytest.raises(refusal):
            actions.reroute_proceeding(proceeding.pk, actor=actor, version=proceeding.version, organisation_id=target)
    assert state() == before


def test_reroute_only_what_was_returned(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    with pytest.raises(MoveRefused):
        actions.reroute_proceeding(
            proceeding.pk, actor=town.eva, version=proceeding.version, organisation_id=town.city.pk
        )


def test_without_an_ea_the_head_routes_anew(town: Town) -> None:
    case = dog_case(town)
    proceeding = case.proceedings.get()
    actions.return_proceeding(proceeding.pk, actor=town.birte, version=proceeding.version, reason="Wohnt woanders.")
    proceeding.refresh_from_db()
    with pytest.raises(NotPermitted):
        actions.reroute_proceeding(
            proceeding.pk, actor=town.birte, version=proceeding.version, organisation_id=town.district.pk
        )
    actions.reroute_proceeding(
        proceeding.pk, actor=town.katrin, version=proceeding.version, organisation_id=town.district.pk
    )
    proceeding.refresh_from_db()
    assert (proceeding.status, proceeding.organisation) == ("waiting", town.district)
