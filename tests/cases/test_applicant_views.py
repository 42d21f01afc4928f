"""The applicant's pages over HTTP: the link, the account, what others do not see."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Case, CaseDocument, CompletionRequest, Message
from portal.files.models import StoredFile
from portal.mail.models import OutgoingMail
from tests.cases.world import PDF, REFERENCE, World, claim_by_ea, claim_by_zb, forward, in_two_weeks, log_in

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TEXT = "Der Grundriss liegt bei, die Rettungswege sind rot."


def address(name: str, *rest: object) -> str:
    return reverse(f"cases:{name}", args=[REFERENCE, *rest])


def by_link(world: World) -> Client:
    """A browser that has opened the link of the mail."""
    client = Client()
    client.get(address("case"), {"schluessel": world.case.secret})
    return client


def request_document(world: World) -> CompletionRequest:
    claim_by_ea(world)
    return actions.request_case_completion(
        world.case.pk, actor=world.eva, version=world.case.version, text="Ein Grundriss fehlt.", due_on=in_two_weeks()
    )


def pdf(name: str = "grundriss.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_link_opens_the_case_and_leaves_the_address(world: World) -> None:
    client = Client()
    response = client.get(address("case"), {"schluessel": world.case.secret})
    assert (response.status_code, response["Location"]) == (302, address("case"))
    page = client.get(address("case")).content.decode()
    for words in ("Restaurant eröffnen", REFERENCE, "Was jetzt geschieht", "Warum dieses Datum?", "23. Februar 2027"):
        assert words in page
    assert world.case.secret not in page


def test_without_link_or_account_there_is_no_case(world: World) -> None:
    wrong = Client().get(address("case"), {"schluessel": "falsch"})
    assert wrong.status_code == 404
    unknown = reverse("cases:case", args=["MV-2222-2222-7"])
    for client in (Client(), log_in(world.olaf), log_in(world.eva)):
        response = client.get(address("case"))
        assert response.status_code == 404
        assert "Link schicken lassen" in response.content.decode()
        assert "Anna" not in response.content.decode()
        for name in ("message", "withdraw"):
            assert client.post(address(name), {"text": "Guten Tag", "version": 1}).status_code == 404
        assert client.get(address("document", world.upload.pk)).status_code == 404
    # A reference that nobody has looks the same
    assert Client().get(unknown).status_code in (302, 404)
    assert not Message.objects.exists()


def test_the_account_opens_its_case_without_link(world: World) -> None:
    assert log_in(world.anna).get(address("case")).status_code == 200


def test_a_new_secret_ends_the_old_link(world: World) -> None:
    client = by_link(world)
    Case.objects.filter(pk=world.case.pk).update(secret="ein-anderer-schluessel-1234567890")
    assert client.get(address("case")).status_code == 404


def test_a_reference_in_any_spelling_leads_to_the_case(world: World) -> None:
    client = by_link(world)
    for typed in ("mv-4h7k-m92p-a", "MV 4H7K M92P A", "4H7KM92PA"):
        response = client.get(reverse("cases:case", args=[typed]))
        assert response["Location"] == address("case"), typed


def test_a_mistyped_reference_is_said_plainly(world: World) -> None:
    response = Client().get(reverse("cases:case", args=["MV-4H7K-M92P-B"]), follow=True)
    assert response.request["PATH_INFO"] == reverse("cases:lookup")
    page = response.content.decode()
    assert page.count("Dieses Aktenzeichen gibt es so nicht.") == 2
    assert 'value="MV-4H7K-M92P-B"' in page
    assert "Geben Sie die E-Mail-Adresse aus Ihrem Antrag ein." not in page


def test_lookup_sends_the_link_and_never_tells_more(world: World) -> None:
    answers = set()
    for reference, email in [
        (REFERENCE, "anna@example.org"),  # belongs together
        ("mv 4h7k m92p a", "ANNA@example.org"),  # the same, typed differently: not sent twice in ten minutes
        (REFERENCE, "olaf@example.org"),  # not the address of the case
    ]:
        response = Client().post(reverse("cases:lookup"), {"reference": reference, "email": email})
        assert response.status_code == 200
        answers.add(response.content)
    assert len(answers) == 1
    mail = OutgoingMail.objects.get(subject_ref=f"cases.case:{world.case.pk}")
    assert mail.recipient == "anna@example.org"


def test_lookup_with_errors_keeps_what_was_typed(world: World) -> None:
    response = Client().post(reverse("cases:lookup"), {"reference": "MV-4H7K-M92P-B", "email": "anna"})
    page = response.content.decode()
    assert page.count("Dieses Aktenzeichen gibt es so nicht.") == 2
    assert page.count("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de.") == 2
    assert 'value="MV-4H7K-M92P-B"' in page
    assert not OutgoingMail.objects.exists()


def test_it_is_the_applicants_turn(world: World) -> None:
    request = request_document(world)
    page = by_link(world).get(address("case")).content.decode()
    assert "Sie sind dran: eine Unterlage fehlt" in page
    assert "Dienstag, 8. Dezember 2026" in page
    assert address("answer", request.pk) in page


def test_answer_with_files_and_text(world: World) -> None:
    request = request_document(world)
    client = by_link(world)
    assert "Ein Grundriss fehlt." in client.get(address("answer", request.pk)).content.decode()
    data = {"text": TEXT, "uploads": [pdf("eins.pdf"), pdf("zwei.pdf", b"%PDF-1.7" + PDF[8:])]}
    response = client.post(address("answer", request.pk), data)
    assert response.status_code == 302, response.content.decode()
    request.refresh_from_db()
    assert (request.status, request.answer) == ("answered", TEXT)
    assert sorted(request.documents.values_list("title", flat=True)) == ["eins.pdf", "zwei.pdf"]
    # Twice: a plain refusal that shows the text, and nothing more is stored
    again = client.post(address("answer", request.pk), {"text": TEXT})
    assert again.status_code == 409
    assert TEXT in again.content.decode()
    assert CaseDocument.objects.filter(kind="completion").count() == 2


def test_a_refused_file_is_said_at_the_field_and_the_text_stays(world: World) -> None:
    request = request_document(world)
    client = by_link(world)
    before = StoredFile.objects.count()
    for upload, words in [
        (pdf("leer.pdf", b""), "Die Datei „leer.pdf“ ist leer."),
        (pdf("programm.pdf", b"MZ\x90\x00" * 50), "Format, das wir nicht lesen können"),
        (pdf("virus.pdf", EICAR), "Schadsoftware gefunden"),
        (pdf("gross.pdf", PDF + b"0" * (10 * 1024 * 1024)), "größer als 10 MB"),
    ]:
        response = client.post(address("answer", request.pk), {"text": TEXT, "uploads": [upload]})
        page = response.content.decode()
        assert response.status_code == 200, words
        assert page.count(words) == 2, words
        assert TEXT in page
    # One bad file among good ones: none is kept
    client.post(address("answer", request.pk), {"text": TEXT, "uploads": [pdf("gut.pdf"), pdf("leer.pdf", b"")]})
    request.refresh_from_db()
    assert request.status == "open"
    assert StoredFile.objects.count() == before


def test_an_empty_answer_is_none(world: World) -> None:
    request = request_document(world)
    page = by_link(world).post(address("answer", request.pk), {"text": " "}).content.decode()
    assert page.count("Laden Sie mindestens eine Datei hoch oder schreiben Sie eine Nachricht.") == 2
    request.refresh_from_db()
    assert request.status == "open"


def test_a_request_of_another_case_does_not_exist(world: World) -> None:
    assert by_link(world).get(address("answer", 4711)).status_code == 404


def test_message(world: World) -> None:
    client = by_link(world)
    assert client.post(address("message"), {"text": "Kann ich schon renovieren?"}).status_code == 302
    assert Message.objects.get().text == "Kann ich schon renovieren?"
    assert "Kann ich schon renovieren?" in client.get(address("case")).content.decode()
    empty = client.post(address("message"), {"text": ""})
    assert empty.content.decode().count("Schreiben Sie Ihre Nachricht.") == 2
    assert client.get(address("message")).status_code == 405


def test_withdraw_asks_then_does(world: World) -> None:
    client = by_link(world)
    page = client.get(address("withdraw")).content.decode()
    assert "Wollen Sie den Antrag zurücknehmen?" in page
    world.case.refresh_from_db()
    assert world.case.status == "received"
    assert client.post(address("withdraw"), {"version": world.case.version}).status_code == 302
    world.case.refresh_from_db()
    assert world.case.status == "withdrawn"
    # Twice, and by hand: refused
    assert client.post(address("withdraw"), {"version": world.case.version}).status_code == 409
    assert client.get(address("withdraw")).status_code == 409
    assert client.post(address("message"), {"text": "Doch nicht!"}).status_code == 409
    assert "Antrag zurücknehmen" not in client.get(address("case")).content.decode()


def test_withdraw_what_changed_meanwhile(world: World) -> None:
    client = by_link(world)
    claim_by_ea(world)
    assert client.post(address("withdraw"), {"version": 1}).status_code == 409
    world.case.refresh_from_db()
    assert world.case.status == "checking"


def test_documents(world: World) -> None:
    client = by_link(world)
    opened = client.get(address("document", world.upload.pk))
    assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-store")
    StoredFile.objects.filter(pk=world.upload.file_id).update(scan="infected")
    locked = client.get(address("document", world.upload.pk))
    assert locked.status_code == 409
    assert address("document", world.upload.pk) not in client.get(address("case")).content.decode()


def test_every_proceeding_with_its_own_decision(world: World) -> None:
    forward(world)
    claim_by_zb(world)
    actions.decide(
        world.trade.pk, actor=world.birte, version=world.trade.version, outcome="granted", reasons="Alles da."
    )
    page = by_link(world).get(address("case")).content.decode()
    assert "Der Bescheid wird gerade geschrieben" in page
    assert "Bewilligt" in page
    assert "Wird geprüft" in page


def test_account_lists_own_cases_only(world: World) -> None:
    request_document(world)
    page = log_in(world.anna).get(reverse("cases:account")).content.decode()
    assert REFERENCE in page
    assert "Sie sind dran" in page
    empty = log_in(world.olaf).get(reverse("cases:account")).content.decode()
    assert REFERENCE not in empty
    assert "Noch kein Antrag" in empty


def test_after_login_everybody_starts_where_they_work(world: World) -> None:
    assert log_in(world.anna).get(reverse("cases:after_login"))["Location"] == reverse("cases:account")
    assert log_in(world.eva).get(reverse("cases:after_login"))["Location"] == reverse("cases:inbox")


def test_the_case_speaks_english(world: World) -> None:
    client = by_link(world)
    assert client.get(f"/en{address('case')}").status_code == 200
    assert '<html lang="en">' in client.get(f"/en{address('case')}").content.decode()


def test_page_queries_are_fixed(world: World, django_assert_max_num_queries) -> None:
    forward(world)
    client = by_link(world)
    # session, the right, and the seven of the page
    with django_assert_max_num_queries(10):
        assert client.get(address("case")).status_code == 200
