"""What the office does (Verrichtung), in the catalogue's nouns and in people's verbs.

Each line: the nouns a catalogue name may carry, then the words that ask for them, German, English, Polish, Ukrainian.
A verb also asks for the service as a whole, so it never speaks against a name without an act.
"""

from content.rules.analysis import stem, words

# nouns of the catalogue | what people say
TABLE = """
Anmeldung, Anzeige, Registrierung, Meldung, Eintragung, Mitteilung, Zulassung, Meldungen | anmelden, melden, registrieren, eintragen, anzeigen, mitteilen, register, registration, sign, rejestracja, zarejestrować, zameldować, zgłosić, реєстрація, зареєструвати, прописати
Abmeldung, Einstellung, Beendigung, Schließung, Stilllegung, Löschung, Außerbetriebsetzung | abmelden, stilllegen, schließen, aufgeben, dichtmachen, zumachen, beenden, deregister, close, shut, wyrejestrować, wymeldować, zamknąć, закрити
Ummeldung, Änderung, Wechsel | ummelden, umziehen, umzug, verlegen, move, moving, przeprowadzka, переїзд
Erlaubnis, Genehmigung, Zulassung, Erteilung, Bewilligung, Gestattung, Anerkennung, Eintragung, Anmeldung | eröffnen, aufmachen, gründen, starten, betreiben, veranstalten, selbständig, selbstständig, werden, dürfen, erlaubt, open, opening, start, become, run, permission, permit, licence, license, otworzyć, założyć, pozwolenie, zezwolenie, відкрити, заснувати, дозвіл
Ausstellung, Erteilung, Ausgabe, Bescheinigung, Auszug, Ausfertigung | ausstellen, holen, besorgen, machen, get, obtain, issue, wydać, wyrobić, отримати, оформити
Bewilligung, Gewährung, Zahlung, Auszahlung, Förderung, Erbringung, Übernahme | bekommen, kriegen, zuschuss, förderung, unterstützung, geld, hilfe, apply, application, money, support, aid, dofinansowanie, wsparcie, допомога
Verlängerung | verlängern, verlängerung, abgelaufen, ablaufen, läuft, erneuern, renew, renewal, extend, extension, expired, przedłużyć, продовжити
Ersatz, Ersatzausstellung, Verlust, Sperrung | verloren, verlust, verlieren, weg, geklaut, gestohlen, kaputt, beschädigt, diebstahl, lost, stolen, damaged, zgubiony, skradziony, втрачено, загубив
Änderung, Umschreibung, Berichtigung, Ergänzung, Anpassung | ändern, wechseln, berichtigen, korrigieren, anpassen, change, correct, zmienić, zmiana, змінити
Befreiung, Ermäßigung, Erlass, Freistellung, Ausnahme | befreien, ermäßigen, erlassen, sparen, weniger, exempt, exemption, reduce, zwolnienie, звільнення
Umtausch, Umschreibung | umtauschen, tauschen, umschreiben, eintauschen, exchange, convert, wymiana, wymienić, обміняти, обмін
Auskunft, Einsicht, Informationserteilung, Abruf, Statusabfrage, Auszug | einsehen, nachsehen, ansehen, herausfinden, rausfinden, erfahren, auskunft, find, look, access, information, wgląd, informacja, довідка
Anerkennung, Gleichwertigkeit, Feststellung, Gleichstellung | anerkennen, anerkannt, recognise, recognize, recognition, uznanie, uznać, визнання, визнати
Beglaubigung, Beurkundung | beglaubigen, beurkunden, certify, certified, notarise, poświadczenie, завірити
Reservierung | reservieren, reserve, rezerwacja
Umtragung, Übertragung, Umschreibung | übertragen, umschreiben, transfer, przenieść, передати
Beratung | beraten, beratung, advice, counselling, porada, консультація
Beseitigung, Behebung, Entsorgung, Abholung | entsorgen, loswerden, wegwerfen, wegbringen, abholen, dispose, throw, rid, wyrzucić, викинути
Widerspruch, Beschwerde | beschweren, widersprechen, complain, complaint, skarga, скарга
Aufnahme, Zulassung, Anmeldung | einschreiben, einschulen, aufnehmen, enrol, enroll, admission, zapisać, записати
Abgabe, Rückgabe, Herausgabe | abgeben, zurückgeben, zurückholen, abholen, return, oddać, здати
Kündigung, Austritt | kündigen, austreten, cancel, leave, wypowiedzieć
Vermittlung | finden, suchen, vermitteln, search, find, szukać, шукати
Erwerb, Vergabe | kaufen, erwerben, buy, kupić, купити
"""  # noqa: E501

# Said in any request, so they say little, in plain form
GENERIC = frozenset(
    word
    for line in (
        "beantragen beantragung antrag antraege formular online termin amt behoerde kosten kostet gebuehr unterlagen",
        "frist",
        "schnell dringend neu neue neuen neuer neues machen lassen moechte bitte informationen info stelle zustaendig",
        "erstmalig bekomme brauch apply application form request germany german deutschland mv mecklenburg vorpommern",
        "how much cost need new wniosek złożyć jak gdzie заява подати як де leisten gehen geht kommen geben gibt",
        "eigene eigener eigenen eigenes gut wegen brauchen bekommt haben mal zurück person leute jemandem noch mehr",
        "zwischen",
        "ohne gegen selbst ganz sehr heute morgen dauert dauer lange viel wieviel wohin wenige working doing getting",
        "polska polen poland ukraine ukraina україна ausland abroad zagranica za granicą за кордоном",
        # Where to or from, not what
        "österreich schweiz frankreich italien spanien portugal griechenland türkei niederlande holland belgien",
        "dänemark schweden norwegen finnland england großbritannien irland tschechien ungarn rumänien bulgarien",
        "serbien kroatien russland belarus syrien afghanistan irak iran israel indien china japan vietnam thailand",
        "ägypten marokko tunesien nigeria eritrea somalia usa amerika kanada mexiko brasilien australien europa eu",
        "austria switzerland france italy spain greece turkey netherlands denmark sweden britain uk russia syria india",
    )
    for word in words(line)
)


def table() -> dict[str, tuple[str, ...]]:
    """For each plain word that asks for an act, the stems of the nouns that name it, the likeliest first."""
    asked: dict[str, dict[str, None]] = {}
    for line in filter(None, TABLE.splitlines()):
        nouns, verbs = (part.split(",") for part in line.split("|"))
        stems = dict.fromkeys(stem(word) for noun in nouns for word in words(noun))
        for verb in verbs:
            for word in words(verb):
                asked.setdefault(word, {}).update(stems)
    return {word: tuple(stems) for word, stems in asked.items()}


def alike() -> dict[str, frozenset[str]]:
    """For each plain word that asks for an act, the stems of the words that ask for the same."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, TABLE.splitlines()):
        verbs = [word for verb in line.split("|")[1].split(",") for word in words(verb)]
        stems = frozenset(stem(word) for word in verbs)
        for verb in verbs:
            found[verb] = found.get(verb, frozenset()) | stems
    return found


ACTS = table()
ALIKE = alike()
# The same by stem, for "eröffnet", "anzumelden" and the like
ACTS_BY_STEM = {stem(word): stems for word, stems in ACTS.items()}


# What most people come for, when they name no act
USUAL = frozenset(
    stem(word)
    for word in words(
        "Ausstellung Erteilung Bewilligung Gewährung Anmeldung Erlaubnis Genehmigung Zulassung Eintragung Anzeige "
        "Festsetzung Bestätigung Beurkundung Registrierung Zahlung Aufnahme Förderung Durchführung Beglaubigung"
    )
)


def acts_of(word: str) -> tuple[str, ...]:
    """The stems of the acts that a plain word asks for, the likeliest first.

    >>> acts_of("registrieren")[:2], acts_of("hund")
    (('anmeld', 'anzeig'), ())
    """
    return ACTS.get(word) or ACTS_BY_STEM.get(stem(word), ())
