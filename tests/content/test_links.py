"""The check of links: what is collected, asked, noted, and shown to whom."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.utils import timezone

from content import link_check, tasks
from content.actions import links as actions
from content.models import LinkPlace, PageView, Service, WebLink
from content.queries import links as queries
from content.rules.links import links_in
from portal.web.probe import Prober
from portal.web.rules import Found, Policy
from tests.content.editorial.people import browser, build_world
from tests.factories.content import ServiceFactory, SupplementFactory
from tests.factories.responsibility import OrganisationFactory
from tests.factories.texts import FaqFactory
from tests.web import servers

pytestmark = pytest.mark.django_db
LIST = "/redaktion/content/weblink/"


@pytest.fixture(scope="module")
def server():
    with servers.liar() as running:
        yield running


@pytest.fixture
def prober(server):
    policy = Policy(frozenset({server.server_port}), (ip_network("127.0.0.1/32"),))
    with Prober(policy, seconds=2.0, resolve=lambda host, port: ["127.0.0.1"]) as running:
        yield running


def urls():
    return set(WebLink.objects.values_list("url", flat=True))


def check(prober, **how):
    return link_check.check_due_links(prober, pause=0.0, **how)


def test_links_of_everything_published_are_collected():
    service = ServiceFactory(
        description='<p><a href="https://a.example/rich">x</a> <a href="mailto:a@b.example">m</a></p>',
        notes="Siehe https://a.example/notiz.",
        online_url="https://a.example/online",
        legal_basis=[{"citation": "§ 1", "title": "x", "url": "https://a.example/recht"}],
    )
    service.form_links.create(name="Formular", url="https://a.example/formular")
    ServiceFactory(description='<a href="https://a.example/entwurf">x</a>', status="draft")
    OrganisationFactory(web="https://amt.example/")
    assert actions.collect_links() == (6, 0)
    kinds = ("rich", "notiz", "online", "recht", "formular")
    assert urls() == {*(f"https://a.example/{word}" for word in kinds), "https://amt.example/"}
    assert actions.collect_links() == (0, 0)
    service.status = "expired"
    service.save()
    assert actions.collect_links() == (0, 5)
    assert urls() == {"https://amt.example/"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"url": "/leistungen/"}, ["/leistungen/"]),
        ({"url": "//evil.example/"}, []),
        ({"notes_de": "/leistungen/"}, []),
        ({"data": {"items": [{"href": "https://a.example/1"}]}}, ["https://a.example/1"]),
        (
            {"notes_de": "(https://a.example/x) und https://b.example/?q=1,2."},
            ["https://a.example/x", "https://b.example/?q=1,2"],
        ),
        ({"n": 3, "x": None, "d": "2026-01-01"}, []),
    ],
)
def test_what_counts_as_a_link(value, found):
    assert [place.url for place in links_in(value)] == found


def test_findings_are_noted_and_looked_at_again(server, prober):
    base = f"http://amt.example:{server.server_port}"
    ServiceFactory(notes="\n".join(f"{base}{path}" for path in ("/gut", "/404/", "/301//gut", "/weg", "/kreis/a")))
    actions.collect_links()
    assert check(prober).checked == 5
    found = {link.url.removeprefix(base): link for link in WebLink.objects.all()}
    verdicts = {path: link.verdict for path, link in found.items()}
    assert verdicts == {"/gut": "ok", "/404/": "broken", "/301//gut": "moved", "/weg": "soft_404", "/kreis/a": "broken"}
    assert found["/301//gut"].target == f"{base}/gut"
    assert found["/gut"].next_check_at > timezone.now() + timedelta(days=6)
    assert timezone.now() < found["/404/"].next_check_at < timezone.now() + timedelta(days=2)
    assert check(prober).checked == 0  # nothing is due
    first = found["/404/"].wrong_since
    WebLink.objects.update(next_check_at=timezone.now())
    check(prober)
    again = WebLink.objects.get(url=f"{base}/404/")
    assert (again.wrong_since, again.wrong_checks) == (first, 2)
    actions.record_link(again.pk, Found("ok", status=200), now=timezone.now())
    again.refresh_from_db()
    assert (again.verdict, again.wrong_since, again.wrong_checks) == ("ok", None, 0)


def test_private_addresses_are_not_asked(server):
    ServiceFactory(
        notes=f"http://localhost:{server.server_port}/gut http://127.0.0.1/ http://192.168.0.1/ http://[::1]/"
    )
    actions.collect_links()
    before = len(server.asked)
    with Prober(link_check.policy()) as prober:
        check(prober)
    assert set(WebLink.objects.values_list("verdict", flat=True)) == {"not_allowed"}
    assert len(server.asked) == before


def test_links_inside_the_portal_are_not_asked_but_known(prober, settings):
    there, gone = ServiceFactory(slug="da"), ServiceFactory(slug="weg", status="draft")
    text = "".join(f'<a href="/leistungen/{service.slug}/?x=1#y">x</a> ' for service in (there, gone))
    text += f'<a href="/gibt-es-nicht/">x</a> <a href="/leistungen/">x</a> <a href="{settings.PUBLIC_URL}/ort/">x</a>'
    ServiceFactory(description=text)
    actions.collect_links()
    check(prober)
    wrong = WebLink.objects.filter(verdict="broken").values_list("url", flat=True)
    assert set(wrong) == {"/leistungen/weg/?x=1#y", "/gibt-es-nicht/"}
    assert WebLink.objects.filter(verdict="ok").count() == 3


def test_a_network_without_a_way_out_marks_nothing(prober):
    ServiceFactory(notes="\n".join(f"http://amt{n}.example:1/" for n in range(6)))
    actions.collect_links()
    with Prober(Policy(frozenset({1}), (ip_network("127.0.0.1/32"),)), resolve=lambda *_: ["127.0.0.1"]) as nowhere:
        assert check(nowhere).is_cut_off
    assert set(WebLink.objects.values_list("verdict", flat=True)) == {""}


def test_time_of_a_run_is_bounded_and_servers_take_turns(server, prober, monkeypatch):
    waits = []
    monkeypatch.setattr(link_check.time, "sleep", waits.append)
    base = [f"http://{name}.example:{server.server_port}" for name in ("a", "b")]
    ServiceFactory(notes="\n".join(f"{host}/gut?{n}" for host in base for n in range(3)))
    actions.collect_links()
    server.asked.clear()
    link_check.check_due_links(prober, pause=5.0)
    hosts = [host[0] for method, _path, host in server.asked if method == "HEAD"]
    assert hosts == ["a", "b", "a", "b", "a", "b"]
    assert sum(1 for wait in waits if wait > 4) >= 2
    WebLink.objects.update(next_check_at=timezone.now())
    assert link_check.check_due_links(prober, seconds=prober.seconds - 1).checked == 0


def test_not_too_many_of_one_server_in_a_run():
    ServiceFactory(notes="\n".join(f"https://a.example/{n}" for n in range(queries.PER_HOST + 5)))
    actions.collect_links()
    assert len(queries.due(timezone.now())) == queries.PER_HOST


def test_the_demonstration_asks_nobody(settings, monkeypatch):
    ServiceFactory(notes="https://a.example/")
    tasks.collect_links()
    settings.LINK_CHECK = False
    monkeypatch.setattr(link_check, "check_due_links", lambda prober: pytest.fail("asked"))
    tasks.check_links()
    assert WebLink.objects.get().verdict == ""


# Who sees what


@pytest.fixture
def world():
    return build_world()


def broken(url, owner, *, verdict="broken", pages=1):
    for _ in range(pages):
        ServiceFactory(notes=url, owner=owner)
    actions.collect_links()
    link = WebLink.objects.get(url=url)
    actions.record_link(link.pk, Found(verdict, "gibt es nicht mehr", 404), now=timezone.now())
    return link


def test_editors_see_the_broken_links_of_their_own_texts(world):
    broken("https://a.example/buetzow", world.buetzow.organisation)
    broken("https://a.example/crivitz", world.crivitz.organisation)
    page = browser(world.birte).get(LIST).content.decode()
    assert "a.example/buetzow" in page
    assert "a.example/crivitz" not in page
    page = browser(world.rieke).get(LIST).content.decode()
    assert "a.example/buetzow" in page
    assert "a.example/crivitz" in page


def test_a_link_of_two_offices_names_each_only_its_own_texts(world):
    broken("https://a.example/beide", world.buetzow.organisation)
    other = ServiceFactory(name="Fremde Leistung", notes="https://a.example/beide", owner=world.crivitz.organisation)
    actions.collect_links()
    assert LinkPlace.objects.filter(object_id=other.pk).exists()
    page = browser(world.birte).get(LIST).content.decode()
    assert "a.example/beide" in page
    assert "Fremde Leistung" not in page


def test_worst_first(world):
    office = world.buetzow.organisation
    broken("https://a.example/umgezogen", office, verdict="moved", pages=3)
    broken("https://a.example/einmal", office)
    broken("https://a.example/oft", office, pages=2)
    page = browser(world.birte).get(LIST).content.decode()
    places = [page.index(f"a.example/{word}") for word in ("oft", "einmal", "umgezogen")]
    assert places == sorted(places)


def test_those_that_people_meet_come_first(world):
    """A page that is read often counts more than many that nobody reads; in both languages, whatever the way in."""
    office, today = world.buetzow.organisation, timezone.localdate()
    broken("https://a.example/viele", office, pages=3)
    read = broken("https://a.example/gelesen", office)
    service = Service.objects.get(notes_de=read.url)
    service.documents_de = read.url  # twice on the same page
    service.save()
    path = service.get_absolute_url()
    for page, day, views in ((path, today, 3), (f"/en{path}", today, 4), (path, today - timedelta(days=40), 100)):
        PageView.objects.create(day=day, path=page, language="de", device="phone", source="direct", views=views)
    actions.collect_links()
    assert dict(WebLink.objects.values_list("url", "views")) == {read.url: 7, "https://a.example/viele": 0}
    page = browser(world.birte).get(LIST).content.decode()
    assert page.index("a.example/gelesen") < page.index("a.example/viele")
    assert '<td class="field-views">7</td>' in page
    PageView.objects.all().delete()
    actions.collect_links()
    assert not WebLink.objects.exclude(views=0).exists()


def test_the_page_of_each_kind_of_text():
    """Where people meet the link."""
    service = ServiceFactory(slug="hund", notes="https://a.example/1")
    SupplementFactory(service=service, notes="https://a.example/2", status="published")
    FaqFactory(answer='<a href="https://a.example/3">x</a>')
    OrganisationFactory(slug="amt", web="https://a.example/4")
    actions.collect_links()
    paths = dict(LinkPlace.objects.order_by("link__url").values_list("link__url", "path"))
    assert list(paths.values()) == ["/leistungen/hund/", "/leistungen/hund/", "/haeufige-fragen/", "/behoerden/amt/"]
    service.slug = "hunde"
    service.save()
    actions.collect_links()
    assert set(LinkPlace.objects.filter(path__contains="hund").values_list("path", flat=True)) == {"/leistungen/hunde/"}


def test_checking_soon_is_for_own_links(world):
    mine = broken("https://a.example/meins", world.buetzow.organisation)
    theirs = broken("https://a.example/fremd", world.crivitz.organisation)
    form = {"action": "check_soon", "_selected_action": [mine.pk, theirs.pk]}
    assert browser(world.birte).post(LIST, form).status_code == 302
    assert actions.check_soon([theirs.pk], actor=world.birte) == 0
    assert [link.pk for link in queries.due(timezone.now())] == [mine.pk]


def test_the_list_has_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    counts = []
    for rows in (1, 30):
        for number in range(rows):
            broken(f"https://a.example/{rows}/{number}", world.buetzow.organisation, pages=1)
        with django_assert_max_num_queries(40) as captured:
            assert browser(world.birte).get(LIST).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nobody_changes_or_deletes_links_by_hand(world):
    link = broken("https://a.example/x", world.buetzow.organisation)
    birte = browser(world.birte)
    assert birte.get(f"{LIST}add/").status_code == 403
    assert birte.post(f"{LIST}{link.pk}/delete/", {"post": "yes"}).status_code == 403
