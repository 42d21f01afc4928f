"""Refusals: what a person asked for cannot be done now, and why. Never a 500."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedText:
    """What somebody else has saved meanwhile."""

    label: str
    who: str
    at: datetime
    text: str


class Refusal(Exception):
    """A plain no with its reason. `title` says what is, `help_text` what the reader can do.

    `portal.middleware.RefusalMiddleware` turns it into a page that shows the sent text again.
    """

    status_code = 409
    title = ""
    help_text = ""
    # Shown beside the text that was sent, where somebody else was faster
    saved: Sequence[SavedText] = ()

    def __init__(self, title: str = "", help_text: str = "") -> None:
        self.title = title or self.title
        self.help_text = help_text or self.help_text
        super().__init__(self.title)


class NotPermitted(Refusal):
    """The person may see the thing, but not do this to it."""

    status_code = 403
