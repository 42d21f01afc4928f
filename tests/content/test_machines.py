"""What machines read of the public pages: sitemaps, feeds, robots.txt, and descriptions in the pages."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests.factories.content import ServiceFactory
from tests.factories.texts import FaqFactory, NewsFactory, TermFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.PUBLIC_URL = "https://portal.mv.example"


def parsed(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 - written by the portal itself


def described(client, path: str) -> dict:
    text = client.get(path).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL).group(1))


@pytest.mark.parametrize("path", ["/konto/login/", "/fall/", "/ort/"])
def test_rooms_of_single_persons_have_no_canonical_address(client, path):
    assert "canonical" not in client.get(path).content.decode()


def test_a_further_page_is_canonical_for_itself(client):
    NewsFactory.create_batch(11)
    for query, expected in (("?seite=2", "?seite=2"), ("?seite=1", ""), ("?seite=x&utm=1", "")):
        text = client.get(f"/aktuelles/{query}").content.decode()
        assert f'<link rel="canonical" href="https://portal.mv.example/aktuelles/{expected}">' in text


def test_data_cannot_leave_its_element(client):
    service = ServiceFactory(title="</script><script>alert(1)</script>", summary="<!-- & -->")
    text = client.get(f"/leistungen/{service.slug}/").content.decode()
    assert "<script>alert" not in text
    assert described(client, f"/leistungen/{service.slug}/")["name"] == service.title


def test_a_long_sitemap_is_split(client, monkeypatch):
    monkeypatch.setattr("content.sitemaps.PortalSitemap.limit", 4)
    ServiceFactory.create_batch(5)  # in two languages
    index = client.get("/sitemap.xml").content.decode()
    assert "sitemap-leistungen.xml?p=3" in index
    assert "sitemap-leistungen.xml?p=4" not in index
    parts = [client.get(f"/sitemap-leistungen.xml?p={number}").content.decode() for number in (1, 2, 3)]
    assert [part.count("<url>") for part in parts] == [4, 4, 2]
    assert client.get("/sitemap-leistungen.xml?p=4").status_code == 404
    assert client.get("/sitemap-unbekannt.xml").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_a_sitemap_costs_the_same_for_many(client, django_assert_num_queries, rows):
    ServiceFactory.create_batch(rows)
    with django_assert_num_queries(1):
        client.get("/sitemap-leistungen.xml")


def test_robots(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /eingang/", "Disallow: /en/konto/", "Disallow: /redaktion/", "Disallow: /fall/"} <= set(lines)
    assert "Sitemap: https://portal.mv.example/sitemap.xml" in lines
    assert not any(line in ("Disallow: /", "Disallow: /leistungen/") for line in lines)


@pytest.mark.parametrize(("kind", "row"), [("atom", "{http://www.w3.org/2005/Atom}entry"), ("rss", "item")])
@pytest.mark.parametrize("language", ["de", "en"])
def test_feeds(client, kind, row, language):
    NewsFactory(slug="neu", title_de="Neu & wichtig", title_en="New & important", teaser_de="Kurz", teaser_en="Short")
    prefix = "" if language == "de" else "/en"
    answer = client.get(f"{prefix}/aktuelles/feed.{kind}")
    assert kind in answer["Content-Type"]
    found = list(parsed(answer.content).iter(row))
    text = ElementTree.tostring(found[0], encoding="unicode")
    assert len(found) == 1
    assert ("Neu &amp; wichtig" if language == "de" else "New &amp; important") in text
    assert f"https://portal.mv.example{prefix}/aktuelles/neu/" in text


def test_the_policy_allows_no_script_but_our_own(client):
    FaqFactory()
    TermFactory()
    answer = client.get("/haeufige-fragen/")
    assert "script-src 'self';" in f"{answer['Content-Security-Policy']};"
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["media-src"]
