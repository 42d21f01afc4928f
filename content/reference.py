"""Reading the texts in content/data."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from content.reference_guides import GuideRecord, read_guide
from content.reference_pages import PageTexts, read_pages
from content.reference_words import ConceptRecord, read_stored_queries, read_words

DATA = Path(__file__).parent / "data"
LAND = "130000000000"
LANGUAGES = ("de", "en")
LEVELS = {"ort": "local", "kreis": "district"}
AUDIENCES = {"buerger": "citizen", "unternehmen": "business", "beide": "both"}
TRUST_LEVELS = {"keines": "none", "niedrig": "low", "substanziell": "substantial", "hoch": "high"}
UNITS = {
    "stunde": "hour",
    "tag": "day",
    "werktag": "workday",
    "woche": "week",
    "monat": "month",
    "jahr": "year",
}
COSTS = {"fest": "fixed", "von-bis": "range", "frei": "free", "gebuehrenordnung": "law"}
SIDES = {"antrag": "applicant", "behoerde": "authority"}


@dataclass(frozen=True)
class LifeSituationRecord:
    slug: str
    pictogram: str
    parent: str
    texts: dict[str, str]


@dataclass(frozen=True)
class ContentRecord:
    """A service: plain fields and texts under the names of the model, and the rows of what belongs to it."""

    slug: str
    group: str
    life_situations: list[str]
    related: list[str]
    areas: list[str]
    fields: dict[str, Any]
    texts: dict[str, str]
    costs: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    forms: list[dict[str, str]]
    supplements: list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class RuleRecord:
    """One rule for each of these areas: an organisation by slug, or a level."""

    group: str
    role: str
    areas: tuple[str, ...]
    organisation: str
    level: str
    note: str
    condition: str = ""


@dataclass(frozen=True)
class Rules:
    """Groups by slug, the rules, and the group whose EA is named where nobody is found."""

    groups: dict[str, str]
    rules: list[RuleRecord]
    fallback: str = ""


@dataclass(frozen=True)
class Texts:
    life_situations: list[LifeSituationRecord]
    services: list[ContentRecord]
    guides: list[GuideRecord]
    rules: Rules
    words: list[ConceptRecord] = field(default_factory=list)
    stored_queries: list[tuple[str, str]] = field(default_factory=list)
    pages: PageTexts = field(default_factory=PageTexts)


def read(folder: Path = DATA) -> Texts:
    """All files of the folder."""
    blocks = load(folder / "bausteine.toml")
    return Texts(
        life_situations=[read_life_situation(entry) for entry in load(folder / "lebenslagen.toml")["lebenslage"]],
        services=[read_service(path, blocks) for path in sorted((folder / "leistungen").glob("*.toml"))],
        guides=[read_guide(path, load(path)) for path in sorted((folder / "lotsen").glob("*.toml"))],
        rules=read_rules(load(folder / "zustaendigkeiten.toml")),
        words=read_words(folder / "woerter"),
        stored_queries=read_stored_queries(folder / "pruefsuchen.csv"),
        pages=read_pages(folder, load),
    )


def load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def translated(entry: dict[str, Any]) -> dict[str, str]:
    """The fields of both languages under the names of the model: name_de, name_en …"""
    return {
        f"{field}_{language}": value.strip()
        for language in LANGUAGES
        for field, value in entry.get(language, {}).items()
    }


def read_life_situation(entry: dict[str, Any]) -> LifeSituationRecord:
    return LifeSituationRecord(entry["slug"], entry["piktogramm"], entry.get("gehoert_zu", ""), translated(entry))


def read_service(path: Path, blocks: dict[str, dict[str, Any]]) -> ContentRecord:
    entry = load(path)
    return ContentRecord(
        slug=path.stem,
        group=entry["gruppe"],
        life_situations=entry["lebenslagen"],
        related=entry.get("verwandt", []),
        areas=entry.get("gebiete", []),
        fields=read_fields(entry),
        texts=read_blocks(blocks, entry.get("bausteine", [])) | translated(entry),
        costs=[read_cost(cost) for cost in entry.get("kosten", [])],
        deadlines=[read_deadline(deadline) for deadline in entry.get("fristen", [])],
        forms=[{"url": form["link"]} | in_both(form, "name") for form in entry.get("formulare", [])],
        supplements=[(text["gebiet"], translated(text)) for text in entry.get("regional", [])],
    )


def read_fields(entry: dict[str, Any]) -> dict[str, Any]:
    """What is the same in every language."""
    duration = entry.get("dauer", {})
    return {
        "leika_key": entry.get("leika"),
        "via_ea": entry["ueber_ea"],
        "audience": AUDIENCES[entry["zielgruppe"]],
        "trust_level": TRUST_LEVELS[entry["vertrauen"]],
        "sdg_area": entry.get("sdg", ""),
        "sdg_procedure": entry.get("sdg_verfahren", ""),
        "written_form": entry.get("schriftform", False),
        "in_person": entry.get("persoenlich", False),
        "online_url": entry.get("online", ""),
        "duration_min": duration.get("von"),
        "duration_max": duration.get("bis"),
        "duration_unit": UNITS[duration["einheit"]] if duration else "",
        "updated_on": entry["stand"],
        "legal_basis": [
            {"citation": law["zitat"], "title": law["titel"], "url": law["link"]} for law in entry.get("recht", [])
        ],
    }


def read_blocks(blocks: dict[str, dict[str, Any]], names: list[str]) -> dict[str, str]:
    """Texts that many services share, by the names in bausteine.toml."""
    texts: dict[str, str] = {}
    for name in names:
        texts |= in_both(blocks[name], blocks[name]["feld"])
    return texts


def in_both(entry: dict[str, Any], field: str) -> dict[str, str]:
    return {f"{field}_{language}": entry.get(language, "").strip() for language in LANGUAGES}


def read_cost(entry: dict[str, Any]) -> dict[str, Any]:
    amounts = {"amount": entry.get("betrag", entry.get("von")), "amount_to": entry.get("bis")}
    return {"kind": COSTS[entry["art"]]} | amounts | in_both(entry, "note")


def read_deadline(entry: dict[str, Any]) -> dict[str, Any]:
    fields = {"side": SIDES[entry["wer"]], "amount": entry["dauer"], "unit": UNITS[entry["einheit"]]}
    return fields | {"citation": entry.get("vorschrift", "")} | in_both(entry, "text")


def read_rules(entry: dict[str, Any]) -> Rules:
    groups, rules = {}, []
    for group in entry["gruppe"]:
        groups[group["slug"]] = group["name"]
        for rule in group["regeln"]:
            level = LEVELS.get(rule["behoerde"], "")
            rules.append(
                RuleRecord(
                    group=group["slug"],
                    role=rule["rolle"],
                    areas=tuple(rule.get("gebiete", [LAND])),
                    organisation="" if level else rule["behoerde"],
                    level=level,
                    note=rule["grundlage"],
                )
            )
        chambers = {"": group.get("ea", ""), **group.get("ea_wenn", {})}
        rules += [
            RuleRecord(group["slug"], "ea", tuple(areas), chamber, "", "§ 1 EAPG M-V, Bezirk der Kammer", condition)
            for condition, kind in chambers.items()
            for chamber, areas in entry["ansprechpartner"].get(kind, {}).items()
        ]
    fallback = next((group["slug"] for group in entry["gruppe"] if group.get("auffang")), "")
    return Rules(groups, rules, fallback)
