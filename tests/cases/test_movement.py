"""What the portal does by itself: twice, in any order and after a crash it comes to the same."""

from datetime import date

import pytest
import time_machine
from celery import current_app

from cases import actions
from cases.actions import papers
from cases.models import Case, CaseDocument, Decision, Event
from portal.files.models import StoredFile
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from tests.cases.test_ea_actions import state
from tests.factories.cases import (
    Town,
    checking_case,
    deliver_all,
    dog_case,
    permit_of,
    received_case,
    submitted_case,
    trade_of,
    working_case,
)
from tests.factories.portal import run_outbox


def run(name: str, subject_id: int) -> Entry:
    """Run one task as a worker does. Returns its entry."""
    entry = Entry.objects.create(task=name, subject_id=subject_id)
    current_app.loader.import_default_modules()
    current_app.tasks[name].run(entry.pk)
    entry.refresh_from_db()
    return entry


def test_every_ordered_task_exists(town: Town) -> None:
    """A task that nobody registered would wait for ever."""
    case = working_case(town)
    proceeding = permit_of(case, town)
    actions.decide(proceeding.pk, actor=town.cord, version=proceeding.version, outcome="rejected", reasons="Nein.")
    current_app.loader.import_default_modules()
    assert set(Entry.objects.values_list("task", flat=True)) == {
        "cases.receive",
        "cases.write_application_pdf",
        "cases.write_receipt",
        "cases.deliver_proceeding",
        "cases.write_decision",
        "portal.mail.send",
    }
    assert set(Entry.objects.values_list("task", flat=True)) <= set(current_app.tasks)


def test_receive_with_an_ea(town: Town) -> None:
    with time_machine.travel("2026-01-23 23:59:00 +0100", tick=False):
        case = submitted_case(town)
    with time_machine.travel("2026-01-26 08:00 +0100", tick=False):  # the worker was away all weekend
        actions.receive_case(case.pk)
    event = case.events.get(kind="received_ea")
    assert event.on == date(2026, 1, 23)
    assert event.actor.is_system
    tasks = Entry.objects.exclude(task="portal.mail.send").values_list("task", flat=True).order_by("pk")
    assert list(tasks) == ["cases.receive", "cases.write_application_pdf", "cases.write_receipt"]
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "post@ihk.example"
    assert f"/eingang/{case.reference}/" in mail.text


def test_receive_without_an_ea(town: Town) -> None:
    with time_machine.travel("2026-01-23 10:00 +0100", tick=False):
        case = submitted_case(town, town.dog)
    with time_machine.travel("2026-01-26 08:00 +0100", tick=False):
        actions.receive_case(case.pk)
        deliver_all(case)
    case.refresh_from_db()
    assert case.status == "forwarded"
    assert case.events.get(kind="delivered").on == date(2026, 1, 23)
    assert OutgoingMail.objects.get().recipient == "post@stadt.example"


@pytest.mark.parametrize("step", ["receive_case", "deliver_proceeding", "write_application", "write_receipt"])
def test_done_twice_changes_nothing(town: Town, step: str) -> None:
    case = dog_case(town)
    proceeding = case.proceedings.get()
    subject = proceeding.pk if step == "deliver_proceeding" else case.pk
    getattr(actions, step)(subject)
    before, documents, files = state(), CaseDocument.objects.count(), StoredFile.objects.count()
    getattr(actions, step)(subject)
    assert (state(), CaseDocument.objects.count(), StoredFile.objects.count()) == (before, documents, files)


def test_decision_written_twice(town: Town) -> None:
    proceeding = permit_of(working_case(town), town)
    decision = actions.decide(
        proceeding.pk, actor=town.cord, version=proceeding.version, outcome="rejected", reasons="Nein."
    )
    for _run in range(2):
        actions.write_decision(decision.pk)
    assert CaseDocument.objects.filter(kind="decision").count() == 1
    assert OutgoingMail.objects.filter(key=f"decision_ready:{decision.pk}").count() == 1
    assert Decision.objects.get().document.title == "Bescheid"


def test_delivery_of_what_was_withdrawn(town: Town) -> None:
    case = checking_case(town)
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    case.refresh_from_db()
    actions.withdraw_case(case.pk, version=case.version)
    deliver_all(case)
    assert not Event.objects.filter(kind="delivered").exists()


def test_a_follower_waits(town: Town) -> None:
    case = checking_case(town)
    permit = permit_of(case, town)
    permit.after = trade_of(case, town)
    permit.save()
    actions.forward_case(case.pk, actor=town.eva, version=case.version)
    assert Entry.objects.filter(task="cases.deliver_proceeding").count() == 1


def test_a_lost_race_discards_its_file(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run wrote the receipt while this one was drawing its PDF."""
    case = received_case(town)
    drawn = papers.render_pdf

    def draw_slowly(*args, **kwargs) -> bytes:
        monkeypatch.setattr(papers, "render_pdf", drawn)
        actions.write_receipt(case.pk)
        return drawn(*args, **kwargs)

    monkeypatch.setattr(papers, "render_pdf", draw_slowly)
    actions.write_receipt(case.pk)
    assert CaseDocument.objects.filter(kind="receipt").count() == 1
    assert StoredFile.objects.count() == 1
    assert OutgoingMail.objects.filter(key=f"receipt:{case.pk}").count() == 1


def test_a_pdf_that_fails_holds_nothing_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = working_case(town)
    permit = permit_of(case, town)

    def broken(*args, **kwargs) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(papers, "render_pdf", broken)
    decision = actions.decide(
        permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts spricht dagegen."
    )
    entry = run("cases.write_decision", decision.pk)
    assert (entry.status, entry.last_error) == ("waiting", "OSError: no font")
    assert permit_of(case, town).status == "granted"
    assert not OutgoingMail.objects.filter(key__startswith="decision_ready").exists()
    monkeypatch.undo()
    run("cases.write_decision", decision.pk)
    assert CaseDocument.objects.filter(kind="decision").count() == 1


def test_everything_runs_to_the_end(town: Town) -> None:
    case = submitted_case(town)
    run_outbox()
    case = Case.objects.get(pk=case.pk)
    assert set(case.documents.values_list("kind", flat=True)) == {"application", "receipt"}
    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {"sent"}


def test_the_receipt_speaks_the_applicants_language(town: Town) -> None:
    case = received_case(town)
    Case.objects.update(language="en")
    actions.write_receipt(case.pk)
    assert f"/en/fall/{case.reference}/" in OutgoingMail.objects.get(key=f"receipt:{case.pk}").text


def test_without_an_address_there_is_no_mail(town: Town) -> None:
    case = received_case(town)
    Case.objects.update(applicant_email="")
    actions.write_receipt(case.pk)
    assert not OutgoingMail.objects.filter(key=f"receipt:{case.pk}").exists()
    assert case.documents.get(kind="receipt")
