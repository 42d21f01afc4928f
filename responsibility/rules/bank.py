"""Bank accounts: checking an IBAN and writing it for people."""

from django.utils.translation import gettext as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError


def clean_iban(text: str) -> str:
    """The IBAN without spaces, in capitals; a wrong one is a ValueError that says what to do.

    >>> clean_iban("de89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    try:
        return iban.validate(text)
    except ValidationError as error:
        raise ValueError(_("Diese IBAN stimmt nicht. Vergleichen Sie jede Stelle mit Ihren Unterlagen.")) from error


def clean_bic(text: str) -> str:
    """The BIC in capitals; a wrong one is a ValueError.

    >>> clean_bic("noladex1ro")
    Traceback (most recent call last):
    ValueError: Dieser BIC stimmt nicht. Er hat 8 oder 11 Stellen, zum Beispiel COBADEFFXXX.
    >>> clean_bic("cobadeff xxx")
    'COBADEFFXXX'
    """
    try:
        return bic.validate(text)
    except ValidationError as error:
        raise ValueError(_("Dieser BIC stimmt nicht. Er hat 8 oder 11 Stellen, zum Beispiel COBADEFFXXX.")) from error


def spaced(text: str) -> str:
    """The IBAN in groups of four, as people read it.

    >>> spaced("DE89370400440532013000")
    'DE89 3704 0044 0532 0130 00'
    """
    return iban.format(text) if text else ""
