"""Reading the texts in content/data."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LAND = "130000000000"
LANGUAGES = ("de", "en")
LEVELS = {"ort": "local", "kreis": "district"}


@dataclass(frozen=True)
class LifeSituationRecord:
    slug: str
    pictogram: str
    texts: dict[str, str]


@dataclass(frozen=True)
class ContentRecord:
    slug: str
    leika_key: str
    group: str
    life_situations: list[str]
    via_ea: bool
    legal_basis: list[dict[str, str]]
    texts: dict[str, str]


@dataclass(frozen=True)
class RuleRecord:
    """One rule for each of these areas: an organisation by slug, or a level."""

    group: str
    role: str
    areas: tuple[str, ...]
    organisation: str
    level: str
    note: str


@dataclass(frozen=True)
class Rules:
    groups: dict[str, str]
    rules: list[RuleRecord]


@dataclass(frozen=True)
class Texts:
    life_situations: list[LifeSituationRecord]
    services: list[ContentRecord]
    rules: Rules


def read(folder: Path = DATA) -> Texts:
    """All files of the folder."""
    return Texts(
        life_situations=[read_life_situation(entry) for entry in load(folder / "lebenslagen.toml")["lebenslage"]],
        services=[read_service(path) for path in sorted((folder / "leistungen").glob("*.toml"))],
        rules=read_rules(load(folder / "zustaendigkeiten.toml")),
    )


def load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def translated(entry: dict[str, Any]) -> dict[str, str]:
    """The fields of both languages under the names of the model: name_de, name_en …"""
    return {
        f"{field}_{language}": value.strip()
        for language in LANGUAGES
        for field, value in entry.get(language, {}).items()
    }


def read_life_situation(entry: dict[str, Any]) -> LifeSituationRecord:
    return LifeSituationRecord(entry["slug"], entry["piktogramm"], translated(entry))


def read_service(path: Path) -> ContentRecord:
    entry = load(path)
    return ContentRecord(
        slug=path.stem,
        leika_key=entry["leika"],
        group=entry["gruppe"],
        life_situations=entry["lebenslagen"],
        via_ea=entry["ueber_ea"],
        legal_basis=[
            {"citation": law["zitat"], "title": law["titel"], "url": law["link"]} for law in entry.get("recht", [])
        ],
        texts=translated(entry),
    )


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
        for chamber, areas in entry["ansprechpartner"].get(group.get("ea", ""), {}).items():
            note = "§ 1 EAPG M-V, Bezirk der Kammer"
            rules.append(RuleRecord(group["slug"], "ea", tuple(areas), chamber, "", note))
    return Rules(groups, rules)
