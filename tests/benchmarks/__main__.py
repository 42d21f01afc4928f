"""`make bench`: prints the table; with --write it also goes into docs/BENCHMARKS.md.

`make bench ARGS="inbox moves"` measures only these parts, `ARGS="inbox --size 100000"` with fewer cases,
`ARGS="inbox --keep /srv/bench"` leaves the servers' data there for a closer look.
"""

import argparse
import logging
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django
import psutil
from django.db import connection

from portal.operations import embedded

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "docs" / "BENCHMARKS.md"
SERVERS = {"DATABASE_URL", "REDIS_URL"}


PARTS = ("pages", "work", "search", "responsibility", "moves", "inbox", "xzufi", "editorial")


def main() -> None:
    """Own servers, as durable as in production, unless DATABASE_URL and REDIS_URL name others."""
    options = read_arguments()
    with directory_for_data(options.keep) as name:
        directory = Path(name)
        directory.chmod(0o755)
        os.environ |= {"PORTAL_VAR": name, "PORTAL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}
        running = embedded.start(directory, {name for name in SERVERS if not os.environ.get(name)})
        os.environ.update(running.urls)
        try:
            report = measured(options.parts or list(PARTS), options.size)
        finally:
            connection.close()
            running.stop()
    print(report)
    if options.write:
        write(report)


@contextmanager
def directory_for_data(keep: Path | None) -> Iterator[str]:
    """A new one that goes away again, or the one that was named."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
            yield name
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield str(keep)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS))
    parser.add_argument("--size", type=int, default=1_000_000, help="cases for the inbox")
    parser.add_argument("--keep", type=Path, metavar="DIRECTORY", help="keep the servers' data in this directory")
    parser.add_argument("--write", action="store_true", help="write docs/BENCHMARKS.md")
    return parser.parse_args()


def measured(parts: list[str], size: int) -> str:
    """Everything in one run, so that each floor was measured beside what stands on it."""
    django.setup()
    # Needs the settings, which need the servers
    from portal.operations.preparation import prepare  # noqa: PLC0415
    from tests.benchmarks import editorial, inbox, moves, pages, responsibility, search, work, xzufi  # noqa: PLC0415
    from tests.benchmarks.measure import table  # noqa: PLC0415

    prepare(lambda text: None)
    logging.disable(logging.WARNING)
    measures = {
        "pages": pages.measure,
        "work": lambda: [work.submission()],
        "responsibility": responsibility.measure,
        "search": search.measure,
        "moves": moves.measure,
        "inbox": lambda: inbox.measure(size),
        "xzufi": xzufi.measure,
        "editorial": editorial.measure,
    }
    return table([row for part in PARTS if part in parts for row in measures[part]()])


def write(report: str) -> None:
    memory = psutil.virtual_memory().total / 2**30
    machine = f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, Python {platform.python_version()}"
    BENCHMARKS.write_text(f"""# Benchmarks

Each line is a ratio to a floor measured in the same run, called in turn; times are medians. `make bench` prints the
table anew, `make bench ARGS=--write` writes this page. Servers: the embedded PostgreSQL and Valkey with fsync on.

Machine: {machine}, {date.today().isoformat()}.

{report}
""")


if __name__ == "__main__":
    main()
