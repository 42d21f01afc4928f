"""Reading the guides in content/data/lotsen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = {"eine": "single", "janein": "yesno", "mehrere": "multiple", "ort": "place"}
NEEDS = {"noetig": "required", "vorher": "first", "wunsch": "optional"}
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class GuideResultRecord:
    service: str
    after: list[str]
    replaces: list[str]
    fields: dict[str, Any]


@dataclass(frozen=True)
class GuideRecord:
    """A guide: fields and texts under the names of the models."""

    slug: str
    life_situations: list[str]
    fields: dict[str, Any]
    questions: list[dict[str, Any]]
    results: list[GuideResultRecord]


def read_guide(path: Path, entry: dict[str, Any]) -> GuideRecord:
    fields = {
        "pictogram": entry["piktogramm"],
        "position": entry["reihenfolge"],
        "craft_condition": "\n".join(entry.get("handwerk_wenn", [])),
    }
    return GuideRecord(
        slug=path.stem,
        life_situations=entry["lebenslagen"],
        fields=fields | in_languages(entry, "name", "teaser", "result_title"),
        questions=[read_question(question, position) for position, question in enumerate(entry["frage"])],
        results=[read_result(result, position) for position, result in enumerate(entry["ergebnis"])],
    )


def in_languages(entry: dict[str, Any], *names: str) -> dict[str, str]:
    return {f"{name}_{language}": entry[language].get(name, "") for language in LANGUAGES for name in names}


def read_question(entry: dict[str, Any], position: int) -> dict[str, Any]:
    fields = {
        "key": entry["schluessel"],
        "kind": KINDS[entry["art"]],
        "condition": "\n".join(entry.get("wenn", [])),
        "position": position,
    }
    answers = entry.get("antwort", [])
    options = {
        f"options_{language}": "\n".join(" | ".join(option_parts(option, language)) for option in answers)
        for language in LANGUAGES
    }
    return fields | in_languages(entry, "text", "short", "hint") | options


def option_parts(option: dict[str, Any], language: str) -> list[str]:
    """Key, label and hint; in the file a label alone, or a pair of label and hint."""
    words = option[language]
    return [option["wert"], *([words] if isinstance(words, str) else words)]


def read_result(entry: dict[str, Any], position: int) -> GuideResultRecord:
    fields = {
        "need": NEEDS[entry.get("rang", "noetig")],
        "condition": "\n".join(entry.get("wenn", [])),
        "position": position,
    }
    reasons = {f"reason_{language}": entry[language] for language in LANGUAGES}
    return GuideResultRecord(entry["leistung"], entry.get("nach", []), entry.get("ersetzt", []), fields | reasons)
