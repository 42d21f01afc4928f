"""Reading pages, news, questions and terms in content/data."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.rules import blocks
from content.rules.blocks import Words


@dataclass(frozen=True)
class BlockRecord:
    """A block of a page: plain fields and texts under the names of the model, and whom it names."""

    fields: dict[str, Any]
    organisation: str = ""


@dataclass(frozen=True)
class TextRecord:
    """A page, news, a question or a term: fields under the names of the model, and slugs of what it is about."""

    slug: str
    fields: dict[str, Any]
    services: tuple[str, ...] = ()
    life_situations: tuple[str, ...] = ()
    blocks: tuple[BlockRecord, ...] = ()


@dataclass(frozen=True)
class PageTexts:
    pages: list[TextRecord] = field(default_factory=list)
    news: list[TextRecord] = field(default_factory=list)
    questions: list[TextRecord] = field(default_factory=list)
    terms: list[TextRecord] = field(default_factory=list)


def in_both_languages(entry: dict[str, Any]) -> dict[str, str]:
    """The fields of both languages under the names of the model: title_de, title_en …"""
    return {f"{name}_{code}": text.strip() for code in ("de", "en") for name, text in entry.get(code, {}).items()}


def read_page(slug: str, entry: dict[str, Any]) -> TextRecord:
    fields = in_both_languages(entry) | {
        "is_german_only": entry.get("nur_deutsch", False),
        "updated_on": entry["stand"],
    }
    rows = tuple(read_block(number, row) for number, row in enumerate(entry["baustein"], start=1))
    return TextRecord(slug, fields, blocks=rows)


def read_block(number: int, row: dict[str, Any]) -> BlockRecord:
    fields = in_both_languages(row) | {
        "kind": row["art"],
        "position": number * 10,
        "anchor": row.get("marke", ""),
        "data": blocks.write(read_options(row)),
    }
    return BlockRecord(fields, row.get("behoerde", ""))


def read_options(row: dict[str, Any]) -> blocks.Options:
    match row["art"]:
        case "links":
            return blocks.Links(tuple(blocks.Link(Words(link["de"], link["en"]), link["url"]) for link in row["links"]))
        case "steps" | "accordion":
            rows = row.get("schritte") or row["punkte"]
            return blocks.Items(
                tuple(
                    blocks.Item(Words(entry["de"][0], entry["en"][0]), Words(entry["de"][1], entry["en"][1]))
                    for entry in rows
                )
            )
        case "faq":
            return blocks.Faq(row["gruppe"])
        case "callout":
            return blocks.Callout(row["ton"])
        case "video":
            return blocks.Video(row.get("link", ""), row.get("untertitel", ""), row.get("gebaerden", False))
        case "services":
            return blocks.Services(tuple(row["leistungen"]))
        case _:
            return blocks.Plain()


def read_text(entry: dict[str, Any], **fields: Any) -> TextRecord:
    return TextRecord(
        slug=entry["slug"],
        fields=in_both_languages(entry) | fields,
        services=tuple(entry.get("leistungen", [])),
        life_situations=tuple(entry.get("lebenslagen", [])),
    )


def read_pages(folder: Path, load: Any) -> PageTexts:
    """All files about pages in the folder; `load` reads one file."""
    questions = load(folder / "fragen.toml")["frage"]
    return PageTexts(
        pages=[read_page(path.stem, load(path)) for path in sorted((folder / "seiten").glob("*.toml"))],
        news=[read_text(entry, published_on=entry["datum"]) for entry in load(folder / "aktuelles.toml")["meldung"]],
        questions=[
            read_text(entry, group=entry["gruppe"], position=number, on_start_page=entry.get("start", False))
            for number, entry in enumerate(questions, start=1)
        ],
        terms=[
            read_text(entry, is_marked=entry.get("in_texten", True))
            for entry in load(folder / "glossar.toml")["begriff"]
        ],
    )
