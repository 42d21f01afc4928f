"""What waits for an editor on the start page of the Redaktion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import actions
from content.actions import links, teamwork
from content.models import Version, WebLink
from content.queries.dashboard import dashboard
from portal.web.rules import Found
from tests.content.editorial.desk import save
from tests.content.editorial.people import browser, build_world
from tests.factories.content import GuideFactory, LifeSituationFactory, ServiceFactory
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db
TITLES = ["review", "drafts", "tasks", "mentions", "expiring", "check", "links", "searches", "english"]


@pytest.fixture
def world():
    return build_world()


def counts(user):
    tiles = dashboard(user, timezone.now())
    assert len(tiles) == len(TITLES)
    return {title: tile.count for title, tile in zip(TITLES, tiles, strict=True) if tile.count}


def draft(world, text, **changes):
    """Birte changes a text of her Amt."""
    assert save(browser(world.birte), text, **(changes or {"notes_de": "Neu."})).status_code == 302
    return Version.objects.get(object_id=text.pk, status="draft")


def service(world, **fields):
    english = {"name_en": "Dog", "title_en": "Dog", "summary_en": "Short."}
    return ServiceFactory(owner=world.buetzow.organisation, **english | fields)


def test_a_draft_waits_for_its_author_then_for_a_colleague(world):
    version = draft(world, service(world, name="Hund"))
    assert counts(world.birte) == {"drafts": 1}
    assert counts(world.bruno) == counts(world.cord) == {}
    actions.submit_for_review(version.pk, saves=version.saves, actor=world.birte)
    assert counts(world.birte) == {"drafts": 1}
    assert counts(world.bruno) == {"review": 1}
    assert counts(world.rieke) == {"review": 1}
    assert counts(world.cord) == {}
    page = browser(world.bruno).get("/redaktion/").content.decode()
    assert "Zur Prüfung für Sie" in page
    assert f"/redaktion/content/service/{version.object_id}/change/" in page


def test_tasks_and_mentions(world):
    text = service(world)
    today = timezone.localdate()
    teamwork.assign(
        "service", text.pk, actor=world.birte, title="Tu", assignee=world.cord.pk, due_on=today - timedelta(days=1)
    )
    teamwork.comment("service", text.pk, actor=world.birte, body="@Cord Lüders?")
    assert counts(world.cord) == {"tasks": 1, "mentions": 1}
    assert dashboard(world.cord, timezone.now())[2].is_urgent
    assert counts(world.bruno) == {}


def test_what_expires_soon_of_any_kind(world):
    now = timezone.now()
    for days in (-1, 10, 40):
        service(world, expire_at=now + timedelta(days=days))
    LifeSituationFactory(owner=world.buetzow.organisation, expire_at=now + timedelta(days=5))
    GuideFactory(owner=world.crivitz.organisation, expire_at=now + timedelta(days=5), status="published")
    service(world, expire_at=now + timedelta(days=10), status="draft")
    tile = dashboard(world.birte, now)[4]
    assert tile.count == 2
    assert [line.kind for line in tile.lines] == ["lifesituation", "service"]
    assert counts(world.rieke)["expiring"] == 3


def test_broken_links_of_own_texts(world):
    service(world, notes="https://a.example/x")
    ServiceFactory(owner=world.crivitz.organisation, notes="https://a.example/y")
    links.collect_links()
    for link in WebLink.objects.all():
        links.record_link(link.pk, Found("broken", "weg", 404), now=timezone.now())
    assert counts(world.birte) == {"links": 1}
    assert counts(world.rieke) == {"links": 2}


def test_missing_english_and_texts_not_checked_for_a_year(world):
    text = service(world)
    version = draft(world, text, summary_de="Nur auf Deutsch.", summary_en="")
    actions.publish(version.pk, saves=version.saves, actor=world.birte)
    assert counts(world.birte) == {"english": 1}
    Version.objects.update(checked_at=timezone.now() - timedelta(days=400))
    assert counts(world.birte) == {"english": 1, "check": 1}


def test_who_edits_no_texts_sees_only_what_is_there(world):
    helper = UserFactory(name="Nils Jansen", is_staff=True, is_demo=True)
    assert "Was auf Sie wartet" not in browser(helper).get("/redaktion/").content.decode()
    text = service(world)
    teamwork.assign("service", text.pk, actor=world.birte, title="Bild suchen", assignee=helper.pk)
    page = browser(helper).get("/redaktion/").content.decode()
    assert "Bild suchen" in page
    assert "Links, die nicht stimmen" not in page


def test_the_start_page_has_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    seen = []
    for rows in (1, 30):
        for _ in range(rows):
            text = service(world, expire_at=timezone.now() + timedelta(days=3), notes=f"https://a.example/{rows}-{_}")
            Version.objects.create(
                content_type_id=teamwork.assign(
                    "service", text.pk, actor=world.bruno, title="Tu", assignee=world.birte.pk
                ).content_type_id,
                object_id=text.pk,
                number=1,
                data={"fields": {}, "links": {}, "parts": {}},
                author_ids=[world.birte.pk],
                saved_at=timezone.now(),
            )
            teamwork.comment("service", text.pk, actor=world.bruno, body="@Birte Voß?")
        links.collect_links()
        for link in WebLink.objects.all():
            links.record_link(link.pk, Found("broken", "weg", 404), now=timezone.now())
        with django_assert_max_num_queries(70) as captured:
            assert browser(world.birte).get("/redaktion/").status_code == 200
        seen.append(len(captured))
    assert seen[0] == seen[1]
