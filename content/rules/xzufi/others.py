"""Regional supplements as <spezialisierung>, online services as <onlinedienst>, deletions as <loesche>."""

from content.rules.xzufi import codes, modules, words
from content.rules.xzufi.nodes import Node, code, localized, node
from content.rules.xzufi.reader import Reading, put
from content.rules.xzufi.records import Deletion, Key, OnlineRecord, SupplementRecord, Texts
from content.rules.xzufi.services import area_node, identifier, languages, read_areas, read_trust, trust_node


def supplement_node(record: SupplementRecord) -> Node:
    by_code = modules.text_modules(record.texts, codes.SUPPLEMENT_MODULES)
    return node(
        "spezialisierung",
        identifier("id", record.key),
        identifier("leistungID", record.service),
        area_node("gebietID", record.area),
        *(by_code[number] for number in sorted(by_code)),
        modules.deadline_module([], record.texts),
        modules.cost_module([], record.texts, "fee"),
    )


def read_supplements(reading: Reading, found: Node) -> list[SupplementRecord]:
    """One record an area: several areas get numbers of their own."""
    key, service = reading.identity(found), reading.key(reading.one(found, "leistungID"))
    areas = read_areas(reading, found, "gebietID")
    if key is not None and (service is None or not areas):
        reading.error(found, "Der Spezialisierung fehlt die Leistung (leistungID) oder das Gebiet (gebietID).")
    if reading.has_errors or key is None or service is None:
        return []
    texts: Texts = {}
    modules.read_texts(reading, found, texts, codes.SUPPLEMENT_MODULES)
    read_short(reading, found, texts, "modulFrist", "deadline")
    read_short(reading, found, texts, "modulKosten", "fee")
    reading.ignore(found, "sprachversion", "modulUrsprungsportal")
    many = len(areas) > 1
    return [
        SupplementRecord(key._replace(id=f"{key.id}@{ars}") if many else key, service, ars, dict(texts), found.line)
        for ars in areas
    ]


def read_short(reading: Reading, found: Node, texts: Texts, tag: str, name: str) -> None:
    module = reading.one(found, tag)
    if module:
        modules.read_note(reading, module, texts, name, "notes")


def online_node(record: OnlineRecord) -> Node:
    links = [
        node(
            "link",
            code("typ", "01", codes.ONLINE_LINK, "1"),
            node("link", text=record.url),
            node("titel", text=title),
        )
        for language in codes.LANGUAGES
        if (title := record.texts.get(f"online_name_{language}"))
    ]
    for link, language in zip(links, (n for n in codes.LANGUAGES if record.texts.get(f"online_name_{n}")), strict=True):
        link.attributes = {"languageCode": language}
    return node(
        "onlinedienst",
        identifier("id", record.key),
        *localized("bezeichnung", record.texts, "online_name"),
        *links,
        trust_node(record.trust_level),
        *(node("zustaendigkeit", identifier("leistungID", key)) for key in record.services),
        *languages(record.texts, "online_name"),
    )


def read_online(reading: Reading, found: Node) -> OnlineRecord | None:
    key = reading.identity(found)
    names = reading.localized(found, "bezeichnung", "plain")
    links = reading.all(found, "link")
    titles, urls = {}, []
    for link in links:
        reading.code(reading.one(link, "typ"))
        urls.append(reading.text(link, "link"))
        titles[link.attributes.get("languageCode", "de")[:2]] = reading.text(link, "titel")
    reading.ignore(found, "sprachversion")
    url = next(filter(None, urls), "")
    if any(other != url for other in urls):
        reading.hint(found, "Der Online-Dienst hat mehrere Adressen; übernommen wird die erste.")
    services = set()
    for rule in reading.all(found, "zustaendigkeit"):
        reading.ignore(rule, "id", "gebietID")
        if service := reading.key(reading.one(rule, "leistungID")):
            services.add(service)
    if not words.is_address(url) or len(url) > codes.LIMITS["url"]:
        reading.error(found, f"„{words.named(url)}“ ist keine Adresse eines Online-Dienstes.")
    if key is None or reading.has_errors:
        return None
    texts: Texts = {}
    put(
        texts,
        "online_name",
        {lang: reading.fit(found, names.get(lang) or titles.get(lang, ""), "online_name") for lang in codes.LANGUAGES},
    )
    return OnlineRecord(key, url, texts, sorted(services), read_trust(reading, found), found.line)


def deletion_node(deletion: Deletion) -> Node:
    found = node("loesche", identifier("id", deletion.key))
    found.attributes = {"klasse": codes.CLASSES[deletion.kind]}
    return found


def read_deletion(reading: Reading, found: Node) -> Deletion | None:
    name = found.attributes.get("klasse", "")
    if name == "Zustaendigkeit":
        reading.ignore(found, "id")
        reading.hint(found, "Einzelne Zuständigkeiten nimmt das Portal mit ihrer Organisationseinheit zurück.")
        return None
    key = reading.identity(found)
    if name not in codes.KINDS_BY_CLASS:
        reading.error(found, f"Was zu löschen ist, nennt das Attribut „klasse“; „{words.named(name)}“ ist keine.")
        return None
    return Deletion(codes.KINDS_BY_CLASS[name], key, found.line) if key else None


def rule_id(organisation: Key, *parts: str) -> str:
    """A number for a part that has none of its own: the same parts, the same number."""
    return "/".join([organisation.id, *filter(None, parts)])
