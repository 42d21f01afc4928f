"""Cleaned HTML as a small tree of blocks and words, so that it can be put in order and written anew."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

# Deeper levels are merged into the one above them: nobody reads them, and no text may exhaust the stack
MAX_DEPTH = 30
VOID = {"br"}
SPACE_CHARACTERS = " \t\n\r\f"
SPACES = re.compile(f"([{SPACE_CHARACTERS}]+)")


@dataclass
class Element:
    """An element of the source."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """Words with the same marks, or a line break. Marks: "strong", "em"; `href` is the address of a link."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    is_break: bool = False


@dataclass
class Block:
    """A paragraph, heading, list, quotation or part of a table. It holds runs, or blocks."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


class TreeParser(HTMLParser):
    """Reads well-formed HTML, as nh3 writes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and len(self.open) > MAX_DEPTH:
            self.too_deep += 1
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    parser = TreeParser()
    parser.feed(html)
    parser.close()
    return parser.root


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Runs of one paragraph: neighbours with the same marks joined, spaces and breaks single, none at the edges.

    >>> [run.text for run in tidy([Run("  Bringen "), Run(" Sie ")])]
    ['Bringen Sie']
    """
    done: list[Run] = []
    space = line = False
    for atom in atoms(runs):
        if atom.is_break:
            line = True
        elif atom.text == " ":
            space = True
        else:
            if done and line:
                done.append(replace(between(done[-1], atom), text="", is_break=True))
            elif done and space:
                done.append(between(done[-1], atom))
            done.append(atom)
            space = line = False
    return joined(done)


def atoms(runs: Iterable[Run]) -> Iterator[Run]:
    """Words, single spaces and breaks. A protected space is part of a word."""
    for run in runs:
        if run.is_break:
            yield run
            continue
        for part in SPACES.split(run.text):
            if part:
                yield Run(part if part.strip(SPACE_CHARACTERS) else " ", run.marks, run.href)


def between(left: Run, right: Run) -> Run:
    """The space between two words has the marks that both have."""
    return Run(" ", left.marks & right.marks, left.href if left.href == right.href else "")


def joined(runs: list[Run]) -> list[Run]:
    done: list[Run] = []
    for run in runs:
        last = done[-1] if done else None
        if last and not (run.is_break or last.is_break) and (last.marks, last.href) == (run.marks, run.href):
            done[-1] = Run(last.text + run.text, run.marks, run.href)
        else:
            done.append(run)
    return done
