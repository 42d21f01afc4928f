"""Who sees a case beside its office, who must not, and who has read it. cases.models.case reads these rows."""

from collections.abc import Iterable

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.accounts.models import User
from responsibility.models import Organisation
from responsibility.queries import organisations_with

WORK, LEAD = "work_cases", "lead_cases"


class InvitationQuerySet(models.QuerySet):
    def live(self) -> "InvitationQuerySet":
        """Accepted and not over: these open a case."""
        return self.filter(status="accepted", until__gte=timezone.localdate())

    def waiting(self) -> "InvitationQuerySet":
        """Offered and not over."""
        return self.filter(status="offered", until__gte=timezone.localdate())

    def unanswered(self) -> "InvitationQuerySet":
        """A statement was asked for and may still come."""
        still = self.filter(status__in=("offered", "accepted"), until__gte=timezone.localdate(), answered_at=None)
        return still.exclude(question="")

    def meant_for(self, officer: User, works: Iterable[int] | None = None) -> "InvitationQuerySet":
        """To this person or to an authority the person works for; `works`, where the caller knows them."""
        works = organisations_with(officer, WORK) if works is None else works
        return self.filter(models.Q(person=officer) | models.Q(organisation__in=works))


class Invitation(models.Model):
    """Lets a person or an authority see a single proceeding (or the EA's part of a case), until a day.

    `question`: a statement (Stellungnahme) is asked for; `answer` is what came.
    """

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", gettext_lazy("Beteiligung")
        SUBSTITUTE = "substitute", gettext_lazy("Vertretung")

    class Access(models.TextChoices):
        READ = "read", gettext_lazy("lesen")
        WORK = "work", gettext_lazy("bearbeiten")

    class Status(models.TextChoices):
        OFFERED = "offered", gettext_lazy("angeboten")
        ACCEPTED = "accepted", gettext_lazy("angenommen")
        DECLINED = "declined", gettext_lazy("abgelehnt")
        REVOKED = "revoked", gettext_lazy("widerrufen")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="invitations")
    # Empty: to the part of the EA
    proceeding = models.ForeignKey(
        "cases.Proceeding", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    kind = models.CharField("Art", max_length=12, choices=Kind)
    access = models.CharField("darf", max_length=4, choices=Access)
    status = models.CharField("Stand", max_length=8, choices=Status, default=Status.OFFERED)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("Grund")
    until = models.DateField("bis")
    question = models.TextField("Frage", blank=True)
    answer = models.TextField("Stellungnahme", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    # Whoever said yes or no for the authority; in a confidential case only they and their head see it
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person", "until"], name="invitation_of_person"),
            models.Index(fields=["organisation", "until"], name="invitation_of_authority"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_or_authority",
                condition=models.Q(person=None) ^ models.Q(organisation=None),
                violation_error_message="Laden Sie eine Person oder eine Behörde ein.",
            ),
            models.UniqueConstraint(
                fields=["case", "proceeding", "person", "organisation"],
                condition=models.Q(status__in=["offered", "accepted"]),
                nulls_distinct=False,
                name="one_invitation",
                violation_error_message="Diese Einladung gibt es schon.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person or self.organisation}"


class Exclusion(models.Model):
    """Somebody must not have to do with a case (§ 20 VwVfG M-V). Lifted by a head, never by the person."""

    class Status(models.TextChoices):
        ACTIVE = "active", gettext_lazy("ausgeschlossen")
        LIFTED = "lifted", gettext_lazy("aufgehoben")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="Person")
    status = models.CharField("Stand", max_length=6, choices=Status, default=Status.ACTIVE)
    reason = models.TextField("Grund")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "Ausschluss wegen Befangenheit"
        verbose_name_plural = "Ausschlüsse wegen Befangenheit"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case"], condition=models.Q(status="active"), name="one_active_exclusion"
            ),
            models.CheckConstraint(
                name="somebody_else_lifts",
                condition=models.Q(lifted_by=None) | ~models.Q(lifted_by=models.F("person")),
                violation_error_message="Den Ausschluss hebt jemand anders auf.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.case}"


class Reading(models.Model):
    """Somebody from an office has read a case. Append-only.

    Its keys have no constraints in the database: checking one would lock the row of the case, and a reader would
    wait for whoever works on it.
    """

    class What(models.TextChoices):
        CASE = "case", gettext_lazy("Vorgang")
        DOCUMENT = "document", gettext_lazy("Unterlage")

    class Role(models.TextChoices):
        OWNER = "owner", gettext_lazy("Bearbeitung")
        OFFICE = "office", gettext_lazy("Sachbearbeitung")
        HEAD = "head", gettext_lazy("Leitung")
        GUEST = "guest", gettext_lazy("Eingeladen")
        ADMINISTRATOR = "administrator", gettext_lazy("Betrieb")

    class Purpose(models.TextChoices):
        WORK = "work", pgettext_lazy("purpose of looking", "Bearbeitung")
        INTAKE = "intake", gettext_lazy("Übernahme prüfen")
        CONSULTATION = "consultation", gettext_lazy("Stellungnahme")
        SUBSTITUTE = "substitute", gettext_lazy("Vertretung")
        SIGNATURE = "signature", gettext_lazy("Mitzeichnung")
        SUPERVISION = "supervision", gettext_lazy("Aufsicht der Leitung")
        INFORMATION = "information", gettext_lazy("Auskunft an die antragstellende Person")
        OPERATION = "operation", gettext_lazy("Störung beheben")

    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="readings"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+", db_index=False
    )
    what = models.CharField(max_length=8, choices=What)
    role = models.CharField(max_length=13, choices=Role)
    purpose = models.CharField(max_length=12, choices=Purpose)
    # The legal day in Europe/Berlin, so that readings are counted by day
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = "Zugriff"
        verbose_name_plural = "Zugriffe"
        indexes = [models.Index(fields=["case", "on"], name="readings_of_case")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on} {self.case_id}: {self.get_purpose_display()}"
