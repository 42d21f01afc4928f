"""How a status is called and how it looks, for applicants and for offices. Short enough for a tag."""

from django.utils.translation import gettext_lazy as _

from cases.queries.rows import Tone
from cases.rules.transitions import FINISHED

# status -> words, tone
CASE = {
    "submitted": (_("Eingereicht"), "info"),
    "received": (_("Eingegangen"), "info"),
    "checking": (_("Wird auf Vollständigkeit geprüft"), "info"),
    "incomplete": (_("Unterlagen fehlen"), "warning"),
    "forwarded": (_("Bei den zuständigen Behörden"), "info"),
    "closed": (_("Abgeschlossen"), "success"),
    "withdrawn": (_("Zurückgenommen"), "plain"),
}

PROCEEDING = {
    "waiting": (_("Noch nicht zugestellt"), "plain"),
    "delivered": (_("Eingegangen"), "info"),
    "in_progress": (_("Wird geprüft"), "info"),
    "incomplete": (_("Unterlagen fehlen"), "warning"),
    "proposed": (_("Wird geprüft"), "info"),
    "returned": (_("Wird neu zugeordnet"), "plain"),
    "consulting": (_("Wird geprüft"), "info"),
    "paused": (_("Frist angehalten"), "warning"),
    "held": (_("Wartet"), "plain"),
    "granted": (_("Bewilligt"), "success"),
    "granted_with_conditions": (_("Bewilligt mit Auflagen"), "success"),
    "rejected": (_("Abgelehnt"), "danger"),
    "deemed_granted": (_("Gilt als bewilligt"), "success"),
    "discontinued": (_("Eingestellt"), "plain"),
    "withdrawn": (_("Zurückgenommen"), "plain"),
}

# The office's own inbox says what is new to it
INBOX = {
    "received": (_("Neu"), "info"),
    "delivered": (_("Neu"), "info"),
    "forwarded": (_("Weitergeleitet"), "plain"),
    "proposed": (_("Zur Mitzeichnung"), "warning"),
    "returned": (_("Zurückgegeben"), "warning"),
    "consulting": (_("Wartet auf Stellungnahme"), "warning"),
    "held": (_("Angehalten"), "warning"),
}

REQUEST = {
    "open": _("Offen"),
    "answered": _("Beantwortet"),
    "dropped": _("Nicht mehr nötig"),
}

DOCUMENT = {
    "upload": _("Anlage"),
    "completion": _("Nachgereichte Unterlage"),
    "application": _("Antrag"),
    "receipt": _("Empfangsbestätigung"),
    "decision": _("Bescheid"),
    "extension": _("Verlängerung der Frist"),
    "certificate": _("Bescheinigung über die Genehmigung"),
    "pause": _("Anhalten der Frist"),
}

SCAN = {
    "pending": _("wird geprüft"),
    "clean": _("auf Viren geprüft"),
    "infected": _("Schadsoftware gefunden"),
    "unchecked": _("nicht geprüft"),
}

EVENT = {
    "submitted": _("Antrag eingereicht"),
    "received_ea": _("Beim Einheitlichen Ansprechpartner eingegangen"),
    "claimed": _("Bearbeitung übernommen"),
    "completion_requested": _("Unterlage nachgefordert"),
    "completion_answered": _("Unterlage nachgereicht"),
    "found_complete": _("Unterlagen vollständig"),
    "forwarded": _("Weitergeleitet"),
    "delivered": _("Bei der zuständigen Behörde eingegangen"),
    "correction_requested": _("Rückfrage gestellt"),
    "correction_answered": _("Rückfrage beantwortet"),
    "released": _("Vorausgehendes Verfahren beendet"),
    "extended": _("Frist verlängert"),
    "paused": _("Frist angehalten"),
    "resumed": _("Frist läuft weiter"),
    "recused": _("Bearbeitung abgegeben"),
    "held": _("Wartet: vorausgehendes Verfahren nicht bewilligt"),
    "consulted": _("Stellungnahme erbeten"),
    "statement": _("Stellungnahme eingegangen"),
    "consultation_ended": _("Ohne Stellungnahme weiter"),
    "notified": _("Bekanntgabe festgehalten"),
    "proposed": _("Entscheidung zur Mitzeichnung vorgelegt"),
    "sent_back": _("Entwurf zurückgegeben"),
    "handed_over": _("Bearbeitung übergeben"),
    "discontinued": _("Verfahren eingestellt"),
    "certificate_demanded": _("Bescheinigung verlangt"),
    "reopened": _("Verfahren wieder aufgenommen"),
    "decided": _("Entschieden"),
    "returned": _("Zurückgegeben"),
    "withdrawn": _("Zurückgenommen"),
    "closed": _("Abgeschlossen"),
}


# Why no day can be named
NO_DAY = {
    "incomplete": _("Die Frist läuft erst, wenn alle Unterlagen da sind."),
    "paused": _("Die Frist ist angehalten. Ihr Ende steht fest, sobald sie weiterläuft."),
}
NO_DAY_YET = _("Noch läuft keine Frist für die Entscheidung.")
NO_DAY_ANY_MORE = _("Das Verfahren ist beendet.")
NO_PERIOD = _("Für diese Entscheidung ist keine Frist festgelegt.")


def no_day(status: str, period: str) -> str:
    """What is said of a clock that names no last day."""
    if status in FINISHED:
        return str(NO_DAY_ANY_MORE)
    return str(NO_DAY.get(status, NO_DAY_YET) if period else NO_PERIOD)


def case_status(status: str) -> tuple[str, Tone]:
    words, tone = CASE[status]
    return str(words), tone


def proceeding_status(status: str) -> tuple[str, Tone]:
    words, tone = PROCEEDING[status]
    return str(words), tone


def inbox_status(kind: str, status: str) -> tuple[str, Tone]:
    words, tone = INBOX.get(status) or (CASE if kind == "case" else PROCEEDING)[status]
    return str(words), tone
