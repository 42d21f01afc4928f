"""What machines read of the pages that come with the portal."""

import json
import re
from xml.etree import ElementTree

import pytest

from content.sitemaps import SITEMAPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]
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


def test_all_addresses_of_all_sitemaps_answer(client):
    index = parsed(client.get("/sitemap.xml").content)
    sections = [loc.text for loc in index.iter(f"{SITEMAP}loc")]
    assert len(sections) == len(SITEMAPS)
    wanted = set()
    for section in sections:
        assert section.startswith("https://portal.mv.example/sitemap-")
        found = parsed(client.get(section.removeprefix("https://portal.mv.example")).content)
        for url in found.iter(f"{SITEMAP}url"):
            links = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
            assert set(links) == {"de", "en", "x-default"}
            assert url.find(f"{SITEMAP}loc").text in links.values()
            wanted.add(url.find(f"{SITEMAP}loc").text)
    paths = [url.removeprefix("https://portal.mv.example") for url in wanted]
    assert {"/", "/en/", "/leistungen/gewerbeanmeldung/", "/en/impressum/", "/lotse/gastronomie/"} <= set(paths)
    assert len([path for path in paths if path.startswith("/leistungen/")]) > 60
    for path in [path for path in paths if "/behoerden/" not in path]:
        assert client.get(path).status_code == 200, path


def test_a_service_is_described_for_search_engines(client):
    client.post("/ort/", {"q": "18273"})
    data = described(client, "/leistungen/gaststaettenerlaubnis/")
    assert data["@type"] == "GovernmentService"
    assert data["name"] == "Gaststättenerlaubnis beantragen"
    assert data["alternateName"] == "Gaststättengewerbe Erlaubnis"
    assert data["url"] == "https://portal.mv.example/leistungen/gaststaettenerlaubnis/"
    assert data["identifier"]["value"] == "99025002005000"
    assert data["provider"]["name"] == "Landkreis Rostock"
    assert data["provider"]["address"]["addressCountry"] == "DE"
    assert data["areaServed"]["name"] == "Mecklenburg-Vorpommern"
    assert [audience["audienceType"] for audience in data["audience"]] == ["businesses"]
    english = described(client, "/en/leistungen/gaststaettenerlaubnis/")
    assert english["inLanguage"] == "en"
    assert english["url"] == "https://portal.mv.example/en/leistungen/gaststaettenerlaubnis/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/haeufige-fragen/", "FAQPage"),
        ("/glossar/", "DefinedTermSet"),
        ("/aktuelles/digitale-passfotos/", "NewsArticle"),
    ],
)
def test_other_kinds_of_pages(client, path, kind):
    assert described(client, path)["@type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/leistungen/",
        "/leistungen/hundesteuer-anmeldung/",
        "/lebenslagen/",
        "/lebenslagen/bauen/",
        "/aktuelles/",
        "/aktuelles/digitale-passfotos/",
        "/haeufige-fragen/",
        "/glossar/",
        "/hilfe/",
        "/impressum/",
        "/einheitlicher-ansprechpartner/",
        "/behoerden/",
        "/behoerden/guestrow/",
    ],
)
def test_every_public_page_can_be_shared_and_found(client, path):
    text = client.get(path).content.decode()
    here = f"https://portal.mv.example{path}"
    for words in (
        f'<link rel="canonical" href="{here}">',
        f'hreflang="de" href="{here}"',
        f'hreflang="en" href="https://portal.mv.example/en{path}"',
        f'hreflang="x-default" href="{here}"',
        f'property="og:url" content="{here}"',
        'property="og:title" content="',
        'property="og:description" content="',
        'property="og:image" content="https://portal.mv.example/static/img/vorschau',
    ):
        assert text.count(words) == 1, words
    english = client.get(f"/en{path}").content.decode()
    assert f'<link rel="canonical" href="https://portal.mv.example/en{path}">' in english


def test_the_way_to_a_page_is_marked(client):
    text = client.get("/leistungen/gewerbeanmeldung/").content.decode()
    assert 'itemtype="https://schema.org/BreadcrumbList"' in text
    positions = re.findall(r'<meta itemprop="position" content="(\d)">', text)
    assert positions == ["1", "2", "3"]
    assert text.count('itemprop="name"') == 3
