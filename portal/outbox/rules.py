"""When a failed entry is tried again, and what of an error may be kept."""

import re
from datetime import timedelta

# Wait after the first, second, ... failure; after the last one the entry is dead. Together about a day.
DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
MAX_ATTEMPTS = len(DELAYS) + 1

MAIL_ADDRESS = re.compile(r"[^\s<>,;:'\"()\[\]]+@[^\s<>,;:'\"()\[\]]+")


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after this many attempts; None: no further one.

    >>> delay_after(2)
    datetime.timedelta(seconds=60)
    """
    return DELAYS[attempts - 1] if attempts < MAX_ATTEMPTS else None


def error_text(error: BaseException) -> str:
    """Class and message for the operator, without mail addresses.

    >>> error_text(ConnectionError("anna@example.org refused"))
    'ConnectionError: [E-Mail-Adresse] refused'
    """
    message = MAIL_ADDRESS.sub("[E-Mail-Adresse]", str(error))
    return f"{type(error).__name__}: {message}"[:500].strip(": ")
