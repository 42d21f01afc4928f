"""What of a search may be kept."""

import re

from content.rules.visits import personal_data

MOST_WORDS = 8
LONGEST = 80
FIGURES = re.compile(r"\d{6,}")
ADDRESSED = re.compile(r"\b(herrn?|frau|mr|mrs|ms|pan|pani)\s+\w", re.IGNORECASE)


def kept_text(text: str) -> str:
    """The search in its kept form; empty where it may say something about a person, or is no search for a service.

    >>> kept_text("  Hund   ANMELDEN "), kept_text("Bescheid Frau Petersen"), kept_text("anna@example.org")
    ('hund anmelden', '', '')
    """
    plain = " ".join(text.lower().split())
    words = plain.split()
    is_personal = personal_data(plain) or FIGURES.search(plain) or ADDRESSED.search(plain)
    return "" if is_personal or len(words) > MOST_WORDS or len(plain) > LONGEST else plain
