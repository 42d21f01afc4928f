"""Made-up cases: as consistent as worked ones, the same again, and never among real ones by accident."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from cases import queries
from cases.clocks import clock_of
from cases.models import Case, CompletionRequest, Decision, Event, InboxItem, InboxKey, Proceeding, Proposal
from cases.rules import references, transitions
from cases.seeding.world import made_up
from portal.accounts.models import User
from portal.audit.models import Record
from tests.factories.cases import Town, received_case

NUMBER = 400


@pytest.fixture
def seeded(town: Town) -> Town:
    town.area.population = 30000
    town.area.save(update_fields=["population"])
    call_command("seed_cases", NUMBER, stdout=StringIO())
    return town


def test_every_state_and_every_office(seeded: Town) -> None:
    assert made_up().count() == Case.objects.count() == NUMBER
    assert set(Proceeding.objects.values_list("status", flat=True)) >= {
        "waiting",
        "delivered",
        "in_progress",
        "incomplete",
        "granted",
        "granted_with_conditions",
        "rejected",
        "deemed_granted",
        "withdrawn",
    }
    assert set(Case.objects.values_list("status", flat=True)) >= {"incomplete", "forwarded", "closed", "withdrawn"}
    offices = {seeded.city.pk, seeded.district.pk}
    assert set(Proceeding.objects.values_list("organisation", flat=True)) == offices
    assert set(Case.objects.values_list("ea", flat=True)) == {seeded.ea.pk, None}


def test_the_rows_fit_together(seeded: Town) -> None:
    assert all(
        references.normalise(reference) == reference for reference in Case.objects.values_list("reference", flat=True)
    )
    for case in Case.objects.prefetch_related("proceedings", "events"):
        statuses = [proceeding.status for proceeding in case.proceedings.all()]
        assert (case.status == "closed") == (transitions.all_finished(statuses) and case.status != "withdrawn"), case.pk
        days = [event.on for event in case.events.all()]
        assert max(days) <= timezone.localdate()
        assert days == sorted(days) or len(statuses) > 1
    decided = Proceeding.objects.filter(status__in=transitions.DECIDED)
    assert Decision.objects.filter(outcome=F("proceeding__status")).count() == decided.count() > 0
    assert Proposal.objects.count() == Proceeding.objects.filter(status="proposed").count()
    waiting = Case.objects.filter(status="incomplete").count() + Proceeding.objects.filter(status="incomplete").count()
    assert CompletionRequest.objects.filter(status="open").count() == waiting
    assert Proceeding.objects.filter(delivered_at=None).exclude(status__in=["waiting", "withdrawn"]).count() == 0


def test_every_deadline_is_the_one_the_clock_reckons(seeded: Town) -> None:
    delivered = Proceeding.objects.exclude(delivered_at=None).exclude(status__in=["incomplete", "withdrawn"])
    for proceeding in delivered.select_related("case"):
        events = list(Event.objects.filter(case=proceeding.case_id).order_by("pk"))
        assert clock_of(events, proceeding).ends_on == proceeding.due_on, (
            proceeding.pk,
            [str(event) for event in events],
        )


def test_no_deemed_approval_is_missed_or_too_early(seeded: Town) -> None:
    undecided = Proceeding.objects.filter(status__in=transitions.BEFORE_DECISION).exclude(deemed_approval_law="")
    assert not undecided.filter(due_on__lt=timezone.localdate() - timedelta(days=1)).exists()
    assert not Proceeding.objects.filter(status="deemed_granted", due_on__gte=timezone.localdate()).exists()


def test_the_lists_are_those_the_triggers_would_write(seeded: Town) -> None:
    columns = ("case", "proceeding", "organisation", "officer", "status", "due_on", "submitted_at")
    keys = ("item__case", "item__proceeding", "key", "organisation")
    made = set(InboxItem.objects.values_list(*columns)), set(InboxKey.objects.values_list(*keys))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_inboxitem")
        assert not InboxKey.objects.exists()
        cursor.execute("UPDATE cases_proceeding SET status = status")
        cursor.execute("UPDATE cases_case SET status = status")
    assert (set(InboxItem.objects.values_list(*columns)), set(InboxKey.objects.values_list(*keys))) == made


def test_nobody_did_it(seeded: Town) -> None:
    assert not Record.objects.filter(subject__startswith="cases.").exists()
    officers = User.objects.filter(email__endswith="@seed.invalid")
    assert officers.exists()
    assert not any(officer.has_usable_password() for officer in officers)
    assert queries.inbox(officers.first(), view="erledigt").rows


def test_the_same_seed_makes_the_same_and_a_second_run_adds(seeded: Town) -> None:
    first = list(Case.objects.order_by("pk").values_list("reference", "applicant_name", "status"))
    call_command("seed_cases", 5, stdout=StringIO())
    assert Case.objects.count() == NUMBER + 5
    assert len(set(Case.objects.values_list("reference", flat=True))) == NUMBER + 5
    assert list(Case.objects.order_by("pk").values_list("reference", "applicant_name", "status")[:NUMBER]) == first


def test_not_among_real_cases(town: Town, settings) -> None:
    received_case(town)
    settings.DEMO = False
    with pytest.raises(CommandError, match="echte Fälle"):
        call_command("seed_cases", 5)
    assert Case.objects.count() == 1
    call_command("seed_cases", 5, force=True, stdout=StringIO())
    assert Case.objects.count() == 6


@pytest.mark.parametrize("number", ["0", "-1", "10000001"])
def test_a_number_that_makes_no_sense(town: Town, number: str) -> None:
    with pytest.raises(CommandError, match="Erwartet wird eine Anzahl"):
        call_command("seed_cases", "--", number)
