"""The case: what the applicant sees, its history and its thread."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.models.access import LEAD, WORK, Exclusion, Invitation
from cases.models.application import Application, new_secret
from cases.models.inbox import list_case
from portal.accounts.models import User
from portal.files.models import StoredFile
from responsibility.models import Area, Organisation
from responsibility.queries import organisations_with


class CaseQuerySet(models.QuerySet):
    """What an officer may see of the EA's work. Lazy: one statement, however many rows."""

    def at_offices_of(self, officer: User) -> "CaseQuerySet":
        """By the own office. For long lists: an index serves it, which the OR of `visible_to` does not allow."""
        by_office = by_office_of(officer, office="ea", owner="ea_officer", case="pk")
        return self.filter(by_office).exclude(barred(officer, "pk"))

    def visible_to(self, officer: User) -> "CaseQuerySet":
        """By the own office or by an invitation, and never where the officer is a party or excluded."""
        by_office = by_office_of(officer, office="ea", owner="ea_officer", case="pk")
        invited = invited_to(officer).filter(proceeding=None).values("case")
        return self.filter(by_office | models.Q(pk__in=invited)).exclude(barred(officer, "pk"))


def by_office_of(officer: User, *, office: str, owner: str, case: str) -> models.Q:
    """Of an office of this person; a confidential one only for its owner and its head.

    An administrator works everywhere but leads nowhere: what is confidential stays closed.
    """
    works = models.Q(**{f"{office}__in": organisations_with(officer, WORK)})
    confidential = models.Q(**{f"{case}__in": Case.objects.filter(is_confidential=True).values("pk")})
    led = Organisation.objects.none() if officer.is_superuser else organisations_with(officer, LEAD)
    return works & (~confidential | sees_confidential(officer, led, office=office, owner=owner))


def sees_confidential(
    officer: User, led: models.QuerySet[Organisation] | list[int], *, office: str, owner: str
) -> models.Q:
    """The owner and the head of the office, without an invitation."""
    return models.Q(**{owner: officer}) | models.Q(**{f"{office}__in": led})


def invited_to(officer: User, works: Iterable[int] | None = None) -> models.QuerySet[Invitation]:
    """Invitations that open something now. One to an authority opens a confidential case only to who accepted it."""
    return (
        Invitation.objects.live()
        .meant_for(officer, works)
        .filter(models.Q(person=officer) | models.Q(replied_by=officer) | models.Q(case__is_confidential=False))
    )


def barred(officer: User, case: str) -> models.Q:
    """Of a case the officer must have nothing to do with."""
    excluded, own = barred_cases(officer)
    return models.Q(**{f"{case}__in": excluded}) | models.Q(**{f"{case}__in": own})


def barred_cases(officer: User) -> tuple[models.QuerySet, models.QuerySet]:
    """Those in which the officer is excluded, and those in which the officer is the applicant (§ 20 VwVfG M-V)."""
    excluded = Exclusion.objects.filter(person=officer, status="active").values("case")
    return excluded, Case.objects.filter(applicant=officer).values("pk")


class Case(models.Model):
    """One application on its way. Its proceedings are decided one by one; the case ends when all are."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", gettext_lazy("eingereicht")
        RECEIVED = "received", gettext_lazy("beim Einheitlichen Ansprechpartner eingegangen")
        CHECKING = "checking", gettext_lazy("wird auf Vollständigkeit geprüft")
        INCOMPLETE = "incomplete", gettext_lazy("Unterlagen fehlen")
        FORWARDED = "forwarded", gettext_lazy("bei den zuständigen Behörden")
        CLOSED = "closed", gettext_lazy("abgeschlossen")
        WITHDRAWN = "withdrawn", gettext_lazy("zurückgenommen")

    reference = models.CharField("Aktenzeichen", max_length=20, unique=True)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="case", verbose_name="Antrag")
    status = models.CharField("Stand", max_length=10, choices=Status, default=Status.SUBMITTED)
    version = models.PositiveIntegerField(default=1, editable=False)
    title = models.CharField("Vorhaben", max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="Ort")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name="Konto"
    )
    applicant_name = models.CharField("Antragsteller", max_length=200)
    applicant_email = models.EmailField("E-Mail", blank=True)
    language = models.CharField("Sprache", max_length=2, default="de")
    ea = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Einheitlicher Ansprechpartner",
    )
    ea_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Bearbeitung"
    )
    # Seen only by owner, head and who is invited; the others of the office do not know of it
    is_confidential = models.BooleanField("vertraulich", default=False)
    submitted_at = models.DateTimeField("eingereicht am", default=timezone.now)
    closed_at = models.DateTimeField("abgeschlossen am", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "Fall"
        verbose_name_plural = "Fälle"
        indexes = [
            models.Index(fields=["id"], name="case_confidential", condition=models.Q(is_confidential=True)),
            models.Index(fields=["applicant", "-submitted_at"], name="case_of_applicant"),
        ]
        triggers = [list_case()]

    def __str__(self) -> str:
        return self.reference


class Event(models.Model):
    """What happened, in order. The clock is derived from these rows and from nothing else."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "Antrag eingereicht"
        RECEIVED_EA = "received_ea", "Beim Einheitlichen Ansprechpartner eingegangen"
        CLAIMED = "claimed", "Bearbeitung übernommen"
        COMPLETION_REQUESTED = "completion_requested", "Unterlage nachgefordert"
        COMPLETION_ANSWERED = "completion_answered", "Unterlage nachgereicht"
        FOUND_COMPLETE = "found_complete", "Unterlagen vollständig"
        FORWARDED = "forwarded", "An die zuständigen Behörden weitergeleitet"
        HANDED_OVER = "handed_over", "Bearbeitung übergeben"
        DELIVERED = "delivered", "Bei der zuständigen Behörde eingegangen"
        RELEASED = "released", "Vorausgehendes Verfahren beendet"
        CORRECTION_REQUESTED = "correction_requested", "Rückfrage gestellt"
        CORRECTION_ANSWERED = "correction_answered", "Rückfrage beantwortet"
        EXTENDED = "extended", "Frist verlängert"
        RECUSED = "recused", "Bearbeitung abgegeben (Befangenheit)"
        HELD = "held", "Vorausgehendes Verfahren ohne Bewilligung beendet"
        CONSULTED = "consulted", "Stellungnahme erbeten"
        STATEMENT = "statement", "Stellungnahme eingegangen"
        CONSULTATION_ENDED = "consultation_ended", "Ohne Stellungnahme weiter"
        NOTIFIED = "notified", "Bekanntgabe festgehalten"
        PAUSED = "paused", "Frist angehalten"
        RESUMED = "resumed", "Frist läuft weiter"
        PROPOSED = "proposed", "Entscheidung zur Mitzeichnung vorgelegt"
        SENT_BACK = "sent_back", "Entwurf zurückgegeben"
        DECIDED = "decided", "Entschieden"
        DISCONTINUED = "discontinued", "Verfahren eingestellt"
        CERTIFICATE_DEMANDED = "certificate_demanded", "Bescheinigung verlangt"
        REOPENED = "reopened", "Verfahren wieder aufgenommen"
        RETURNED = "returned", "Zurückgegeben"
        WITHDRAWN = "withdrawn", "Zurückgenommen"
        CLOSED = "closed", "Abgeschlossen"

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField("Ereignis", max_length=24, choices=Kind)
    # The legal day in Europe/Berlin; `at` is the moment of recording
    on = models.DateField("Tag")
    at = models.DateTimeField("festgehalten", default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("Text", blank=True)
    # How long an extension is, for example "1m"
    period = models.CharField("Dauer", max_length=5, blank=True)

    class Meta:
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class CaseDocument(models.Model):
    """A file of the case: sent along, asked for, or made by the portal."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", "Anlage"
        COMPLETION = "completion", "Nachgereichte Unterlage"
        APPLICATION = "application", "Antrag"
        RECEIPT = "receipt", "Empfangsbestätigung"
        DECISION = "decision", "Bescheid"
        EXTENSION = "extension", "Verlängerung der Frist"
        CERTIFICATE = "certificate", "Bescheinigung"
        PAUSE = "pause", "Frist angehalten"

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField("Art", max_length=11, choices=Kind)
    title = models.CharField("Titel", max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("angelegt", default=timezone.now)

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(kind__in=["application", "receipt"]),
                name="one_application_and_receipt_pdf",
            ),
            models.UniqueConstraint(
                fields=["proceeding", "kind"],
                condition=models.Q(kind__in=["extension", "certificate"]),
                name="one_extension_and_certificate_pdf",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CompletionRequest(models.Model):
    """What the applicant is asked for, by the EA (no proceeding) or by a ZB.

    A missing document keeps the period from starting (§ 71b Abs. 4, § 42a Abs. 2 VwVfG M-V). A question about what
    was declared (§ 25 Abs. 1 VwVfG M-V) leaves the clock and the status alone.
    """

    class Kind(models.TextChoices):
        DOCUMENTS = "documents", "Nachforderung"
        QUESTION = "question", "Rückfrage"

    class Status(models.TextChoices):
        OPEN = "open", "offen"
        ANSWERED = "answered", "beantwortet"
        DROPPED = "dropped", "nicht mehr nötig"

    case = models.ForeignKey(Case, models.PROTECT, related_name="completion_requests")
    proceeding = models.ForeignKey(
        "cases.Proceeding", models.PROTECT, null=True, blank=True, related_name="completion_requests"
    )
    kind = models.CharField("Art", max_length=9, choices=Kind, default=Kind.DOCUMENTS)
    status = models.CharField("Stand", max_length=8, choices=Status, default=Status.OPEN)
    text = models.TextField("Was fehlt")
    due_on = models.DateField("bis")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField("Antwort", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    documents = models.ManyToManyField(CaseDocument, related_name="+", blank=True)

    class Meta:
        verbose_name = "Nachforderung"
        verbose_name_plural = "Nachforderungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "proceeding", "kind"],
                condition=models.Q(status="open"),
                nulls_distinct=False,
                name="one_open_request",
                violation_error_message="Es ist schon eine Nachforderung offen.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Message(models.Model):
    """One entry of the thread between the applicant and the offices."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    proceeding = models.ForeignKey("cases.Proceeding", models.PROTECT, null=True, blank=True, related_name="messages")
    # Empty: the applicant wrote it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("Nachricht")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]
