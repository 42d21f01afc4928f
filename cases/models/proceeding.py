"""The proceeding: one service, one authority, one officer, one clock, one decision."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.models.case import Case, CaseDocument, barred, by_office_of, invited_to
from cases.models.inbox import list_proceeding
from cases.rules.transitions import FINISHED
from content.models import Service
from portal.accounts.models import User
from responsibility.models import Organisation


class Way(models.TextChoices):
    """How a decision is made known (Bekanntgabe)."""

    PORTAL = "portal", gettext_lazy("Abruf im Portal")
    MAILBOX = "mailbox", gettext_lazy("Postfach des Nutzerkontos")
    POST = "post", gettext_lazy("Brief im Inland")
    ABROAD = "abroad", gettext_lazy("Brief ins Ausland")
    ELECTRONIC = "electronic", gettext_lazy("E-Mail")


class ProceedingQuerySet(models.QuerySet):
    """What an officer may see of the authorities' work, from its delivery on. Lazy: one statement."""

    def at_offices_of(self, officer: User) -> "ProceedingQuerySet":
        """By the own office. For long lists: an index serves it, which the OR of `visible_to` does not allow."""
        by_office = by_office_of(officer, office="organisation", owner="officer", case="case")
        return self.filter(by_office, delivered_at__isnull=False).exclude(barred(officer, "case"))

    def visible_to(self, officer: User) -> "ProceedingQuerySet":
        """By the own office or by an invitation, and never where the officer is a party or excluded."""
        by_office = by_office_of(officer, office="organisation", owner="officer", case="case")
        invited = invited_to(officer).exclude(proceeding=None).values("proceeding")
        found = self.filter(by_office | models.Q(pk__in=invited), delivered_at__isnull=False)
        return found.exclude(barred(officer, "case"))


class Proceeding(models.Model):
    """A Verfahren within a case. Which status may follow which is cases.rules.transitions' business alone."""

    class Status(models.TextChoices):
        WAITING = "waiting", gettext_lazy("noch nicht zugestellt")
        DELIVERED = "delivered", gettext_lazy("neu zugestellt")
        IN_PROGRESS = "in_progress", gettext_lazy("in Bearbeitung")
        INCOMPLETE = "incomplete", gettext_lazy("Unterlagen fehlen")
        PROPOSED = "proposed", gettext_lazy("zur Mitzeichnung vorgelegt")
        RETURNED = "returned", gettext_lazy("zurückgegeben")
        CONSULTING = "consulting", gettext_lazy("wartet auf Stellungnahme")
        PAUSED = "paused", gettext_lazy("Frist angehalten")
        HELD = "held", gettext_lazy("vorausgehendes Verfahren nicht bewilligt")
        GRANTED = "granted", gettext_lazy("bewilligt")
        GRANTED_WITH_CONDITIONS = "granted_with_conditions", gettext_lazy("bewilligt mit Auflagen")
        REJECTED = "rejected", gettext_lazy("abgelehnt")
        DEEMED_GRANTED = "deemed_granted", gettext_lazy("gilt als bewilligt")
        DISCONTINUED = "discontinued", gettext_lazy("eingestellt")
        WITHDRAWN = "withdrawn", gettext_lazy("zurückgenommen")

    case = models.ForeignKey(Case, models.PROTECT, related_name="proceedings")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="Leistung")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="Zuständige Behörde")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Bearbeitung"
    )
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="wartet auf"
    )
    status = models.CharField("Stand", max_length=24, choices=Status, default=Status.WAITING)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Copied from ProcessSettings at submission: a running proceeding keeps the law it began under
    decision_period = models.CharField("Entscheidungsfrist", max_length=5, blank=True)
    period_law = models.CharField(max_length=120, blank=True)
    deemed_approval_law = models.CharField(max_length=120, blank=True)
    decision_law = models.CharField(max_length=120, blank=True)
    four_eyes = models.BooleanField("Vier-Augen-Prinzip", default=False)
    # Derived: written by cases.actions from cases.rules.deadlines, never by hand
    due_on = models.DateField("Frist", null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField("zugestellt", null=True, blank=True)

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = "Verfahren"
        verbose_name_plural = "Verfahren"
        ordering = ["pk"]
        indexes = [
            # What the clocks look at every hour: undecided, with a deadline
            models.Index(
                fields=["due_on"],
                condition=models.Q(due_on__isnull=False) & ~models.Q(status__in=sorted(FINISHED)),
                name="proceeding_clock",
            ),
        ]
        triggers = [list_proceeding()]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "service"],
                name="one_proceeding_per_service",
                violation_error_message="Für diese Leistung läuft in diesem Fall schon ein Verfahren.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.get_status_display()})"


class Proposal(models.Model):
    """A decision drafted by one officer that a second one signs or sends back (Vier-Augen-Prinzip)."""

    class Status(models.TextChoices):
        OPEN = "open", "vorgelegt"
        SIGNED = "signed", "mitgezeichnet"
        SENT_BACK = "sent_back", "zurückgegeben"
        DROPPED = "dropped", "nicht mehr nötig"

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="proposals")
    status = models.CharField("Stand", max_length=9, choices=Status, default=Status.OPEN)
    outcome = models.CharField("Entscheidung", max_length=24)
    reasons = models.TextField("Begründung")
    conditions = models.TextField("Auflagen", blank=True)
    way = models.CharField("Bekanntgabe", max_length=10, choices=Way, default=Way.PORTAL)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("Anmerkung", blank=True)

    class Meta:
        verbose_name = "Entwurf einer Entscheidung"
        verbose_name_plural = "Entwürfe von Entscheidungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding"],
                condition=models.Q(status="open"),
                name="one_open_proposal",
                violation_error_message="Es liegt schon ein Entwurf zur Mitzeichnung vor.",
            ),
            models.CheckConstraint(
                name="somebody_else_signs",
                condition=~models.Q(status="signed", reviewed_by=models.F("proposed_by")),
                violation_error_message="Mitzeichnen muss jemand anders.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proceeding}: {self.outcome}"


class Decision(models.Model):
    """The Bescheid. A superseded decision stays."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", "bewilligt"
        GRANTED_WITH_CONDITIONS = "granted_with_conditions", "bewilligt mit Auflagen"
        REJECTED = "rejected", "abgelehnt"
        DEEMED_GRANTED = "deemed_granted", "gilt als bewilligt"

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="decisions")
    outcome = models.CharField("Entscheidung", max_length=24, choices=Outcome)
    reasons = models.TextField("Begründung")
    conditions = models.TextField("Auflagen", blank=True, help_text="Eine Auflage je Zeile")
    # How it is to be made known; how it was, with what followed, is in the notifications
    way = models.CharField("Bekanntgabe", max_length=10, choices=Way, default=Way.PORTAL)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    # After a reopening the old decision holds until the new one is made
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    document = models.OneToOneField(CaseDocument, models.PROTECT, null=True, blank=True, related_name="decision")
    # Provided for retrieval with a notice, and first opened by the applicant (§ 41 Abs. 2a VwVfG M-V)
    told_at = models.DateTimeField("bereitgestellt", null=True, blank=True)
    fetched_at = models.DateTimeField("abgerufen", null=True, blank=True)

    class Meta:
        verbose_name = "Bescheid"
        verbose_name_plural = "Bescheide"
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding"], condition=models.Q(superseded_at__isnull=True), name="one_valid_decision"
            ),
            models.CheckConstraint(
                name="conditions_where_granted_with",
                condition=~models.Q(outcome="granted_with_conditions", conditions=""),
                violation_error_message="Nennen Sie mindestens eine Auflage.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Pause(models.Model):
    """The clock of a proceeding stands still. First and last day stand in the events; this is why and until when."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="pauses")
    # A key of cases.rules.pauses
    ground = models.CharField("Grund", max_length=20)
    law = models.CharField("Grundlage", max_length=120)
    reason = models.TextField("Begründung")
    until = models.DateField("bis")
    ended_on = models.DateField("beendet am", null=True, blank=True)
    document = models.OneToOneField(CaseDocument, models.PROTECT, null=True, blank=True, related_name="+")
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    paused_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Pause der Frist"
        verbose_name_plural = "Pausen der Frist"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proceeding"], condition=models.Q(ended_on=None), name="one_open_pause")
        ]

    def __str__(self) -> str:
        return f"{self.proceeding_id}: {self.ground}"
