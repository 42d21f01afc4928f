"""What the applicant does after sending: answer, write, withdraw, ask for the link."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone

from cases import actions
from cases.demonstration import FLOOR_PLAN
from cases.errors import ChangedMeanwhile, MoveRefused
from cases.models import Case, CaseDocument, CompletionRequest, Message, Proceeding
from portal.errors import Refusal
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from portal.mail.models import OutgoingMail
from tests.cases.test_ea_actions import state
from tests.factories.cases import (
    Town,
    checking_case,
    dog_case,
    forwarded_case,
    permit_of,
    submitted_case,
    trade_of,
    working_case,
)


def upload(content: bytes | None = None, name: str = "mietvertrag.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, FLOOR_PLAN.read_bytes() if content is None else content)


def asked_by_ea(town: Town) -> tuple[Case, CompletionRequest]:
    case = checking_case(town)
    request = actions.request_case_completion(
        case.pk,
        actor=town.eva,
        version=case.version,
        text="Der Mietvertrag fehlt.",
        due_on=timezone.localdate() + timedelta(days=14),
    )
    return case, request


def asked_by_zb(town: Town) -> tuple[Proceeding, CompletionRequest]:
    proceeding = permit_of(working_case(town), town)
    request = actions.request_completion(
        proceeding.pk,
        actor=town.cord,
        version=proceeding.version,
        text="Das Führungszeugnis fehlt.",
        due_on=timezone.localdate() + timedelta(days=14),
    )
    return proceeding, request


def test_answer_the_ea(town: Town) -> None:
    case, request = asked_by_ea(town)
    actions.answer_completion(request.pk, case_id=case.pk, text=" Anbei. ", uploads=[upload()])
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.status, request.status, request.answer) == ("checking", "answered", "Anbei.")
    document = request.documents.get()
    assert (document.kind, document.title, document.proceeding) == ("completion", "mietvertrag.pdf", None)
    assert OutgoingMail.objects.get(key=f"completion_answered:{request.pk}").recipient == "post@ihk.example"


def test_answer_the_authority(town: Town) -> None:
    proceeding, request = asked_by_zb(town)
    actions.answer_completion(request.pk, case_id=proceeding.case_id, text="", uploads=[upload()])
    proceeding.refresh_from_db()
    assert proceeding.status == "in_progress"
    assert proceeding.due_on is not None
    assert request.documents.get().proceeding == proceeding
    assert OutgoingMail.objects.get(key=f"completion_answered:{request.pk}").recipient == "post@kreis.example"


def test_answered_twice(town: Town) -> None:
    case, request = asked_by_ea(town)
    actions.answer_completion(request.pk, case_id=case.pk, text="Anbei.", uploads=[])
    before, files = state(), StoredFile.objects.count()
    with pytest.raises(MoveRefused, match="nicht mehr offen"):
        actions.answer_completion(request.pk, case_id=case.pk, text="Noch einmal.", uploads=[upload()])
    assert (state(), StoredFile.objects.count()) == (before, files)


@pytest.mark.parametrize(
    ("text", "contents", "refusal"),
    [
        ("", [], Refusal),
        ("Anbei.", [b""], UploadRefused),
        ("Anbei.", [None, b"MZ program"], UploadRefused),  # the good one is not kept either
        ("Anbei.", [b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"], UploadRefused),
    ],
)
def test_answers_that_are_refused_leave_nothing(town: Town, text: str, contents: list, refusal: type) -> None:
    case, request = asked_by_ea(town)
    before = state()
    with pytest.raises(refusal):
        actions.answer_completion(request.pk, case_id=case.pk, text=text, uploads=[upload(c) for c in contents])
    assert state() == before
    assert not StoredFile.objects.exists()
    assert not CaseDocument.objects.exists()


def test_the_request_of_another_case(town: Town) -> None:
    _case, request = asked_by_ea(town)
    other = submitted_case(town)
    with pytest.raises(Http404):
        actions.answer_completion(request.pk, case_id=other.pk, text="Anbei.", uploads=[])


def test_withdraw(town: Town) -> None:
    case, request = asked_by_ea(town)
    case.refresh_from_db()
    actions.withdraw_case(case.pk, version=case.version)
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.status, request.status) == ("withdrawn", "dropped")
    assert case.closed_at is not None
    assert set(case.proceedings.values_list("status", flat=True)) == {"withdrawn"}
    recipients = OutgoingMail.objects.filter(key__startswith="withdrawn:").values_list("recipient", flat=True)
    assert set(recipients) == {"anna@example.org", "post@ihk.example"}
    before = state()
    with pytest.raises(MoveRefused, match="schon beendet"):
        actions.withdraw_case(case.pk, version=case.version)
    assert state() == before


def test_withdraw_before_the_portal_took_its_first_step(town: Town) -> None:
    case = submitted_case(town)
    actions.withdraw_case(case.pk, version=case.version)
    actions.receive_case(case.pk)
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_withdraw_keeps_what_is_decided(town: Town) -> None:
    case = working_case(town)
    trade = trade_of(case, town)
    actions.decide(trade.pk, actor=town.birte, version=trade.version, outcome="granted", reasons="Gut.")
    actions.withdraw_case(case.pk, version=case.version)
    case.refresh_from_db()
    assert (case.status, trade_of(case, town).status, permit_of(case, town).status) == (
        "closed",
        "granted",
        "withdrawn",
    )


def test_withdraw_from_a_stale_page(town: Town) -> None:
    case = checking_case(town)
    with pytest.raises(ChangedMeanwhile):
        actions.withdraw_case(case.pk, version=case.version - 1)


def test_decide_after_withdrawal_names_the_applicant(town: Town) -> None:
    case = working_case(town)
    permit = permit_of(case, town)
    actions.withdraw_case(case.pk, version=case.version)
    with pytest.raises(ChangedMeanwhile, match="Anna Petersen war schneller"):
        actions.decide(permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Gut.")


@pytest.mark.parametrize(
    ("make", "recipients"),
    [
        (submitted_case, set()),  # nobody has it yet; the message stands in the case
        (checking_case, {"post@ihk.example"}),
        (forwarded_case, {"post@kreis.example", "post@stadt.example"}),
        (dog_case, {"post@stadt.example"}),
    ],
)
def test_messages_reach_who_has_the_case(town: Town, make, recipients: set[str]) -> None:
    case = make(town)
    actions.send_applicant_message(case.pk, text="Darf ich schon renovieren?")
    assert Message.objects.get().text == "Darf ich schon renovieren?"
    mails = OutgoingMail.objects.filter(key__startswith="message:")
    assert set(mails.values_list("recipient", flat=True)) == recipients


def test_no_message_into_a_closed_case(town: Town) -> None:
    case = submitted_case(town)
    actions.withdraw_case(case.pk, version=case.version)
    with pytest.raises(MoveRefused):
        actions.send_applicant_message(case.pk, text="Hallo?")
    assert not Message.objects.exists()


def test_messages_of_the_offices(town: Town) -> None:
    case = forwarded_case(town)
    permit = permit_of(case, town)
    actions.send_staff_message(case.pk, actor=town.eva, text="Wir haben weitergeleitet.")
    actions.send_staff_message(case.pk, actor=town.cord, proceeding_id=permit.pk, text="Wir prüfen.")
    rows = Message.objects.values_list("author__name", "organisation__slug", "proceeding")
    assert list(rows) == [("Eva Albrecht", "ihk", None), ("Cord Lüders", "kreis", permit.pk)]
    assert OutgoingMail.objects.filter(key__startswith="message:", recipient="anna@example.org").count() == 2


def test_messages_of_strangers(town: Town) -> None:
    case, other = forwarded_case(town), forwarded_case(town)
    before = state()
    for actor, case_id, proceeding_id in (
        (town.paula, case.pk, None),
        (town.paula, case.pk, permit_of(case, town).pk),
        (town.cord, case.pk, permit_of(other, town).pk),  # a proceeding of another case
    ):
        with pytest.raises(Http404):
            actions.send_staff_message(case_id, actor=actor, proceeding_id=proceeding_id, text="Hallo")
    assert state() == before


def test_the_link_again(town: Town) -> None:
    case = submitted_case(town)
    typed = case.reference.lower().replace("-", " ")
    for reference, email in (
        (typed, " ANNA@example.org "),
        (typed, "anna@example.org"),  # once in ten minutes
        (typed, "other@example.org"),
        ("MV-2222-2222-2", "anna@example.org"),
        ("unsinn", "anna@example.org"),
    ):
        actions.send_case_link(reference, email=email)
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "anna@example.org"
    assert f"/fall/{case.reference}/?schluessel={case.secret}" in mail.text
