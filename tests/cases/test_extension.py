"""One extension, with reasons, told before the end (§ 42a Abs. 2 Satz 3 VwVfG M-V)."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from cases import actions, queries
from cases.errors import ChangedMeanwhile, MoveRefused
from cases.models import CaseDocument, Event, Proceeding
from portal.audit.models import Record
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.world import BERLIN, log_in
from tests.factories.cases import Town, permit_of, working_case

# Received by the EA on Friday 23 January 2026: decided until Monday 27 April
FRIDAY = datetime(2026, 1, 23, 10, 0, tzinfo=BERLIN)
LAST_DAY, DAY_AFTER = datetime(2026, 4, 27, 23, 59, tzinfo=BERLIN), datetime(2026, 4, 28, 0, 1, tzinfo=BERLIN)
WHY = "Das Gutachten zum Lärm liegt noch nicht vor."


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY) as traveller:
        yield traveller


@pytest.fixture
def permit(town: Town, clock: time_machine.Traveller) -> Proceeding:
    return permit_of(working_case(town), town)


def extend(permit: Proceeding, town: Town, **changes) -> None:
    permit.refresh_from_db()
    given = {"actor": town.cord, "version": permit.version, "extension": "1m", "reason": WHY}
    actions.extend_period(permit.pk, **given | changes)


def test_extends_tells_and_orders_the_letter(permit: Proceeding, town: Town) -> None:
    extend(permit, town)
    permit.refresh_from_db()
    assert permit.due_on == date(2026, 5, 27)
    event = Event.objects.get(kind="extended")
    assert (event.period, event.text, event.proceeding) == ("1m", WHY, permit)
    mail = OutgoingMail.objects.get(key__startswith="extended:")
    assert mail.recipient == "anna@example.org"
    assert "27. Mai 2026" in mail.text
    assert WHY in mail.text
    assert Record.objects.get(verb="proceeding.extended").detail == {"before": "2026-04-27", "after": "2026-05-27"}
    actions.write_extension(Entry.objects.get(task="cases.write_extension").subject_id)
    actions.write_extension(event.pk)
    assert CaseDocument.objects.filter(kind="extension", proceeding=permit).count() == 1


def test_on_the_last_day_it_is_still_in_time(permit: Proceeding, town: Town, clock: time_machine.Traveller) -> None:
    clock.move_to(LAST_DAY)
    extend(permit, town)
    permit.refresh_from_db()
    assert permit.due_on == date(2026, 5, 27)


def test_only_once(permit: Proceeding, town: Town) -> None:
    extend(permit, town)
    with pytest.raises(MoveRefused, match="lässt sich nicht verlängern"):
        extend(permit, town)
    assert Event.objects.filter(kind="extended").count() == 1


def test_not_after_the_end(permit: Proceeding, town: Town, clock: time_machine.Traveller) -> None:
    clock.move_to(DAY_AFTER)
    with pytest.raises(MoveRefused, match="lässt sich nicht verlängern"):
        extend(permit, town)
    assert not Event.objects.filter(kind="extended").exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "  "}, Refusal),
        ({"extension": ""}, Refusal),
        ({"version": 1}, ChangedMeanwhile),
    ],
)
def test_refused_and_nothing_changed(permit: Proceeding, town: Town, changes: dict, refusal: type) -> None:
    with pytest.raises(refusal):
        extend(permit, town, **changes)
    assert not Event.objects.filter(kind="extended").exists()
    assert not OutgoingMail.objects.filter(key__startswith="extended:").exists()


def test_only_by_who_has_it(permit: Proceeding, town: Town) -> None:
    with pytest.raises(NotPermitted):
        extend(permit, town, actor=town.katrin)


def test_while_a_document_is_missing_there_is_nothing_to_extend(permit: Proceeding, town: Town) -> None:
    actions.request_completion(
        permit.pk, actor=town.cord, version=permit.version, text="Ein Plan.", due_on=date(2026, 2, 20)
    )
    with pytest.raises(MoveRefused):
        extend(permit, town)


def test_page(permit: Proceeding, town: Town) -> None:
    town.cord.is_demo = True
    town.cord.save()
    client = log_in(town.cord)
    address = reverse("cases:extend", args=[permit.pk])
    assert "27. April 2026" in client.get(address).content.decode()
    assert "Begründen Sie die Verlängerung." in client.post(address, {"version": permit.version}).content.decode()
    sent = client.post(address, {"version": permit.version, "extension": "2w", "reason": WHY})
    assert sent.status_code == 302
    page = client.get(reverse("cases:clock", args=[permit.pk])).content.decode()
    assert "verlängert, ursprünglich 27. April 2026" in page
    assert "11. Mai 2026" in page
    assert "extend_period" not in queries.proceeding_page(permit.pk, town.cord).allowed
