"""The typed shape of `FormVersion.definition`, schema 1. docs/forms.md describes every key.

`forms.rules.checker.check` says what is wrong with a definition; `read` expects a checked one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SCHEMA = 1

TYPES = (
    "text",
    "longtext",
    "email",
    "phone",
    "number",
    "date",
    "yesno",
    "choice",
    "choices",
    "postcode",
    "file",
    "info",
    "confirm",
)
# Longest text a person may type, unless the field says otherwise
MAX_LENGTH = {"text": 200, "longtext": 4000, "email": 254, "phone": 40}
CHECK_PAGE = "pruefen"
# Words the assistant itself uses in addresses
RESERVED_PAGES = frozenset({CHECK_PAGE, "absenden", "eingereicht", "spaeter", "datei"})
APPLICANT_NAME, APPLICANT_EMAIL, PROCEDURES = "applicant_name", "applicant_email", "procedures"


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    de: str
    en: str

    def get(self, language: str) -> str:
        """The words in this language, German for any other.

        >>> Text("Ort", "Place").get("en")
        'Place'
        """
        return self.en if language == "en" else self.de


@dataclass(frozen=True)
class Option:
    """One choice; `value` is what is stored."""

    value: str
    label: Text
    hint: Text | None = None
    # Part of every answer and not offered for choice: the service that the form is for
    always: bool = False


@dataclass(frozen=True)
class Field:
    """One question."""

    key: str
    type: str
    label: Text
    hint: Text | None = None
    # What to say when a required answer is missing, as an instruction
    missing: Text | None = None
    required: bool = True
    condition: Any = None
    options: tuple[Option, ...] = ()
    # Chosen beforehand
    preset: tuple[str, ...] = ()
    max_length: int = 0
    min: int | None = None
    max: int | None = None
    decimals: int = 0
    unit: Text | None = None
    # Limits of a date: an ISO date or "today"
    earliest: str = ""
    latest: str = ""
    max_files: int = 5
    autocomplete: str = ""
    sensitive: bool = False

    @property
    def answers(self) -> bool:
        """Whether the field holds an answer at all (files are kept by the case, info is text only)."""
        return self.type not in ("file", "info")

    @property
    def preset_answer(self) -> list[str] | str:
        """The answer that stands there before somebody chooses; only with a `preset`."""
        return list(self.preset) if self.type == "choices" else self.preset[0]


@dataclass(frozen=True)
class Page:
    """One step of the assistant."""

    key: str
    title: Text
    # What the step is called in the progress line
    short: Text
    intro: Text | None = None
    condition: Any = None
    fields: tuple[Field, ...] = ()
    # Of several forms in one: the only procedure that the page is for
    part: Option | None = None

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True)
class Definition:
    """A whole form. `confirmations` are asked on the check page."""

    title: Text
    minutes: int
    pages: tuple[Page, ...]
    confirmations: tuple[Field, ...] = ()
    # Of several forms in one: LeiKa key and title of each
    parts: tuple[Option, ...] = ()

    @cached_property
    def check_page(self) -> Page:
        """The last page as a page: its questions are the confirmations."""
        return Page(CHECK_PAGE, CHECK_TITLE, CHECK_TITLE, fields=self.confirmations)

    def page(self, key: str) -> Page | None:
        return next((page for page in self.pages if page.key == key), None)


CHECK_TITLE = Text("Erklärungen", "Declarations")


def read(raw: "Mapping | Definition") -> Definition:
    """The definition as typed objects. One that is read already stays as it is."""
    if isinstance(raw, Definition):
        return raw
    parts = tuple(Option(part["key"], _text(part["title"])) for part in raw.get("parts", ()))
    by_key = {part.value: part for part in parts}
    return Definition(
        title=_text(raw["title"]),
        minutes=raw.get("minutes", 10),
        parts=parts,
        pages=tuple(_page(page, by_key) for page in raw["pages"]),
        confirmations=tuple(_field({"type": "confirm"} | field) for field in raw.get("confirmations", ())),
    )


def _text(raw: Mapping | None) -> Text | None:
    return Text(raw["de"], raw["en"]) if raw else None


def _page(raw: Mapping, parts: Mapping[str, Option]) -> Page:
    title = _text(raw["title"])
    return Page(
        key=raw["key"],
        title=title,
        short=_text(raw.get("short")) or title,
        intro=_text(raw.get("intro")),
        condition=raw.get("condition"),
        fields=tuple(_field(field) for field in raw["fields"]),
        part=parts.get(raw.get("part")),
    )


def _field(raw: Mapping) -> Field:
    words = {name: _text(raw.get(name)) for name in ("label", "hint", "missing", "unit")}
    plain = {
        name: raw[name]
        for name in (
            "key",
            "type",
            "required",
            "condition",
            "min",
            "max",
            "decimals",
            "earliest",
            "latest",
            "max_files",
            "autocomplete",
            "sensitive",
        )
        if name in raw
    }
    options = tuple(
        Option(option["value"], _text(option["label"]), _text(option.get("hint")), option.get("always", False))
        for option in raw.get("options", ())
    )
    return Field(
        **words,
        **plain,
        options=options,
        preset=tuple(raw.get("preset", ())),
        max_length=raw.get("max_length", MAX_LENGTH.get(raw["type"], 0)),
    )
