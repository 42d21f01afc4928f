"""The forms of joint applications, page by page."""

from pathlib import Path

from tests.journeys.forms import ADDRESS, Choice, Day, File, FormPage, Text, contact, in_days

TOGETHER = FormPage("Was möchten Sie zusammen beantragen?")


def restaurant_with_terrace(name: str, email: str, plan: Path) -> list[FormPage]:
    """Gewerbeanmeldung, Gaststättenerlaubnis and Sondernutzung."""
    return [
        TOGETHER,
        FormPage("Wer meldet das Gewerbe an?", (Choice("Wer meldet das Gewerbe an?", "Ich selbst"),)),
        FormPage(
            "Wer sind Sie?",
            (Text("Vor- und Nachname", name), Day("Geburtsdatum", "4 5 1988"), Text("Geburtsort", "Teterow")),
        ),
        ADDRESS,
        contact(email),
        FormPage(
            "Wo ist der Betrieb?",
            (
                Text("Name des Betriebs", "Zur Nebel"),
                Text("Straße und Hausnummer", "Domstraße 14"),
                Text("Postleitzahl", "18273"),
                Text("Ort", "Güstrow"),
            ),
        ),
        FormPage(
            "Was melden Sie an?",
            (
                Text("Was machen Sie genau?", "Restaurant mit regionaler Küche"),
                Day("Beginn der Tätigkeit", in_days(120)),
                Choice("Wie betreiben Sie das Gewerbe?", "Im Haupterwerb"),
                Text("Zahl der Beschäftigten", "4"),
            ),
        ),
        FormPage("Wo und wann eröffnen Sie?", (Day("Geplanter Tag der Eröffnung", in_days(120)),)),
        FormPage(
            "Was bieten Sie an?",
            (
                Choice("Schenken Sie Alkohol aus?", "Ja"),
                Text("Zahl der Gasträume", "2"),
                Text("Fläche der Gasträume", "84,5"),
                Choice("Gibt es Plätze im Freien?", "Ja"),
                Text("Wie viele Plätze im Freien?", "24"),
            ),
        ),
        FormPage("Welche Unterlagen haben Sie?", (File("Grundriss der Räume", plan),)),
        FormPage(
            "Wofür brauchen Sie die Fläche?",
            (
                Choice("Wofür brauchen Sie die Fläche?", "Tische und Stühle"),
                Text("Beschreiben Sie die Nutzung", "Sechs Tische mit je vier Stühlen"),
            ),
        ),
        FormPage(
            "Welche Fläche ist es?",
            (
                Text("Wo liegt die Fläche?", "Vor Domstraße 14"),
                Text("Größe", "24"),
                Text("Wie breit bleibt der Gehweg frei?", "1,8"),
                Day("Von", in_days(120)),
                Day("Bis", in_days(300)),
            ),
        ),
        FormPage("Zeigen Sie uns die Fläche", (File("Lageplan oder Skizze mit Maßen", plan),)),
    ]


def newborn(name: str, email: str, paper: Path) -> list[FormPage]:
    """Geburtsurkunde and Kita-Platz."""
    return [
        TOGETHER,
        FormPage("Wer sind Sie?", (Text("Vor- und Nachname", name),)),
        ADDRESS,
        contact(email),
        FormPage("Für wen ist die Urkunde?", (Choice("Für wen ist die Urkunde?", "Für mein Kind"),)),
        FormPage(
            "Wer ist geboren?",
            (
                Text("Vornamen des Kindes", "Mia"),
                Text("Familienname des Kindes", "Petersen"),
                Day("Geburtsdatum des Kindes", in_days(-20)),
            ),
        ),
        FormPage(
            "Wer sind die Eltern?",
            (
                Text("Name der Mutter", name),
                Choice("Waren die Eltern bei der Geburt miteinander verheiratet?", "Ja"),
            ),
        ),
        FormPage(
            "Welche Urkunden brauchen Sie?",
            (Choice("Welche Urkunden brauchen Sie?", "Für das Elterngeld"), Text("Wie viele von jeder?", "1")),
        ),
        FormPage("Weisen Sie sich aus", (File("Kopie Ihres Ausweises", paper),)),
        FormPage(
            "Welche Betreuung brauchen Sie?",
            (
                Choice("Welche Art von Betreuung?", "Krippe"),
                Day("Ab wann?", in_days(300)),
                Choice("Wie viele Stunden in der Woche?", "Teilzeit"),
            ),
        ),
        FormPage("Haben Sie eine Kita im Blick?", (Choice("Geht schon ein Geschwisterkind in eine Kita?", "Nein"),)),
        FormPage("Welche Nachweise haben Sie schon?"),
    ]
