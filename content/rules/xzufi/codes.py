"""Names and codes of XZuFi 2.2, and our own lists where the standard has none that we could check."""

from typing import Literal, NamedTuple

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
VERSION = "2.2.0"
VERSIONS = ("2.2", "2.2.0")
# The name of the message is from memory; reading accepts any root in the namespace
MESSAGE = "transfer.operation.040102"
PRODUCT = {"produktbezeichnung": "Dienstleistungsportal M-V", "produkthersteller": "Land Mecklenburg-Vorpommern"}

OWN = "urn:de:mv:dienstleistungsportal:codeliste:"
LEIKA_MODULES = "urn:de:xzufi:codeliste:leistungstextmodulleika"
LEIKA_MODULES_VERSION = "20240216"
LEIKA_KEYS = "urn:de:fim:leika:leistung"
ARS = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"
AGS = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:ags"
ADDRESS = OWN + "adresse"
ONLINE_LINK = "urn:xoev-de:fim:codeliste:onlinedienstlinktyp"
ADDRESS_KIND = "urn:xoev-de:fim:codeliste:xzufi.anschrifttyp"
TRUST = "urn:xoev-de:fim:codeliste:vertrauensniveau"
REACH = "urn:de:xoev:codeliste:erreichbarkeit"
SDG_ANNEX = OWN + "verordnung-2018-1724-anhang-1"
SDG_PROCEDURE = OWN + "verordnung-2018-1724-anhang-2"
FEATURE = OWN + "merkmal"
IN_PERSON = "persoenliches-erscheinen"
OWN_MODULE = OWN + "textmodul"
ROLE = OWN + "zustaendigkeitsrolle"
CONDITION = OWN + "bedingung"
KIND = OWN + "behoerdenart"
SITUATION_CLASS = "lebenslage"

Kind = Literal["leistung", "spezialisierung", "organisationseinheit", "onlinedienst"]
# In the order in which they are written: what others refer to comes first
KINDS: tuple[Kind, ...] = ("leistung", "spezialisierung", "onlinedienst", "organisationseinheit")
# What <loesche klasse="…"> calls them
CLASSES: dict[Kind, str] = {
    "leistung": "Leistung",
    "spezialisierung": "LeistungSpezialisierung",
    "organisationseinheit": "Organisationseinheit",
    "onlinedienst": "Onlinedienst",
}
KINDS_BY_CLASS = {name: kind for kind, name in CLASSES.items()}

# One line of HTML, a list of HTML, formatted text; "plain" is one line in which no sign is mark-up
Form = Literal["line", "lines", "rich", "plain"]


class TextModule(NamedTuple):
    """A field of a service and the form of its text."""

    field: str
    form: Form


TEXT_MODULES = {
    "02": TextModule("name", "line"),
    "03": TextModule("title", "line"),
    "05": TextModule("summary", "line"),
    "06": TextModule("description", "rich"),
    "08": TextModule("documents", "lines"),
    "09": TextModule("requirements", "lines"),
    "11": TextModule("steps", "lines"),
    "16": TextModule("notes", "lines"),
    "18": TextModule("author", "line"),
    "23": TextModule("contact_point", "lines"),
    "24": TextModule("teaser", "line"),
    "25": TextModule("remedies", "lines"),
}
LAW, FORMS = "07", "14"
# Modules without a field of their own: their words are added to this field
ADDED_TO = {"14": "notes", "15": "notes", "22": "contact_point"}
OWN_MODULES = {
    "form-der-unterlagen": TextModule("document_format", "lines"),
    "ausweis-und-unterschrift": TextModule("identification", "lines"),
    "bezahlen": TextModule("payment", "lines"),
    "wenn-nicht-entschieden-wird": TextModule("silence", "lines"),
    "sprachen-des-verfahrens": TextModule("languages", "lines"),
}
SUPPLEMENT_MODULES = {
    code: module
    for code, module in TEXT_MODULES.items()
    if module.field in ("description", "documents", "requirements", "steps", "notes", "contact_point")
}
LANGUAGES = {"de": ("Deutsch", "Deutsch"), "en": ("Englisch", "English")}
# Longest text that a field takes, the same as in the model
LIMITS = {
    "name": 250,
    "title": 200,
    "teaser": 160,
    "summary": 400,
    "author": 150,
    "fee_note": 200,
    "deadline": 120,
    "duration_note": 200,
    "online_name": 120,
    "fee": 120,
    "checked_by": 150,
}

UNITS = {"hour": "STUNDE", "day": "TAG", "workday": "WERKTAG", "week": "WOCHE", "month": "MONAT", "year": "JAHR"}
UNITS_BY_CODE = {code: unit for unit, code in UNITS.items()} | {"ARBEITSTAG": "workday"}
SIDES = {"applicant": "Frist für Antragstellende", "authority": "Frist für die Behörde"}
SIDES_BY_NAME = {name: side for side, name in SIDES.items()}
AUDIENCES = {"citizen": ("001",), "business": ("002",), "both": ("001", "002"), "": ()}
TRUST_LEVELS = {"none": "00", "low": "20", "substantial": "30", "high": "40"}
TRUST_BY_CODE = {code: level for level, code in TRUST_LEVELS.items()} | {"10": "low", "15": "low"}
SDG_AREAS = frozenset("ABCDEFGHIJKLMNOPQ")
SDG_PROCEDURES = frozenset(
    """birth residence study-funding study-admission academic-recognition address vehicle emission-sticker
    business-activity""".split()  # noqa: SIM905
)
# The only kind of costs that the portal tells of; the standard's own list has no words that we could check
FEE = "Gebühr"
SYNONYM = "001"
ROLES = ("ea", "zb", "further")
HOUSE, POST = "001", "002"
CHANNELS = {"email": "01", "phone": "02", "fax": "04", "de_mail": "08", "web": "09"}
CHANNELS_BY_CODE = {code: name for name, code in CHANNELS.items()} | {"03": "phone"}
FIT_CONNECT = "FIT-Connect"
# … and of the parts that are rows of their own
LIMITS |= {"cost_note": 200, "deadline_text": 200, "citation": 80, "form_name": 150, "url": 200}
# Every text of a service and its form; the name of the online service belongs to <onlinedienst>
SERVICE_TEXTS: dict[str, Form] = {
    **{module.field: module.form for module in (*TEXT_MODULES.values(), *OWN_MODULES.values())},
    "synonyms": "lines",
    "fee_note": "line",
    "duration_note": "line",
    "deadline": "line",
}
SUPPLEMENT_TEXTS: dict[str, Form] = {
    **{module.field: module.form for module in SUPPLEMENT_MODULES.values()},
    "fee": "line",
    "deadline": "line",
}
