"""A case has its title in German, as the offices read it; the applicant reads it in their own language."""

from importlib import import_module

import pytest
from django.db import connection
from django.utils import translation

from cases import actions, queries
from cases.models import Case, CaseDocument
from portal.mail.models import OutgoingMail
from tests.cases.world import World, add_document
from tests.factories.cases import Town, deliver_all, new_application, permit_of
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db
GERMAN, ENGLISH = "Gaststättenerlaubnis beantragen: Zum Speicher", "Apply for a licence: Zum Speicher"


@pytest.fixture
def english_case(town: Town) -> Case:
    """Sent by somebody who reads the portal in English."""
    type(town.permit).objects.filter(pk=town.permit.pk).update(title_en="Apply for a licence", name_en="Licence")
    application = new_application(town)
    type(application).objects.filter(pk=application.pk).update(language="en", user=UserFactory())
    with translation.override("en"):
        case = actions.submit(application.secret)
        actions.receive_case(case.pk)
    case.refresh_from_db()
    return case


def test_the_title_is_kept_in_german(english_case: Case, town: Town) -> None:
    assert english_case.title == GERMAN
    assert queries.ea_case_page(english_case.reference, town.eva).title == GERMAN
    assert [row.title for row in queries.inbox(town.eva).rows] == [GERMAN]


def test_the_applicant_reads_it_in_english(english_case: Case) -> None:
    assert queries.case_page(english_case.pk, "en").title == ENGLISH
    assert queries.case_page(english_case.pk, "de").title == GERMAN
    with translation.override("en"):
        assert [row.title for row in queries.account_page(english_case.applicant).cases] == [ENGLISH]


def test_a_service_that_was_renamed_keeps_the_title_of_then(english_case: Case, town: Town) -> None:
    type(town.permit).objects.filter(pk=town.permit.pk).update(title_de="Schankerlaubnis")
    assert queries.case_page(english_case.pk, "en").title == GERMAN


def test_mails_name_the_service_in_the_language_of_their_reader(english_case: Case, town: Town) -> None:
    with translation.override("en"):  # as an officer who reads English acts
        actions.claim_case(english_case.pk, actor=town.eva, version=english_case.version)
        english_case.refresh_from_db()
        actions.forward_case(english_case.pk, actor=town.eva, version=english_case.version)
        deliver_all(english_case)
    permit = permit_of(english_case, town)
    actions.claim_proceeding(permit.pk, actor=town.cord, version=permit.version)
    permit.refresh_from_db()
    actions.extend_period(permit.pk, actor=town.cord, version=permit.version, extension="1m", reason="Ein Gutachten.")
    office = OutgoingMail.objects.get(key__startswith=f"delivered_to_zb:{permit.pk}:")
    applicant = OutgoingMail.objects.get(key__startswith="extended:")
    assert town.permit.name in office.subject + office.text
    assert "Licence" not in office.subject + office.text
    assert "Licence" in applicant.subject + applicant.text


def test_an_upload_is_called_as_its_question_in_the_language_of_the_reader(world: World) -> None:
    CaseDocument.objects.filter(pk=world.upload.pk).update(title="Grundriss der Räume")
    add_document(world.case, "Mein Foto", CaseDocument.Kind.UPLOAD)
    titles = {
        language: [row.title for row in queries.case_page(world.case.pk, language).documents]
        for language in ("de", "en")
    }
    assert titles == {"de": ["Mein Foto", "Grundriss der Räume"], "en": ["Mein Foto", "Floor plan of the rooms"]}


def test_titles_of_older_installations_become_german(english_case: Case) -> None:
    titles = import_module("cases.migrations.0009_titles_in_german").TITLES
    Case.objects.filter(pk=english_case.pk).update(title=ENGLISH)
    for _again in range(2):
        with connection.cursor() as cursor:
            cursor.execute(titles)
        english_case.refresh_from_db()
        assert english_case.title == GERMAN
