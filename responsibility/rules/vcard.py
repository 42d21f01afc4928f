"""An authority as vCard 4.0 (RFC 6350)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# A line has at most 75 octets without its end (RFC 6350, 3.2)
LONGEST_LINE = 75
SPECIAL = re.compile(r"([\\,;])")


class Address(NamedTuple):
    """A place where people go or letters are sent."""

    street: str
    postcode: str
    town: str


class Contact(NamedTuple):
    """What the card of an authority says. Empty parts are left out."""

    name: str
    uid: str
    parent: str = ""
    addresses: tuple[Address, ...] = ()
    phone: str = ""
    fax: str = ""
    email: str = ""
    web: str = ""
    languages: tuple[str, ...] = ()
    position: tuple[float, float] | None = None
    note: str = ""


def write(contact: Contact) -> str:
    """The whole card, with folded lines that end as the standard asks."""
    return "".join(fold(line) for line in ("BEGIN:VCARD", "VERSION:4.0", *properties(contact), "END:VCARD"))


def properties(contact: Contact) -> Iterator[str]:
    yield "KIND:org"
    yield f"UID:{contact.uid}"
    yield f"FN:{escape(contact.name)}"
    yield f"ORG:{structured(part for part in (contact.parent, contact.name) if part)}"
    for number, address in enumerate(contact.addresses, 1):
        parts = ("", "", address.street, address.town, "", address.postcode, "")
        yield f"ADR;TYPE=work;PREF={number}:{structured(parts)}"
    if contact.phone:
        yield f'TEL;TYPE="work,voice";VALUE=uri:{tel(contact.phone)}'
    if contact.fax:
        yield f'TEL;TYPE="work,fax";VALUE=uri:{tel(contact.fax)}'
    if contact.email:
        yield f"EMAIL;TYPE=work:{escape(contact.email)}"
    if contact.web:
        yield f"URL:{contact.web}"
    for language in contact.languages:
        yield f"LANG:{language}"
    if contact.position:
        yield f"GEO:geo:{contact.position[0]},{contact.position[1]}"
    if contact.note:
        yield f"NOTE:{escape(contact.note)}"


def escape(text: str) -> str:
    r"""The text as a value: comma, semicolon, backslash and line break are marked.

    >>> print(escape("Markt 1; Haus A, 2. Etage\nHof"))
    Markt 1\; Haus A\, 2. Etage\nHof
    """
    return SPECIAL.sub(r"\\\1", text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def structured(parts: Iterable[str]) -> str:
    """A value of several parts; only the semicolons between them stay bare."""
    return ";".join(escape(part) for part in parts)


def tel(number: str) -> str:
    """A number as it is dialled in the world (RFC 3966).

    >>> tel("03843 769-100"), tel("+49 3843 769"), tel("115")
    ('tel:+493843769100', 'tel:+493843769', 'tel:115;phone-context=+49')
    """
    figures = re.sub(r"[^\d+]", "", number)
    if figures.startswith("+"):
        return f"tel:{figures}"
    if figures.startswith("00"):
        return f"tel:+{figures[2:]}"
    return f"tel:+49{figures[1:]}" if figures.startswith("0") else f"tel:{figures};phone-context=+49"


def fold(line: str) -> str:
    """Lines of at most 75 octets, continued after a space; no letter is cut in two.

    >>> fold("NOTE:" + "ä" * 40)
    'NOTE:äääääääääääääääääääääääääääääääääää\\r\\n äääää\\r\\n'
    """
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += width
    return "".join(f"{each}\r\n" for each in (*parts, part))
