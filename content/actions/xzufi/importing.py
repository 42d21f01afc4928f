"""Taking over files of other agencies: all of them, or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from content.actions.xzufi.organisations import OrganisationImport
from content.actions.xzufi.outcome import Outcome
from content.actions.xzufi.parts import PartImport
from content.actions.xzufi.services import ServiceImport
from content.models import XzufiAgency
from content.rules.xzufi import objects
from content.rules.xzufi.parsing import Unreadable
from content.rules.xzufi.reader import Problem
from content.rules.xzufi.records import KIND_OF, Deletion, Record
from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.actions import changes
from responsibility.models import Organisation

BATCH = 250


@dataclass(frozen=True)
class FileProblem:
    """Something about a line of one of the files."""

    file: str
    problem: Problem


@dataclass
class Imported:
    """What was (or would be) written. `counts` by kind of object and what became of it."""

    counts: dict[str, Counter] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)

    @property
    def errors(self) -> list[FileProblem]:
        return [found for found in self.problems if found.problem.is_error]


class ImportRefused(Exception):
    """Something cannot be taken over; nothing was written. `problems` say what, line by line."""

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__(f"{len(problems)} Fehler")
        self.problems = problems


def import_files(
    paths: Sequence[Path],
    *,
    actor: User,
    dry_run: bool = False,
    as_draft: bool = False,
    owner: Organisation | None = None,
) -> Imported:
    """Take over the objects of these files in one transaction; `dry_run` goes the same way and rolls back.

    `owner`: whose editors keep the texts of agencies that nobody has assigned yet. New texts are public unless
    `as_draft`. What our own editors keep is never changed.
    """
    with transaction.atomic(), changes.by(actor, "xzufi.imported"):
        done = Import(as_draft=as_draft, owner=owner, actor=actor)
        for path in paths:
            done.read(path)
        done.finish()
        if dry_run:
            transaction.set_rollback(True)
        else:
            for agency in done.agencies:
                counts = {kind: dict(found) for kind, found in done.result.counts.items()}
                audit.append(actor, "xzufi.imported", f"xzufi:{agency}", {"files": [p.name for p in paths], **counts})
    return done.result


class Import:
    """One import, object by object, in batches of one kind."""

    def __init__(self, *, as_draft: bool, owner: Organisation | None, actor: User) -> None:
        self.result = Imported()
        self.outcome = Outcome()
        self.agencies: dict[str, XzufiAgency] = {row.agency: row for row in XzufiAgency.objects.all()}
        self.seen: set[str] = set()
        self.owner = owner
        self.services = ServiceImport(self.outcome, self.agencies, actor, as_draft=as_draft)
        self.parts = PartImport(self.outcome, self.services, as_draft=as_draft)
        self.organisations = OrganisationImport(self.outcome, self.services)
        self.batch: list[Record] = []
        self.keys: set = set()

    def read(self, path: Path) -> None:
        """All objects of a file. Unreadable ends the import."""
        self.outcome.file = path.name
        try:
            with path.open("rb") as source:
                for found in objects.read(source):
                    for problem in found.problems:
                        self.outcome.note(problem)
                    for record in found.records:
                        self.take(record)
        except Unreadable as unreadable:
            problem = Problem(unreadable.line, "", unreadable.reason, is_error=True)
            raise ImportRefused([*self.problems(only_errors=True), FileProblem(path.name, problem)]) from unreadable
        self.flush()
        self.refuse_errors()

    def take(self, record: Record | Deletion) -> None:
        """Collect objects of one kind; the same object twice counts as it comes last."""
        self.meet(record.key.agency)
        is_other = bool(self.batch) and type(record) is not type(self.batch[0])
        if is_other or record.key in self.keys or len(self.batch) >= BATCH:
            self.flush()
        self.batch.append(record)
        self.keys.add(record.key)

    def meet(self, agency: str) -> None:
        """Remember an agency that delivers for the first time."""
        if agency in self.seen:
            return
        self.seen.add(agency)
        row = self.agencies.get(agency) or XzufiAgency(agency=agency, owner=self.owner)
        if row.pk is None:
            row.save()
        self.agencies[agency] = row

    def flush(self) -> None:
        """Write what was collected, unless something is wrong already."""
        batch, self.batch, self.keys = self.batch, [], set()
        if not batch or self.outcome.has_errors:
            return
        if isinstance(batch[0], Deletion):
            self.delete(batch)
            return
        match KIND_OF[type(batch[0])]:
            case "leistung":
                self.services.write(batch)
            case "organisationseinheit":
                self.organisations.write(batch)
            case kind:
                self.parts.take(kind, batch)

    def delete(self, deletions: Iterable[Deletion]) -> None:
        for deletion in deletions:
            match deletion.kind:
                case "leistung":
                    self.services.withdraw(deletion)
                case "organisationseinheit":
                    self.organisations.withdraw(deletion)
                case _:
                    self.parts.withdraw(deletion)

    def finish(self) -> None:
        """What refers to other objects, once all are there; then words for lists, versions and the search."""
        self.services.link()
        self.parts.write()
        self.organisations.link()
        self.refuse_errors()
        self.services.finish()
        self.parts.finish()
        self.result.counts = self.outcome.counts
        self.result.differences = self.outcome.differences
        self.result.problems = self.problems()

    def problems(self, *, only_errors: bool = False) -> list[FileProblem]:
        rows = (FileProblem(*row) for row in self.outcome.problems)
        return [row for row in rows if row.problem.is_error or not only_errors]

    def refuse_errors(self) -> None:
        if self.outcome.has_errors:
            raise ImportRefused(self.problems(only_errors=True))
