"""What operators see: what is broken, what waits, and how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.schedules import crontab
from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.operations.models import PeriodicRun
from portal.outbox import broker
from portal.outbox.models import Entry
from portal.queues import QUEUES, queue_of

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
class TaskRow:
    """The open work of one kind of task. `failing`: tried, failed, and to be tried again."""

    task: str
    waiting: int
    running: int
    failing: int
    dead: int
    oldest: datetime | None

    @property
    def queue(self) -> str:
        return queue_of(self.task)


@dataclass(frozen=True)
class QueueRow:
    """One line of waiting work; `messages` is what the broker holds, None while it is away."""

    name: str
    label: str
    messages: int | None
    tasks: list[TaskRow]
    is_late: bool

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.tasks)

    @property
    def waiting(self) -> int:
        return self.total("waiting")

    @property
    def running(self) -> int:
        return self.total("running")

    @property
    def failing(self) -> int:
        return self.total("failing")

    @property
    def dead(self) -> int:
        return self.total("dead")

    @property
    def oldest(self) -> datetime | None:
        return min((row.oldest for row in self.tasks if row.oldest), default=None)


@dataclass(frozen=True)
class PeriodicRow:
    """Something beat orders again and again."""

    task: str
    ended_at: datetime | None
    succeeded_at: datetime | None
    error: str
    is_late: bool


@dataclass(frozen=True)
class BrokenPage:
    backlog: Backlog
    queues: list[QueueRow]
    periodic: list[PeriodicRow]
    dead: list[BrokenRow]
    late: list[BrokenRow]
    unsent: list[UnsentRow]

    @property
    def late_queues(self) -> list[QueueRow]:
        return [row for row in self.queues if row.is_late]

    @property
    def late_periodic(self) -> list[PeriodicRow]:
        return [row for row in self.periodic if row.is_late or row.error]

    @property
    def is_broker_away(self) -> bool:
        return any(row.messages is None for row in self.queues)

    @property
    def is_clear(self) -> bool:
        return not (self.dead or self.late or self.unsent or self.late_queues or self.late_periodic)


def backlog() -> Backlog:
    """Queries: 2."""
    return sum_of(open_work(timezone.now()))


def sum_of(rows: list[TaskRow]) -> Backlog:
    """Queries: 1."""
    return Backlog(
        waiting=sum(row.waiting for row in rows),
        running=sum(row.running for row in rows),
        dead=sum(row.dead for row in rows),
        unsent=OutgoingMail.objects.filter(status=OutgoingMail.Status.WAITING).count(),
        oldest=min((row.oldest for row in rows if row.oldest), default=None),
    )


def open_work(now: datetime) -> list[TaskRow]:
    """What is not done, by task. Queries: 1."""
    status = Entry.Status
    waiting, running = Q(status=status.WAITING), Q(status=status.RUNNING)
    rows = (
        Entry.objects.filter(Q(status__in=[status.WAITING, status.RUNNING]) | Q(status=status.DEAD))
        .order_by("task")
        .values("task")
        .annotate(
            waiting=Count("pk", filter=waiting),
            running=Count("pk", filter=running),
            failing=Count("pk", filter=waiting & Q(attempts__gt=0)),
            dead=Count("pk", filter=Q(status=status.DEAD)),
            oldest=Min("created_at", filter=(waiting | running) & Q(next_attempt_at__lte=now)),
        )
    )
    return [TaskRow(**row) for row in rows]


def queue_rows(rows: list[TaskRow], now: datetime) -> list[QueueRow]:
    """Every line with its open work and its messages. Queries: none; asks the broker."""
    lengths = broker.lengths()
    found = []
    for name, line in QUEUES.items():
        own = [row for row in rows if row.queue == name]
        is_late = any(row.oldest and row.oldest < now - line.late_after for row in own)
        messages = lengths[name] if lengths else None
        found.append(QueueRow(name, str(line.label), messages, own, is_late))
    return found


def timetable() -> dict[str, timedelta]:
    """What beat orders, and how often. Queries: none."""
    return {entry["task"]: interval_of(entry["schedule"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def interval_of(schedule: float | crontab) -> timedelta:
    """What is ordered at a time of the day comes once a day.

    >>> interval_of(15.0)
    datetime.timedelta(seconds=15)
    """
    return timedelta(days=1) if isinstance(schedule, crontab) else timedelta(seconds=schedule)


def periodic_rows(now: datetime) -> list[PeriodicRow]:
    """When each was done. Late: twice its time has passed since it last succeeded. Queries: 1."""
    runs = {run.task: run for run in PeriodicRun.objects.all()}
    found = []
    for task, interval in sorted(timetable().items()):
        run = runs.get(task)
        succeeded_at = run.succeeded_at if run else None
        is_late = succeeded_at is not None and now - succeeded_at > 2 * interval + WAITS_TOO_LONG
        found.append(PeriodicRow(task, run and run.ended_at, succeeded_at, run.error if run else "", is_late))
    return found


def broken_page(*, now: datetime) -> BrokenPage:
    """Open work by line and task, regular tasks, what is dead, and what waits too long; at most 100 of each.

    Queries: 6.
    """
    before = now - WAITS_TOO_LONG
    dead = Entry.objects.filter(status=Entry.Status.DEAD)
    open_status = [Entry.Status.WAITING, Entry.Status.RUNNING]
    late = Entry.objects.filter(status__in=open_status, created_at__lt=before)
    late = late.filter(Q(next_attempt_at__lt=before) | Q(attempts__gt=0))
    unsent = OutgoingMail.objects.filter(status=OutgoingMail.Status.WAITING, created_at__lt=before)
    work = open_work(now)
    return BrokenPage(
        backlog=sum_of(work),
        queues=queue_rows(work, now),
        periodic=periodic_rows(now),
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
