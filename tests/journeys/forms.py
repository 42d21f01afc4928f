"""The forms of the demonstration, page by page: what is asked, the answers, and what empty pages are told."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex

from tests.journeys.people import Person


def new_address(name: str) -> str:
    """An e-mail address nobody had before."""
    return f"{name}-{token_hex(4)}@journey.example"


def in_days(days: int) -> str:
    day = date.today() + timedelta(days=days)
    return f"{day.day} {day.month} {day.year}"


@dataclass(frozen=True)
class Text:
    label: str
    text: str

    def give(self, person: Person) -> None:
        person.write(self.label, self.text)


@dataclass(frozen=True)
class Day:
    label: str
    day: str

    def give(self, person: Person) -> None:
        person.write_day(self.label, self.day)


@dataclass(frozen=True)
class Choice:
    question: str
    option: str

    def give(self, person: Person) -> None:
        person.choose(self.question, self.option)


@dataclass(frozen=True)
class File:
    label: str
    path: Path

    def give(self, person: Person) -> None:
        person.attach(self.label, self.path)


@dataclass(frozen=True)
class FormPage:
    """`wrong`: what the page says when nothing is answered."""

    heading: str
    answers: tuple[Text | Day | Choice | File, ...] = ()
    wrong: tuple[str, ...] = ()


ADDRESS = FormPage(
    "Wo wohnen Sie?",
    (Text("Straße und Hausnummer", "Hafenstraße 3"), Text("Postleitzahl", "18273"), Text("Ort", "Güstrow")),
    ("Geben Sie Straße und Hausnummer ein.", "Geben Sie die Postleitzahl ein.", "Geben Sie den Ort ein."),
)


def contact(email: str) -> FormPage:
    return FormPage(
        "Wie erreichen wir Sie?",
        (Text("E-Mail-Adresse", email),),
        ("Geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",),
    )


def restaurant(name: str, email: str, floor_plan: Path) -> list[FormPage]:
    """Gaststättenerlaubnis with Gewerbeanmeldung."""
    return [
        FormPage("Was möchten Sie beantragen?"),
        FormPage(
            "Wer eröffnet die Gaststätte?",
            (Choice("Wer eröffnet die Gaststätte?", "Ich selbst"),),
            ("Wählen Sie, ob Sie selbst oder eine Firma handelt.",),
        ),
        FormPage(
            "Wer sind Sie?",
            (
                Text("Vor- und Nachname", name),
                Day("Geburtsdatum", "4 5 1988"),
                Text("Geburtsort", "Teterow"),
            ),
            (
                "Geben Sie Ihren Vor- und Nachnamen ein.",
                "Geben Sie Ihr Geburtsdatum ein, zum Beispiel 27 3 1985.",
                "Geben Sie Ihren Geburtsort ein.",
            ),
        ),
        ADDRESS,
        contact(email),
        FormPage(
            "Wo und wann eröffnen Sie?",
            (
                Text("Name der Gaststätte", "Zur Nebel"),
                Text("Straße und Hausnummer", "Domstraße 14"),
                Text("Postleitzahl", "18273"),
                Text("Ort", "Güstrow"),
                Day("Geplanter Tag der Eröffnung", in_days(120)),
            ),
            (
                "Geben Sie den Namen der Gaststätte ein.",
                "Geben Sie Straße und Hausnummer ein.",
                "Geben Sie die Postleitzahl ein.",
                "Geben Sie den Ort ein.",
                "Geben Sie den geplanten Tag der Eröffnung ein, zum Beispiel 15 3 2027.",
            ),
        ),
        FormPage(
            "Was bieten Sie an?",
            (
                Choice("Schenken Sie Alkohol aus?", "Ja"),
                Text("Zahl der Gasträume", "2"),
                Text("Fläche der Gasträume", "84,5"),
                Choice("Gibt es Plätze im Freien?", "Ja"),
                Text("Wie viele Plätze im Freien?", "24"),
            ),
            (
                "Wählen Sie, ob Sie Alkohol ausschenken.",
                "Geben Sie die Zahl der Gasträume ein.",
                "Geben Sie die Fläche der Gasträume in Quadratmetern ein.",
                "Wählen Sie, ob es Plätze im Freien gibt.",
            ),
        ),
        FormPage(
            "Was melden Sie als Gewerbe an?",
            (
                Text("Was machen Sie genau?", "Restaurant mit regionaler Küche"),
                Day("Beginn der Tätigkeit", in_days(120)),
                Choice("Wie betreiben Sie das Gewerbe?", "Im Haupterwerb"),
                Text("Zahl der Beschäftigten", "4"),
            ),
            (
                "Beschreiben Sie, was Sie genau machen.",
                "Geben Sie den Tag ein, an dem Sie beginnen, zum Beispiel 1 3 2027.",
                "Wählen Sie, ob Sie das Gewerbe im Haupt- oder Nebenerwerb betreiben.",
                "Geben Sie die Zahl der Beschäftigten ein, bei keinen eine 0.",
            ),
        ),
        FormPage(
            "Welche Unterlagen haben Sie?",
            (File("Grundriss der Räume", floor_plan),),
            ("Laden Sie den Grundriss der Räume hoch.",),
        ),
    ]


def dog(name: str, email: str) -> list[FormPage]:
    """Hundesteuer."""
    return [
        FormPage("Wer sind Sie?", (Text("Vor- und Nachname", name),)),
        ADDRESS,
        contact(email),
        FormPage(
            "Welchen Hund melden Sie an?",
            (
                Text("Name des Hundes", "Fiete"),
                Text("Rasse", "Mischling"),
                Day("Seit wann haben Sie den Hund?", in_days(-10)),
            ),
        ),
        FormPage("Leben weitere Hunde im Haushalt?", (Choice("Gibt es weitere Hunde in Ihrem Haushalt?", "Nein"),)),
    ]
