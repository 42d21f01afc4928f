"""Looking at the parts of an element, and knowing afterwards what nobody looked at."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from content.rules.xzufi import codes, words
from content.rules.xzufi.nodes import Node
from content.rules.xzufi.records import Key, Texts

NOT_KEPT = "Das Portal kennt diese Angabe nicht; sie wird nicht übernommen."
BIGGEST = 32_767


class Problem(NamedTuple):
    """Something about a line of a file. Errors stop the import, the rest is for people to know."""

    line: int
    path: str
    text: str
    is_error: bool = False


class Reading:
    """What was found out about one object."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def error(self, found: Node, text: str) -> None:
        self.problems.append(Problem(found.line, found.tag, text, is_error=True))

    def hint(self, found: Node, text: str) -> None:
        self.problems.append(Problem(found.line, found.tag, text))

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)

    # Parts

    def all(self, parent: Node | None, *tags: str) -> list[Node]:
        """The children with one of these names."""
        found = [child for child in parent.children if child.tag in tags] if parent else []
        for child in found:
            child.is_used = True
        return found

    def one(self, parent: Node | None, *tags: str) -> Node | None:
        """The first child with one of these names; a second one stays unread and is reported."""
        for child in parent.children if parent else ():
            if child.tag in tags:
                child.is_used = True
                return child
        return None

    def ignore(self, parent: Node | None, *tags: str) -> None:
        """Parts that say nothing that is not known from others."""
        for child in self.all(parent, *tags):
            child.is_done = True

    def leftovers(self, parent: Node, path: str = "") -> None:
        """Report every part that nobody looked at."""
        for child in parent.children:
            here = f"{path}/{child.tag}" if path else child.tag
            if not child.is_used:
                self.problems.append(Problem(child.line, here, NOT_KEPT))
            elif not child.is_done:
                self.leftovers(child, here)

    # Values

    def text(self, parent: Node | None, *tags: str) -> str:
        found = self.one(parent, *tags)
        return words.line(found.text) if found else ""

    def code(self, found: Node | None) -> str:
        """The code in an element of a list, or the word that is on no list."""
        if found is None:
            return ""
        self.ignore(found, "name")
        value = self.one(found, "code", "nichtGelisteterWert")
        return words.line((value or found).text)

    def key(self, found: Node | None) -> Key | None:
        """An Identifikator with text and agency, or None."""
        if found is None:
            return None
        key = Key(words.line(found.attributes.get("schemeAgencyID", "")), words.line(found.text))
        return key if key.id else None

    def identity(self, found: Node) -> Key | None:
        """The id of the object itself: it must have one, with the agency that gave it."""
        key = self.key(self.one(found, "id"))
        if key is None or not key.agency:
            self.error(found, "Dem Objekt fehlt die Kennung (id) mit der vergebenden Stelle (schemeAgencyID).")
            return None
        if len(key.id) > 200 or len(key.agency) > 100:
            self.error(found, "Die Kennung ist länger als 200 Zeichen oder die vergebende Stelle länger als 100.")
            return None
        return key

    def own_key(self, parent: Node, scheme: str) -> str:
        """A secondary id of this scheme; others are reported."""
        for child in parent.children:
            if child.tag == "idSekundaer" and child.attributes.get("schemeID") == scheme:
                child.is_used = True
                return words.line(child.text)
        return ""

    def localized(self, parent: Node | None, tag: str, form: str = "line") -> dict[str, str]:
        """The texts of an element that stands once a language."""
        found: dict[str, str] = {}
        for child in self.all(parent, tag):
            language = child.attributes.get("languageCode", "de")
            short = language.lower().partition("-")[0]
            if short not in codes.LANGUAGES or "simpl" in language or "leicht" in language:
                self.hint(child, f"Das Portal führt keine Texte in der Sprache „{words.named(language)}“.")
            elif text := words.read(child.text, form):
                found[short] = f"{found[short]}\n{text}" if short in found and form == "lines" else text
        return found

    def flag(self, parent: Node, tag: str) -> bool:
        found = self.one(parent, tag)
        value = found.text.strip().lower() if found else "false"
        if found and value not in ("true", "false", "1", "0"):
            self.error(found, f"„{words.named(value)}“ ist weder „true“ noch „false“.")
        return value in ("true", "1")

    def number(self, parent: Node | None, tag: str) -> int | None:
        found = self.one(parent, tag)
        if found is None:
            return None
        text = found.text.strip()
        if not (text.isascii() and text.isdigit()) or int(text[:9]) > BIGGEST or len(text) > 9:
            self.error(found, f"„{words.named(text)}“ ist keine Zahl zwischen 0 und {BIGGEST}.")
            return None
        return int(text)

    def day(self, parent: Node | None, tag: str) -> date | None:
        """The day of a date or a point in time."""
        found = self.one(parent, tag)
        if found is None:
            return None
        try:
            return date.fromisoformat(found.text.strip()[:10])
        except ValueError:
            self.error(found, f"„{words.named(found.text)}“ ist kein Datum. Erwartet wird zum Beispiel 2026-07-01.")
            return None

    def moment(self, parent: Node | None, tag: str) -> datetime | None:
        """A point in time in UTC; a day begins at midnight."""
        found = self.one(parent, tag)
        if found is None:
            return None
        text = found.text.strip()
        try:
            moment = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            self.error(
                found, f"„{words.named(text)}“ ist kein Zeitpunkt. Erwartet wird zum Beispiel 2026-07-01T08:00:00Z."
            )
            return None

    def fit(self, found: Node, text: str, limit: str) -> str:
        """The text as far as the field takes it."""
        kept = words.shortened(text, codes.LIMITS[limit])
        if kept != text:
            self.hint(found, f"Der Text ist länger als {codes.LIMITS[limit]} Zeichen und wird gekürzt.")
        return kept


def put(texts: Texts, name: str, found: Mapping[str, str]) -> None:
    """Keep texts by language under the names of the model."""
    texts.update({f"{name}_{language}": text for language, text in found.items() if text})


def add(texts: Texts, name: str, found: Mapping[str, str]) -> None:
    """Add lines to a field."""
    for language, text in found.items():
        if text:
            before = texts.get(f"{name}_{language}", "")
            texts[f"{name}_{language}"] = f"{before}\n{text}" if before else text
