"""Reading the log to see whether it was touched."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.audit.actions import CHECKPOINT, hashed_fields, seal
from portal.audit.models import Record
from portal.audit.rules import NOTHING, digest

CHUNK = 2000


@dataclass(frozen=True)
class BrokenLink:
    subject: str
    number: int
    reason: str


def broken_links(subject: str | None = None) -> Iterator[BrokenLink]:
    """The first broken link of each broken chain. One walk with a server-side cursor, constant memory."""
    records = Record.objects.order_by("subject", "number")
    if subject is not None:
        records = records.filter(subject=subject)
    chain, broken, expected, previous_hash = None, False, 1, NOTHING
    for entry in records.iterator(chunk_size=CHUNK):
        if entry.subject != chain:
            chain, broken, expected, previous_hash = entry.subject, False, 1, NOTHING
        if not broken and (reason := _fault(entry, expected, previous_hash)):
            broken = True
            yield BrokenLink(entry.subject, entry.number, reason)
        expected, previous_hash = entry.number + 1, entry.hash


def _fault(entry: Record, expected: int, previous_hash: str) -> str:
    if entry.number != expected:
        return f"Nummer {expected} fehlt."
    if entry.previous_hash != previous_hash:
        return "Der Eintrag schließt nicht an den vorigen an."
    if entry.hash != digest(hashed_fields(entry)):
        return "Der Inhalt passt nicht zur Prüfsumme."
    return ""


def broken_checkpoints() -> Iterator[BrokenLink]:
    """Checkpoints whose records are no longer the ones they sealed."""
    since = 0
    for number, detail in (
        Record.objects.filter(subject=CHECKPOINT)
        .order_by("number")
        .values_list("number", "detail")
        .iterator(chunk_size=CHUNK)
    ):
        found = seal(since, detail["up_to"])
        if found["count"] != detail["count"]:
            yield BrokenLink(
                CHECKPOINT,
                number,
                f"Von {detail['count']} Einträgen mit den Kennungen {since + 1} bis {detail['up_to']} "
                f"sind {found['count']} da.",
            )
        elif found["hash"] != detail["hash"]:
            yield BrokenLink(
                CHECKPOINT,
                number,
                f"Die Einträge mit den Kennungen {since + 1} bis {detail['up_to']} sind nicht mehr dieselben.",
            )
        since = detail["up_to"]
