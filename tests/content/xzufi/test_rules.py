"""Records become elements and come back the same, whatever characters are in them; the table of fields is whole."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.models import (
    Audience,
    Cost,
    Deadline,
    FormLink,
    SdgArea,
    SdgProcedure,
    Service,
    ServiceSupplement,
    TrustLevel,
    Unit,
)
from content.rules.xzufi import codes, words
from content.rules.xzufi.nodes import Node, document, node
from content.rules.xzufi.objects import element, read, written
from content.rules.xzufi.organisations import FIELDS, KIND_NAMES, PERSON
from content.rules.xzufi.records import (
    VALUES,
    CostRow,
    DeadlineRow,
    Deletion,
    FormRow,
    Key,
    Law,
    OnlineRecord,
    OrganisationRecord,
    PersonRow,
    RuleRow,
    ServiceRecord,
    Situation,
    SupplementRecord,
)
from responsibility.models import ContactPerson, Organisation, Role

# Signs that mark-up, XML, line ends and other portals stumble over
ODD = st.text(
    st.one_of(
        st.sampled_from("<>&\"'`;\n\r\t \u00a0\u2028\u0085\u202e\ufeff\x00\x0b\x1f\ufffe]]>äöüß€𝒳🐕{}%"),
        st.characters(),
    ),
    max_size=40,
)
MARKED = st.sampled_from(
    ["<p>Bis <strong>März</strong></p>", "&lt;b&gt;", "&amp;amp;", "<ul><li>eins</li></ul>", "<script>x</script>", "<"]
)
TEXT = st.one_of(ODD, st.lists(st.one_of(ODD, MARKED), max_size=3).map("".join))


def canonical(form: str, limit: int = 10_000) -> st.SearchStrategy[str]:
    return TEXT.map(lambda text: words.FORMS[form](text)[:limit]).map(words.FORMS[form])


def texts(fields: dict[str, str], *, needed: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, str]]:
    """Texts for some fields; those that are needed always."""
    some = {
        f"{name}_{language}": canonical(form, codes.LIMITS.get(name, 10_000))
        for name, form in fields.items()
        for language in codes.LANGUAGES
        if f"{name}_{language}" not in needed
    }
    every = {name: canonical("line", 150).map(lambda text: text or "Ohne Namen") for name in needed}
    found = st.fixed_dictionaries(every, optional=some)
    return found.map(lambda each: unique_synonyms({name: text for name, text in each.items() if text}))


def unique_synonyms(found: dict[str, str]) -> dict[str, str]:
    return {
        name: "\n".join(dict.fromkeys(text.split("\n"))) if name.startswith("synonyms") else text
        for name, text in found.items()
    }


LINE = canonical("line", 80)
MONEY = st.decimals(0, Decimal("99999999.99"), places=2)
KEYS = st.builds(Key, LINE.map(lambda text: text or "a"), LINE.map(lambda text: text or "1"))
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
MOMENTS = st.none() | st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
COSTS = st.one_of(
    st.builds(CostRow, st.just("fixed"), MONEY, st.none(), st.sampled_from(["EUR", "PLN"]), LINE, LINE),
    st.builds(CostRow, st.sampled_from(["free", "law"]), st.none(), st.none(), st.just("EUR"), LINE, LINE),
    st.builds(lambda a, b, note: CostRow("range", min(a, b), max(a, b), "EUR", note), MONEY, MONEY, LINE),
)
DEADLINES = st.builds(
    DeadlineRow,
    st.sampled_from(list(codes.SIDES)),
    st.integers(0, 32_767),
    st.sampled_from(list(codes.UNITS)),
    *[LINE] * 3,
)
FORMS = st.builds(FormRow, st.sampled_from(["https://a.example/?x=1&y=<2>", "http://b.example"]), LINE, LINE)
LAWS = st.builds(Law, LINE, LINE, st.sampled_from(["", "https://a.example/?b=1&c=<d>'\""])).filter(any)
AREAS = st.lists(st.from_regex(r"\A13[0-9]{10}\Z"), max_size=3, unique=True).map(sorted)


@st.composite
def durations(draw) -> dict:
    """As the database holds them once "0 to 3" reads "at most 3"."""
    least, most = draw(st.none() | st.integers(0, 500)), draw(st.none() | st.integers(0, 500))
    if least is not None and most is not None:
        least, most = min(least, most), max(least, most)
        least = None if least == 0 and most else least
    if most == 0:
        least = 0
    unit = "" if least is None and most is None else draw(st.sampled_from(list(codes.UNITS)))
    return {"duration_min": least, "duration_max": most, "duration_unit": unit}


@st.composite
def services(draw) -> ServiceRecord:
    begin, end = draw(MOMENTS), draw(MOMENTS)
    if begin and end:
        begin, end = (min(begin, end), max(begin, end)) if begin != end else (begin, None)
    flags = {name: draw(st.booleans()) for name in ("written_form", "in_person", "via_ea")}
    days = {name: draw(DAYS) for name in ("updated_on", "checked_on")}
    chosen = {
        "audience": draw(st.sampled_from(list(codes.AUDIENCES))),
        "trust_level": draw(st.sampled_from(["", *codes.TRUST_LEVELS])),
        "sdg_area": draw(st.sampled_from(["", "A", "J"])),
        "sdg_procedure": draw(st.sampled_from(["", "birth"])),
        "checked_by": draw(canonical("line", 150)),
    }
    return ServiceRecord(
        draw(KEYS),
        slug=draw(st.sampled_from(["", "hund-anmelden"])),
        leika_key=draw(st.sampled_from(["", "99102013104000", "99025002000000", "99025002005001"])),
        texts=draw(texts(codes.SERVICE_TEXTS, needed=("name_de", "title_de", "summary_de"))),
        values=VALUES | draw(durations()) | flags | days | chosen | {"publish_at": begin, "expire_at": end},
        laws=draw(st.lists(LAWS, max_size=3)),
        costs=draw(st.lists(COSTS, max_size=3)),
        deadlines=draw(st.lists(DEADLINES, max_size=2)),
        forms=draw(st.lists(FORMS, max_size=2)),
        areas=draw(AREAS),
        related=sorted(set(draw(st.lists(KEYS, max_size=2)))),
        situations=[Situation(Key("a", "hund"), draw(LINE) or "Hund", "", draw(LINE), "", Key("a", "tier"))],
    )


def back(*records) -> list:
    """Write a message and read it again; nothing may be reported."""
    text = document(map(written, records), node("nachrichtenkopf"), transaction="1", position=1)
    found = list(read(io.BytesIO(text.encode())))
    assert [each.problems for each in found] == [[] for _each in found]
    return [record for each in found for record in each.records]


@settings(max_examples=150, deadline=None)
@given(services())
def test_a_service_comes_back(record: ServiceRecord) -> None:
    (found,) = back(record)
    assert found == record
    assert written(found) == written(record)


@settings(max_examples=60, deadline=None)
@given(KEYS, KEYS, texts(codes.SUPPLEMENT_TEXTS))
def test_a_supplement_comes_back(key: Key, service: Key, said: dict[str, str]) -> None:
    record = SupplementRecord(key, service, "130720043043", said)
    assert back(record) == [record]


@settings(max_examples=60, deadline=None)
@given(KEYS, KEYS, texts({"online_name": "line"}, needed=("online_name_de",)))
def test_an_online_service_comes_back(key: Key, service: Key, said: dict[str, str]) -> None:
    said = {name: words.line(text[:120]) for name, text in said.items()}
    record = OnlineRecord(key, "https://online.example/?a=1&b=2", said, [service], "low")
    assert back(record) == [record]


@settings(max_examples=80, deadline=None)
@given(KEYS, KEYS, LINE, LINE, st.lists(LINE.filter(bool), max_size=2))
def test_an_authority_comes_back(key: Key, service: Key, name: str, odd: str, names: list[str]) -> None:
    note = " ".join(part for part in odd.split(";") if part.strip())
    record = OrganisationRecord(
        key,
        slug="amt",
        kind="local",
        area="130720043000",
        parent=Key("a", "kreis"),
        values={
            "name": name or "Amt",
            "street": f"{odd} 12 a" if odd else "Am Markt 3-5",
            "post_line": odd[:40].strip(" "),
            "phone": "0385 1",
            "step_free": True,
            "lift": False,
            "opening_hours": {"tue": [["08:00", "12:00"]]},
            "opening_note": words.line(note),
            "access_note": odd,
        },
        persons=[PersonRow(words.line(each), odd) for each in names],
        rules=[RuleRow(service, "ea", ("130000000000",), "craft=no", date(2026, 1, 1), None)],
    )
    (found,) = back(record)
    assert written(found) == written(record)
    assert (found.area, found.kind, found.parent, found.persons, found.rules) == (
        record.area,
        record.kind,
        record.parent,
        record.persons,
        record.rules,
    )


@pytest.mark.parametrize("kind", codes.KINDS)
def test_a_deletion_comes_back(kind: str) -> None:
    assert back(Deletion(kind, Key("a", "1"))) == [Deletion(kind, Key("a", "1"))]


def test_every_text_of_a_service_has_its_element() -> None:
    """A new field must be written, or be named here with the reason."""
    translated = {field.name[:-3] for field in Service._meta.fields if field.name.endswith("_de")}
    written_elsewhere = {"online_name"}  # <onlinedienst>
    derived = {"fee", "duration"}  # content.actions.write_facts
    assert set(codes.SERVICE_TEXTS) | written_elsewhere | derived == translated


def test_every_text_of_a_supplement_has_its_element() -> None:
    translated = {field.name[:-3] for field in ServiceSupplement._meta.fields if field.name.endswith("_de")}
    assert set(codes.SUPPLEMENT_TEXTS) == translated


def test_codes_are_those_of_the_models() -> None:
    assert set(SdgArea.values) == codes.SDG_AREAS
    assert set(SdgProcedure.values) == codes.SDG_PROCEDURES
    assert {"", *Audience.values} == set(codes.AUDIENCES)
    assert set(TrustLevel.values) == set(codes.TRUST_LEVELS)
    assert set(Unit.values) == set(codes.UNITS)
    assert set(Deadline.Side.values) == set(codes.SIDES)
    assert set(Role.values) == set(codes.ROLES)
    assert set(Organisation.Kind.values) == set(KIND_NAMES)


def test_limits_are_those_of_the_models() -> None:
    where = {"cost_note": (Cost, "note"), "deadline_text": (Deadline, "text"), "citation": (Deadline, "citation")}
    where |= {"form_name": (FormLink, "name"), "url": (FormLink, "url"), "fee": (ServiceSupplement, "fee")}
    for name, limit in codes.LIMITS.items():
        model, field = where.get(name, (Service, name))
        assert model._meta.get_field(field).max_length == limit, name
    for model, limits in ((Organisation, FIELDS), (ContactPerson, PERSON)):
        for name, limit in limits.items():
            assert model._meta.get_field(name).max_length == limit, name


MODULE = "positionDarstellung id idSekundaer gueltigkeit"
# What the structure of XZuFi 2.2.0 names, in its order; "!" must be there, "*" may be there more than once
STRUCTURE = {
    "leistung": """id! idSekundaer* struktur referenzLeiKa* modulText* modulTextIndividuell* modulFrist modulKosten
        modulBearbeitungsdauer modulBegriffImKontext* modulFachlicheFreigabe modulAuskunftshinweis modulDokument
        modulUrsprungsportal* typisierung* vertrauensniveau leistungsadressat* kennzeichenSchriftformerfordernis
        kategorie* klassifizierung* informationsbereichSDG* idLeistungImKontext* idProzess* herausgeber
        gueltigkeitGebietID* kennzeichenEA relevantFuerWirtschaftszweig*
        relevantFuerRechtsform* relevantFuerStaatsangehoerigkeit*
        versionsinformation sprachversion* gueltigkeit*""",
    "struktur": "leistungsgruppierung leistungsobjektID verrichtung verrichtungsdetail*",
    "modulText": f"{MODULE} leikaTextmodul! leikaTextmodulAbweichendeBezeichnung* inhalt* weiterfuehrenderLink*",
    "modulTextIndividuell": f"{MODULE} individuellesTextmodultyp! inhalt* weiterfuehrenderLink*",
    "modulFrist": f"{MODULE} frist* beschreibung* weiterfuehrenderLink*",
    "frist": "typ! fristauswahl! beschreibung* positionDarstellung gueltigkeit*",
    "modulKosten": f"{MODULE} kosten* beschreibung* weiterfuehrenderLink*",
    "kosten": "typ! kostenauswahl! beschreibung* vorkasse linkKostenbildung positionDarstellung gueltigkeit*",
    "modulBearbeitungsdauer": f"{MODULE} bearbeitungsdauer* beschreibung* weiterfuehrenderLink*",
    "modulBegriffImKontext": f"{MODULE} begriffImKontext*",
    "modulFachlicheFreigabe": f"{MODULE} fachlichFreigegebenAm fachlichFreigegebenDurch*",
    "modulUrsprungsportal": f"{MODULE} uri! titel",
    "weiterfuehrenderLink": "uri! titel beschreibung positionDarstellung",
    "kategorie": """id! idSekundaer* uebergeordneteKategorieID untergeordneteKategorieID* bezeichnung* beschreibung*
        klasse!""",
    "klasse": "id! idSekundaer* bezeichnung* beschreibung* version",
    "versionsinformation": "erstelltDatumZeit erstelltDurch geaendertDatumZeit geaendertDurch version",
    "gueltigkeit": "beginn ende zusatz*",
}


def faults(found: Node) -> list[str]:
    """What stands where the structure has nothing, too often, in another order, or is missing; also below."""
    wanted = STRUCTURE.get(found.tag, "").split()
    tags = [child.tag for child in found.children]
    names = [name.strip("*!") for name in wanted]
    said = [f"{found.tag} without {name[:-1]}" for name in wanted if name.endswith("!") and name[:-1] not in tags]
    if wanted:
        said += [f"{tag} in {found.tag}" for tag in tags if tag not in names]
        once = [name.strip("!") for name in wanted if not name.endswith("*")]
        said += [f"two of {tag} in {found.tag}" for tag in once if tags.count(tag) > 1]
        places = [names.index(tag) for tag in tags if tag in names]
        said += [f"order in {found.tag}: {tags}"] if places != sorted(places) else []
    return said + [fault for child in found.children for fault in faults(child)]


@settings(max_examples=60, deadline=None)
@given(services())
def test_elements_are_those_of_the_structure(record: ServiceRecord) -> None:
    assert faults(element(record, "https://portal.example/")) == []


def test_the_check_of_the_structure_finds_faults() -> None:
    assert faults(node("kosten", node("beschreibung"), node("typ"), node("typ"), node("hund"))) == [
        "kosten without kostenauswahl",
        "hund in kosten",
        "two of typ in kosten",
        "order in kosten: ['beschreibung', 'typ', 'typ', 'hund']",
    ]
