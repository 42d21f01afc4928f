"""Whole pages from the cache: seen changes, and all that must never be kept."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from content import actions
from content.models import Service
from content.queries import snapshots
from portal.operations import page_cache
from portal.operations.page_cache import PageCacheMiddleware
from portal.operations.watching import UNWATCHED, forget_pages, is_watched, watch
from portal.public import public_page, read_public_number
from responsibility.models import Organisation
from tests.content.editorial.people import central
from tests.factories.content import (
    GuideFactory,
    GuideQuestionFactory,
    GuideResultFactory,
    LifeSituationFactory,
    ServiceFactory,
    SupplementFactory,
)
from tests.factories.portal import UserFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory
from tests.factories.texts import FaqFactory, NewsFactory, PageFactory, TermFactory

pytestmark = pytest.mark.django_db(transaction=True)
WITHOUT_TRIGGERS = "DROP TRIGGER public_changed ON {}"


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """As after `manage.py prepare`, and as before at the end."""
    tables = watch()
    forget_pages()
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(WITHOUT_TRIGGERS.format(connection.ops.quote_name(table)))


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def is_kept(client: Client, path: str, **given: str) -> bool:
    """Asked twice, the second answer is written by no template."""
    assert client.get(path, **given).templates
    return not client.get(path, **given).templates


class TestKept:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/leistungen/hund/",
            "/en/leistungen/hund/",
            "/lebenslagen/",
            "/aktuelles/?seite=2",
            "/glossar/",
            "/seiten/hilfe/mehr/",
            "/sitemap-leistungen.xml",
        ],
    )
    def test_public_pages(self, client, path):
        ServiceFactory(slug="hund")
        PageFactory(slug="hilfe/mehr")
        assert is_kept(client, path)

    def test_the_second_answer_is_the_first(self, client):
        first, second = client.get("/glossar/"), client.get("/glossar/")
        assert first.content == second.content
        assert dict(first.headers) == dict(second.headers)
        for header in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Vary", "ETag"):
            assert header in second.headers
        assert second["Cache-Control"] == "no-cache"

    def test_it_costs_one_query(self, client, django_assert_num_queries):
        client.get("/glossar/")
        with django_assert_num_queries(1):
            client.get("/glossar/")

    def test_a_browser_that_has_the_page_is_told_so(self, client):
        etag = client.get("/glossar/")["ETag"]
        for _ in range(2):
            answer = client.get("/glossar/", headers={"if-none-match": etag})
            assert (answer.status_code, answer.content) == (304, b"")
        assert client.get("/glossar/", headers={"if-none-match": '"anders"'}).status_code == 200


class TestApart:
    def test_languages(self, client):
        service = ServiceFactory(slug="hund", title_de="Hund anmelden", title_en="Register a dog")
        for _ in range(2):
            assert "Hund anmelden" in text_of(client, f"/leistungen/{service.slug}/")
            assert "Register a dog" in text_of(client, f"/en/leistungen/{service.slug}/")

    def test_places(self):
        anna, ben = Client(), Client()
        anna.cookies["ort"] = "130720043043%7CG%C3%BCstrow"
        for _ in range(2):
            assert "Güstrow" in text_of(anna, "/")
            assert "Güstrow" not in text_of(ben, "/")

    @pytest.mark.parametrize("seconds", [0, 60])
    def test_a_service_that_is_not_everywhere(self, settings, seconds):
        settings.PAGE_CACHE_SECONDS = seconds
        here, elsewhere = AreaFactory(short_name="Hiersdorf"), AreaFactory(short_name="Fernsdorf")
        ServiceFactory(slug="hund").areas.add(here)
        for _ in range(2):
            for area, words in ((here, False), (elsewhere, True)):
                visitor = Client()
                visitor.cookies["ort"] = f"{area.ars}%7CDorf"
                page = text_of(visitor, "/leistungen/hund/")
                assert (f"Diese Leistung gibt es in {area.short_name} nicht" in page) is words

    def test_hosts(self, client, settings):
        settings.ALLOWED_HOSTS = ["eins.example", "zwei.example"]
        assert is_kept(client, "/glossar/", HTTP_HOST="eins.example")
        assert client.get("/glossar/", HTTP_HOST="zwei.example").templates
        assert client.get("/glossar/", HTTP_HOST="drei.example").status_code == 400

    def test_pages_of_a_list(self, client):
        NewsFactory.create_batch(11)
        first, second = text_of(client, "/aktuelles/"), text_of(client, "/aktuelles/?seite=2")
        assert first != second
        assert (first, second) == (text_of(client, "/aktuelles/"), text_of(client, "/aktuelles/?seite=2"))


class TestNever:
    def test_for_somebody_who_is_logged_in(self, client):
        client.get("/glossar/")
        person = UserFactory(name="Anna Petersen")
        client.force_login(person)
        assert not is_kept(client, "/glossar/")
        assert "Anna Petersen" in text_of(client, "/glossar/")
        assert "Anna Petersen" not in text_of(Client(), "/glossar/")

    @pytest.mark.parametrize("cookie", ["sessionid", "messages"])
    def test_for_somebody_with_a_session_or_a_message(self, client, cookie):
        client.cookies[cookie] = "etwas"
        assert not is_kept(client, "/glossar/")

    @pytest.mark.parametrize("path", ["/konto/login/", "/fall/", "/ort/"])
    def test_pages_with_a_form_that_carries_a_token(self, client, path):
        assert not is_kept(client, path)
        assert "csrfmiddlewaretoken" in text_of(client, path)

    @pytest.mark.parametrize("path", ["/glossar/?utm_source=x", "/glossar/?seite=1&x=<b>", "/glossar/?seite=9999"])
    def test_with_a_query_that_no_page_knows(self, client, path):
        assert not is_kept(client, path)

    def test_search(self, client):
        assert not is_kept(client, "/leistungen/?q=hund")

    def test_other_methods(self, client):
        client.get("/glossar/")
        assert client.post("/glossar/").status_code == 405
        assert client.head("/glossar/").status_code == 405

    def test_what_is_not_there(self, client):
        assert client.get("/leistungen/neu/").status_code == 404
        ServiceFactory(slug="neu")
        assert client.get("/leistungen/neu/").status_code == 200

    def test_within_a_transaction(self, client):
        """A preview shows there what is not public."""
        service = ServiceFactory(slug="hund", title="Alt")
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(title_de="Entwurf")
            assert "Entwurf" in text_of(client, "/leistungen/hund/")
            transaction.set_rollback(True)
        assert "Entwurf" not in text_of(client, "/leistungen/hund/")

    def test_when_it_is_switched_off(self, client, settings):
        settings.PAGE_CACHE_SECONDS = 0
        assert not is_kept(client, "/glossar/")

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda request, response: response.set_cookie("ort", "x"),
            lambda request, response: request.META.update(CSRF_COOKIE_NEEDS_UPDATE=True),
            lambda request, response: response.headers.setdefault("Cache-Control", "private"),
            lambda request, response: response.headers.setdefault("Cache-Control", "no-store"),
            lambda request, response: setattr(response, "status_code", 404),
            lambda request, response: setattr(response, "public_number", None),
        ],
    )
    def test_an_answer_with_something_personal(self, spoil):
        calls = []

        @public_page
        def view(request: HttpRequest) -> HttpResponse:
            calls.append(request)
            return HttpResponse("Seite")

        def spoiled(request: HttpRequest) -> HttpResponse:
            response = view(request)
            spoil(request, response)
            return response

        middleware = PageCacheMiddleware(spoiled)
        path = f"/verdorben-{id(spoil)}/"
        for _ in range(2):
            middleware(RequestFactory().get(path))
        assert len(calls) == 2


class TestSeenAtOnce:
    def test_every_way_to_change_a_text(self, client):
        service = ServiceFactory(slug="hund", title="Eins")
        for number, change in enumerate(
            (
                lambda title: Service.objects.filter(pk=service.pk).update(title_de=title),
                lambda title: Service.objects.bulk_update([title_of(service, title)], ["title_de"]),
                lambda title: title_of(service, title).save(),
                lambda title: raw("UPDATE content_service SET title_de = %s", title),
            )
        ):
            client.get("/leistungen/hund/")
            assert not client.get("/leistungen/hund/").templates
            change(f"Titel {number}")
            assert f"Titel {number}" in text_of(client, "/leistungen/hund/")

    def test_publication_and_withdrawal_by_an_editor(self, client):
        service, actor = ServiceFactory(slug="hund", title="Alt"), central()
        actions.record_published(Service, [service.pk], actor=actor)
        assert "Alt" in text_of(client, "/leistungen/hund/")
        before = snapshots.take(service)
        changed = before | {"fields": before["fields"] | {"title_de": "Neu"}}
        with transaction.atomic():
            version = actions.keep_draft(service, changed, actor=actor, before=before)
        assert not client.get("/leistungen/hund/").templates  # a draft is nobody's business
        actions.publish(version.pk, saves=version.saves, actor=actor)
        assert "Neu" in text_of(client, "/leistungen/hund/")
        actions.withdraw(Service, service.pk, actor=actor)
        assert client.get("/leistungen/hund/").status_code == 404

    @pytest.mark.parametrize("seconds", [0, 60])
    def test_parts_that_are_remembered(self, client, settings, seconds):
        """What pages share, from queries and templates: each change counts for the next reader."""
        settings.PAGE_CACHE_SECONDS = seconds
        situation, term = LifeSituationFactory(name="Umzug"), TermFactory(slug="frist", term="Frist")
        service = ServiceFactory(slug="hund", description="Die Frist.", title="Hund")
        service.life_situations.add(situation)
        question = FaqFactory(question="Wozu?", on_start_page=True)
        question.services.add(service)
        area = AreaFactory()
        client.cookies["ort"] = f"{area.ars}%7CDorf"
        pages = ("/", "/lebenslagen/", f"/lebenslagen/{situation.slug}/", "/leistungen/hund/", "/haeufige-fragen/")
        for path in pages * 2:
            assert "Die Frist hier" not in text_of(client, path)
        assert "mv-term" in text_of(client, "/leistungen/hund/")
        type(situation).objects.update(name_de="Umziehen")
        for path in pages[:4]:
            assert "Umziehen" in text_of(client, path), path
        assert "Umziehen</h1>" in text_of(client, pages[2])
        type(question).objects.update(question_de="Warum?")
        for path in ("/", "/leistungen/hund/", "/haeufige-fragen/"):
            assert "Warum?" in text_of(client, path), path
        term.delete()
        assert "mv-term" not in text_of(client, "/leistungen/hund/")
        SupplementFactory(service=service, area=area, notes="Die Frist hier", status="published")
        assert "Die Frist hier" in text_of(client, "/leistungen/hund/")
        assert "Die Frist hier" not in text_of(Client(), "/leistungen/hund/")

    @pytest.mark.parametrize("seconds", [0, 60])
    def test_who_is_responsible(self, client, settings, seconds):
        settings.PAGE_CACHE_SECONDS = seconds
        area, office = AreaFactory(), OrganisationFactory(name="Amt Alt", phone="03843 1")
        service = ServiceFactory(slug="hund")
        rule = ResponsibilityFactory(service=service, area=area, organisation=office)
        guide = GuideFactory(slug="tiere", question__key="hund")
        GuideResultFactory(guide=guide, service=service)
        client.cookies["ort"] = f"{area.ars}%7CDorf"
        pages = ("/leistungen/hund/", f"/lotse/tiere/?ort={area.ars}&hund=ja")
        GuideQuestionFactory(guide=guide, key="ort", kind="place")
        for path in pages * 2:
            assert "tel:038431" in text_of(client, path), path
        Organisation.objects.update(phone="03843 2")
        for path in pages * 2:
            assert "tel:038432" in text_of(client, path), path
        rule.delete()
        for path in pages:
            assert "tel:038432" not in text_of(client, path), path

    def test_opening_hours_that_begin(self, client, settings, time_machine):
        """The clock needs no change of the public state."""
        settings.PAGE_CACHE_SECONDS = 0
        area, office = AreaFactory(), OrganisationFactory(opening_hours={"tue": [["08:00", "12:00"]]})
        ResponsibilityFactory(service=ServiceFactory(slug="hund"), area=area, organisation=office)
        client.cookies["ort"] = f"{area.ars}%7CDorf"
        for hour, words in ((7, "Zurzeit geschlossen"), (9, "Jetzt geöffnet"), (12, "Zurzeit geschlossen")):
            time_machine.move_to(f"2026-11-24T{hour:02}:30:00+01:00", tick=False)
            assert words in text_of(client, "/leistungen/hund/")

    def test_guides(self, client):
        guide = GuideFactory(slug="tiere", question__key="hund")
        row = GuideResultFactory(guide=guide, service=ServiceFactory(title="Hund anmelden"))
        question, result = "/lotse/tiere/", "/lotse/tiere/?hund=ja"
        for _ in range(2):
            assert "Schenken Sie Alkohol aus?</h1>" in text_of(client, question)
            assert "Weil es so ist." in text_of(client, result)
        guide.questions.update(text_de="Haben Sie einen Hund?")
        assert "Haben Sie einen Hund?</h1>" in text_of(client, question)
        type(row).objects.update(reason_de="Weil er bellt.")
        assert "Weil er bellt." in text_of(client, result)
        Service.objects.update(title_de="Hund abmelden")
        assert "Hund abmelden" in text_of(client, result)
        assert client.get(question).status_code == 200

    def test_what_was_made_before_is_used_after_a_change_elsewhere(self, client, settings, django_assert_num_queries):
        """A change of one text costs the page of another its queries, not its making."""
        settings.PAGE_CACHE_SECONDS = 0
        other = ServiceFactory(slug="katze")
        ServiceFactory(slug="hund", title="Hund anmelden")
        client.get("/leistungen/hund/")
        Service.objects.filter(pk=other.pk).update(title_de="Katze")
        with django_assert_num_queries(3):  # the number, the service, the glossary
            again = client.get("/leistungen/hund/")
        assert "Hund anmelden" in again.content.decode()
        assert "content/includes/module.html" not in {template.name for template in again.templates}

    def test_authorities(self, client):
        office = OrganisationFactory(name="Amt Alt")
        path = f"/behoerden/{office.slug}/"
        assert is_kept(client, path)
        Organisation.objects.update(name="Amt Neu")
        assert "Amt Neu" in text_of(client, path)

    def test_what_is_rolled_back_changes_nothing(self, client):
        service = ServiceFactory(slug="hund")
        client.get("/leistungen/hund/")
        with transaction.atomic():
            service.save()
            transaction.set_rollback(True)
        assert not client.get("/leistungen/hund/").templates

    def test_a_page_that_was_made_from_what_is_gone_does_not_count(self, client, monkeypatch):
        """Read before a change, kept after it."""
        service = ServiceFactory(slug="hund", title="Alt")
        real = page_cache.may_be_kept

        def slowly(request, response):
            Service.objects.filter(pk=service.pk).update(title_de="Neu")
            return real(request, response)

        monkeypatch.setattr(page_cache, "may_be_kept", slowly)
        assert "Alt" in text_of(client, "/leistungen/hund/")
        monkeypatch.setattr(page_cache, "may_be_kept", real)
        assert "Neu" in text_of(client, "/leistungen/hund/")

    def test_reading_changes_nothing(self, client):
        """No page counts its readers in a table that is watched."""
        ServiceFactory(slug="hund")
        before = read_public_number()
        for path in ("/", "/leistungen/", "/leistungen/hund/", "/leistungen/?q=hund", "/lebenslagen/", "/glossar/"):
            client.get(path)
        assert read_public_number() == before


class TestAway:
    def test_without_redis_every_page_is_made(self, client, monkeypatch):
        monkeypatch.setattr(page_cache.cache, "get", lambda *arguments, **more: None)
        monkeypatch.setattr(page_cache.cache, "set", lambda *arguments, **more: None)
        assert not is_kept(client, "/glossar/")

    def test_without_the_database_the_view_says_so(self, client, monkeypatch):
        client.get("/glossar/")

        def away() -> int:
            raise DatabaseError

        monkeypatch.setattr(page_cache, "read_public_number", away)
        assert client.get("/glossar/").templates

    def test_probes_ask_neither_redis_nor_the_database(self, client, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(page_cache.cache, "get", None)
        with django_assert_num_queries(0):
            assert client.get("/healthz").status_code == 200

    def test_without_a_public_state_nothing_is_kept(self, client):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM operations_publicstate")
        assert not is_kept(client, "/glossar/")


def test_numbers_never_come_back():
    seen = {read_public_number()}
    for _ in range(3):
        with transaction.atomic():
            forget_pages()
            seen.add(read_public_number())
            transaction.set_rollback(True)
        forget_pages()
        seen.add(read_public_number())
    assert len(seen) == 7


def test_one_transaction_counts_once():
    before = read_public_number()
    with transaction.atomic():
        ServiceFactory.create_batch(3)
        assert read_public_number() == before  # nobody waits for this transaction
    assert read_public_number() == before + 1


def test_watching_is_safe_to_repeat():
    assert watch() == []


def test_what_is_not_watched_exists():
    """A table that was renamed would be watched unnoticed."""
    assert set(connection.introspection.table_names()) >= UNWATCHED
    assert is_watched("content_service")
    assert not is_watched("cases_case")


def title_of(service: Service, title: str) -> Service:
    service.title_de = title
    return service


def raw(sql: str, *parameters: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
