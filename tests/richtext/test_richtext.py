"""Formatted text: harmless whatever was sent, in order, and the same when cleaned twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5 import parse

from content.models import Service
from portal.richtext.fields import RichTextFormField
from portal.richtext.rules import STYLES, clean, html, links, plain
from tests.factories.content import ServiceFactory, SupplementFactory
from tests.richtext.hostile import HOSTILE

TAGS = {"section", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "strong", "em", "br", "a", "blockquote", "div"}
TAGS |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"class", "href", "rel", "tabindex"}
OWN_ATTRIBUTES = {("section", "aria-labelledby"), ("h2", "id")}
CLASSES = {name for style in STYLES.values() for name in style.split()}
CLASSES |= {"kern-link", "kern-table-responsive", "kern-heading-large", "mv-stack", "mv-stack--s"}
START = "<p>Anfang</p>"


def is_harmless_address(href):
    return href.startswith(("https://", "http://", "mailto:", "tel:")) or (href[0] in "/#?" and href[1:2] != "/")


@pytest.mark.django_db
@pytest.mark.parametrize(("attempt", "why"), HOSTILE, ids=[why for _attempt, why in HOSTILE])
def test_hostile_texts_are_harmless_on_the_page(client, attempt, why):
    page, calm = (page_with(client, START + text) for text in (attempt, ""))
    for tag in ("script", "meta", "base", "link", "style", "form", "input", "iframe"):
        assert len(page.findall(f".//{tag}")) == len(calm.findall(f".//{tag}")), why
    section = page.find(".//section[@aria-labelledby='was']")
    assert "Anfang" in "".join(section.itertext())
    for element in section.iter():
        assert element.tag in TAGS, why
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES or (element.tag, name) in OWN_ATTRIBUTES, why
            assert name != "class" or set(value.split()) <= CLASSES, why
            assert name != "href" or is_harmless_address(value), why


def page_with(client, text):
    """The public page of a service with this text, read as a browser reads it."""
    service = ServiceFactory(description=text)
    return parse(client.get(f"/leistungen/{service.slug}/").content, namespace_html_elements=False)


def test_the_table_is_long_enough():
    assert len({attempt for attempt, _why in HOSTILE}) >= 60


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("Zwei Zeilen\nohne Zeichen", "Zwei Zeilen\nohne Zeichen"),
        ("unter 18 & < 3 Kinder", "unter 18 & < 3 Kinder"),  # no mark-up: signs like others
        ("<p></p>", ""),
        ("<p>a</p>lose<div>b</div>", "<p>a</p><p>lose</p><p>b</p>"),
        ("<h1>A</h1><h3>B</h3><h6>C</h6>", "<h2>A</h2><h3>B</h3><h4>C</h4>"),  # levels skipped
        ("<h3>A</h3><h3>B</h3><h2>C</h2><h5>D</h5>", "<h2>A</h2><h2>B</h2><h2>C</h2><h3>D</h3>"),
        ("<h2><b>Fett</b></h2>", "<h2>Fett</h2>"),
        ("<h2><p>x</p></h2>", "<h2>x</h2>"),
        ("<b>f</b> <i>k</i>", "<p><strong>f</strong> <em>k</em></p>"),
        ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<p>a<br><br>b<br></p>", "<p>a<br>b</p>"),
        ("<ul><li><p>a</p></li><li></li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li><p>a</p><ol><li>b</li></ol></li></ul>"),
        ("<li>lose</li>", "<p>lose</p>"),
        ("<blockquote><h2>x</h2></blockquote>", "<blockquote><p><strong>x</strong></p></blockquote>"),
        (
            "<table><tr><th>A<th>B<tr><td>1<td><ul><li>2</ul></table>",
            "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
            "<tbody><tr><td>1</td><td><ul><li>2</li></ul></td></tr></tbody></table>",
        ),
        ('<a href="/leistungen/">L</a>', '<p><a href="/leistungen/">L</a></p>'),
        ('<a href="tel:115">115</a>', '<p><a href="tel:115">115</a></p>'),
        (
            '<a target=_blank href="https://mv.example/?a=1&b=2">x <b>y</b></a>',
            '<p><a href="https://mv.example/?a=1&amp;b=2" rel="noopener noreferrer">x <strong>y</strong></a></p>',
        ),
        ('<a href="javascript:x">Worte bleiben</a>', "<p>Worte bleiben</p>"),
        ("<p>1 &lt; 2 &amp;amp; &quot;3&quot;</p>", '<p>1 &lt; 2 &amp;amp; "3"</p>'),
    ],
)
def test_the_form_that_is_stored(written, kept):
    assert clean(written) == kept
    assert clean(kept) == kept


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "<h1>",
    "</h1>",
    "<h4>",
    "<ul>",
    "<li>",
    "</ul>",
    "<div>",
    "</div>",
    "<br>",
]
PIECES += [
    "<table>",
    "<tr>",
    "<th>",
    "<td>",
    "</table>",
    "<caption>",
    "<thead>",
    "<blockquote>",
    "</blockquote>",
    "</a>",
]
PIECES += [
    "<a href='/x'>",
    '<a href="https://a.example/\'<">',
    "&lt;",
    "&amp;lt;",
    "&",
    "<",
    ">",
    '"',
    "\u00a0",
    "\n",
    " ",
    "ä",
]
PIECES += [
    "<script>",
    "</script>",
    "<svg>",
    "<style>",
    "<!--",
    "-->",
    "<math>",
    "<template>",
    "<x onclick=1>",
    "a",
    "Wort",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert [address for address, _words in links(once)] == [address for address, _words in links(text)]
    assert "<script" not in html(text)
    levels = [int(part[0]) for part in once.split("<h")[1:]]
    assert all(level <= before + 1 for before, level in zip([1, *levels], levels, strict=False))


def test_a_page_shifts_the_headings_below_its_own():
    assert (
        html("<h2>A</h2><h3>B</h3>", 3) == '<h3 class="kern-heading-medium">A</h3><h4 class="kern-heading-small">B</h4>'
    )


def test_plain_words_for_search_and_exports():
    assert plain("<h2>A</h2><ul><li>b <em>c</em></li></ul><p>1 &lt; 2</p>") == "A\nb c\n1 < 2"
    assert plain("a\nb") == "a\nb"
    assert links('<p><a href="/x">ein <b>Link</b></a></p>') == [("/x", "ein Link")]


@pytest.mark.django_db
def test_no_way_into_the_database_goes_round_the_cleaning():
    dirty, tidy = "<h1>A</h1><script>x</script>", "<h2>A</h2>"
    service = ServiceFactory(description=dirty, description_en=dirty)
    assert (service.description, service.description_en) == (tidy, tidy)
    other = ServiceFactory.build(description_de=dirty)
    Service.objects.bulk_create([other])
    Service.objects.filter(pk=service.pk).update(description_de=dirty, description_en=dirty)
    service.description_de = dirty
    Service.objects.bulk_update([service], ["description_de"])
    supplement = SupplementFactory(service=service, description=dirty)
    supplement.refresh_from_db()
    assert supplement.description == tidy
    assert {row for pair in Service.objects.values_list("description_de") for row in pair} == {tidy}
    assert Service.objects.get(pk=service.pk).description_en == tidy


@pytest.mark.django_db
def test_plain_texts_look_as_before(client):
    service = ServiceFactory(description="Erste Zeile & <3\n\n Zweite Zeile")
    page = client.get(f"/leistungen/{service.slug}/").content.decode()
    assert '<p class="kern-body">Erste Zeile &amp; &lt;3</p><p class="kern-body">Zweite Zeile</p>' in page


@pytest.mark.django_db
@pytest.mark.usefixtures("mv")
def test_the_shipped_texts_are_stored_as_they_are():
    before = dict(Service.objects.values_list("slug", "description_de"))
    assert before
    assert all(clean(text) == text for text in before.values())


def test_the_form_says_when_a_text_is_too_long():
    with pytest.raises(Exception, match="Der Text ist zu lang"):
        RichTextFormField(max_length=10).clean("<p>" + "x" * 20)
