"""References people can read out on the phone: "MV-4H7K-M92P-A".

Eight random characters without I O Q Z 0 1, which look or sound like others, and one check character by
ISO 7064 MOD 37-2 over all of them and the "MV". This pure system has a prime modulus and finds every single wrong
character and every swap of two neighbours; the hybrid systems (MOD 37-36 and their like for 30 characters) miss
some swaps. MOD 37-2 may ask for a check character outside our alphabet; then the eight are drawn again.
"""

from random import Random

from stdnum.iso7064 import mod_37_2

PREFIX = "MV"
ALPHABET = "23456789ABCDEFGHJKLMNPRSTUVWXY"
LENGTH = 8
# So much of a reference is worth looking for
SHORTEST = 4


def new_reference(random: Random) -> str:
    """A new reference. Whether it is free, only the database's unique constraint knows."""
    while True:
        body = "".join(random.choices(ALPHABET, k=LENGTH))
        check = mod_37_2.calc_check_digit(PREFIX + body)
        if check in ALPHABET:
            return _written(body + check)


def normalise(text: str) -> str | None:
    """The reference as we write it, from however it was typed; None if it is none or mistyped.

    >>> normalise("mv 4h7k m92p a"), normalise("4H7KM92PA"), normalise("MV-4H7K-M92P-B")
    ('MV-4H7K-M92P-A', 'MV-4H7K-M92P-A', None)
    """
    characters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(characters) == len(PREFIX) + LENGTH + 1:
        characters = characters.removeprefix(PREFIX)
    if len(characters) != LENGTH + 1 or any(letter not in ALPHABET for letter in characters):
        return None
    return _written(characters) if mod_37_2.is_valid(PREFIX + characters) else None


def beginning(text: str) -> str | None:
    """How a reference starts of which only the first characters were typed, at least four; None if none starts so.

    A word without a digit is a name, unless "MV-" stands before it.

    >>> beginning("mv-4h7k m"), beginning("4H7KM92P"), beginning("4H7"), beginning("Rostock"), beginning("Anna")
    ('MV-4H7K-M', 'MV-4H7K-M92P', None, None, None)
    """
    characters = "".join(letter for letter in text.upper() if letter.isalnum())
    if text.strip().upper().startswith(f"{PREFIX}-"):
        characters = characters.removeprefix(PREFIX)
    elif not any(letter.isdigit() for letter in characters):
        return None
    if not SHORTEST <= len(characters) <= LENGTH or any(letter not in ALPHABET for letter in characters):
        return None
    return "-".join(part for part in (PREFIX, characters[:4], characters[4:]) if part)


def _written(characters: str) -> str:
    return f"{PREFIX}-{characters[:4]}-{characters[4:8]}-{characters[8:]}"
