"""The words for a clock: why this date, and what follows when it runs out."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.queries import words
from cases.queries.rows import ClockRow, Reason, Tone
from cases.rules import deadlines, periods
from cases.rules.deadlines import Clock

SOON_DAYS = 7


def length_words(amount: int, unit: str) -> str:
    """A length of time as people say it: "3 Monate"."""
    if unit == "m":
        return ngettext("%(n)d Monat", "%(n)d Monate", amount) % {"n": amount}
    if unit == "w":
        return ngettext("%(n)d Woche", "%(n)d Wochen", amount) % {"n": amount}
    return ngettext("%(n)d Tag", "%(n)d Tage", amount) % {"n": amount}


def within_months(months: int) -> str:
    """As it follows "innerhalb": "eines Monats"."""
    return ngettext("eines Monats", "von %(n)d Monaten", months) % {"n": months}


def after_months(months: int) -> str:
    """As it follows "nach": "3 Monaten"."""
    return ngettext("einem Monat", "%(n)d Monaten", months) % {"n": months}


def period_words(period: str) -> str:
    """The configured period in words, empty without one."""
    parsed = periods.parse_period(period)
    return length_words(*parsed) if parsed else ""


def day_words(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


SENTENCES = {
    "received_ea": gettext_lazy("Der Antrag ist beim Einheitlichen Ansprechpartner eingegangen."),
    "received_zb": gettext_lazy("Der Antrag ist bei der zuständigen Behörde eingegangen."),
    "deemed_received": gettext_lazy(
        "Am %(days)d. Tag danach gilt er bei der zuständigen Behörde als eingegangen (%(law)s)."
    ),
    "documents_missing": gettext_lazy("Eine Unterlage wurde nachgefordert. Die Frist beginnt erst, wenn alles da ist."),
    "last_document_ea": gettext_lazy("Die letzte Unterlage ist beim Einheitlichen Ansprechpartner eingegangen."),
    "last_document_zb": gettext_lazy("Die letzte Unterlage ist eingegangen. Damit sind die Unterlagen vollständig."),
    "deemed_complete": gettext_lazy(
        "Am %(days)d. Tag danach gilt sie bei der zuständigen Behörde als eingegangen (%(law)s). "
        "Damit sind die Unterlagen vollständig."
    ),
    "waits": gettext_lazy(
        "Dieses Verfahren wartet auf die Entscheidung in einem anderen. Die Frist beginnt erst danach."
    ),
    "released": gettext_lazy(
        "Das Verfahren, auf das dieses wartet, ist beendet. Damit liegt alles für die Entscheidung vor."
    ),
    "paused": gettext_lazy("Seit diesem Tag ruht die Frist. Ihr Ende steht erst fest, wenn sie weiterläuft."),
    "reopened": gettext_lazy(
        "Das Verfahren wurde nach einer Entscheidung wieder aufgenommen. Dafür gibt es keine gesetzliche Frist."
    ),
    "extended": gettext_lazy("Die Behörde hat mitgeteilt, dass sie länger braucht, und das begründet (%(law)s)."),
    "extended_again": gettext_lazy(
        "Eine weitere Verlängerung zählt nicht: Die Frist darf nur einmal verlängert werden (%(law)s)."
    ),
    "moved_to_workday": gettext_lazy("Deshalb endet die Frist am nächsten Werktag (%(law)s)."),
    "deemed_granted_after": gettext_lazy(
        "Entscheidet die Behörde bis dahin nicht, gilt die Genehmigung als erteilt (%(law)s)."
    ),
    "no_period": gettext_lazy("Für dieses Verfahren gibt es keine gesetzliche Entscheidungsfrist."),
}
# How long, from when
PERIODS = {
    "period_ends": gettext_lazy("Die Frist dauert %(length)s ab dem %(start)s (%(law)s)."),
    "extension_ends": gettext_lazy("Die Frist ist um %(length)s verlängert, gerechnet ab dem %(start)s (%(law)s)."),
}
# Why the last day moves
FREE_DAYS = {
    "weekend": gettext_lazy("Ihr Ende fällt auf ein Wochenende."),
    "holiday": gettext_lazy("Ihr Ende fällt auf einen Feiertag."),
}


# The event a step follows from; the others follow from the law
EVENTS = {
    "received_ea": "received_ea",
    "received_zb": "delivered",
    "documents_missing": "completion_requested",
    "last_document_ea": "completion_answered",
    "last_document_zb": "completion_answered",
    "released": "released",
    "paused": "paused",
    "reopened": "reopened",
    "extended": "extended",
    "extended_again": "extended",
    "extended_too_late": "extended",
}


def reason_row(reason: deadlines.Reason) -> Reason:
    """One step of the reckoning with its paragraph and its event."""
    event = EVENTS.get(reason.code)
    return Reason(reason.on, sentence(reason), reason.facts.get("law", ""), str(words.EVENT[event]) if event else "")


def sentence(reason: deadlines.Reason) -> str:
    """One step of the reckoning as a sentence."""
    if reason.code in PERIODS:
        return _period_sentence(str(PERIODS[reason.code]), reason.facts)
    if reason.code == "extended_too_late":
        facts = reason.facts | {"end": day_words(reason.facts["end"])}
        return (
            _(
                "Eine Verlängerung an diesem Tag zählt nicht: Sie muss vor dem Ende der Frist mitgeteilt sein, also "
                "bis zum %(end)s (%(law)s)."
            )
            % facts
        )
    text = str(SENTENCES[reason.code])
    return text % reason.facts if reason.facts else text


def _period_sentence(text: str, facts: dict) -> str:
    ends = text % {
        "start": day_words(facts["start"]),
        "length": length_words(facts["amount"], facts["unit"]),
        "law": facts["law"],
    }
    parts = [ends]
    if facts["paused"]:
        parts.append(
            _("Davon zählen %(length)s nicht mit, weil die Frist ruhte (§ 209 BGB).")
            % {"length": length_words(facts["paused"], "d")}
        )
    if facts.get("free"):
        parts.append(str(FREE_DAYS[facts["free"]]))
    return " ".join(parts)


def consequence(*, period: str, deemed_law: str) -> str:
    """What follows when the deadline runs out."""
    if deemed_law:
        return _(
            "Entscheidet die Behörde bis dahin nicht, gilt die Genehmigung als erteilt (%(law)s). Darüber stellt sie "
            "Ihnen auf Wunsch eine Bescheinigung aus."
        ) % {"law": deemed_law}
    if period:
        return _(
            "Entscheidet die Behörde bis dahin nicht, gilt die Genehmigung nicht als erteilt. Sie können dann nach "
            "drei Monaten Untätigkeitsklage erheben (§ 75 VwGO)."
        )
    return _(
        "Es gibt keine gesetzliche Frist. Entscheidet die Behörde ohne zureichenden Grund drei Monate lang nicht, "
        "können Sie Untätigkeitsklage erheben (§ 75 VwGO)."
    )


def clock_row(clock: Clock, *, today: date, period: str, deemed_law: str, is_running: bool) -> ClockRow:
    """The clock ready to be shown. A finished proceeding has no days left."""
    days_left = (clock.ends_on - today).days if clock.ends_on and is_running else None
    return ClockRow(
        received_on=clock.received_ea or clock.received_zb,
        deemed_received_on=clock.deemed_received_zb,
        complete_since=clock.complete_since,
        due_on=clock.ends_on,
        days_left=days_left,
        tone=due_tone(days_left),
        consequence=consequence(period=period, deemed_law=deemed_law),
        reasons=[reason_row(reason) for reason in clock.explanation],
        first_due_on=clock.due_on if clock.extended_due_on else None,
    )


def due_tone(days_left: int | None) -> Tone:
    if days_left is None or days_left > SOON_DAYS:
        return "plain"
    return "danger" if days_left < 0 else "warning"
