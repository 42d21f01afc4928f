"""What operators see: what is broken, what waits, and how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry

WAITS_TOO_LONG = timedelta(minutes=5)
LIMIT = 100


@dataclass(frozen=True)
class Backlog:
    """How much work is open."""

    waiting: int
    running: int
    dead: int
    unsent: int
    oldest: datetime | None


@dataclass(frozen=True)
class BrokenRow:
    id: int
    task: str
    subject_id: int
    status: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    last_error: str

    @property
    def is_dead(self) -> bool:
        return self.status == Entry.Status.DEAD


@dataclass(frozen=True)
class UnsentRow:
    recipient: str
    subject: str
    created_at: datetime


@dataclass(frozen=True)
class BrokenPage:
    backlog: Backlog
    dead: list[BrokenRow]
    late: list[BrokenRow]
    unsent: list[UnsentRow]

    @property
    def is_clear(self) -> bool:
        return not (self.dead or self.late or self.unsent)


def backlog() -> Backlog:
    """Queries: 2."""
    status = Entry.Status
    is_open = Q(status__in=[status.WAITING, status.RUNNING])
    entries = Entry.objects.filter(is_open | Q(status=status.DEAD)).aggregate(
        waiting=Count("pk", filter=Q(status=status.WAITING)),
        running=Count("pk", filter=Q(status=status.RUNNING)),
        dead=Count("pk", filter=Q(status=status.DEAD)),
        oldest=Min("created_at", filter=is_open & Q(next_attempt_at__lte=timezone.now())),
    )
    return Backlog(**entries, unsent=OutgoingMail.objects.filter(status=OutgoingMail.Status.WAITING).count())


def broken_page(*, now: datetime) -> BrokenPage:
    """Dead entries, entries and mails that wait too long; newest first, at most 100 of each. Queries: 5."""
    before = now - WAITS_TOO_LONG
    dead = Entry.objects.filter(status=Entry.Status.DEAD)
    open_status = [Entry.Status.WAITING, Entry.Status.RUNNING]
    late = Entry.objects.filter(status__in=open_status, created_at__lt=before)
    late = late.filter(Q(next_attempt_at__lt=before) | Q(attempts__gt=0))
    unsent = OutgoingMail.objects.filter(status=OutgoingMail.Status.WAITING, created_at__lt=before)
    return BrokenPage(
        backlog=backlog(),
        dead=[BrokenRow(**row) for row in dead.order_by("-pk").values(*BrokenRow.__annotations__)[:LIMIT]],
        late=[BrokenRow(**row) for row in late.order_by("-pk").values(*BrokenRow.__annotations__)[:LIMIT]],
        unsent=[UnsentRow(**row) for row in unsent.order_by("-pk").values(*UnsentRow.__annotations__)[:LIMIT]],
    )


@dataclass(frozen=True)
class MailRow:
    message_id: str
    recipient: str
    subject: str
    created_at: datetime
    sent_at: datetime | None


def newest_mails() -> list[MailRow]:
    """The last 100 messages, newest first. Queries: 1."""
    mails = OutgoingMail.objects.order_by("-pk").values(*MailRow.__annotations__)
    return [MailRow(**row) for row in mails[:LIMIT]]
