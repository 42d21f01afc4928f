"""One case from the first to the last day, every office and every document in between."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import actions, queries
from cases.demonstration import FLOOR_PLAN
from cases.models import Case, CaseDocument, Proceeding
from portal.audit.queries import broken_links
from portal.mail.models import OutgoingMail
from tests.factories.cases import Town, attach, new_application, permit_of, trade_of
from tests.factories.portal import run_outbox


def text_of(document: CaseDocument) -> str:
    """All words of a PDF, as one line."""
    reader = pypdf.PdfReader(BytesIO(document.file.content.read()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def mails_to(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(recipient=address).order_by("pk").values_list("key", flat=True))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def receive(town: Town) -> Case:
    """Day 1, a Friday: Anna sends, the portal carries it to the EA and answers her."""
    application = new_application(town)
    attach(application)
    case = actions.submit(application.secret)
    run_outbox()
    case = fresh(case)
    assert case.status == "received"
    assert {row.title for row in case.documents.filter(kind="upload")} == {"floor_plan"}
    return case


def check_papers(case: Case) -> None:
    application = text_of(case.documents.get(kind="application"))
    assert "Zum Speicher" in application
    assert case.reference in application
    receipt = text_of(case.documents.get(kind="receipt"))
    for statement in (
        "am 23. Januar 2026 beim Einheitlichen Ansprechpartner, IHK zu Rostock, eingegangen",
        "3 Monate Zeit (§ 6a GewO)",
        "endet die Frist am 27. April 2026",  # third day Monday 26 January, three months later a Sunday
        "Die Frist beginnt erst, wenn alle Unterlagen vollständig sind (§ 71b Abs. 4 VwVfG M-V)",
        "gilt die Genehmigung als erteilt (§ 42a VwVfG M-V)",
        "innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Behörde (Landkreis Rostock)",
    ):
        assert statement in receipt


def complete(town: Town, case: Case) -> None:
    """Day 5: Eva asks for the lease. Day 9: Anna sends it."""
    actions.claim_case(case.pk, actor=town.eva, version=fresh(case).version)
    due = timezone.localdate() + timedelta(days=14)
    request = actions.request_case_completion(
        case.pk, actor=town.eva, version=fresh(case).version, text="Der Mietvertrag fehlt.", due_on=due
    )
    page = queries.case_page(case.pk, "de")
    assert page.status == "incomplete"
    assert [row.text for row in page.open_requests] == ["Der Mietvertrag fehlt."]
    with time_machine.travel("2026-02-02 09:00 +0100", tick=False):
        upload = SimpleUploadedFile("mietvertrag.pdf", FLOOR_PLAN.read_bytes())
        actions.answer_completion(request.pk, case_id=case.pk, text="Anbei.", uploads=[upload])
    assert fresh(case).status == "checking"


def forward(town: Town, case: Case) -> None:
    actions.forward_case(case.pk, actor=town.eva, version=fresh(case).version)
    run_outbox()
    permit, trade = permit_of(case, town), trade_of(case, town)
    assert (permit.status, trade.status) == ("delivered", "delivered")
    # the lease came on Monday 2 February, so it counts from 5 February
    assert permit.due_on == date(2026, 5, 5)
    assert trade.due_on == date(2026, 2, 9)  # 8 February is a Sunday


def decide(town: Town, proceeding: Proceeding, officer, outcome: str, reasons: str, conditions: str = "") -> None:
    actions.claim_proceeding(proceeding.pk, actor=officer, version=proceeding.version)
    version = Proceeding.objects.get(pk=proceeding.pk).version
    actions.decide(
        proceeding.pk, actor=officer, version=version, outcome=outcome, reasons=reasons, conditions=conditions
    )
    run_outbox()


@pytest.mark.django_db
def test_life_of_a_case(town: Town) -> None:
    with time_machine.travel("2026-01-23 15:00 +0100", tick=False):
        case = receive(town)
        check_papers(case)
    with time_machine.travel("2026-01-27 10:00 +0100", tick=False):
        complete(town, case)
    with time_machine.travel("2026-02-03 10:00 +0100", tick=False):
        forward(town, case)
        decide(town, trade_of(case, town), town.birte, "granted", "Die Anmeldung ist vollständig.")
        assert fresh(case).status == "forwarded"
        conditions = "Ab 22 Uhr ist die Außenfläche geschlossen."
        decide(town, permit_of(case, town), town.cord, "granted_with_conditions", "Nichts spricht dagegen.", conditions)
    assert fresh(case).status == "closed"
    decision = text_of(CaseDocument.objects.get(kind="decision", proceeding=permit_of(case, town)))
    for words in (conditions, "Nichts spricht dagegen.", "innerhalb eines Monats nach seiner Bekanntgabe Widerspruch"):
        assert words in decision
    assert "Landkreis Rostock, Markt 1, 18273 Güstrow" in decision
    assert [key.partition(":")[0] for key in mails_to("anna@example.org")] == [
        "receipt",
        "completion_requested",
        "forwarded",
        "decision_ready",
        "decision_ready",
    ]
    assert [key.partition(":")[0] for key in mails_to("post@ihk.example")] == ["delivered_to_ea", "completion_answered"]
    assert not OutgoingMail.objects.exclude(status="sent").exists()
    assert not list(broken_links())
