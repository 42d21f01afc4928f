"""What differs between two texts, word by word, as people mark it on paper."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed", "gap"]
WORDS = re.compile(r"\s+|[^\s]+")
# Unchanged words that stay on both sides of a change; the rest becomes a gap
AROUND = 12
# More pairs of words than this are compared by lines, so that a page never takes long
MOST_PAIRS = 4_000_000


class Piece(NamedTuple):
    kind: Kind
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Old and new text in one, in pieces that stayed, came or went.

    >>> compare("Die Gebühr beträgt 20 Euro.", "Die Gebühr beträgt 25 Euro.")[1:3]
    [Piece(kind='removed', text='20'), Piece(kind='added', text='25')]
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(joined(_pieces(before, after)))


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if a < b:
            yield Piece("removed", "".join(before[a:b]))
        if c < d:
            yield Piece("added", "".join(after[c:d]))


def joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes that only a space parts are read as one."""
    kept: list[Piece] = []
    for piece in pieces:
        is_space = piece.kind == "same" and piece.text.isspace() and "\n" not in piece.text
        if (is_space and kept and kept[-1].kind != "same") or (kept and piece.kind != "same"):
            kept.append(piece)
        else:
            yield from _merged(kept)
            kept = [] if piece.kind == "same" else [piece]
            if piece.kind == "same":
                yield piece
    yield from _merged(kept)


def _merged(pieces: list[Piece]) -> Iterator[Piece]:
    """All that went, then all that came; a space at the end stays outside."""
    ends = pieces.pop() if pieces and pieces[-1].kind == "same" else None
    for side in ("removed", "added"):
        text = "".join(piece.text for piece in pieces if piece.kind in ("same", side))
        if any(piece.kind == side for piece in pieces):
            yield Piece(side, text)
    if ends:
        yield ends


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Long unchanged passages give way to a gap.

    >>> [piece.kind for piece in shortened([Piece("same", "wort " * 40), Piece("added", "neu")])]
    ['gap', 'same', 'added']
    """
    found: list[Piece] = []
    for position, piece in enumerate(pieces):
        words = WORDS.findall(piece.text)
        if piece.kind != "same" or len(words) <= 4 * AROUND:
            found.append(piece)
            continue
        if position > 0:
            found.append(Piece("same", "".join(words[: 2 * AROUND])))
        found.append(Piece("gap", " … "))
        if position < len(pieces) - 1:
            found.append(Piece("same", "".join(words[-2 * AROUND :])))
    return found
