"""A service as <leistung>, and back."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from content.rules.xzufi import codes, modules, words
from content.rules.xzufi.nodes import Node, code, localized, node
from content.rules.xzufi.reader import Reading, put
from content.rules.xzufi.records import VALUES, Key, ServiceRecord, Situation, Texts


def identifier(tag: str, key: Key | None) -> Node | None:
    return node(tag, text=key.id, schemeAgencyID=key.agency) if key else None


def service_node(record: ServiceRecord, *, page: str = "") -> Node:
    """The element of a service; `page` is its address in our own portal."""
    values, texts = VALUES | record.values, record.texts
    by_code = modules.text_modules(texts, codes.TEXT_MODULES)
    special = {codes.LAW: modules.law_module(record.laws), codes.FORMS: modules.form_module(record.forms)}
    by_code |= {number: module for number, module in special.items() if module}
    return node(
        "leistung",
        identifier("id", record.key),
        node("idSekundaer", text=record.slug, schemeID=codes.ADDRESS) if record.slug else None,
        structure(record.leika_key),
        code("referenzLeiKa", record.leika_key, codes.LEIKA_KEYS) if record.leika_key else None,
        *(by_code[number] for number in sorted(by_code)),
        *modules.own_modules(texts),
        modules.deadline_module(record.deadlines, texts),
        modules.cost_module(record.costs, texts),
        modules.duration_module(values, texts),
        synonym_module(texts),
        approval_module(values),
        origin_module(page, texts),
        trust_node(values["trust_level"]),
        *(code("leistungsadressat", number) for number in codes.AUDIENCES[values["audience"]]),
        flag("kennzeichenSchriftformerfordernis", values["written_form"]),
        *(situation_node(situation, record.situations) for situation in record.situations),
        code("klassifizierung", codes.IN_PERSON, codes.FEATURE) if values["in_person"] else None,
        code("klassifizierung", values["sdg_procedure"], codes.SDG_PROCEDURE) if values["sdg_procedure"] else None,
        code("informationsbereichSDG", values["sdg_area"], codes.SDG_ANNEX) if values["sdg_area"] else None,
        *(identifier("idLeistungImKontext", key) for key in record.related),
        *(area_node("gueltigkeitGebietID", ars) for ars in record.areas),
        flag("kennzeichenEA", values["via_ea"]),
        version_node(values["updated_on"]),
        *languages(texts, "name"),
        validity_node(values["publish_at"], values["expire_at"]),
    )


def structure(leika_key: str) -> Node | None:
    """Group, object and verb, as the digits of the key name them."""
    if not leika_key:
        return None
    group, thing, verb, detail = leika_key[2:5], leika_key[5:8], leika_key[8:11], leika_key[11:14]
    kind = "Objekt" if verb == "000" else "ObjektMitVerrichtung" if detail == "000" else "ObjektMitVerrichtungUndDetail"
    found = node(
        "struktur",
        code("leistungsgruppierung", group),
        None if verb == "000" else node("leistungsobjektID", text=group + thing),
        None if verb == "000" else node("verrichtung", code("verrichtungLeiKa", verb)),
    )
    found.attributes = {"xsi:type": f"xzufi:Leistungsstruktur{kind}"}
    return found


def flag(tag: str, value: bool) -> Node:
    return node(tag, text="true" if value else "false")


def synonym_module(texts: Texts) -> Node | None:
    rows = [
        node("begriffImKontext", Node("begriff", word, {"languageCode": language}), code("typ", codes.SYNONYM))
        for language in codes.LANGUAGES
        for word in texts.get(f"synonyms_{language}", "").split("\n")
        if word
    ]
    return node("modulBegriffImKontext", *rows) if rows else None


def approval_module(values: dict[str, Any]) -> Node | None:
    day, by = values["checked_on"], values["checked_by"]
    if not (day or by):
        return None
    return node(
        "modulFachlicheFreigabe",
        node("fachlichFreigegebenAm", text=day.isoformat()) if day else None,
        *localized("fachlichFreigegebenDurch", {"by_de": by}, "by"),
    )


def origin_module(page: str, texts: Texts) -> Node | None:
    if not page:
        return None
    title = texts.get("title_de", "")
    found = node("modulUrsprungsportal", node("uri", text=page), node("titel", text=title) if title else None)
    found.attributes = {"languageCode": "de"}
    return found


def trust_node(level: str) -> Node | None:
    return code("vertrauensniveau", codes.TRUST_LEVELS[level], codes.TRUST) if level else None


def situation_node(situation: Situation, all_of_them: list[Situation]) -> Node:
    """A life situation; one that is only above others names those below it."""
    texts = situation._asdict()
    below = [other.key for other in all_of_them if other.parent == situation.key] if situation.is_above else []
    return node(
        "kategorie",
        identifier("id", situation.key),
        identifier("uebergeordneteKategorieID", situation.parent),
        *(identifier("untergeordneteKategorieID", key) for key in below),
        *localized("bezeichnung", texts, "name"),
        *localized("beschreibung", texts, "teaser"),
        node(
            "klasse",
            node("id", text=codes.SITUATION_CLASS, schemeAgencyID=situation.key.agency),
            Node("bezeichnung", "Lebenslage", {"languageCode": "de"}),
        ),
    )


def area_node(tag: str, ars: str) -> Node:
    return node(tag, text=ars, schemeID=codes.ARS)


def version_node(updated_on: Any) -> Node | None:
    if not updated_on:
        return None
    return node("versionsinformation", node("geaendertDatumZeit", text=f"{updated_on.isoformat()}T00:00:00"))


def languages(texts: Texts, name: str) -> list[Node]:
    return [
        node(
            "sprachversion",
            node("languageCode", text=language),
            node("sprachbezeichnungDeutsch", text=german),
            node("sprachbezeichnungNativ", text=native),
        )
        for language, (german, native) in codes.LANGUAGES.items()
        if texts.get(f"{name}_{language}")
    ]


def validity_node(begin: datetime | None, end: datetime | None) -> Node | None:
    if not (begin or end):
        return None
    return node(
        "gueltigkeit",
        node("beginn", text=stamp(begin)) if begin else None,
        node("ende", text=stamp(end)) if end else None,
    )


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Reading


def read_service(reading: Reading, found: Node) -> ServiceRecord | None:
    """The service, or None with an error that says why not."""
    key = reading.identity(found)
    if key is None:
        return None
    texts: Texts = {}
    special = modules.read_texts(reading, found, texts, codes.TEXT_MODULES)
    modules.read_own_modules(reading, found, texts)
    reading.ignore(found, "struktur", "modulUrsprungsportal", "sprachversion")
    record = ServiceRecord(
        key,
        slug=reading.own_key(found, codes.ADDRESS),
        leika_key=read_leika(reading, found),
        texts=texts,
        laws=modules.read_laws(reading, special.get(codes.LAW)),
        forms=modules.read_forms(reading, special.get(codes.FORMS), texts),
        deadlines=modules.read_deadlines(reading, found, texts),
        costs=modules.read_costs(reading, found, texts),
        areas=read_areas(reading, found, "gueltigkeitGebietID"),
        related=sorted({k for each in reading.all(found, "idLeistungImKontext") if (k := reading.key(each))}),
        situations=read_situations(reading, found),
        line=found.line,
    )
    read_synonyms(reading, found, texts)
    record.values = VALUES | modules.read_duration(reading, found, texts) | read_values(reading, found)
    complete(reading, found, texts)
    return record


def read_values(reading: Reading, found: Node) -> dict[str, Any]:
    approval = reading.one(found, "modulFachlicheFreigabe")
    reading.ignore(approval, "positionDarstellung", "id")
    version = reading.one(found, "versionsinformation")
    reading.ignore(version, "erstelltDatumZeit", "erstelltDurch", "geaendertDurch", "version")
    validity = reading.one(found, "gueltigkeit")
    begin, end = reading.moment(validity, "beginn"), reading.moment(validity, "ende")
    if begin and end and begin >= end:
        reading.error(validity, "Die Gültigkeit endet, bevor sie beginnt.")
    approved_by = reading.localized(approval, "fachlichFreigegebenDurch", "plain").get("de", "")
    return {
        "written_form": reading.flag(found, "kennzeichenSchriftformerfordernis"),
        "via_ea": reading.flag(found, "kennzeichenEA"),
        "in_person": bool(listed(reading, found, "klassifizierung", codes.FEATURE, known={codes.IN_PERSON})),
        "sdg_procedure": listed(reading, found, "klassifizierung", codes.SDG_PROCEDURE, known=codes.SDG_PROCEDURES),
        "sdg_area": listed(reading, found, "informationsbereichSDG", codes.SDG_ANNEX, known=codes.SDG_AREAS),
        "audience": read_audience(reading, found),
        "trust_level": read_trust(reading, found),
        "updated_on": reading.day(version, "geaendertDatumZeit"),
        "checked_on": reading.day(approval, "fachlichFreigegebenAm"),
        "checked_by": reading.fit(approval or found, approved_by, "checked_by"),
        "publish_at": begin,
        "expire_at": end,
    }


def listed(reading: Reading, found: Node, tag: str, uri: str, *, known: Collection[str]) -> str:
    """The code of an element of this list; other codes and other lists stay unread."""
    for child in found.children:
        if child.tag == tag and child.attributes.get("listURI") == uri and (value := reading.code(child)) in known:
            child.is_used = True
            return value
    return ""


def read_leika(reading: Reading, found: Node) -> str:
    """The first key that is one; further ones are reported."""
    for child in found.children:
        if child.tag != "referenzLeiKa":
            continue
        child.is_used = True
        value = reading.code(child)
        if len(value) == 14 and value.isascii() and value.isdigit() and value.startswith("99"):
            return value
        reading.hint(child, f"„{words.named(value)}“ ist kein LeiKa-Schlüssel; die Leistung bleibt ohne.")
    return ""


def read_areas(reading: Reading, found: Node, tag: str) -> list[str]:
    """Official keys with all their digits; an AGS stays as it is."""
    areas = set()
    for child in reading.all(found, tag):
        value, scheme = words.line(child.text), child.attributes.get("schemeID", codes.ARS)
        if not (value.isascii() and value.isdigit()) or len(value) > 15 or len(value) < 2:
            reading.hint(child, f"„{words.named(value)}“ ist kein amtlicher Schlüssel eines Gebiets.")
        elif scheme.endswith(":ags") and len(value) == 8:
            areas.add(value)
        else:
            areas.add(value.ljust(12, "0"))
    return sorted(areas)


def read_situations(reading: Reading, found: Node) -> list[Situation]:
    situations = []
    for category in reading.all(found, "kategorie"):
        key = reading.key(reading.one(category, "id"))
        klass = reading.one(category, "klasse")
        klass_id = reading.key(reading.one(klass, "id"))
        reading.ignore(klass, "bezeichnung", "beschreibung", "version", "idSekundaer")
        reading.ignore(category, "idSekundaer")
        below = reading.all(category, "untergeordneteKategorieID")
        parent = reading.key(reading.one(category, "uebergeordneteKategorieID"))
        names, teasers = (reading.localized(category, tag, "plain") for tag in ("bezeichnung", "beschreibung"))
        if key is None or not names.get("de"):
            reading.hint(category, "Die Kategorie hat keine Kennung oder keinen deutschen Namen.")
            continue
        is_ours = klass_id is not None and klass_id.id == codes.SITUATION_CLASS
        said = [words.shortened(names.get(language, ""), 120) for language in codes.LANGUAGES]
        said += [words.shortened(teasers.get(language, ""), 200) for language in codes.LANGUAGES]
        situations.append(Situation(key, *said, parent, is_above=is_ours and bool(below)))
    return sorted(situations, key=lambda situation: situation.key)


def read_audience(reading: Reading, found: Node) -> str:
    """Whom it is for; other audiences are reported."""
    numbers = set()
    for child in found.children:
        if child.tag == "leistungsadressat":
            number = reading.code(child)
            child.is_used = number in ("001", "002")
            numbers.add(number)
    known = tuple(sorted(numbers & {"001", "002"}))
    return next(name for name, wanted in codes.AUDIENCES.items() if wanted == known)


def read_trust(reading: Reading, found: Node) -> str:
    level = reading.one(found, "vertrauensniveau")
    number = reading.code(level)
    if level is not None and number not in codes.TRUST_BY_CODE:
        reading.hint(level, f"Das Vertrauensniveau „{number}“ ist nicht bekannt.")
    return codes.TRUST_BY_CODE.get(number, "")


def read_synonyms(reading: Reading, found: Node, texts: Texts) -> None:
    said: dict[str, list[str]] = {}
    for module in reading.all(found, "modulBegriffImKontext"):
        reading.ignore(module, "positionDarstellung", "id")
        for row in reading.all(module, "begriffImKontext"):
            reading.ignore(row, "typ")
            for language, word in reading.localized(row, "begriff", "plain").items():
                said.setdefault(language, []).append(word)
    put(texts, "synonyms", {language: "\n".join(dict.fromkeys(rows)) for language, rows in said.items()})


def complete(reading: Reading, found: Node, texts: Texts) -> None:
    """What the portal cannot do without: a German name, a title, a summary."""
    if not texts.get("name_de"):
        if not texts.get("title_de"):
            reading.error(found, "Der Leistung fehlt die deutsche Leistungsbezeichnung (Textmodul 02).")
            return
        texts["name_de"] = texts["title_de"]
    if not texts.get("title_de"):
        texts["title_de"] = words.shortened(texts["name_de"], codes.LIMITS["title"])
    if not texts.get("summary_de"):
        first = texts.get("teaser_de") or words.read(texts.get("description_de", ""), "lines").split("\n")[0]
        texts["summary_de"] = words.shortened(first or texts["name_de"], codes.LIMITS["summary"])
