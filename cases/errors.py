"""Refusals of the case workflow. Each carries the facts, so that a page can say who, when and what helps."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import Refusal, SavedText


class MoveRefused(Refusal):
    """The step is not possible in the present status. Nothing was changed."""

    def __init__(self, *, verb: str, status: str, title: str = "", help_text: str = "") -> None:
        self.verb = verb
        self.status = status
        super().__init__(
            title or _("Dieser Schritt ist jetzt nicht möglich."),
            help_text or _("Laden Sie die Seite neu. Sie sehen dann den heutigen Stand und was als Nächstes geht."),
        )


# Why a guard of the transition table does not let a step pass: title, what helps
GUARD_REFUSALS = {
    "predecessor_done": (
        gettext_lazy("Dieses Verfahren wartet auf ein anderes."),
        gettext_lazy("Es geht an seine Behörde, sobald das andere entschieden ist."),
    ),
    "in_time": (
        gettext_lazy("Die Frist ist abgelaufen, damit gilt die Genehmigung als erteilt."),
        gettext_lazy(
            "Entscheiden können Sie nicht mehr. Das Portal hält die Genehmigung fest und benachrichtigt die "
            "antragstellende Person. Soll sie nicht bleiben, kann Ihre Leitung das Verfahren wieder aufnehmen."
        ),
    ),
    "one_signature": (
        gettext_lazy("Diese Entscheidung braucht eine zweite Unterschrift."),
        gettext_lazy("Legen Sie den Entwurf zur Mitzeichnung vor. Jemand anders aus Ihrer Behörde zeichnet ihn mit."),
    ),
    "two_signatures": (
        gettext_lazy("Diese Entscheidung braucht keine zweite Unterschrift."),
        gettext_lazy("Laden Sie die Seite neu und entscheiden Sie selbst."),
    ),
    "extendable": (
        gettext_lazy("Die Frist lässt sich nicht verlängern."),
        gettext_lazy(
            "Das geht nur einmal, nur mit Begründung und nur, solange die Frist läuft (§ 42a Abs. 2 VwVfG M-V)."
        ),
    ),
    "running": (
        gettext_lazy("Gerade läuft keine Frist, die sich anhalten lässt."),
        gettext_lazy("Anhalten können Sie eine Frist nur, solange sie läuft."),
    ),
    "period_over": (
        gettext_lazy("Die Genehmigung gilt noch nicht als erteilt."),
        gettext_lazy("Die Frist läuft noch, oder kein Gesetz ordnet die Genehmigungsfiktion an."),
    ),
}


class ChangedMeanwhile(Refusal):
    """Somebody else was faster. The refusal page shows the text that was sent and what was saved instead."""

    def __init__(self, who: str, at: datetime, saved: Sequence[SavedText] = ()) -> None:
        self.who = who
        self.at = at
        self.saved = saved
        super().__init__(
            _("%(who)s war schneller: Stand von %(time)s Uhr.") % {"who": who, "time": clock_time(at)},
            _("Von Ihnen ist nichts gespeichert. Vergleichen Sie, gehen Sie zurück und entscheiden Sie neu."),
        )


class AlreadyClaimed(Refusal):
    """Somebody else has taken it over."""

    def __init__(self, who: str, at: datetime) -> None:
        self.who = who
        self.at = at
        super().__init__(
            _("%(who)s bearbeitet das schon, seit %(time)s Uhr.") % {"who": who, "time": clock_time(at)},
            _("Nehmen Sie sich den nächsten Vorgang, oder bitten Sie Ihre Leitung, diesen zu übernehmen."),
        )


class NotOnline(Refusal):
    """The service cannot be applied for here."""

    title = gettext_lazy("Diese Leistung können Sie hier nicht online beantragen.")
    help_text = gettext_lazy("Auf der Seite der Leistung steht, welche Behörde Ihnen weiterhilft.")


class AlreadySubmitted(Refusal):
    """The application is on its way; it does not change any more."""

    title = gettext_lazy("Diesen Antrag haben Sie schon abgeschickt.")
    help_text = gettext_lazy(
        "Er lässt sich nicht mehr ändern. Schreiben Sie uns eine Nachricht, wenn etwas nicht stimmt."
    )


class EnoughMail(Refusal):
    """The link was sent often enough; the portal is no way to flood a mailbox."""

    title = gettext_lazy("Wir haben den Link schon fünfmal verschickt.")
    help_text = gettext_lazy("Sehen Sie in Ihrem Postfach und im Spam-Ordner nach, oder kopieren Sie den Link.")


class ApplicationGone(Exception):
    """No such application, or its time is over."""


class PageNotReached(Exception):
    """An earlier page is unfinished, or the page is not asked. Carries the page that comes first."""

    def __init__(self, page: str) -> None:
        self.page = page
        super().__init__(page)


def clock_time(at: datetime) -> str:
    """Day and time as people say it, the day only when it is not today."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return formats.time_format(local, "TIME_FORMAT")
    return formats.date_format(local, "DATETIME_FORMAT")
