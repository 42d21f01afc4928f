"""Elements, and writing them: the same tree always gives the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from content.rules.xzufi import codes

TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


@dataclass(slots=True)
class Node:
    """An element by its local name. `is_plain`: without namespace, as <code> is. `is_used` and `is_done` belong to the
    reader: it has looked at the element, or at all that is in it."""

    tag: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    line: int = 0
    is_plain: bool = False
    is_used: bool = False
    is_done: bool = False


def node(tag: str, *children: "Node | None", text: str = "", **attributes: str) -> Node:
    """An element; children that are None and attributes without a value are left out."""
    return Node(tag, text, {key: value for key, value in attributes.items() if value}, [c for c in children if c])


def code(tag: str, value: str, uri: str = "", version: str = "", name: str = "") -> Node:
    """A code of a list; <code> and <name> bear no namespace."""
    inside = [Node("code", value, is_plain=True)]
    if name:
        inside.append(Node("name", name, is_plain=True))
    return Node(tag, "", {"listURI": uri, "listVersionID": version} if uri else {}, inside)


def unlisted(tag: str, name: str) -> Node:
    """A word where the list of the standard has none that we may use."""
    return Node(tag, "", {}, [Node("nichtGelisteterWert", name, is_plain=True)])


def localized(tag: str, texts: Mapping[str, str], name: str) -> list[Node]:
    """One element a language that has a text: name="title" takes title_de and title_en."""
    return [
        Node(tag, text, {"languageCode": language})
        for language in codes.LANGUAGES
        if (text := texts.get(f"{name}_{language}", ""))
    ]


def write(found: Node, indent: str = "  ") -> str:
    """The element as text, with its line end."""
    parts: list[str] = []
    append(found, indent, parts)
    return "".join(parts)


def append(found: Node, indent: str, parts: list[str]) -> None:
    tag = found.tag if found.is_plain else f"xzufi:{found.tag}"
    attributes = "".join(f' {key}="{value.translate(VALUE)}"' for key, value in found.attributes.items())
    if found.children:
        parts.append(f"{indent}<{tag}{attributes}>\n")
        for child in found.children:
            append(child, indent + "  ", parts)
        parts.append(f"{indent}</{tag}>\n")
    elif found.text:
        parts.append(f"{indent}<{tag}{attributes}>{found.text.translate(TEXT)}</{tag}>\n")
    else:
        parts.append(f"{indent}<{tag}{attributes}/>\n")


def document(parts: Iterable[str], head: Node, *, transaction: str, position: int) -> str:
    """A whole message around the objects that were written before."""
    attributes = {"xzufiVersion": codes.VERSION, **codes.PRODUCT}
    root = "".join(f'\n    {key}="{value.translate(VALUE)}"' for key, value in attributes.items())
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<xzufi:{codes.MESSAGE} xmlns:xzufi="{codes.NAMESPACE}" xmlns:xsi="{codes.XSI}"{root}>\n',
            write(head),
            write(Node("transaktionID", transaction)),
            write(Node("transaktionPosition", str(position))),
            *parts,
            f"</xzufi:{codes.MESSAGE}>\n",
        ]
    )
