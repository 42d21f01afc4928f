"""Writing the log. A record is part of the transaction of the change it tells of."""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from portal import rows
from portal.audit.models import Record
from portal.audit.rules import NOTHING, digest, digest_of_hashes, plain

logger = logging.getLogger(__name__)

CHECKPOINT = "audit.checkpoint"
# Ids are given before commit; no transaction of ours lives longer than the 300 seconds of a task.
SETTLED = timedelta(minutes=5)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))"
LAST = "SELECT number, hash FROM audit_record WHERE subject = %(subject)s ORDER BY number DESC LIMIT 1"


def record(actor: AbstractBaseUser | None, verb: str, subject: Model, **detail: Any) -> Record:
    """Append to the chain of the subject. Without an actor: an applicant who has no account."""
    return append(actor, verb, f"{subject._meta.label_lower}:{subject.pk}", detail)


@transaction.atomic(savepoint=False)
def append(actor: AbstractBaseUser | None, verb: str, subject: str, detail: dict[str, Any]) -> Record:
    number, previous_hash = last_of_chain(subject)
    entry = Record(
        at=timezone.now(),
        actor=actor,
        actor_name=str(actor)[:150] if actor else "",
        verb=verb,
        subject=subject,
        number=number + 1,
        detail=plain(detail),
        previous_hash=previous_hash,
    )
    entry.hash = digest(hashed_fields(entry))
    rows.insert(entry)
    return entry


def hashed_fields(entry: Record) -> dict[str, Any]:
    """All that the hash protects; the hash of the record before is part of it."""
    return {
        "at": entry.at,
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "subject": entry.subject,
        "number": entry.number,
        "detail": entry.detail,
        "previous_hash": entry.previous_hash,
    }


def lock_chain(subject: str) -> None:
    """Whoever appends to the same chain waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"name": f"audit {subject}"})


def last_of_chain(subject: str) -> tuple[int, str]:
    """Number and hash of the last record, with the chain locked.

    Two statements in one message: the second begins when the lock is there and sees what was committed till then.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{LOCK}; {LAST}", {"name": f"audit {subject}", "subject": subject})
        return cursor.fetchone() or (0, NOTHING)


@transaction.atomic
def checkpoint() -> Record | None:
    """Seal the settled records since the last checkpoint, so that a missing tail or chain is noticed."""
    lock_chain(CHECKPOINT)
    last = Record.objects.filter(subject=CHECKPOINT).order_by("-number").values_list("detail", flat=True).first()
    since = last["up_to"] if last else 0
    settled = Record.objects.filter(pk__gt=since, at__lt=timezone.now() - SETTLED).order_by("pk")
    up_to = settled.exclude(subject=CHECKPOINT).values_list("pk", flat=True).last()
    if up_to is None:
        return None
    entry = append(None, "audit.sealed", CHECKPOINT, seal(since, up_to))
    # The log of the process is kept elsewhere: a checkpoint cut off from the table can still be proven.
    logger.info("Audit checkpoint %d seals records up to %d: %s", entry.number, up_to, entry.hash)
    return entry


def seal(since: int, up_to: int) -> dict[str, Any]:
    """What a checkpoint says of the records after `since` up to and including `up_to`. Queries: 1, streamed."""
    hashes = Record.objects.filter(pk__gt=since, pk__lte=up_to).order_by("pk").values_list("hash", flat=True)
    count, total = digest_of_hashes(hashes.iterator(chunk_size=2000))
    return {"up_to": up_to, "count": count, "hash": total}
