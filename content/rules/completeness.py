"""Is a service description complete by Articles 9 and 10 of Regulation (EU) 2018/1724 (SDG)?"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

Light = Literal["green", "yellow", "red"]


class Facts(NamedTuple):
    """A description in one language, as far as the check looks at it. Texts never fall back to another language."""

    name: str = ""
    title: str = ""
    summary: str = ""
    steps: str = ""
    has_authority: bool = False
    identification: str = ""
    documents: str = ""
    document_format: str = ""
    remedies: str = ""
    fee: str = ""
    costs_money: bool = False
    payment: str = ""
    deadline: str = ""
    duration: str = ""
    has_authority_deadline: bool = False
    silence: str = ""
    languages: str = ""
    author: str = ""
    updated_on: date | None = None


class Rule(NamedTuple):
    """What a description needs. `field`: where editors write it, if it is a text; `why`: what people need it for."""

    key: str
    article: int
    label: str
    is_kept: Callable[[Facts], object]
    field: str = ""
    why: str = ""


# Article 10 (2) in its order, then what Article 9 (1) asks of every page
RULES = (
    Rule(
        "steps",
        10,
        _("Ablauf"),
        lambda facts: facts.steps,
        "steps",
        _("Die Schritte des Verfahrens stehen vor der Anmeldung fest."),
    ),
    Rule(
        "authority",
        10,
        _("Zuständige Behörde"),
        lambda facts: facts.has_authority,
        "group",
        _("Die Behörde muss genannt sein. Sie kommt aus den Zuständigkeiten der Leistung oder ihrer Gruppe."),
    ),
    Rule(
        "identification",
        10,
        _("Ausweis und Unterschrift"),
        lambda facts: facts.identification,
        "identification",
        _("Wie man sich ausweist und unterschreibt."),
    ),
    Rule(
        "evidence",
        10,
        _("Unterlagen und ihre Form"),
        lambda facts: facts.documents and facts.document_format,
        "documents",
        _("Welche Nachweise in welcher Form."),
    ),
    Rule(
        "remedies",
        10,
        _("Rechtsbehelf"),
        lambda facts: facts.remedies,
        "remedies",
        _("Wie man sich gegen die Entscheidung wehrt."),
    ),
    Rule(
        "fees",
        10,
        _("Kosten und Bezahlen"),
        lambda facts: facts.fee and (facts.payment or not facts.costs_money),
        "payment",
        _("Was es kostet und wie man online bezahlt."),
    ),
    Rule(
        "deadlines",
        10,
        _("Fristen beider Seiten"),
        lambda facts: facts.deadline and (facts.duration or facts.has_authority_deadline),
        "deadline",
        _("Bis wann Menschen und bis wann die Behörde handeln."),
    ),
    Rule(
        "silence",
        10,
        _("Folge des Schweigens"),
        lambda facts: facts.silence,
        "silence",
        _("Was gilt, wenn die Behörde nicht rechtzeitig antwortet, auch eine Genehmigungsfiktion."),
    ),
    Rule(
        "languages",
        10,
        _("Sprachen"),
        lambda facts: facts.languages,
        "languages",
        _("In welchen Sprachen das Verfahren läuft."),
    ),
    Rule(
        "author",
        9,
        _("Urheber"),
        lambda facts: facts.author,
        "author",
        _("Wer für den Text verantwortlich ist."),
    ),
    Rule(
        "updated_on",
        9,
        _("Stand der Texte"),
        lambda facts: facts.updated_on,
        "",
        _("Wann der Text zuletzt geändert wurde. Der Tag steht da, sobald der Text veröffentlicht ist."),
    ),
    Rule(
        "texts",
        9,
        _("Texte in dieser Sprache"),
        lambda facts: facts.name and facts.title and facts.summary,
        "title",
        _("Amtlicher Name, Überschrift und Kurztext gibt es in dieser Sprache."),
    ),
)


class Report(NamedTuple):
    """What is missing, in the order of the regulation."""

    missing: tuple[Rule, ...]

    @property
    def light(self) -> Light:
        """Green: complete. Yellow: only Article 9 is not kept. Red: something of the procedure is missing."""
        if not self.missing:
            return "green"
        return "red" if any(rule.article == 10 for rule in self.missing) else "yellow"


def check(facts: Facts) -> Report:
    """The rules that a description does not keep (Art. 9 and 10 SDG).

    >>> [rule.key for rule in check(Facts(deadline="vor der Eröffnung", duration="2 Wochen")).missing][:3]
    ['steps', 'authority', 'identification']
    """
    return Report(tuple(rule for rule in RULES if not rule.is_kept(facts)))
