"""The words that a service description may choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    CITIZEN = "citizen", "Bürgerinnen und Bürger"
    BUSINESS = "business", "Unternehmen"
    BOTH = "both", "beide"


class TrustLevel(models.TextChoices):
    """How surely the applicant must be known (Vertrauensniveau)."""

    NONE = "none", _("keines")
    LOW = "low", _("niedrig")
    SUBSTANTIAL = "substantial", _("substanziell")
    HIGH = "high", _("hoch")


class SdgArea(models.TextChoices):
    """Areas of information of Annex I of Regulation (EU) 2018/1724."""

    TRAVEL = "A", "A Reisen in der Union"
    WORK = "B", "B Arbeit und Ruhestand"
    VEHICLES = "C", "C Fahrzeuge"
    RESIDENCE = "D", "D Wohnsitz in einem anderen Mitgliedstaat"
    EDUCATION = "E", "E Bildung und Praktikum"
    HEALTH = "F", "F Gesundheit"
    FAMILY = "G", "G Rechte der Bürger und Familie"
    CONSUMERS = "H", "H Verbraucherrechte"
    DATA = "I", "I Schutz personenbezogener Daten"
    BUSINESS = "J", "J Gründung, Führung und Schließung eines Unternehmens"
    STAFF = "K", "K Beschäftigte"
    TAXES = "L", "L Steuern"
    GOODS = "M", "M Waren"
    SERVICES = "N", "N Dienstleistungen"
    FUNDING = "O", "O Finanzierung eines Unternehmens"
    CONTRACTS = "P", "P Öffentliche Aufträge"
    SAFETY = "Q", "Q Gesundheitsschutz und Sicherheit am Arbeitsplatz"


class SdgProcedure(models.TextChoices):
    """Procedures of Annex II of Regulation (EU) 2018/1724 that the authorities of a Land carry out."""

    BIRTH = "birth", "Nachweis der Eintragung einer Geburt"
    RESIDENCE = "residence", "Nachweis des Wohnsitzes"
    STUDY_FUNDING = "study-funding", "Finanzierung eines Studiums"
    STUDY_ADMISSION = "study-admission", "Zulassung zum Studium"
    ACADEMIC_RECOGNITION = "academic-recognition", "Akademische Anerkennung von Abschlüssen"
    ADDRESS = "address", "Meldung einer neuen Anschrift"
    VEHICLE = "vehicle", "Zulassung eines Kraftfahrzeugs"
    EMISSION_STICKER = "emission-sticker", "Umweltplakette"
    BUSINESS_ACTIVITY = "business-activity", "Anmeldung, Erlaubnis, Änderung und Beendigung einer Geschäftstätigkeit"


class Unit(models.TextChoices):
    HOUR = "hour", "Stunden"
    DAY = "day", "Tage"
    WORKDAY = "workday", "Werktage"
    WEEK = "week", "Wochen"
    MONTH = "month", "Monate"
    YEAR = "year", "Jahre"
