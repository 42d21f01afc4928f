"""The case at the EA over HTTP: each step works, is refused without changing anything, and is done once."""

from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Case, CompletionRequest, Event, Message
from tests.cases.world import World, claim_by_ea, forward, in_two_weeks, log_in, officer

TEXT = "Bitte reichen Sie den Pachtvertrag ein."


def post(client: Client, name: str, key: object, **data):
    return client.post(reverse(f"cases:{name}", args=[key]), data)


def completion(world: World, **changes) -> dict:
    due = in_two_weeks()
    return {
        "version": world.case.version,
        "text": TEXT,
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
    } | changes


def test_the_page_shows_the_case(world: World) -> None:
    page = log_in(world.eva).get(reverse("cases:ea_case", args=[world.case.reference])).content.decode()
    for words in (
        "Anna Petersen",
        "Zum Speicher",
        "Grundriss",
        "Landkreis Rostock",
        "Barlachstadt Güstrow",
        "Übernehmen",
    ):
        assert words in page
    # Not hers yet, so nothing else is offered
    assert "Weiterleiten" not in page


def test_a_foreign_case_does_not_exist(world: World) -> None:
    address = reverse("cases:ea_case", args=[world.case.reference])
    for person in (world.anna, world.olaf, world.birte):
        assert log_in(person).get(address).status_code == 404
    unknown = reverse("cases:ea_case", args=["MV-2222-2222-2"])
    assert log_in(world.eva).get(unknown).status_code == 404


def test_claim(world: World) -> None:
    eva = log_in(world.eva)
    response = post(eva, "ea_claim", world.case.reference, version=1)
    assert response.status_code == 302
    world.case.refresh_from_db()
    assert (world.case.status, world.case.ea_officer) == ("checking", world.eva)
    # Pressed twice: nothing more happens
    post(eva, "ea_claim", world.case.reference, version=1)
    assert Event.objects.filter(case=world.case, kind="claimed").count() == 1


def test_who_is_slower_reads_who_was_faster(world: World) -> None:
    colleague = officer("Uwe Kruse", world.ea)
    claim_by_ea(world)
    response = post(log_in(colleague), "ea_claim", world.case.reference, version=1)
    assert response.status_code == 409
    assert "Eva Albrecht bearbeitet das schon" in response.content.decode()
    world.case.refresh_from_db()
    assert world.case.ea_officer == world.eva


def test_claim_needs_post(world: World) -> None:
    assert log_in(world.eva).get(reverse("cases:ea_claim", args=[world.case.reference])).status_code == 405


def test_request_a_document(world: World) -> None:
    claim_by_ea(world)
    eva = log_in(world.eva)
    form = eva.get(reverse("cases:ea_request", args=[world.case.reference])).content.decode()
    assert 'name="due_on_day" value="8"' in form  # two weeks from 24 November
    assert post(eva, "ea_request", world.case.reference, **completion(world)).status_code == 302
    request = CompletionRequest.objects.get(case=world.case)
    assert (request.text, request.due_on, request.requested_by) == (TEXT, in_two_weeks(), world.eva)
    world.case.refresh_from_db()
    assert world.case.status == "incomplete"


def test_request_with_errors_keeps_what_was_typed(world: World) -> None:
    claim_by_ea(world)
    eva = log_in(world.eva)
    for changes, words in [
        ({"text": ""}, "Schreiben Sie, welche Unterlage fehlt."),
        ({"due_on_month": "13"}, "Der Monat muss zwischen 1 und 12 liegen."),
        ({"due_on_day": "31", "due_on_month": "11"}, "Diesen Tag gibt es nicht."),
        ({"due_on_day": "bald"}, "Geben Sie das Datum so ein: 27 3 2026."),
        ({"due_on_day": "", "due_on_month": "", "due_on_year": ""}, "Nennen Sie einen Tag, zum Beispiel 27 3 2026."),
        ({"due_on_day": "24", "due_on_month": "11"}, "Nennen Sie einen Tag, der noch kommt."),
        ({"due_on_year": "2030"}, "Nennen Sie einen Tag innerhalb eines Jahres."),
    ]:
        response = post(eva, "ea_request", world.case.reference, **completion(world, **changes))
        page = response.content.decode()
        assert response.status_code == 200, changes
        # On top and at the field
        assert page.count(words) == 2, changes
        if "text" not in changes:
            assert TEXT in page
    assert not CompletionRequest.objects.exists()


def test_request_after_a_change_shows_the_text_again(world: World) -> None:
    claim_by_ea(world)
    data = completion(world, version=world.case.version - 1)
    response = post(log_in(world.eva), "ea_request", world.case.reference, **data)
    assert response.status_code == 409
    assert TEXT in response.content.decode()
    assert not CompletionRequest.objects.exists()


def test_request_twice_asks_once(world: World) -> None:
    claim_by_ea(world)
    eva = log_in(world.eva)
    data = completion(world)
    post(eva, "ea_request", world.case.reference, **data)
    assert post(eva, "ea_request", world.case.reference, **data).status_code == 409
    assert CompletionRequest.objects.count() == 1


def test_a_colleague_who_does_not_own_the_case_is_refused(world: World) -> None:
    claim_by_ea(world)
    colleague = log_in(officer("Uwe Kruse", world.ea))
    response = post(colleague, "ea_request", world.case.reference, **completion(world))
    assert response.status_code == 403
    assert "Eva Albrecht bearbeitet das" in response.content.decode()
    assert not CompletionRequest.objects.exists()


def test_forward_says_who_gets_what(world: World) -> None:
    claim_by_ea(world)
    eva = log_in(world.eva)
    page = eva.get(reverse("cases:ea_forward", args=[world.case.reference])).content.decode()
    assert page.index("Gaststättengewerbe Erlaubnis") < page.index("Landkreis Rostock</dd>")
    assert post(eva, "ea_forward", world.case.reference, version=world.case.version).status_code == 302
    world.case.refresh_from_db()
    assert world.case.status == "forwarded"
    # Twice: refused, and still forwarded once
    assert post(eva, "ea_forward", world.case.reference, version=world.case.version).status_code == 409
    assert Event.objects.filter(case=world.case, kind="forwarded").count() == 1


def test_forward_with_a_document_missing_says_so(world: World) -> None:
    claim_by_ea(world)
    eva = log_in(world.eva)
    address = reverse("cases:ea_forward", args=[world.case.reference])
    assert "Unterlagen vollständig sind" in eva.get(address).content.decode()
    post(eva, "ea_request", world.case.reference, **completion(world))
    world.case.refresh_from_db()
    page = eva.get(address).content.decode()
    assert "Eine Unterlage fehlt noch" in page
    assert "Unterlagen vollständig sind" not in page
    assert post(eva, "ea_forward", world.case.reference, version=world.case.version).status_code == 302
    assert CompletionRequest.objects.get().status == "open"


def test_forward_before_claiming_is_refused(world: World) -> None:
    response = post(log_in(world.eva), "ea_forward", world.case.reference, version=1)
    assert response.status_code in (403, 409)
    world.case.refresh_from_db()
    assert world.case.status == "received"
    # The form is not offered either
    assert log_in(world.eva).get(reverse("cases:ea_forward", args=[world.case.reference])).status_code == 409


def test_reroute_a_returned_proceeding(world: World) -> None:
    forward(world)
    actions.claim_proceeding(world.licence.pk, actor=world.cord, version=world.licence.version)
    world.licence.refresh_from_db()
    actions.return_proceeding(
        world.licence.pk, actor=world.cord, version=world.licence.version, reason="Die Stadt ist zuständig."
    )
    world.licence.refresh_from_db()
    eva = log_in(world.eva)
    assert "Neu zuordnen" in eva.get(reverse("cases:ea_case", args=[world.case.reference])).content.decode()
    address = reverse("cases:ea_reroute", args=[world.licence.pk])
    page = eva.get(address, {"q": "Güstrow"}).content.decode()
    assert "Die Stadt ist zuständig." in page
    assert "Barlachstadt Güstrow" in page
    assert f'value="{world.kreis.pk}"' not in page  # the one that gave it back
    assert "Keine Behörde zu „Xanadu“" in eva.get(address, {"q": "Xanadu"}).content.decode()
    assert eva.post(address, {"version": world.licence.version}).status_code == 200  # nothing chosen
    chosen = {"version": world.licence.version, "organisation_id": world.stadt.pk}
    assert eva.post(address, chosen).status_code == 302
    world.licence.refresh_from_db()
    assert (world.licence.organisation, world.licence.status) == (world.stadt, "waiting")
    assert eva.post(address, chosen).status_code == 409


def test_only_the_ea_reroutes(world: World) -> None:
    forward(world)
    address = reverse("cases:ea_reroute", args=[world.licence.pk])
    assert log_in(world.cord).get(address).status_code == 404
    assert log_in(world.eva).get(address).status_code == 409  # not returned


def test_message(world: World) -> None:
    eva = log_in(world.eva)
    response = post(eva, "staff_message", world.case.reference, text="Guten Tag Frau Petersen")
    assert response["Location"].endswith(f"{world.case.reference}/#nachrichten")
    message = Message.objects.get(case=world.case)
    assert (message.author, message.organisation, message.text) == (world.eva, world.ea, "Guten Tag Frau Petersen")
    empty = post(eva, "staff_message", world.case.reference, text=" ")
    assert empty.status_code == 200
    assert empty.content.decode().count("Schreiben Sie Ihre Nachricht.") == 2
    assert Message.objects.count() == 1


def test_message_to_a_foreign_case(world: World) -> None:
    assert post(log_in(world.birte), "staff_message", world.case.reference, text="Guten Tag").status_code == 404
    assert not Message.objects.exists()


def test_documents_open_and_are_saved(world: World) -> None:
    address = reverse("cases:staff_document", args=[world.case.reference, world.upload.pk])
    eva = log_in(world.eva)
    opened = eva.get(address)
    assert (opened.status_code, opened["Content-Type"]) == (200, "application/pdf")
    assert opened["Content-Disposition"].startswith("inline")
    assert eva.get(address, {"speichern": "1"})["Content-Disposition"].startswith("attachment")
    # Not before the case is forwarded, and never for others
    assert log_in(world.cord).get(address).status_code == 404
    assert log_in(world.anna).get(address).status_code == 404


def test_page_queries_are_fixed(world: World, django_assert_max_num_queries) -> None:
    eva = log_in(world.eva)
    for _row in range(5):
        Message.objects.create(case=world.case, author=world.eva, organisation=world.ea, text="Guten Tag")
    # session, user, and the seven of the page
    with django_assert_max_num_queries(11):
        assert eva.get(reverse("cases:ea_case", args=[world.case.reference])).status_code == 200
    assert Case.objects.count() == 1


def test_a_step_names_the_office_that_takes_it(world: World) -> None:
    claim_by_ea(world)
    page = log_in(world.eva).get(reverse("cases:ea_request", args=[world.case.reference])).content.decode()
    assert f"<span>{world.case.ea.name}</span>" in page
    assert "Eingang der Behörden" not in page
