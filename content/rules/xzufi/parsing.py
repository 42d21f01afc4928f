"""Reading a file object by object, without ever holding more than one, and trusting nothing in it.

The expat parser of the standard library: it names the exact line, loads nothing from anywhere, and a document type
(the only way to entities of one's own) ends the reading at its first character.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from content.rules.xzufi import codes, words
from content.rules.xzufi.nodes import Node

CHUNK = 64 * 1024
MAX_BYTES = 1024**3
MAX_DEPTH = 40
# The longest a single tag may be, with all that is in its attributes
MAX_TAG = 1024**2
MAX_NODES = 500_000
MAX_TEXT = 20_000_000
HEAD = ("nachrichtenkopf", "transaktionID", "transaktionPosition")
REASONS = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "Die Datei ist leer oder bricht mitten im Text ab.",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "Die Datei bricht mitten in einem Element ab.",
    expat.errors.XML_ERROR_PARTIAL_CHAR: "Die Datei bricht mitten in einem Zeichen ab.",
    expat.errors.XML_ERROR_TAG_MISMATCH: "Ein Element wird anders geschlossen, als es geöffnet wurde.",
    expat.errors.XML_ERROR_INVALID_TOKEN: "Hier steht ein Zeichen, das in XML nicht erlaubt ist.",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "Die Datei nennt ein Zeichen beim Namen, das sie nicht erklärt.",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "Nach dem Ende der Nachricht steht noch etwas.",
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: "Die Datei nennt eine unbekannte Zeichenkodierung.",
    expat.errors.XML_ERROR_UNBOUND_PREFIX: "Ein Element hat einen Namensraum, der nicht erklärt ist.",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "Ein Attribut steht zweimal da.",
}
NOT_XML = "Das ist kein wohlgeformtes XML."


class Unreadable(Exception):
    """The file is refused as a whole. `line` is where it went wrong."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Zeile {line}: {reason}")
        self.line, self.reason = line, reason


class Reader:
    """Collects the elements right below the root as they end."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = CHUNK
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.open: list[Node] = []
        self.ready: list[Node] = []
        self.depth = self.nodes = self.characters_read = self.heads = 0

    def refuse(self, reason: str) -> None:
        raise Unreadable(self.parser.CurrentLineNumber, reason)

    def refuse_doctype(self, *_declaration: object) -> None:
        self.refuse("Die Datei enthält eine Dokumenttyp-Deklaration (DOCTYPE). Sie ist in XZuFi nicht erlaubt.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _space, tag = name.rpartition(" ")
        self.depth += 1
        if self.depth == 1:
            self.check_root(namespace, tag, attributes)
            return
        self.nodes += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"Die Elemente sind tiefer als {MAX_DEPTH} Ebenen verschachtelt.")
        if self.nodes > MAX_NODES:
            self.refuse(f"Ein einzelnes Objekt hat mehr als {MAX_NODES} Elemente.")
        is_foreign = namespace not in ("", codes.NAMESPACE)
        kept = {key.replace(f"{codes.XSI} ", "xsi:"): value for key, value in attributes.items()} if attributes else {}
        found = Node(f"{{{namespace}}}{tag}" if is_foreign else tag, "", kept, [], self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(found)
        self.open.append(found)

    def check_root(self, namespace: str, tag: str, attributes: dict[str, str]) -> None:
        if namespace != codes.NAMESPACE:
            self.refuse(
                f"Die Datei beginnt mit „{words.named(tag)}“ aus dem Namensraum "
                f"„{words.named(namespace) or 'ohne Namen'}“. "
                f"Erwartet wird XZuFi 2.2: {codes.NAMESPACE}"
            )
        version = attributes.get("xzufiVersion", "")
        if version not in codes.VERSIONS:
            self.refuse(f"Die Nachricht nennt die XZuFi-Version „{words.named(version)}“. Gelesen wird 2.2.0.")

    def characters(self, text: str) -> None:
        if not self.open:
            return
        self.characters_read += len(text)
        if self.characters_read > MAX_TEXT:
            self.refuse(f"Ein einzelnes Objekt hat mehr als {MAX_TEXT} Zeichen.")
        self.open[-1].text += text

    def end(self, _name: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        found = self.open.pop()
        if not self.open:
            self.nodes = self.characters_read = 0
            self.heads += found.tag == "nachrichtenkopf"
            self.ready.append(found)

    def feed(self, chunk: bytes, *, is_last: bool) -> list[Node]:
        """The elements that ended in this chunk."""
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            reason = REASONS.get(expat.ErrorString(error.code), NOT_XML)
            raise Unreadable(error.lineno, reason) from error
        except (LookupError, ValueError) as error:  # Python does not know the encoding, or it has several bytes a sign
            reason = REASONS[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
            raise Unreadable(self.parser.CurrentLineNumber, reason) from error
        ready, self.ready = self.ready, []
        return ready


def objects(source: BinaryIO, limit: int = MAX_BYTES) -> Iterator[Node]:
    """All elements below the root (schreibe, loesche, unknown ones) without the head. Raises Unreadable."""
    reader, size, last_line = Reader(), 0, 1
    while True:
        chunk = source.read(CHUNK)
        size += len(chunk)
        if size > limit:
            raise Unreadable(last_line, f"Die Datei ist größer als {limit // 1024**2} MB.")
        ready = reader.feed(chunk, is_last=not chunk)
        if size - reader.parser.CurrentByteIndex > MAX_TAG:
            reader.refuse(f"Ein Element oder ein Text ohne Ende ist länger als {MAX_TAG // 1024**2} MB.")
        for found in ready:
            if found.tag not in HEAD:
                yield found
        last_line = reader.parser.CurrentLineNumber
        if not chunk:
            break
    if reader.heads != 1:
        raise Unreadable(last_line, "Der Nachricht fehlt der Nachrichtenkopf, oder sie hat mehrere.")
