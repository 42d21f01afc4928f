"""The way of a text: from draft over review to publication, and who goes each step. The only table of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.errors import NotPermitted, Refusal

Who = Literal["editor", "second", "system"]


class Move(NamedTuple):
    """A step of a version or, for the last three, of the published text. `second`: with four eyes somebody else."""

    label: str
    begins: tuple[str, ...]
    ends: str
    who: Who
    # What the page that asks says before the step is taken
    explains: str = ""
    needs_reason: bool = False
    # Offered, but not pressed on anybody
    is_quiet: bool = False


MOVES: dict[str, Move] = {
    "submit": Move(
        _("Zur Prüfung geben"),
        ("draft", "rejected"),
        "in_review",
        "editor",
        _("Solange die Fassung geprüft wird, ändert sie niemand."),
    ),
    "approve": Move(
        _("Freigeben"),
        ("in_review",),
        "approved",
        "second",
        _("Die Fassung ist richtig. Sie erscheint sofort, oder zu dem Zeitpunkt, der in ihr steht."),
    ),
    "reject": Move(
        _("Zurückgeben"),
        ("in_review",),
        "rejected",
        "second",
        _("Die Fassung geht mit Ihrer Begründung an die Redaktion zurück."),
        needs_reason=True,
    ),
    "recall": Move(
        _("Zurückholen"),
        ("in_review", "approved"),
        "draft",
        "editor",
        _("Die Fassung wird wieder zum Entwurf und kann geändert werden. Danach wird sie neu geprüft."),
    ),
    "publish": Move(
        _("Veröffentlichen"),
        ("draft", "rejected", "approved"),
        "published",
        "second",
        _("Die Fassung ersetzt, was die Öffentlichkeit heute sieht."),
    ),
    "discard": Move(
        _("Verwerfen"),
        ("draft", "rejected"),
        "superseded",
        "editor",
        _("Der Entwurf wird weggelegt. Unter „Fassungen“ bleibt er lesbar und lässt sich zurückholen."),
        is_quiet=True,
    ),
    "withdraw": Move(
        _("Zurückziehen"),
        ("published",),
        "expired",
        "editor",
        _("Der Text verschwindet sofort von den öffentlichen Seiten und aus der Suche. Er bleibt hier erhalten."),
        is_quiet=True,
    ),
    "confirm": Move(
        _("Als richtig bestätigen"),
        ("published",),
        "published",
        "editor",
        _("Sie haben den veröffentlichten Text gelesen, und alles stimmt noch. Die Erinnerung beginnt von vorn."),
    ),
    "expire": Move(_("Ablaufen lassen"), ("published",), "expired", "system"),
}
# Steps of the published text, not of a version
OF_TEXT = ("withdraw", "confirm", "expire")
# What the row of a text that was never public says while its version stands there
ROW_STATUS = {"draft": "draft", "rejected": "draft", "in_review": "in_review", "approved": "in_review"}
STATES = {
    "draft": _("ist noch ein Entwurf"),
    "in_review": _("wird gerade geprüft"),
    "approved": _("ist freigegeben"),
    "rejected": _("wurde zurückgegeben"),
    "published": _("ist veröffentlicht"),
    "superseded": _("ist überholt"),
    "expired": _("ist abgelaufen"),
}


class MoveRefused(Refusal):
    """The step does not begin where the version stands."""

    def __init__(self, verb: str, status: str) -> None:
        title = gettext("„%(step)s“ geht jetzt nicht: Die Fassung %(state)s.") % {
            "step": MOVES[verb].label,
            "state": STATES[status],
        }
        super().__init__(title, gettext("Vielleicht war jemand schneller. Öffnen Sie den Text noch einmal."))


class NotEditable(Refusal):
    """What is in review or approved is not written on."""

    help_text = _("Holen Sie die Fassung zurück, wenn noch etwas zu ändern ist. Ihr Text steht unten.")

    def __init__(self, status: str) -> None:
        super().__init__(gettext("Die Fassung %(state)s und wird jetzt nicht geändert.") % {"state": STATES[status]})


class FourEyes(NotPermitted):
    title = _("Hier gibt eine zweite Person frei.")
    help_text = _("Sie haben an dieser Fassung geschrieben. Geben Sie sie zur Prüfung; jemand anderes gibt sie frei.")


def next_status(status: str, verb: str) -> str:
    """Where the step leads.

    >>> next_status("draft", "submit")
    'in_review'
    """
    move = MOVES[verb]
    if status not in move.begins:
        raise MoveRefused(verb, status)
    return move.ends


def check_eyes(verb: str, status: str, actor_id: int, authors: Collection[int], *, four_eyes: bool) -> None:
    """With four eyes, whoever wrote in a version neither approves it nor publishes it without approval."""
    if four_eyes and MOVES[verb].who == "second" and not is_second(verb, status, actor_id, authors):
        raise FourEyes


def is_second(verb: str, status: str, actor_id: int, authors: Collection[int]) -> bool:
    """Is a second pair of eyes at work? What is approved was seen; a draft was not, whoever publishes it.

    >>> is_second("approve", "in_review", 7, [7]), is_second("publish", "approved", 7, [7])
    (False, True)
    """
    if verb == "publish":
        return status == "approved"
    return verb == "reject" or actor_id not in authors


def steps(status: str, actor_id: int, authors: Collection[int], *, four_eyes: bool) -> list[str]:
    """The steps that this person may take now, in the order of the table.

    >>> steps("in_review", 7, [7], four_eyes=True)
    ['reject', 'recall']
    """
    return [
        verb
        for verb, move in MOVES.items()
        if verb not in OF_TEXT
        and status in move.begins
        and (not four_eyes or move.who != "second" or is_second(verb, status, actor_id, authors))
    ]


def is_due(moment: datetime | None, now: datetime) -> bool:
    """Nothing planned means now."""
    return moment is None or moment <= now
