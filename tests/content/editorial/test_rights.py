"""An editor of one Amt neither sees nor touches what another one writes."""

import pytest
from django.apps import apps

from content import actions
from content.models import Editorial, Service, Version
from content.queries.editorial import versions_of
from tests.content.editorial.desk import address, form_data, save
from tests.content.editorial.people import browser, build_world
from tests.content.editorial.texts import draft_of, in_review, public_text
from tests.factories.content import GuideFactory, LifeSituationFactory, ServiceFactory, SupplementFactory
from tests.factories.texts import FaqFactory, NewsFactory, NoticeFactory, PageFactory, TermFactory

pytestmark = pytest.mark.django_db
KINDS = (
    ServiceFactory,
    LifeSituationFactory,
    SupplementFactory,
    GuideFactory,
    PageFactory,
    NewsFactory,
    FaqFactory,
    TermFactory,
    NoticeFactory,
)


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def text(world):
    return public_text(world.buetzow.organisation, slug="hund", name="Hundesteuer")


# Every page of a text, and what is posted there
PAGES = ["change/", "history/", "delete/", "schritt/submit/", "schritt/approve/", "schritt/reject/", "schritt/publish/"]
PAGES += ["schritt/withdraw/", "schritt/discard/", "schritt/recall/", "vorschau/", "uebergeben/", "fassung/{version}/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_text_of_others_is_not_there(world, text, page, method):
    version = draft_of(text, world.birte)
    owned_by_land = public_text(None, slug="land")
    land_version = draft_of(owned_by_land, world.rieke)
    cord = browser(world.cord)
    for row, draft in ((text, version), (owned_by_land, land_version)):
        url = address(row, page.format(version=draft.pk))
        data = {"version": draft.token, "reason": "x", "description_de": "Fremd.", "post": "yes"}
        assert getattr(cord, method)(url, data).status_code in (404, 405), url
        assert Version.objects.get(pk=draft.pk).status == "draft"
        assert Service.objects.get(pk=row.pk).status == "published"


@pytest.mark.parametrize("make", KINDS, ids=[factory._meta.model.__name__ for factory in KINDS])
def test_no_kind_of_text_lets_others_in(world, make):
    """Each page of each kind, by GET and POST: drafts of the Amt Bützow and of the Land are not there for Cord."""
    cord = browser(world.cord)
    for owner in (world.buetzow.organisation, None):
        text = make(owner=owner)
        actions.record_published(type(text), [text.pk], actor=None)
        first = versions_of(text).get()
        field = next(name for name in first.data["fields"] if name.endswith("_de"))
        draft = draft_of(text, world.birte if owner else world.rieke, **{field: "Neu."})
        for page in [*PAGES, "fassung/{version}/?mit={first}", "vorschau/?fassung={version}"]:
            url = address(text, page.format(version=draft.pk, first=first.pk))
            for method in (cord.get, cord.post):
                answer = method(url, {"version": draft.token, "reason": "x", "post": "yes", field: "Fremd."})
                assert answer.status_code in (404, 405), f"{method.__name__} {url}"
        talk = f"/redaktion/content/task/{text._meta.model_name}/{text.pk}/"
        assert cord.get(talk).status_code == cord.post(talk, {"body": "Hallo"}).status_code == 404
        assert [version.pk for version in versions_of(text)] == [draft.pk, first.pk]
        draft.refresh_from_db()
        assert (draft.status, draft.data["fields"][field]) == ("draft", "Neu.")
        assert type(text).objects.get(pk=text.pk).status == "published"
        assert text.pk not in shown(cord, text)
        assert text.pk in shown(browser(world.rieke), text)


def shown(client, text):
    page = client.get(f"/redaktion/content/{text._meta.model_name}/")
    return {row.pk for row in page.context["cl"].result_list} if page.status_code == 200 else set()


def test_every_kind_of_text_is_tried():
    kinds = {model for model in apps.get_models() if issubclass(model, Editorial)}
    assert {factory._meta.model for factory in KINDS} == kinds


def test_a_foreign_version_under_an_own_text_is_not_there(world, text):
    own = public_text(world.crivitz.organisation, slug="eigen")
    foreign, cord = draft_of(text, world.birte), browser(world.cord)
    assert cord.get(address(own, f"fassung/{foreign.pk}/")).status_code == 404
    assert cord.post(address(own, f"fassung/{foreign.pk}/")).status_code == 404
    assert cord.get(address(own, f"vorschau/?fassung={foreign.pk}")).status_code == 404
    draft_of(own, world.cord)
    assert cord.post(address(own, "schritt/publish/"), {"version": foreign.token}).status_code == 404
    assert Version.objects.get(pk=foreign.pk).status == "draft"
    chosen = Version.objects.get(object_id=own.pk, number=1)
    other = cord.get(address(own, f"fassung/{chosen.pk}/?mit={foreign.pk}"))
    assert other.context["other"] is None


def test_the_list_shows_own_texts(world, text):
    ServiceFactory(slug="fremd", owner=world.crivitz.organisation)
    ServiceFactory(slug="land")
    lists = {
        name: {
            row.slug
            for row in browser(getattr(world, name)).get("/redaktion/content/service/").context["cl"].result_list
        }
        for name in ("birte", "cord", "rieke")
    }
    assert lists == {"birte": {"hund"}, "cord": {"fremd"}, "rieke": {"hund", "fremd", "land"}}


def test_who_has_no_role_has_no_room(world, text):
    world.birte.groups.clear()
    assert browser(world.birte).get("/redaktion/content/service/").status_code == 403
    assert browser(world.birte).get(address(text)).status_code in (403, 404)


def test_a_new_text_belongs_to_the_own_office(world):
    birte = browser(world.birte)
    data = form_data(birte, "/redaktion/content/service/add/") | {"slug": "zirkus", "legal_basis": "[]"}
    data |= {f"{name}_de": "Zirkus" for name in ("name", "title", "summary")}
    for foreign in (world.crivitz.organisation.pk, ""):
        answer = birte.post("/redaktion/content/service/add/", data | {"owner": foreign})
        assert answer.status_code == 200
        assert "owner" in answer.context["adminform"].form.errors
    assert not Service.objects.filter(slug="zirkus").exists()


def test_life_situations_are_begun_by_the_land(world):
    assert browser(world.birte).get("/redaktion/content/lifesituation/add/").status_code == 403
    assert browser(world.rieke).get("/redaktion/content/lifesituation/add/").status_code == 200


def test_in_review_the_form_is_read_only_and_a_late_save_loses_no_text(world, text):
    bruno = browser(world.bruno)
    data = form_data(bruno, address(text))
    in_review(text, world.birte)
    page = bruno.get(address(text))
    assert 'name="description_de"' not in page.content.decode()
    answer = bruno.post(address(text), data | {"description_de": "Brunos langer Text."})
    assert answer.status_code == 409
    assert "Brunos langer Text." in answer.content.decode()


SUPPLEMENTS = "/redaktion/content/servicesupplement/"


def test_a_supplement_is_for_own_areas_and_visible_only_there(world, client):
    state_text = public_text(None, slug="hund", via_ea=False)
    birte = browser(world.birte)
    data = form_data(birte, f"{SUPPLEMENTS}add/") | {"service": state_text.pk, "notes_de": "In Bützow im Rathaus."}
    foreign = birte.post(f"{SUPPLEMENTS}add/", data | {"area": world.crivitz.area.pk})
    assert "area" in foreign.context["adminform"].form.errors
    assert birte.post(f"{SUPPLEMENTS}add/", data | {"area": world.buetzow.area.pk}).status_code == 302
    version = Version.objects.get(status="draft")

    def seen(area):
        client.cookies["ort"] = f"{area.ars}%7C{area.short_name.replace(' ', '%20')}"
        return "In Bützow im Rathaus." in client.get("/leistungen/hund/").content.decode()

    assert not seen(world.buetzow.village)
    supplement = version.text
    assert "In Bützow im Rathaus." in birte.get(address(supplement, "vorschau/")).content.decode()
    assert birte.post(address(supplement, "schritt/publish/"), {"version": version.token}).status_code == 302
    assert seen(world.buetzow.village)
    assert not seen(world.crivitz.village)
    assert browser(world.cord).get(address(supplement)).status_code == 404


def test_pick_lists_offer_what_others_published(world, text):
    ServiceFactory(name="Fremder Entwurf", status="draft", owner=world.crivitz.organisation)
    public_text(world.crivitz.organisation, name="Fremde Leistung")
    query = {"app_label": "content", "model_name": "servicesupplement", "field_name": "service"}
    found = browser(world.birte).get("/redaktion/autocomplete/", query).json()["results"]
    assert {row["text"] for row in found} == {"Hundesteuer", "Fremde Leistung"}


def test_supplements_of_others_are_not_listed(world):
    SupplementFactory(owner=world.crivitz.organisation)
    own = SupplementFactory(owner=world.buetzow.organisation)
    page = browser(world.birte).get(SUPPLEMENTS)
    assert [row.pk for row in page.context["cl"].result_list] == [own.pk]
    assert save(browser(world.birte), own, notes_de="Neu.").status_code == 302
