"""An authority with its responsibilities as <organisationseinheit>, and back."""

import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from content.rules.xzufi import codes, words
from content.rules.xzufi.nodes import Node, code, node
from content.rules.xzufi.others import rule_id
from content.rules.xzufi.reader import Reading
from content.rules.xzufi.records import OrganisationRecord, PersonRow, RuleRow
from content.rules.xzufi.services import area_node, identifier, read_areas
from responsibility.rules import bank, opening

STREET = re.compile(r"^(.*\S) (\d\S*(?: ?[-–/+] ?\d\S*)*(?: [a-zA-Z])?)$")
MAIL = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[^@\s<>\"',;:]+")
ACCESS = {
    "step_free": "Zugang ohne Stufen",
    "lift": "Aufzug",
    "accessible_toilet": "WC für Rollstuhl",
    "accessible_parking": "Parkplatz für Menschen mit Behinderung",
    "hearing_loop": "Höranlage",
}
ANSWERS = {True: "ja", False: "nein"}
# Field and the longest text it takes; the same as in the model
FIELDS = {
    "name": 200,
    "street": 120,
    "postcode": 5,
    "town": 120,
    "building": 120,
    "post_line": 120,
    "post_postcode": 5,
    "post_town": 120,
    "phone": 40,
    "fax": 40,
    "email": 254,
    "web": 200,
    "de_mail": 254,
    "opening_note": 200,
    "access_note": 200,
    "account_holder": 120,
    "iban": 34,
    "bic": 11,
}
PERSON = {"name": 120, "task": 120, "phone": 40, "email": 254, "room": 40}
VALUES: dict[str, Any] = {
    **dict.fromkeys(FIELDS, ""),
    **dict.fromkeys(ACCESS),
    "fit_connect": None,
    "fit_connect_signature": "",
    "opening_hours": {},
    "opening_exceptions": [],
}
KINDS_BY_NAME = (
    ("chamber", ("kammer",)),
    ("district", ("landkreis",)),
    ("state", ("ministerium", "landesamt", "staatliches amt", "landesbehörde")),
    ("local", ("amt ", "stadt ", "gemeinde ", "hansestadt ")),
)
KIND_NAMES = {
    "chamber": "Kammer",
    "local": "Amt, amtsfreie Gemeinde oder kreisfreie Stadt",
    "district": "Landkreis",
    "state": "Landesbehörde",
    "unit": "Teil einer Behörde",
}


def organisation_node(record: OrganisationRecord) -> Node:
    values = VALUES | record.values
    return node(
        "organisationseinheit",
        identifier("id", record.key),
        node("idSekundaer", text=record.slug, schemeID=codes.ADDRESS) if record.slug else None,
        node("idSekundaer", text=record.area, schemeID=codes.ARS) if record.area else None,
        identifier("uebergeordneteOrganisationseinheitID", record.parent),
        code("kategorie", record.kind, codes.KIND, name=KIND_NAMES[record.kind]) if record.kind else None,
        node("name", Node("name", values["name"], {"languageCode": "de"})),
        *addresses(values),
        *reachable(values),
        node("internetadresse", node("uri", text=values["web"])) if values["web"] else None,
        destination(values),
        account(values),
        hours(values),
        access(values),
        *(person_node(person) for person in record.persons),
        *(rule_node(record, rule) for rule in record.rules),
    )


def addresses(values: Mapping[str, Any]) -> list[Node]:
    found = []
    house = [values[name] for name in ("street", "postcode", "town", "building")]
    if any(house):
        split = STREET.match(values["street"])
        street, number = (split[1], split[2]) if split else (values["street"], "")
        parts = {"strasse": street, "hausnummer": number, "postleitzahl": house[1], "ort": house[2], "zusatz": house[3]}
        found.append(address(codes.HOUSE, parts))
    post = {"zusatz": values["post_line"], "postleitzahl": values["post_postcode"], "ort": values["post_town"]}
    if any(post.values()):
        found.append(address(codes.POST, post))
    return found


def address(kind: str, parts: Mapping[str, str]) -> Node:
    inside = [node(tag, text=text) for tag, text in parts.items() if text]
    return node("anschrift", code("typ", kind, codes.ADDRESS_KIND), *inside)


def reachable(values: Mapping[str, Any]) -> list[Node]:
    return [
        node("erreichbarkeit", code("kanal", codes.CHANNELS[name], codes.REACH), node("kennung", text=values[name]))
        for name in ("email", "phone", "fax", "de_mail")
        if values.get(name)
    ]


def destination(values: Mapping[str, Any]) -> Node | None:
    if not values["fit_connect"]:
        return None
    signature = values["fit_connect_signature"]
    return node(
        "kommunikationssystem",
        Node("kanal", "", {}, [Node("nichtGelisteterWert", codes.FIT_CONNECT, is_plain=True)]),
        node("kennung", text=str(values["fit_connect"])),
        node("kennungszusatz", text=signature) if signature else None,
    )


def account(values: Mapping[str, Any]) -> Node | None:
    parts = {"empfaenger": values["account_holder"], "iban": values["iban"], "bic": values["bic"]}
    inside = [node(tag, text=text) for tag, text in parts.items() if text]
    return node("bankverbindung", *inside) if inside else None


def hours(values: Mapping[str, Any]) -> Node | None:
    """The week in one line, an exception a line, then the note."""
    lines = [
        *filter(None, [opening.write(values["opening_hours"])]),
        *opening.write_exceptions(values["opening_exceptions"]).split("\n"),
        values["opening_note"],
    ]
    text = words.lines("\n".join(lines))
    return Node("oeffnungszeiten", words.written(text, "lines"), {"languageCode": "de"}) if text else None


def access(values: Mapping[str, Any]) -> Node | None:
    lines = [f"{name}: {ANSWERS[values[field]]}" for field, name in ACCESS.items() if values[field] is not None]
    text = "\n".join(filter(None, [*lines, values["access_note"]]))
    return Node("infoBarrierefreiheit", words.written(text, "lines"), {"languageCode": "de"}) if text else None


def person_node(person: PersonRow) -> Node:
    return node(
        "kontaktperson",
        node("name", text=person.name),
        node("position", text=person.task) if person.task else None,
        node("raum", text=person.room) if person.room else None,
        *reachable(person._asdict()),
    )


def rule_node(record: OrganisationRecord, rule: RuleRow) -> Node:
    begins = node("beginn", text=f"{rule.valid_from}T00:00:00") if rule.valid_from else None
    ends = node("ende", text=f"{rule.valid_to}T23:59:59") if rule.valid_to else None
    number = rule_id(record.key, rule.service.id, rule.role, rule.condition, str(rule.valid_from or ""))
    return node(
        "zustaendigkeit",
        node("id", text=number, schemeAgencyID=record.key.agency),
        code("rolle", rule.role, codes.ROLE),
        identifier("leistungID", rule.service),
        *(area_node("gebietID", ars) for ars in rule.areas),
        code("kriterium", rule.condition, codes.CONDITION) if rule.condition else None,
        node("gueltigkeit", begins, ends) if begins or ends else None,
    )


# Reading


def read_organisation(reading: Reading, found: Node) -> OrganisationRecord | None:
    key = reading.identity(found)
    name = reading.localized(reading.one(found, "name"), "name", "plain").get("de", "")
    if key is not None and not name:
        reading.error(found, "Der Organisationseinheit fehlt der deutsche Name (name/name).")
    if key is None or reading.has_errors:
        return None
    values = dict(VALUES) | {"name": fit(reading, found, "name", name)}
    read_addresses(reading, found, values)
    values |= read_reachable(reading, found, FIELDS)
    read_web(reading, found, values)
    read_destination(reading, found, values)
    read_account(reading, found, values)
    read_hours(reading, found, values)
    read_access(reading, found, values)
    area = reading.own_key(found, codes.ARS)
    return OrganisationRecord(
        key,
        slug=reading.own_key(found, codes.ADDRESS),
        kind=read_kind(reading, found, name),
        area=area.ljust(12, "0") if area else "",
        parent=reading.key(reading.one(found, "uebergeordneteOrganisationseinheitID")),
        values=values,
        persons=[read_person(reading, person) for person in reading.all(found, "kontaktperson")],
        rules=read_rules(reading, found),
        line=found.line,
    )


def fit(reading: Reading, found: Node, name: str, text: str, limits: Mapping[str, int] = FIELDS) -> str:
    """The text if the field takes it; a number or an address is left out rather than cut."""
    if len(text) <= limits[name]:
        return text
    is_text = name in ("name", "opening_note", "access_note", "task", "building", "town", "street")
    reading.hint(
        found,
        f"„{words.named(text)}“ ist länger als {limits[name]} Zeichen"
        f"{' und wird gekürzt.' if is_text else '; die Angabe wird nicht übernommen.'}",
    )
    return words.shortened(text, limits[name]) if is_text else ""


def read_kind(reading: Reading, found: Node, name: str) -> str:
    """What the file says in our words, else what the name tells."""
    for child in found.children:
        if child.tag == "kategorie" and child.attributes.get("listURI") == codes.KIND:
            child.is_used = True
            kind = reading.code(child)
            if kind in KIND_NAMES:
                return kind
    lower = f"{name.lower()} "
    return next((kind for kind, marks in KINDS_BY_NAME if any(mark in lower for mark in marks)), "state")


def read_addresses(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    """The first house and the first postal address."""
    seen = set()
    for each in found.children:
        if each.tag != "anschrift":
            continue
        kind = "post" if reading.code(reading.one(each, "typ")) not in ("", codes.HOUSE) else "house"
        if kind in seen:
            continue
        seen.add(kind)
        each.is_used = True
        street = words.line(f"{reading.text(each, 'strasse')} {reading.text(each, 'hausnummer')}")
        extra, postcode, town = (reading.text(each, tag) for tag in ("zusatz", "postleitzahl", "ort"))
        if kind == "house":
            parts = {"street": street, "postcode": postcode, "town": town, "building": extra}
        else:
            box = reading.text(each, "postfach")
            line = ", ".join(filter(None, [street, f"Postfach {box}" if box else "", extra]))
            parts = {"post_line": line, "post_postcode": postcode, "post_town": town}
        values |= {name: fit(reading, each, name, text) for name, text in parts.items()}


def read_reachable(reading: Reading, found: Node, limits: Mapping[str, int]) -> dict[str, str]:
    """The first number or address of each channel."""
    values: dict[str, str] = {}
    for each in found.children:
        if each.tag != "erreichbarkeit":
            continue
        name = codes.CHANNELS_BY_CODE.get(reading.code(reading.one(each, "kanal")), "")
        if name in limits and name not in values:
            each.is_used = True
            reading.ignore(each, "kennungszusatz", "zusatz")
            text = fit(reading, each, name, reading.text(each, "kennung"), limits)
            if text and name in ("email", "de_mail") and not MAIL.fullmatch(text):
                reading.hint(each, f"„{words.named(text)}“ ist keine E-Mail-Adresse; sie wird nicht übernommen.")
            else:
                values[name] = text
    return values


def read_web(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    each = reading.one(found, "internetadresse")
    text = reading.text(each, "uri")
    if text and not words.is_address(text):
        reading.hint(each, f"„{words.named(text)}“ ist keine Internetadresse; sie wird nicht übernommen.")
    elif text:
        values["web"] = fit(reading, each, "web", text)


def read_destination(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    for each in found.children:
        if each.tag != "kommunikationssystem" or reading.code(reading.one(each, "kanal")) != codes.FIT_CONNECT:
            continue
        each.is_used = True
        text = reading.text(each, "kennung")
        try:
            values["fit_connect"] = uuid.UUID(text)
        except ValueError:
            reading.hint(each, f"„{words.named(text)}“ ist kein Zustellpunkt von FIT-Connect.")
            return
        values["fit_connect_signature"] = reading.text(each, "kennungszusatz")
        return


def read_account(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    """The first account; a number with a wrong check figure is not kept."""
    each = reading.one(found, "bankverbindung")
    values["account_holder"] = fit(reading, each or found, "account_holder", reading.text(each, "empfaenger"))
    for name, clean in (("iban", bank.clean_iban), ("bic", bank.clean_bic)):
        text = reading.text(each, name)
        try:
            values[name] = clean(text) if text else ""
        except ValueError as error:
            reading.hint(each or found, f"{error} Die Angabe wird nicht übernommen.")


def read_hours(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    """What is written as we write it becomes hours, the rest the note."""
    notes = []
    for text in reading.localized(found, "oeffnungszeiten", "lines").get("de", "").split("\n"):
        try:
            if not values["opening_hours"]:
                values["opening_hours"] = opening.parse(text)
                continue
        except ValueError:
            pass
        try:
            values["opening_exceptions"] = values["opening_exceptions"] + opening.parse_exceptions(text)
        except ValueError:
            notes.append(text)
    values["opening_note"] = fit(reading, found, "opening_note", " ".join(notes))


def read_access(reading: Reading, found: Node, values: dict[str, Any]) -> None:
    known = {f"{name}: {word}": (field, answer) for field, name in ACCESS.items() for answer, word in ANSWERS.items()}
    notes = []
    for text in reading.localized(found, "infoBarrierefreiheit", "lines").get("de", "").split("\n"):
        if text in known:
            field, answer = known[text]
            values[field] = answer
        else:
            notes.append(text)
    values["access_note"] = fit(reading, found, "access_note", " ".join(notes))


def read_person(reading: Reading, found: Node) -> PersonRow:
    names = [reading.text(found, tag) for tag in ("titel", "vorname", "familienname", "name")]
    parts = {
        "name": " ".join(filter(None, names)) or "ohne Namen",
        "task": reading.text(found, "position"),
        "room": reading.text(found, "raum"),
    }
    kept = {name: fit(reading, found, name, text, PERSON) for name, text in parts.items()}
    return PersonRow(**kept, **read_reachable(reading, found, PERSON))


def read_rules(reading: Reading, found: Node) -> list[RuleRow]:
    rules: dict[tuple, set[str]] = {}
    for each in reading.all(found, "zustaendigkeit"):
        reading.ignore(each, "id")
        service = reading.key(reading.one(each, "leistungID"))
        areas = read_areas(reading, each, "gebietID")
        validity = reading.one(each, "gueltigkeit")
        begin, end = reading.day(validity, "beginn"), reading.day(validity, "ende")
        if service is None or not areas:
            reading.hint(each, "Der Zuständigkeit fehlt die Leistung (leistungID) oder das Gebiet (gebietID).")
            continue
        if begin and end and begin > end:
            reading.error(each, "Die Zuständigkeit endet, bevor sie beginnt.")
            continue
        condition = read_condition(reading, each)
        if condition is not None:
            rules.setdefault((service, read_role(reading, each), condition, begin, end), set()).update(areas)
    return sorted_rules(rules)


def sorted_rules(rules: Mapping[tuple, set[str]]) -> list[RuleRow]:
    """In one order, whatever order they were found in."""
    rows = [
        RuleRow(service, role, tuple(sorted(areas)), condition, begin, end)
        for (service, role, condition, begin, end), areas in rules.items()
    ]
    return sorted(rows, key=lambda row: (*row[:2], row.condition, row.valid_from or date.min, row.valid_to or date.max))


def read_role(reading: Reading, rule: Node) -> str:
    """Our word for it; whoever is responsible in others' words is the competent authority."""
    found = reading.one(rule, "rolle")
    role = reading.code(found)
    if found is not None and role not in codes.ROLES:
        reading.hint(found, f"Die Rolle „{role}“ ist nicht bekannt; die Stelle gilt als zuständige Behörde.")
    return role if role in codes.ROLES else "zb"


def read_condition(reading: Reading, rule: Node) -> str | None:
    """A condition that the portal can check, or None if it cannot: then the rule would say too much."""
    found = reading.one(rule, "kriterium")
    condition = reading.code(found)
    if found is not None and condition not in ("craft=yes", "craft=no"):
        reading.hint(rule, "Das Kriterium ist nicht bekannt; die Zuständigkeit wird nicht übernommen.")
        return None
    return condition
