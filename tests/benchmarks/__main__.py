"""`make bench`: prints the table; with --write it also goes into docs/BENCHMARKS.md."""

import logging
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

import django
import psutil
from django.db import connection

from portal.operations import embedded

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "docs" / "BENCHMARKS.md"
SERVERS = {"DATABASE_URL", "REDIS_URL"}


def main() -> None:
    """Own servers, as durable as in production, unless DATABASE_URL and REDIS_URL name others."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        os.environ |= {"PORTAL_VAR": name, "PORTAL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}
        running = embedded.start(directory, {name for name in SERVERS if not os.environ.get(name)})
        os.environ.update(running.urls)
        try:
            report = measured()
        finally:
            connection.close()
            running.stop()
    print(report)
    if "--write" in sys.argv:
        write(report)


def measured() -> str:
    """Everything in one run, so that each floor was measured beside what stands on it."""
    django.setup()
    # Needs the settings, which need the servers
    from portal.operations.preparation import prepare  # noqa: PLC0415
    from tests.benchmarks import pages, responsibility, work  # noqa: PLC0415
    from tests.benchmarks.measure import table  # noqa: PLC0415

    prepare(lambda text: None)
    logging.disable(logging.WARNING)
    return table([*pages.measure(), work.submission(), work.move(), *responsibility.measure()])


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
