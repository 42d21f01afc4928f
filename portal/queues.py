"""Which background work waits in which line, how urgent it is, and how long it may take.

Moving a case never waits behind a PDF: `moves` are workers of their own. The other lines share workers; among those
the more urgent message goes first, whichever line it is in. A task that stands nowhere here (that of a new interface)
is a delivery.
"""

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# As Redis counts: the smaller number goes first
URGENT, NORMAL, LATER = 0, 3, 6


class Line(NamedTuple):
    """One queue: how it is called, and after what wait somebody should look."""

    label: str
    late_after: timedelta


class Work(NamedTuple):
    """One kind of task. After `soft` seconds it is told to stop and tried again later, after `hard` it is killed."""

    queue: str
    priority: int
    soft: int
    hard: int


DEFAULT = "delivery"
QUEUES = {
    "move": Line(_("Fälle bewegen"), timedelta(minutes=1)),
    "periodic": Line(_("Regelmäßiges"), timedelta(minutes=5)),
    "mail": Line(_("E-Mails"), timedelta(minutes=5)),
    "delivery": Line(_("Übermittlung und Prüfung"), timedelta(minutes=5)),
    "document": Line(_("Dokumente schreiben"), timedelta(minutes=15)),
}
# The workers and their lines; `manage.py up` and deploy/systemd start both kinds
WORKERS = {"moves": ("move",), "worker": ("periodic", "mail", "delivery", "document")}

TASKS = {
    "cases.receive": Work("move", URGENT, 20, 30),
    "cases.deliver_proceeding": Work("move", URGENT, 20, 30),
    "cases.write_decision": Work("document", NORMAL, 120, 150),
    "cases.write_extension": Work("document", NORMAL, 120, 150),
    "cases.write_pause": Work("document", NORMAL, 120, 150),
    "cases.write_certificate": Work("document", NORMAL, 120, 150),
    "cases.write_receipt": Work("document", NORMAL, 120, 150),
    "cases.write_application_pdf": Work("document", LATER, 120, 150),
    "portal.mail.send": Work("mail", URGENT, 45, 60),
    "portal.files.scan": Work("delivery", NORMAL, 240, 270),
    "portal.outbox.sweep": Work("periodic", URGENT, 60, 90),
}
# For everything else. A lease (OUTBOX_LEASE_SECONDS) must last longer than any of them
SOFT_LIMIT, HARD_LIMIT = 240, 270


def queue_of(task: str) -> str:
    """
    >>> queue_of("cases.receive"), queue_of("portal.webhooks.send")
    ('move', 'delivery')
    """
    return TASKS[task].queue if task in TASKS else DEFAULT


def routes() -> dict[str, dict[str, str | int]]:
    """For Celery: where each task waits."""
    return {name: {"queue": work.queue, "priority": work.priority} for name, work in TASKS.items()}


def limits() -> dict[str, dict[str, int]]:
    """For Celery: how long each task may take."""
    return {name: {"soft_time_limit": work.soft, "time_limit": work.hard} for name, work in TASKS.items()}
