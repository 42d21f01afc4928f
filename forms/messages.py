"""What to say about a wrong answer: what to do, in the language of the screen, same words on top and at the field."""

from collections.abc import Callable

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from forms.rules.definition import Field
from forms.rules.values import DAY, MONTH, Problem


def sentence(question: Field, problem: Problem) -> str:
    """The sentence for one problem of one field."""
    if problem.code == "missing" and question.missing:
        return question.missing.get(get_language() or "de")
    return SENTENCES[problem.code](question, problem)


def _label(question: Field) -> str:
    return question.label.get(get_language() or "de")


def _missing(question: Field, problem: Problem) -> str:
    if question.type in ("choice", "choices", "yesno"):
        return _("Wählen Sie bei „%(label)s“ eine Antwort aus.") % {"label": _label(question)}
    if question.type == "confirm":
        return _("Bestätigen Sie: %(label)s") % {"label": _label(question)}
    return _("Füllen Sie „%(label)s“ aus.") % {"label": _label(question)}


def _file_missing(question: Field, problem: Problem) -> str:
    if question.missing:
        return question.missing.get(get_language() or "de")
    return _("Laden Sie bei „%(label)s“ eine Datei hoch.") % {"label": _label(question)}


def _too_long(question: Field, problem: Problem) -> str:
    return _("Kürzen Sie „%(label)s“ auf höchstens %(limit)s Zeichen. Jetzt sind es %(length)s.") % {
        "label": _label(question),
        "limit": _number(problem.facts["limit"]),
        "length": _number(problem.facts["length"]),
    }


def _characters(question: Field, problem: Problem) -> str:
    return _(
        "„%(label)s“ enthält Zeichen, die wir nicht lesen können. Löschen Sie den Text und tippen Sie ihn neu ein."
    ) % {"label": _label(question)}


def _decimals(question: Field, problem: Problem) -> str:
    return ngettext(
        "Geben Sie „%(label)s“ mit höchstens einer Stelle nach dem Komma ein.",
        "Geben Sie „%(label)s“ mit höchstens %(decimals)d Stellen nach dem Komma ein.",
        problem.facts["decimals"],
    ) % {"label": _label(question), "decimals": problem.facts["decimals"]}


def _range(question: Field, problem: Problem) -> str:
    facts = {"label": _label(question), "low": _number(problem.facts["low"]), "high": _number(problem.facts["high"])}
    if question.min is not None and question.max is not None:
        return _("Geben Sie bei „%(label)s“ eine Zahl zwischen %(low)s und %(high)s ein.") % facts
    if problem.code == "too_small":
        return _("Geben Sie bei „%(label)s“ eine Zahl ab %(low)s ein.") % facts
    return _("Geben Sie bei „%(label)s“ eine Zahl bis %(high)s ein.") % facts


def _date_part_missing(question: Field, problem: Problem) -> str:
    facts = {"label": _label(question)}
    if problem.part == DAY:
        return _("Ergänzen Sie bei „%(label)s“ den Tag.") % facts
    if problem.part == MONTH:
        return _("Ergänzen Sie bei „%(label)s“ den Monat.") % facts
    return _("Ergänzen Sie bei „%(label)s“ das Jahr.") % facts


def _date_limit(question: Field, problem: Problem) -> str:
    facts = {"label": _label(question), "limit": formats.date_format(problem.facts["limit"], "DATE_FORMAT")}
    if problem.code == "date_early":
        return _("Geben Sie bei „%(label)s“ einen Tag ab dem %(limit)s ein.") % facts
    return _("Geben Sie bei „%(label)s“ einen Tag bis zum %(limit)s ein.") % facts


def _fixed(text: Callable[[], str]) -> Callable[[Field, Problem], str]:
    """A sentence that only needs the label."""
    return lambda question, problem: text() % {"label": _label(question)}


def _too_many_files(question: Field, problem: Problem) -> str:
    return ngettext(
        "Laden Sie bei „%(label)s“ höchstens eine Datei hoch.",
        "Laden Sie bei „%(label)s“ höchstens %(limit)d Dateien hoch.",
        problem.facts["limit"],
    ) % {"label": _label(question), "limit": problem.facts["limit"]}


def _number(value: float) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)


SENTENCES: dict[str, Callable[[Field, Problem], str]] = {
    "missing": _missing,
    "characters": _characters,
    "too_long": _too_long,
    "email": _fixed(lambda: _("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de.")),
    "phone": _fixed(lambda: _("Geben Sie die Telefonnummer so ein: 0385 588 0 oder +49 385 588 0.")),
    "postcode": _fixed(lambda: _("Die Postleitzahl braucht fünf Ziffern.")),
    "number": _fixed(lambda: _("Geben Sie bei „%(label)s“ eine Zahl ein, zum Beispiel 24.")),
    "whole_number": _fixed(lambda: _("Geben Sie bei „%(label)s“ eine ganze Zahl ein, zum Beispiel 24.")),
    "decimals": _decimals,
    "too_small": _range,
    "too_large": _range,
    "date_part_missing": _date_part_missing,
    "date_format": _fixed(lambda: _("Geben Sie das Datum so ein: 27 3 2027.")),
    "date_year": _fixed(lambda: _("Geben Sie bei „%(label)s“ das Jahr mit vier Ziffern ein, zum Beispiel 2027.")),
    "date_month": _fixed(lambda: _("Der Monat bei „%(label)s“ muss zwischen 1 und 12 liegen.")),
    "date_day": _fixed(lambda: _("Diesen Tag gibt es nicht. Prüfen Sie bei „%(label)s“ Tag und Monat.")),
    "date_early": _date_limit,
    "date_late": _date_limit,
    "date_early_today": _fixed(lambda: _("„%(label)s“ liegt in der Vergangenheit. Geben Sie heute oder später an.")),
    "date_late_today": _fixed(lambda: _("„%(label)s“ liegt in der Zukunft. Geben Sie heute oder früher an.")),
    "option": _fixed(lambda: _("Wählen Sie bei „%(label)s“ eine der angebotenen Antworten.")),
    "file_missing": _file_missing,
    "too_many_files": _too_many_files,
    # The file room has its own sentence
    "upload": lambda question, problem: problem.facts["sentence"],
}
