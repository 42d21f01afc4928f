"""What formatted text may consist of, and how any text becomes it.

A stored text is either plain, without any mark-up, or a row of blocks in the one form that `clean` writes. Plain text
stays as it is: each line is a paragraph. Allowed are paragraphs, lists, quotations, headings of three levels, simple
tables, bold, emphasis, line breaks and links: no style, class, id, script, picture, form, frame or event.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

import nh3

from portal.richtext.tree import Block, Element, Run, parse, tidy

MARKUP = re.compile(r"<[A-Za-z/!?]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
SCHEMES = {"http", "https", "mailto", "tel"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Blocks without a meaning of their own: what is in them stays, apart from what stands before and after
PLAIN_BLOCKS = {"div", "section", "article", "header", "footer", "main", "aside", "pre", "dl", "dt", "dd", "figure"}
TABLE_PARTS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
KEPT = {"p", "ul", "ol", "li", "blockquote", "br", "a"} | set(MARKS) | set(HEADINGS) | PLAIN_BLOCKS | TABLE_PARTS
DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "title",
    "textarea",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}

CLEANER = nh3.Cleaner(
    tags=KEPT,
    clean_content_tags=DROPPED_WITH_CONTENT,
    attributes={"a": {"href"}},
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def is_rich(text: str) -> bool:
    """Has the text mark-up? Without any it is plain, and a "<" in it is a sign like others.

    >>> is_rich("<p>Antrag</p>"), is_rich("unter 18 & < 3 Kinder")
    (True, False)
    """
    return bool(MARKUP.search(text))


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text in the one form that may be stored. Doing it twice changes nothing.

    >>> clean('<h1 onclick="x()">Frist</h1><div style="color:red">Bis <b>März</b><script>alert(1)</script></div>')
    '<h2>Frist</h2><p>Bis <strong>März</strong></p>'
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(write(block) for block in blocks_of(text)) if is_rich(text) else text


@lru_cache(maxsize=4096)
def html(text: str, level: int = 3) -> str:
    """The text for a page, with the classes of the design; its first headings have this level. Safe for any text."""
    text = clean(text)
    if not is_rich(text):
        return "".join(f'<p class="kern-body">{escape(line.strip())}</p>' for line in text.splitlines() if line.strip())
    return "".join(write(block, shift=level - 2, styled=True) for block in blocks_of(text))


def plain(text: str) -> str:
    """The words alone, a line for each paragraph or item: for search, previews and exports.

    >>> plain("<h2>Frist</h2><ul><li>bis <em>März</em></li></ul>")
    'Frist\\nbis März'
    """
    text = clean(text)
    return "\n".join(words(block) for block in leaves(blocks_of(text))) if is_rich(text) else text


def links(text: str) -> list[tuple[str, str]]:
    """Address and words of each link, in the order of the text."""
    found: list[tuple[str, str]] = []
    for block in leaves(blocks_of(clean(text))) if is_rich(text) else ():
        last = ""
        for run in block.runs:
            if run.href and run.href == last:
                found[-1] = (run.href, found[-1][1] + run.text)
            elif run.href:
                found.append((run.href, run.text))
            last = run.href
    return found


def blocks_of(text: str) -> list[Block]:
    found = list(flow(parse(CLEANER.clean(text))))
    put_headings_in_order(found)
    return found


def leaves(blocks: list[Block]) -> Iterator[Block]:
    """Blocks that hold words, in the order of the text."""
    for block in blocks:
        if block.runs:
            yield block
        yield from leaves(block.blocks)


def words(block: Block) -> str:
    return "".join("\n" if run.is_break else run.text for run in block.runs)


# From the source to blocks


def flow(parent: Element) -> Iterator[Block]:
    """The blocks in an element; loose words become paragraphs. Nothing that is empty stays."""
    loose: list[Run] = []
    for part in stream(parent, frozenset(), ""):
        if isinstance(part, Run):
            loose.append(part)
        else:
            yield from paragraph("p", loose)
            loose = []
            if part is not None:
                yield from block_from(part)
    yield from paragraph("p", loose)


def stream(parent: Element, marks: frozenset[str], href: str) -> Iterator[Run | Element | None]:
    """Words with their marks, blocks, and None where a plain block begins or ends."""
    for child in parent.children:
        if isinstance(child, str):
            yield Run(child, marks, href)
        elif child.tag == "br":
            yield Run("", is_break=True)
        elif child.tag in MARKS:
            yield from stream(child, marks | {MARKS[child.tag]}, href)
        elif child.tag == "a":
            yield from stream(child, marks, address(child.attributes.get("href", "")) or href)
        elif child.tag in PLAIN_BLOCKS | {"p"}:
            yield None
            yield from stream(child, marks, href)
            yield None
        else:
            yield child


def block_from(element: Element) -> Iterator[Block]:
    if element.tag in HEADINGS:
        yield from heading(element)
    elif element.tag in ("ul", "ol"):
        items = [item for child in element.children for item in list_item(child)]
        if items:
            yield Block(element.tag, blocks=items)
    elif element.tag == "blockquote":
        inner = [block for part in flow(element) for block in without_headings(part)]
        if inner:
            yield Block("blockquote", blocks=inner)
    elif element.tag == "table":
        yield from table(element)
    else:  # an item without its list, a cell without its table
        yield from flow(element)


def heading(element: Element) -> Iterator[Block]:
    """The words of a heading; blocks inside it follow it."""
    runs: list[Run] = []
    rest: list[Block] = []
    for part in stream(element, frozenset(), ""):
        if isinstance(part, Run):
            runs.append(Run(part.text or " ", frozenset(), part.href))
        elif part is None:
            runs.append(Run(" "))
        else:
            rest += block_from(part)
    yield from paragraph(element.tag, runs)
    yield from rest


def paragraph(tag: str, runs: list[Run]) -> Iterator[Block]:
    if tidied := tidy(runs):
        yield Block(tag, runs=tidied)


def list_item(child: Element | str) -> Iterator[Block]:
    holder = child if isinstance(child, Element) and child.tag == "li" else Element("li", children=[child])
    inner = [block for part in flow(holder) for block in without_headings(part)]
    if len(inner) == 1 and inner[0].tag == "p":
        yield Block("li", runs=inner[0].runs)
    elif inner:
        yield Block("li", blocks=inner)


def without_headings(block: Block) -> Iterator[Block]:
    """Inside a list, a quotation or a table a heading is a strong paragraph, and a table is its cells' words."""
    if block.tag in HEADINGS:
        yield Block("p", runs=[Run(run.text, run.marks | {"strong"}, run.href) for run in block.runs])
    elif block.tag == "table":
        yield from (Block("p", runs=leaf.runs) for leaf in leaves([block]))
    elif block.tag == "blockquote":
        yield from (inner for part in block.blocks for inner in without_headings(part))
    else:
        yield block


def table(element: Element) -> Iterator[Block]:
    """Caption, head and body. A first row of head cells alone is the head."""
    rows = [row for row in table_rows(element) if any(cell.runs or cell.blocks for cell in row.blocks)]
    if not rows:
        yield from flow(Element("div", children=[child for child in element.children if isinstance(child, str)]))
        return
    has_head = len(rows) > 1 and all(cell.tag == "th" for cell in rows[0].blocks)
    head = [Block("thead", blocks=rows[:1])] if has_head else []
    yield Block("table", blocks=[*captions(element), *head, Block("tbody", blocks=rows[len(head) :])])


def captions(element: Element) -> Iterator[Block]:
    for child in element.children:
        if isinstance(child, Element) and child.tag == "caption":
            inner = [run for leaf in leaves(list(flow(child))) for run in (*leaf.runs, Run(" "))]
            yield from paragraph("caption", [run for run in inner if not run.is_break])
            return


def table_rows(element: Element) -> Iterator[Block]:
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from table_rows(child)
        elif child.tag == "tr":
            cells = [cell for cell in child.children if isinstance(cell, Element) and cell.tag in ("th", "td")]
            yield Block("tr", blocks=[table_cell(cell) for cell in cells])


def table_cell(cell: Element) -> Block:
    inner = [block for part in flow(cell) for block in without_headings(part)]
    if len(inner) == 1 and inner[0].tag == "p":
        return Block(cell.tag, runs=inner[0].runs)
    return Block(cell.tag, blocks=inner)


def address(href: str) -> str:
    """The address of a link if it may stand in a text, else nothing.

    >>> [address(href) for href in ("https://mv.example/a", "/leistungen/", "//evil.example", "javascript:alert(1)")]
    ['https://mv.example/a', '/leistungen/', '', '']
    """
    href = href.strip()
    if len(href) > 2000 or re.search(r"[\s\\\x00-\x1f\"'<>`]", href):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return href if parts.hostname and "@" not in parts.netloc else ""
    if parts.scheme in SCHEMES:
        return href if parts.path else ""
    is_own = not parts.scheme and not parts.netloc and not href.startswith("//") and ":" not in href.split("/")[0]
    return href if is_own and href.startswith(("/", "#", "?")) else ""


def put_headings_in_order(blocks: list[Block]) -> None:
    """The first heading has level 2, each next at most one more than the one above it; the deepest is 4."""
    above: list[int] = []
    for block in blocks:
        if block.tag in HEADINGS:
            level = HEADINGS[block.tag]
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            block.tag = f"h{min(1 + len(above), 4)}"


# From blocks to text

STYLES = {
    "p": "kern-body",
    "ul": "kern-list kern-list--bullet",
    "ol": "kern-list kern-list--number",
    "blockquote": "mv-quote",
    "table": "kern-table",
    "thead": "kern-table__head",
    "tbody": "kern-table__body",
    "tr": "kern-table__row",
    "th": "kern-table__header",
    "td": "kern-table__cell",
    "caption": "kern-title",
    "h2": "kern-heading-medium",
    "h3": "kern-heading-small",
    "h4": "kern-title",
}


def write(block: Block, *, shift: int = 0, styled: bool = False) -> str:
    tag = f"h{HEADINGS[block.tag] + shift}" if block.tag in HEADINGS else block.tag
    style = f' class="{STYLES[block.tag]}"' if styled and block.tag in STYLES else ""
    inner = write_runs(block.runs, styled=styled) if block.runs else ""
    inner += "".join(write(part, shift=shift, styled=styled) for part in block.blocks)
    written = f"<{tag}{style}>{inner}</{tag}>"
    # A wide table scrolls by itself, also by keyboard
    return f'<div class="kern-table-responsive" tabindex="0">{written}</div>' if styled and tag == "table" else written


def write_runs(runs: list[Run], *, styled: bool) -> str:
    """Words with their marks, each opened for the longest stretch: links outside, then bold, then emphasis."""
    return nest(runs, ("a", "strong", "em"), styled=styled)


def nest(runs: list[Run], order: tuple[str, ...], *, styled: bool) -> str:
    if not order:
        return "".join("<br>" if run.is_break else escape(run.text, quote=False) for run in runs)
    kind, written, start = order[0], [], 0
    while start < len(runs):
        has = value(runs[start], kind)
        end = start + 1
        while end < len(runs) and value(runs[end], kind) == has:
            end += 1
        inner = nest(runs[start:end], order[1:], styled=styled)
        written.append(f"<{opening(kind, has, styled=styled)}>{inner}</{kind}>" if has else inner)
        start = end
    return "".join(written)


def value(run: Run, kind: str) -> str:
    return run.href if kind == "a" else kind if kind in run.marks else ""


def opening(kind: str, href: str, *, styled: bool) -> str:
    if kind != "a":
        return kind
    rel = ' rel="noopener noreferrer"' if href.startswith(("http:", "https:")) else ""
    style = ' class="kern-link"' if styled else ""
    return f'a{style} href="{escape(href)}"{rel}'
