"""English: the catalogue is whole, and no German text of the portal stands on an English page, mail or paper."""

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import formats
from django.utils.translation import override
from django.utils.translation.template import templatize

from cases.actions.access_link import case_link
from cases.models import Case
from cases.queries import papers
from tests.cases.world import BERLIN, REFERENCE
from tests.matrix_world import Stage, build_stage
from tests.test_permission_matrix import METHODS, table

FOLDER = settings.BASE_DIR / "portal" / "locale" / "en" / "LC_MESSAGES"
CATALOGUE = polib.pofile(str(FOLDER / "django.po"))
APPS = ("portal", "responsibility", "content", "forms", "cases")
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=BERLIN)

# What must stand in the translation as it stands in the original
FIXED = re.compile(r"%\(\w+\)[sd]|%%s|%[sd]|\{\w*\}|&\w+;|</?\w+[^>]*>|§+ \d+\w*")
# Calls of gettext in a template, as Django writes them out for xgettext
CALL = re.compile(r"""(?:gettext|_)\(\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
# Words and names that are the same in both languages
SAME = {"Code", "De-Mail", "Fax", "In %(name)s", "Link", "Online", "Portal", "Start", "Text", "online"}
SAME |= {"BIC", "Computer", "Format", "HTTP", "IBAN", "Internet", "JPEG", "Land", "Links", "Logo", "Matrix", "Name"}
SAME |= {"PNG", "Person", "Server", "Tablet", "Teaser", "Version", "Video", "WebP", "Ämter"}
SAME |= {"Dienstleistungsportal Mecklenburg-Vorpommern", "Land Mecklenburg-Vorpommern"}
# A short text is German on a page only if it stands alone: "Start" or "Ort" may be part of a name
ALONE = 12
TEXT_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "data-label", "data-one", "data-many"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


# The catalogue


def test_every_text_is_translated() -> None:
    assert [entry.msgid for entry in CATALOGUE if not entry.translated() or entry.fuzzy] == []
    assert CATALOGUE.obsolete_entries() == []
    assert {entry.msgid for entry in CATALOGUE if entry.msgid == entry.msgstr} <= SAME


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translated form beside the German one it renders."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def test_placeholders_tags_and_paragraphs_are_the_same() -> None:
    for entry in CATALOGUE:
        for german, english in pairs(entry):
            assert sorted(FIXED.findall(german)) == sorted(FIXED.findall(english)), german


def test_both_forms_of_a_number_are_there() -> None:
    plural = [entry for entry in CATALOGUE if entry.msgid_plural]
    assert plural
    assert CATALOGUE.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    for entry in plural:
        assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid


def test_blank_edges_are_the_same() -> None:
    for entry in CATALOGUE:
        for german, english in pairs(entry):
            assert german[:1].isspace() == english[:1].isspace(), german
            assert german[-1:].isspace() == english[-1:].isspace(), german


def test_compiled_catalogue_is_the_written_one() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in CATALOGUE:
        if entry.msgid_plural:
            forms = [compiled.ngettext(entry.msgid, entry.msgid_plural, n) for n in (1, 2)]
            assert forms == [entry.msgstr_plural[0], entry.msgstr_plural[1]], entry.msgid
        else:
            read = compiled.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else compiled.gettext(entry.msgid)
            assert read == entry.msgstr, entry.msgid


def python_files() -> list[Path]:
    return [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py") if "migrations" not in path.parts]


def texts_in_python(path: Path) -> Iterator[str]:
    """The texts given to gettext in a module, under whatever name it was imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name: alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node.args["pgettext" in names[node.func.id]].value


def texts_in_template(path: Path) -> Iterator[str]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    yield from (ast.literal_eval(literal) for literal in CALL.findall(source))


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    """`make messages` collects what is missing here."""
    known = {entry.msgid for entry in CATALOGUE}
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file()]
    assert templates
    found = {text for path in python_files() for text in texts_in_python(path)}
    found |= {text for path in templates for text in texts_in_template(path)}
    assert sorted(found - known) == []


# Words that only German has, in texts that tell people why something is refused or that it is done
GERMAN = re.compile(r"[äöüßÄÖÜ„“]| (?:aber|dürfen|fehlt|gibt|hat|ist|kein|keine|nicht|noch|nur|Sie|sind|werden|wird)\b")
TOLD = re.compile(r"Refusal$|Refused$|Error$|NotPermitted$|^Http404$|^message_user$|^add_error$")
# A console, and the report of an import, which quotes what it read, are German
GERMAN_ONLY = ("management/", "rules/xzufi/")


def test_refusals_go_through_gettext() -> None:
    """What is raised with a text, or shown as a message, is not a bare German text."""
    found = []
    for path in python_files():
        if any(part in str(path) for part in GERMAN_ONLY):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not TOLD.search(
                getattr(node.func, "id", getattr(node.func, "attr", ""))
            ):
                continue
            bare = [word for word in node.args if isinstance(word, ast.Constant | ast.JoinedStr)]
            found += [f"{path.name}:{node.lineno}" for word in bare if GERMAN.search(ast.unparse(word))]
    assert found == []


# No German on English pages


class Texts(HTMLParser):
    """The texts of a page that are not marked as German, those of attributes too."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        marked = tag != "html" and given.get("lang") == "de"
        hidden = tag in ("script", "style") or marked or (self.open and self.open[-1][1])
        if not hidden:
            self.texts += [value for name, value in attributes if name in TEXT_ATTRIBUTES and value]
        if tag not in VOID:
            self.open.append((tag, bool(hidden)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in [name for name, _ in self.open] and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    parser = Texts()
    parser.feed(page)
    return parser.texts


def german_patterns() -> list[re.Pattern[str]]:
    """A pattern for each German text of the catalogue that reads otherwise in English."""
    found = []
    for entry in CATALOGUE:
        for german, english in pairs(entry):
            if german == english:
                continue
            # The stretches between placeholders and tags, of which a text node holds one
            for part in re.split(r"%\(\w+\)[sd]|%%s|%[sd]|</?\w+[^>]*>", german.replace("&shy;", "\u00ad")):
                words = " ".join(part.split())
                if len(words) > ALONE:
                    found.append(re.compile(re.escape(words)))
                elif words == german:
                    found.append(re.compile(rf"^{re.escape(words)}$"))
    return found


PATTERNS = german_patterns()
# A term of the law that English has no word for stands in brackets behind the explanation
TERMS = {term for entry in CATALOGUE for _, english in pairs(entry) for term in re.findall(r"\([^()%]+\)", english)}
# The sample service of the tests is called as the search that the start page suggests
NAMES = {"Restaurant eröffnen"}


def german(page: str) -> list[str]:
    """The texts of a page that are a German text of the portal, or hold one."""
    return [text for text in texts_of(page) if is_german(text)]


@cache
def is_german(text: str) -> bool:
    """Remembered, as most texts stand on many pages."""
    for term in TERMS | NAMES:
        text = text.replace(term, "")
    return any(pattern.search(text) for pattern in PATTERNS)


def test_german_is_found() -> None:
    """The search itself works: on a German page it finds nearly every text."""
    with override("de"):
        page = render_to_string("errors/404.html")
    assert len(german(page)) > 5
    assert german('<p lang="de">Diese Seite gibt es nicht</p><p>This page does not exist</p>') == []


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """The people and cases of the permission matrix, for all addresses; rolled back at the end."""
    with django_db_blocker.unblock(), time_machine.travel(NOW), transaction.atomic():
        yield build_stage()
        transaction.set_rollback(True)


def english_addresses(stage: Stage) -> Iterable[tuple[str, str]]:
    """Name and address of every page below /en/."""
    with override("en"):
        for name in sorted({row.name for row in table()}):
            address = reverse(name, args=stage.arguments.get(name, []))
            if address.startswith("/en/"):
                yield name, address


def visit(stage: Stage, person: str, address: str, method: str) -> HttpResponse:
    """One request, undone again. A post sends nothing, so that forms answer with their errors."""
    client = Client(raise_request_exception=False)
    if stage.people[person]:
        client.force_login(stage.people[person])
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address)
        transaction.set_rollback(True)
    return response


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["nobody", "anna", "eva", "cord"])
@pytest.mark.parametrize("method", METHODS)
def test_no_german_on_english_pages(stage: Stage, person: str, method: str) -> None:
    seen = 0
    for name, address in english_addresses(stage):
        response = visit(stage, person, address, method)
        if response.streaming or not response["Content-Type"].startswith("text/html") or not response.content:
            continue
        page = response.content.decode()
        assert '<html lang="en"' in page, (name, response.status_code)
        assert german(page) == [], (name, response.status_code)
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("template", ["400", "403", "404", "500", "csrf", "503"])
def test_pages_for_bad_days_are_english(template: str) -> None:
    with override("en"):
        page = render_to_string(f"errors/{template}.html")
    assert '<html lang="en"' in page
    assert german(page) == []


# Mails and papers


def mail_templates() -> list[str]:
    folder = settings.BASE_DIR / "templates"
    found = [*(folder / "mail").iterdir(), *(folder / "account" / "email").iterdir()]
    return sorted(str(path.relative_to(folder)) for path in found if path.is_file())


@pytest.mark.parametrize("template", mail_templates())
def test_mails_are_english(template: str) -> None:
    facts = {
        "ea": "IHK zu Rostock",
        "name": "Jane",
        "due_on": NOW.date(),
        "expires_at": NOW,
        "language": "en",
        "days": 2,
    }
    with override("en"):
        text = render_to_string(template, facts)
    assert german(text) == []
    assert "<html" not in text or '<html lang="en"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("via_ea", [True, False])
def test_receipt_is_english(stage: Stage, via_ea: bool) -> None:
    case = Case.objects.get(reference=REFERENCE)
    case.language = "en"
    if not via_ea:
        case.ea = None
    case.save(update_fields=["language", "ea"])
    paper = papers.receipt_paper(case.pk)
    with override("en"):
        page = render_to_string("pdf/receipt.html", {"paper": paper, "language": paper.language})
    assert '<html lang="en"' in page
    assert "20 November 2026" in page
    assert german(page) == []


@pytest.mark.django_db
def test_link_in_a_mail_leads_to_the_english_page(stage: Stage) -> None:
    case = Case.objects.get(reference=REFERENCE)
    case.language = "en"
    assert "/en/fall/" in case_link(case)


# Dates and numbers


@pytest.mark.parametrize(
    ("kind", "german_words", "english_words"),
    [
        ("DATE_FORMAT", "24. November 2026", "24 November 2026"),
        ("DATETIME_FORMAT", "24. November 2026, 10:42", "24 November 2026, 10:42"),
        ("MONTH_DAY_FORMAT", "24. November", "24 November"),
        ("SHORT_DATE_FORMAT", "24.11.2026", "24/11/2026"),
        ("TIME_FORMAT", "10:42", "10:42"),
    ],
)
def test_dates_follow_the_language(kind: str, german_words: str, english_words: str) -> None:
    for language, words in (("de", german_words), ("en", english_words)):
        with override(language):
            assert formats.date_format(NOW, kind) == words


def test_no_date_is_written_past_the_language() -> None:
    """Only portal/formats knows how a date looks; everything else names a format. The administration is German."""
    spelled = re.compile(r"""(?:\|(?:date|time):|date_format\(.*, |time_format\(.*, )["'](?![A-Z_]+["']|l["'])""")
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*.*") if "admin" not in path.parts]
    wrong = [str(path) for path in [*python_files(), *templates] if spelled.search(path.read_text(encoding="utf-8"))]
    assert wrong == []
