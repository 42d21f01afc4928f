"""Several forms as one definition: what they share is asked once, the rest stands under the procedure it is for.

Fields with the same key, type and options are the same question. Which procedures are applied for is the first
question; every other one is asked where one of the procedures it is for is chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

from forms.rules import conditions
from forms.rules.definition import PROCEDURES, SCHEMA

PAGE = "verfahren"
QUESTION = {"de": "Was möchten Sie zusammen beantragen?", "en": "What would you like to apply for together?"}
HINT = {
    "de": "Nehmen Sie den Haken weg, wenn Sie etwas davon nicht oder erst später beantragen möchten.",
    "en": "Remove the tick if you do not want to apply for something, or only later.",
}
MISSING = {"de": "Wählen Sie mindestens einen Antrag aus.", "en": "Select at least one application."}


class Part(NamedTuple):
    """One form of a bundle. `key` is the LeiKa key of its service; `definition` is a checked one as JSON."""

    key: str
    definition: Mapping[str, Any]


@dataclass
class Asked:
    """A question of the bundle: its place in the order, and for which parts under which conditions it is asked."""

    field: dict[str, Any]
    order: int
    cases: list[tuple[int, Any]] = field(default_factory=list)


def combine(parts: Sequence[Part]) -> dict[str, Any]:
    """One definition that asks everything the parts ask."""
    builder = Builder(parts)
    pages = [builder.page(number, page) for number, part in enumerate(parts) for page in part.definition["pages"]]
    confirmations = builder.confirmations()
    builder.write_conditions()
    return {
        "schema": SCHEMA,
        "title": title([part.definition["title"] for part in parts]),
        "minutes": builder.minutes(),
        "parts": [{"key": part.key, "title": part.definition["title"]} for part in parts],
        "pages": [choice(parts), *(builder.finished(page) for page in pages if page["fields"])],
        "confirmations": confirmations,
    }


def title(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """All titles in a row.

    >>> title([{"de": "Hund", "en": "Dog"}, {"de": "Kita", "en": "Day care"}])
    {'de': 'Hund und Kita', 'en': 'Dog and Day care'}
    """
    joined = {}
    for language, word in (("de", "und"), ("en", "and")):
        *first, last = (text[language] for text in titles)
        joined[language] = f"{', '.join(first)} {word} {last}" if first else last
    return joined


def choice(parts: Sequence[Part]) -> dict[str, Any]:
    """The first page: the procedures, all chosen beforehand."""
    options = [{"value": part.key, "label": part.definition["title"]} for part in parts]
    question = {
        "key": PROCEDURES,
        "type": "choices",
        "label": QUESTION,
        "hint": HINT,
        "missing": MISSING,
        "options": options,
        "preset": [part.key for part in parts],
    }
    return {"key": PAGE, "title": QUESTION, "short": {"de": "Anträge", "en": "Applications"}, "fields": [question]}


class Builder:
    """Takes over page after page, and remembers what was asked already."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.asked: dict[str, Asked] = {}
        self.page_keys = {PAGE}
        # The new names of a part's fields, where a name means something else already
        self.names: list[dict[str, str]] = [{} for _part in parts]
        self.confirmed: list[Asked] = []

    def page(self, number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The page with the fields that were not asked before."""
        page = {name: deepcopy(value) for name, value in raw.items() if name != "condition"}
        page["key"] = self.free_page_key(raw["key"], number)
        page["fields"] = [
            added
            for item in raw["fields"]
            if item["key"] != PROCEDURES and (added := self.field(number, item, raw.get("condition")))
        ]
        return page

    def free_page_key(self, key: str, number: int) -> str:
        key = key if key not in self.page_keys else f"{key[:37]}-{number + 1}"
        self.page_keys.add(key)
        return key

    def field(self, number: int, raw: Mapping[str, Any], page_condition: Any) -> dict[str, Any] | None:
        """The field, unless it is asked already: then that one is asked for this part, too."""
        condition = self.renamed(number, both(page_condition, raw.get("condition")))
        known = self.asked.get(raw["key"])
        if known and self.is_same(known, raw, condition):
            known.cases.append((number, condition))
            known.field["required"] = known.field.get("required", True) or raw.get("required", True)
            return None
        new = deepcopy(dict(raw))
        if known:
            new["key"] = self.names[number][raw["key"]] = f"{raw['key'][:55]}_{number + 1}"
        self.asked[new["key"]] = Asked(new, len(self.asked), [(number, condition)])
        return new

    def is_same(self, known: Asked, raw: Mapping[str, Any], condition: Any) -> bool:
        """The same question, and its condition looks only at what is asked before it."""
        looks_back = all(
            key == PROCEDURES or (key in self.asked and self.asked[key].order < known.order)
            for key in conditions.variables(condition)
        )
        return looks_back and meaning(known.field) == meaning(raw)

    def renamed(self, number: int, condition: Any) -> Any:
        """The condition with the part's new names."""
        if isinstance(condition, list):
            return [self.renamed(number, item) for item in condition]
        if not isinstance(condition, dict):
            return condition
        if "var" in condition:
            return {"var": self.names[number].get(condition["var"], condition["var"])}
        return {operator: self.renamed(number, operands) for operator, operands in condition.items()}

    def confirmations(self) -> list[dict[str, Any]]:
        """Every declaration once."""
        for number, part in enumerate(self.parts):
            for raw in part.definition.get("confirmations", ()):
                condition = self.renamed(number, raw.get("condition"))
                known = next((a for a in self.confirmed if a.field["label"] == raw["label"]), None)
                if known:
                    known.cases.append((number, condition))
                    continue
                new = deepcopy(dict(raw))
                if raw["key"] in {a.field["key"] for a in self.confirmed} | self.asked.keys():
                    new["key"] = f"{raw['key'][:55]}_{number + 1}"
                self.confirmed.append(Asked(new, 0, [(number, condition)]))
        return [asked.field for asked in self.confirmed]

    def write_conditions(self) -> None:
        for asked in (*self.asked.values(), *self.confirmed):
            condition = self.condition_of(asked.cases)
            asked.field.pop("condition", None)
            if condition is not None:
                asked.field["condition"] = condition

    def condition_of(self, cases: Sequence[tuple[int, Any]]) -> Any:
        """Asked for any of its parts; without a condition, if all parts ask it in every case."""
        always = {number for number, condition in cases if condition is None}
        if len(always) == len(self.parts):
            return None
        chosen = [both({"in": [self.parts[number].key, {"var": PROCEDURES}]}, rest) for number, rest in cases]
        return chosen[0] if len(chosen) == 1 else {"or": chosen}

    def finished(self, page: dict[str, Any]) -> dict[str, Any]:
        """The page with the part it belongs to, if it is only one."""
        numbers = {number for item in page["fields"] for number, _condition in self.asked[item["key"]].cases}
        return page | {"part": self.parts[numbers.pop()].key} if len(numbers) == 1 else page

    def minutes(self) -> int:
        """As long as the first form, and of each other one the share that it adds."""
        total = 0.0
        for number, part in enumerate(self.parts):
            fields = sum(len(page["fields"]) for page in part.definition["pages"])
            added = sum(asked.cases[0][0] == number for asked in self.asked.values())
            total += part.definition.get("minutes", 10) * added / fields
        return max(1, ceil(total))


def both(first: Any, second: Any) -> Any:
    """Both conditions; None always holds."""
    return first if second is None else second if first is None else {"and": [first, second]}


def meaning(raw: Mapping[str, Any]) -> tuple[str, Iterable[str]]:
    """What two questions of the same name must share to be the same."""
    return raw["type"], [option["value"] for option in raw.get("options", ())]
