"""What is wrong with a form definition, and where. An editor reads these sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.rules import conditions
from forms.rules.definition import APPLICANT_EMAIL, APPLICANT_NAME, PROCEDURES, RESERVED_PAGES, SCHEMA, TYPES

FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
PAGE_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
PAGE_NAMES = {"key", "title", "short", "intro", "condition", "fields", "part"}
WITH_OPTIONS = {"choice", "choices"}
# Name of a field's attribute: (the types it belongs to, empty for all; the Python type of its value)
ATTRIBUTES: dict[str, tuple[set[str], type]] = {
    "key": (set(), str),
    "type": (set(), str),
    "label": (set(), dict),
    "hint": (set(), dict),
    "missing": (set(), dict),
    "condition": (set(), dict),
    "required": (set(), bool),
    "sensitive": (set(), bool),
    "autocomplete": (set(), str),
    "options": (WITH_OPTIONS, list),
    "preset": (WITH_OPTIONS, list),
    "max_length": ({"text", "longtext", "email", "phone"}, int),
    "min": ({"number"}, int),
    "max": ({"number"}, int),
    "decimals": ({"number"}, int),
    "unit": ({"number"}, dict),
    "earliest": ({"date"}, str),
    "latest": ({"date"}, str),
    "max_files": ({"file"}, int),
}
# Reserved keys that cases read, and the type they must have
RESERVED_FIELDS = {APPLICANT_NAME: "text", APPLICANT_EMAIL: "email", PROCEDURES: "choices"}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where in the definition, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class _Seen:
    """What came before, in reading order: a condition may only look back."""

    pages: set[str] = field(default_factory=set)
    fields: dict[str, str] = field(default_factory=dict)


def check(raw: Any) -> list[Fault]:
    """Everything that is wrong with a definition; an empty list means it can be published."""
    if not isinstance(raw, dict) or not isinstance(raw.get("pages"), list) or not raw["pages"]:
        return [Fault("pages", "Ein Formular hat mindestens eine Seite.")]
    seen = _Seen()
    faults = []
    if raw.get("schema") != SCHEMA:
        faults.append(Fault("schema", f"Erwartet wird {SCHEMA}."))
    faults += _unknown("Formular", raw, {"schema", "title", "minutes", "parts", "pages", "confirmations"})
    faults += _text("title", raw.get("title"))
    faults += _parts(raw)
    for index, page in enumerate(raw["pages"]):
        faults += _page(f"pages[{index}]", page, seen)
    for index, confirmation in enumerate(raw.get("confirmations", [])):
        faults += _confirmation(f"confirmations[{index}]", confirmation, seen)
    for key in (APPLICANT_NAME, APPLICANT_EMAIL):
        if key not in seen.fields:
            faults.append(Fault("pages", f"Das Feld „{key}“ fehlt. Jedes Formular fragt danach."))
    return faults


def _parts(raw: Mapping) -> Iterator[Fault]:
    """The forms that this one is made of, and the pages that name one of them."""
    keys = set()
    for index, part in enumerate(raw.get("parts", ())):
        yield from _text(f"parts[{index}].title", part.get("title"))
        keys.add(part.get("key"))
    for index, page in enumerate(raw["pages"]):
        if isinstance(page, dict) and page.get("part", None) not in {None, *keys}:
            yield Fault(f"pages[{index}].part", "Dieses Verfahren steht nicht unter parts.")


def _page(where: str, page: Any, seen: _Seen) -> Iterator[Fault]:
    if not isinstance(page, dict):
        yield Fault(where, "Eine Seite ist ein Objekt mit key, title und fields.")
        return
    key = page.get("key")
    if not isinstance(key, str) or not PAGE_KEY.fullmatch(key):
        yield Fault(f"{where}.key", "Kleinbuchstaben, Ziffern und Bindestriche, beginnend mit einem Buchstaben.")
    elif key in RESERVED_PAGES:
        yield Fault(f"{where}.key", f"„{key}“ ist für den Antragsassistenten vergeben.")
    elif key in seen.pages:
        yield Fault(f"{where}.key", f"Die Seite „{key}“ gibt es schon.")
    else:
        seen.pages.add(key)
    yield from _unknown(where, page, PAGE_NAMES)
    yield from _text(f"{where}.title", page.get("title"))
    for name in ("short", "intro"):
        if name in page:
            yield from _text(f"{where}.{name}", page[name])
    yield from _condition(where, page, seen)
    fields = page.get("fields")
    if not isinstance(fields, list) or not fields:
        yield Fault(f"{where}.fields", "Eine Seite hat mindestens ein Feld.")
        return
    for index, item in enumerate(fields):
        yield from _field(f"{where}.fields[{index}]", item, seen)


def _confirmation(where: str, item: Any, seen: _Seen) -> Iterator[Fault]:
    if isinstance(item, dict):
        item = {"type": "confirm"} | item
        if item["type"] != "confirm":
            yield Fault(f"{where}.type", "Auf der Prüfseite stehen nur Erklärungen (confirm).")
    yield from _field(where, item, seen)


def _field(where: str, item: Any, seen: _Seen) -> Iterator[Fault]:
    if not isinstance(item, dict):
        yield Fault(where, "Ein Feld ist ein Objekt mit key, type und label.")
        return
    key, kind = item.get("key"), item.get("type")
    if kind not in TYPES:
        yield Fault(f"{where}.type", f"Erlaubt sind {', '.join(TYPES)}.")
        return
    yield from _text(f"{where}.label", item.get("label"))
    yield from _attributes(where, item, kind)
    if kind in WITH_OPTIONS:
        yield from _options(where, item)
    yield from _condition(where, item, seen)
    if not isinstance(key, str) or not FIELD_KEY.fullmatch(key):
        yield Fault(f"{where}.key", "Kleinbuchstaben, Ziffern und Unterstriche, beginnend mit einem Buchstaben.")
        return
    if key in seen.fields:
        yield Fault(f"{where}.key", f"Das Feld „{key}“ gibt es schon.")
    if RESERVED_FIELDS.get(key, kind) != kind:
        yield Fault(f"{where}.type", f"„{key}“ ist immer ein Feld der Art {RESERVED_FIELDS[key]}.")
    seen.fields[key] = kind


def _attributes(where: str, item: Mapping, kind: str) -> Iterator[Fault]:
    yield from _unknown(where, item, ATTRIBUTES.keys())
    for name, value in item.items():
        kinds, python_type = ATTRIBUTES.get(name, (set(), object))
        if kinds and kind not in kinds:
            yield Fault(f"{where}.{name}", f"„{name}“ gibt es bei der Art {kind} nicht.")
        if not isinstance(value, python_type) or (python_type is int and isinstance(value, bool)):
            yield Fault(f"{where}.{name}", f"Erwartet wird {python_type.__name__}.")
    for name in ("hint", "missing", "unit"):
        if name in item:
            yield from _text(f"{where}.{name}", item[name])
    for name in ("earliest", "latest"):
        if name in item and not _is_day(item[name]):
            yield Fault(f"{where}.{name}", "Erwartet wird „today“ oder ein Tag wie 2027-03-27.")
    if isinstance(item.get("min"), int) and isinstance(item.get("max"), int) and item["min"] > item["max"]:
        yield Fault(f"{where}.min", "Der kleinste Wert ist größer als der größte.")


def _options(where: str, item: Mapping) -> Iterator[Fault]:
    options = item.get("options")
    if not isinstance(options, list) or not options:
        yield Fault(f"{where}.options", "Eine Auswahl braucht mindestens eine Möglichkeit.")
        return
    values = []
    for index, option in enumerate(options):
        if not isinstance(option, dict) or not isinstance(option.get("value"), str) or not option["value"]:
            yield Fault(f"{where}.options[{index}]", "Erwartet wird ein Objekt mit value und label.")
            continue
        yield from _unknown(f"{where}.options[{index}]", option, {"value", "label", "hint", "always"})
        yield from _text(f"{where}.options[{index}].label", option.get("label"))
        if "hint" in option:
            yield from _text(f"{where}.options[{index}].hint", option["hint"])
        if option.get("always") and (item["type"] != "choices" or option["always"] is not True):
            yield Fault(f"{where}.options[{index}].always", "Nur true, und nur bei der Art choices.")
        if option["value"] in values:
            yield Fault(f"{where}.options[{index}].value", f"„{option['value']}“ gibt es schon.")
        values.append(option["value"])
    preset = item.get("preset", [])
    if isinstance(preset, list) and any(value not in values for value in preset):
        yield Fault(f"{where}.preset", "Vorausgewählt werden kann nur, was unter options steht.")


def _condition(where: str, item: Mapping, seen: _Seen) -> Iterator[Fault]:
    condition = item.get("condition")
    wrong = list(conditions.problems(condition))
    yield from (Fault(f"{where}.condition", what) for what in wrong)
    for key in sorted(conditions.variables(condition)) if not wrong else ():
        kind = seen.fields.get(key)
        if kind is None:
            yield Fault(f"{where}.condition", f"„{key}“ wird nicht vorher gefragt.")
        elif kind in ("file", "info"):
            yield Fault(f"{where}.condition", f"„{key}“ hat keine Antwort, von der etwas abhängen kann.")


def _text(where: str, text: Any) -> Iterator[Fault]:
    for language in ("de", "en"):
        words = text.get(language) if isinstance(text, dict) else None
        if not isinstance(words, str) or not words.strip():
            yield Fault(f"{where}.{language}", "Der Text fehlt.")


def _unknown(where: str, item: Mapping, known: Any) -> Iterator[Fault]:
    for name in item:
        if name not in known:
            yield Fault(f"{where}.{name}", "Diesen Eintrag gibt es nicht.")


def _is_day(text: Any) -> bool:
    if text == "today":
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except (TypeError, ValueError):
        return False
