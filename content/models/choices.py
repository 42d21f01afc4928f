"""The words that a service description may choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    CITIZEN = "citizen", _("Bürgerinnen und Bürger")
    BUSINESS = "business", _("Unternehmen")
    BOTH = "both", _("beide")


class TrustLevel(models.TextChoices):
    """How surely the applicant must be known (Vertrauensniveau)."""

    NONE = "none", _("keines")
    LOW = "low", _("niedrig")
    SUBSTANTIAL = "substantial", _("substanziell")
    HIGH = "high", _("hoch")


class SdgArea(models.TextChoices):
    """Areas of information of Annex I of Regulation (EU) 2018/1724."""

    TRAVEL = "A", _("A Reisen in der Union")
    WORK = "B", _("B Arbeit und Ruhestand")
    VEHICLES = "C", _("C Fahrzeuge")
    RESIDENCE = "D", _("D Wohnsitz in einem anderen Mitgliedstaat")
    EDUCATION = "E", _("E Bildung und Praktikum")
    HEALTH = "F", _("F Gesundheit")
    FAMILY = "G", _("G Rechte der Bürger und Familie")
    CONSUMERS = "H", _("H Verbraucherrechte")
    DATA = "I", _("I Schutz personenbezogener Daten")
    BUSINESS = "J", _("J Gründung, Führung und Schließung eines Unternehmens")
    STAFF = "K", _("K Beschäftigte")
    TAXES = "L", _("L Steuern")
    GOODS = "M", _("M Waren")
    SERVICES = "N", _("N Dienstleistungen")
    FUNDING = "O", _("O Finanzierung eines Unternehmens")
    CONTRACTS = "P", _("P Öffentliche Aufträge")
    SAFETY = "Q", _("Q Gesundheitsschutz und Sicherheit am Arbeitsplatz")


class SdgProcedure(models.TextChoices):
    """Procedures of Annex II of Regulation (EU) 2018/1724 that the authorities of a Land carry out."""

    BIRTH = "birth", _("Nachweis der Eintragung einer Geburt")
    RESIDENCE = "residence", _("Nachweis des Wohnsitzes")
    STUDY_FUNDING = "study-funding", _("Finanzierung eines Studiums")
    STUDY_ADMISSION = "study-admission", _("Zulassung zum Studium")
    ACADEMIC_RECOGNITION = "academic-recognition", _("Akademische Anerkennung von Abschlüssen")
    ADDRESS = "address", _("Meldung einer neuen Anschrift")
    VEHICLE = "vehicle", _("Zulassung eines Kraftfahrzeugs")
    EMISSION_STICKER = "emission-sticker", _("Umweltplakette")
    BUSINESS_ACTIVITY = "business-activity", _("Anmeldung, Erlaubnis, Änderung und Beendigung einer Geschäftstätigkeit")


class Unit(models.TextChoices):
    HOUR = "hour", _("Stunden")
    DAY = "day", _("Tage")
    WORKDAY = "workday", _("Werktage")
    WEEK = "week", _("Wochen")
    MONTH = "month", _("Monate")
    YEAR = "year", _("Jahre")
