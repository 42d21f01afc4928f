"""Everything between a running database and a running portal, done only where something is missing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.operations.models import LoadedData
from portal.operations.watching import forget_pages, watch

REFERENCE_DATA = ["load_responsibility", "load_content", "load_forms"]
DEMONSTRATION_DATA = ["load_cases"]
LOCK = 7_206_171  # any number, the same in every process that prepares


def prepare(say: Callable[[str], None]) -> None:
    """Migrate, collect static files and load data. Two at once wait for each other."""
    with one_at_a_time():
        migrate(say)
        watch()
        collect_static_files(say)
        for command in REFERENCE_DATA + (DEMONSTRATION_DATA if settings.DEMO else []):
            load(command, say)
        if settings.DEMO:
            call_command("export_xzufi", first=True)
        forget_pages()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(say: Callable[[str], None]) -> None:
    missing = unapplied_migrations()
    if missing:
        say(f"Datenbank: {len(missing)} Migrationen")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files(say: Callable[[str], None]) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    fingerprint = fingerprint_of_static_files()
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    say("Statische Dateien werden bereitgestellt")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)


def load(command: str, say: Callable[[str], None]) -> None:
    fingerprint = fingerprint_of_app(command.removeprefix("load_"))
    if LoadedData.objects.filter(command=command, fingerprint=fingerprint).exists():
        return
    say(f"Daten: {command}")
    call_command(command)
    LoadedData.objects.update_or_create(command=command, defaults={"fingerprint": fingerprint})


def fingerprint_of_static_files() -> str:
    """By size and time, as copying them is what is to be spared."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def fingerprint_of_app(label: str) -> str:
    """By content: data files and the code that loads them lie in the app's folder."""
    folder = Path(apps.get_app_config(label).path)
    return fingerprint_of_files(
        folder, (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    )


def fingerprint_of_files(folder: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
