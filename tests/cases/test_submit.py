"""Sending an application: one case, everything in it, or nothing at all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions
from cases.actions import submission
from cases.errors import ApplicationGone, PageNotReached
from cases.models import Application, Case, Event
from cases.rules.references import normalise
from portal.audit.models import Record
from portal.errors import Refusal
from portal.outbox.models import Entry
from responsibility.models import Responsibility
from tests.factories.cases import PERMIT_KEY, TRADE_KEY, Town, attach, new_application
from tests.factories.portal import UserFactory

STATEMENTS = 12


def nothing_happened() -> bool:
    return not (Case.objects.exists() or Event.objects.exists() or Entry.objects.exists())


def test_a_case_with_everything_in_it(town: Town) -> None:
    application = new_application(town)
    attach(application)
    case = actions.submit(application.secret)
    assert normalise(case.reference) == case.reference
    assert (case.status, case.title, case.ea) == ("submitted", "Gaststättenerlaubnis beantragen: Zum Speicher", town.ea)
    assert (case.applicant_name, case.applicant_email) == ("Anna Petersen", "anna@example.org")
    rows = case.proceedings.order_by("service__slug").values_list(
        "service__slug", "organisation__slug", "status", "decision_period", "deemed_approval_law"
    )
    assert list(rows) == [
        ("erlaubnis", "kreis", "waiting", "3m", "§ 42a VwVfG M-V"),
        ("gewerbe", "stadt", "waiting", "3d", ""),
    ]
    assert [document.file for document in case.documents.all()] == [kept.file for kept in application.files.all()]
    assert [event.kind for event in case.events.all()] == ["submitted"]
    assert list(Entry.objects.values_list("task", "subject_id")) == [("cases.receive", case.pk)]
    assert Record.objects.get(subject=f"cases.case:{case.pk}").verb == "case.submitted"
    assert Application.objects.get().status == "submitted"


def test_sent_twice_it_is_one_case(town: Town) -> None:
    application = new_application(town)
    first, second = actions.submit(application.secret), actions.submit(application.secret)
    assert first == second
    assert Case.objects.count() == Entry.objects.count() == 1


def test_only_what_was_chosen(town: Town) -> None:
    case = actions.submit(new_application(town, procedures=[TRADE_KEY]).secret)
    assert [row.service for row in case.proceedings.all()] == [town.trade]
    case = actions.submit(new_application(town, procedures=[]).secret)
    assert [row.service for row in case.proceedings.all()] == [town.permit]


def test_without_an_ea(town: Town) -> None:
    case = actions.submit(new_application(town, town.dog).secret)
    assert case.ea is None
    assert [row.organisation for row in case.proceedings.all()] == [town.city]


def test_the_case_belongs_to_the_account(town: Town) -> None:
    application = new_application(town)
    application.user = UserFactory()
    application.save()
    assert actions.submit(application.secret).applicant == application.user


@pytest.mark.parametrize("status", ["resolved nowhere", "no EA", "two authorities"])
def test_nobody_responsible_names_who_helps_and_loses_nothing(town: Town, status: str) -> None:
    if status == "resolved nowhere":
        Responsibility.objects.filter(service=town.permit).delete()
    elif status == "no EA":
        Responsibility.objects.filter(service=town.permit, role="ea").delete()
    else:
        Responsibility.objects.create(service=town.permit, role="zb", area=town.area, organisation=town.city)
    application = new_application(town)
    with pytest.raises(Refusal) as refusal:
        actions.submit(application.secret)
    helper = "IHK zu Rostock, 03843 769-0" if status == "two authorities" else "115"
    assert "Gaststättenerlaubnis" in refusal.value.title
    assert "Güstrow" in refusal.value.title
    assert helper in refusal.value.help_text
    assert nothing_happened()
    application.refresh_from_db()
    assert application.status == "draft"
    assert application.answers["business_name"] == "Zum Speicher"


@pytest.mark.parametrize(
    ("change", "page"),
    [
        ({"business_name": ""}, "betrieb"),  # emptied after the page was done
        ({"applicant_email": "kein-at"}, "kontakt"),  # the rule changed, or somebody posted around the form
        ({"truth": False}, "pruefen"),  # not declared
    ],
)
def test_unfinished_leads_to_the_page_that_is_missing(town: Town, change: dict, page: str) -> None:
    application = new_application(town, **change)
    with pytest.raises(PageNotReached) as refusal:
        actions.submit(application.secret)
    assert refusal.value.page == page
    assert nothing_happened()


def test_pages_must_have_been_done(town: Town) -> None:
    application = new_application(town)
    Application.objects.update(pages_done=["betrieb"])
    with pytest.raises(PageNotReached):
        actions.submit(application.secret)


def test_a_service_that_cannot_be_applied_for_along_is_refused(town: Town) -> None:
    town.permit.process.companions.clear()
    with pytest.raises(Refusal):
        actions.submit(new_application(town, procedures=[PERMIT_KEY, TRADE_KEY]).secret)
    assert nothing_happened()


def test_unknown_and_expired(town: Town) -> None:
    with pytest.raises(ApplicationGone):
        actions.submit("nobody-guesses-this")
    application = new_application(town)
    Application.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ApplicationGone):
        actions.submit(application.secret)


@pytest.mark.django_db(transaction=True)
def test_a_reference_that_is_taken_is_drawn_anew(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = actions.submit(new_application(town).secret).reference
    drawn = iter([taken, taken, "MV-2222-2222-T"])
    monkeypatch.setattr(submission.references, "new_reference", lambda random: next(drawn))
    assert actions.submit(new_application(town).secret).reference == "MV-2222-2222-T"
    assert Case.objects.count() == 2


def test_few_statements(town: Town) -> None:
    """However many files and proceedings: the number of statements is the same."""
    actions.submit(new_application(town).secret)
    counts = []
    for files, chosen in ((1, [PERMIT_KEY]), (30, [PERMIT_KEY, TRADE_KEY])):
        application = new_application(town, procedures=chosen)
        for number in range(files):
            attach(application, name=f"{number}.pdf")
        with CaptureQueriesContext(connection) as queries:
            actions.submit(application.secret)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert counts == [STATEMENTS, STATEMENTS]
