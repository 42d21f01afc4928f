"""Deemed approval: the period is over, nobody has decided, a law orders it (§ 42a VwVfG M-V)."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from cases import actions
from cases.errors import MoveRefused
from cases.models import Case, CaseDocument, Decision, Event, Proceeding, ProcessSettings
from cases.tasks.clocks import grant_deemed
from portal.audit.models import Record
from portal.audit.queries import broken_links
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.world import BERLIN
from tests.factories.cases import Town, forwarded_case, permit_of, trade_of, working_case

FRIDAY = datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)
LAST_DAY, DAY_AFTER = datetime(2026, 4, 27, 23, 59, tzinfo=BERLIN), datetime(2026, 4, 28, 0, 1, tzinfo=BERLIN)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY) as traveller:
        yield traveller


@pytest.fixture
def case(town: Town, clock: time_machine.Traveller) -> Case:
    return working_case(town)


def status_of(case: Case, town: Town) -> str:
    return permit_of(case, town).status


def test_granted_when_the_last_day_is_over(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    clock.move_to(LAST_DAY)
    grant_deemed()
    assert status_of(case, town) == "in_progress"
    clock.move_to(DAY_AFTER)
    grant_deemed()
    grant_deemed()
    permit = permit_of(case, town)
    assert permit.status == "deemed_granted"
    decision = Decision.objects.get(proceeding=permit)
    assert (decision.outcome, str(decision.decided_by)) == ("deemed_granted", "Das Portal")
    assert "27. April 2026" in decision.reasons
    event = Event.objects.get(proceeding=permit, kind="decided")
    assert event.on == date(2026, 4, 28)
    assert Record.objects.filter(verb="proceeding.deemed_granted").count() == 1
    assert not list(broken_links())


def test_everybody_is_told(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    clock.move_to(DAY_AFTER)
    grant_deemed()
    mails = {mail.recipient: mail for mail in OutgoingMail.objects.filter(key__startswith="deemed_granted:")}
    assert set(mails) == {"anna@example.org", "post@kreis.example", "post@ihk.example"}
    text = " ".join(mails["anna@example.org"].text.split())
    assert "gilt die Genehmigung seit dem 28. April 2026 als erteilt (§ 42a VwVfG M-V)" in text
    assert "Bescheinigung" in text


def test_what_nobody_claimed_is_granted_too(town: Town, clock: time_machine.Traveller) -> None:
    case = forwarded_case(town)
    clock.move_to(DAY_AFTER)
    assert actions.grant_all_deemed() == 1
    assert status_of(case, town) == "deemed_granted"


def test_without_a_law_nothing_is_granted(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2027, 1, 1, tzinfo=BERLIN))
    actions.grant_all_deemed()
    assert trade_of(case, town).status == "in_progress"
    assert not actions.grant_deemed(trade_of(case, town).pk, today=date(2027, 1, 1))


def test_not_while_a_document_is_missing(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    permit = permit_of(case, town)
    actions.request_completion(
        permit.pk, actor=town.cord, version=permit.version, text="Ein Plan.", due_on=date(2026, 2, 20)
    )
    clock.move_to(datetime(2027, 1, 1, tzinfo=BERLIN))
    actions.grant_all_deemed()
    assert status_of(case, town) == "incomplete"


def test_a_question_does_not_hold_it_up(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    permit = permit_of(case, town)
    actions.ask_question(
        permit.pk, actor=town.cord, version=permit.version, text="Wie viele Plätze?", due_on=date(2026, 2, 20)
    )
    clock.move_to(DAY_AFTER)
    actions.grant_all_deemed()
    assert status_of(case, town) == "deemed_granted"
    assert permit.completion_requests.get().status == "dropped"


def test_a_draft_that_waits_for_its_signature_does_not_hold_it_up(town: Town, clock: time_machine.Traveller) -> None:
    ProcessSettings.objects.filter(service=town.permit).update(four_eyes=True)
    case = working_case(town)
    permit = permit_of(case, town)
    actions.propose_decision(
        permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Es fehlt etwas."
    )
    permit.refresh_from_db()
    clock.move_to(DAY_AFTER)
    with pytest.raises(MoveRefused, match="gilt die Genehmigung als erteilt"):
        actions.sign_proposal(permit.pk, actor=town.katrin, version=permit.version)
    actions.grant_all_deemed()
    assert status_of(case, town) == "deemed_granted"
    assert permit.proposals.get().status == "dropped"


def test_not_within_the_extension(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    permit = permit_of(case, town)
    actions.extend_period(permit.pk, actor=town.cord, version=permit.version, extension="1m", reason="Ein Gutachten.")
    clock.move_to(DAY_AFTER)
    actions.grant_all_deemed()
    assert status_of(case, town) == "in_progress"
    clock.move_to(datetime(2026, 5, 28, 0, 1, tzinfo=BERLIN))
    actions.grant_all_deemed()
    assert status_of(case, town) == "deemed_granted"


def test_the_copy_of_the_deadline_is_never_believed(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    """`due_on` only finds candidates; the events decide."""
    Proceeding.objects.update(due_on=date(2026, 1, 26))
    clock.move_to(LAST_DAY)
    actions.grant_all_deemed()
    assert status_of(case, town) == "in_progress"


def test_too_late_to_decide(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    """Also before the portal has written the approval down."""
    clock.move_to(DAY_AFTER)
    permit = permit_of(case, town)
    with pytest.raises(MoveRefused, match="gilt die Genehmigung als erteilt"):
        actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="rejected", reasons="Nein.")
    assert not Decision.objects.exists()


def test_the_last_one_closes_the_case(case: Case, town: Town, clock: time_machine.Traveller) -> None:
    trade = trade_of(case, town)
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")
    clock.move_to(DAY_AFTER)
    actions.grant_all_deemed()
    case.refresh_from_db()
    assert case.status == "closed"


def test_certificate_on_demand_and_once(case: Case, town: Town, clock: time_machine.Traveller, client) -> None:
    permit = permit_of(case, town)
    with pytest.raises(MoveRefused):
        actions.request_certificate(permit.pk, case_id=case.pk)
    clock.move_to(DAY_AFTER)
    actions.grant_all_deemed()
    client.get(reverse("cases:case", args=[case.reference]), {"schluessel": case.secret})
    page = client.get(reverse("cases:case", args=[case.reference])).content.decode()
    assert "Damit gilt Ihre Genehmigung als erteilt" in page
    assert "Bescheinigung verlangen" in page
    address = reverse("cases:certificate", args=[case.reference, permit.pk])
    form = page[page.index(f'action="{address}"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
    assert client.post(address).status_code == client.post(address).status_code == 302
    assert Entry.objects.filter(task="cases.write_certificate").count() == 1
    actions.write_certificate(permit.pk)
    actions.write_certificate(permit.pk)
    document = CaseDocument.objects.get(kind="certificate")
    page = client.get(reverse("cases:case", args=[case.reference])).content.decode()
    assert "Bescheinigung verlangen" not in page
    assert "wird gerade geschrieben" not in page
    assert "Bescheinigung öffnen (PDF)" in page
    # At the proceeding itself, not only in the list of documents
    assert reverse("cases:document", args=[case.reference, document.pk]) in page[: page.index('id="nachrichten"')]


def test_no_certificate_of_another_case(case: Case, town: Town) -> None:
    with pytest.raises(Http404):
        actions.request_certificate(permit_of(case, town).pk, case_id=case.pk + 1)
