"""Comparing names the way people type them."""

import re
import unicodedata

# Not in "bauen", "neue", "Quelle": there the e stands for itself.
SPELLED_UMLAUT = re.compile(r"(?<![aeq])([aou])e")
POSTCODE = re.compile(r"\b\d{5}\b")


def fold(text: str) -> str:
    """Lower case, punctuation and accents gone, and one form for ü, ue and u: some keyboards have no umlauts.

    >>> fold("Röbel/Müritz"), fold("Guestrow") == fold("GÜSTROW") == fold("gustrow")
    ('robel muritz', True)
    """
    spread = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    plain = "".join(c for c in spread if not unicodedata.combining(c))
    return SPELLED_UMLAUT.sub(r"\1", " ".join(re.findall(r"[a-z0-9]+", plain)))


def split_place(text: str) -> tuple[str, str]:
    """Postcode and name in what somebody typed as a place; either may be empty.

    >>> split_place("18273 Güstrow"), split_place("Güstrow"), split_place("18273")
    (('18273', 'Güstrow'), ('', 'Güstrow'), ('18273', ''))
    """
    found = POSTCODE.search(text)
    if not found:
        return "", text.strip(" ,")
    return found[0], (text[: found.start()] + text[found.end() :]).strip(" ,")


def has_figures(text: str) -> bool:
    """Somebody typed figures, so a postcode was meant, right or wrong.

    >>> has_figures("1827"), has_figures("D-18273"), has_figures("Güstrow")
    (True, True, False)
    """
    return any(c.isdigit() for c in text)
