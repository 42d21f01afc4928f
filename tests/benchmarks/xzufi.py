"""The exchange with the Portalverbund: 5,000 services taken over, then everything written."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from content.queries.xzufi.records import published_services, service_records
from content.rules.xzufi.nodes import document, node
from content.rules.xzufi.objects import written
from content.rules.xzufi.records import Key
from tests.benchmarks.measure import Row

SERVICES = 5000
MOST_SECONDS, MOST_MEBIBYTES = 60, 500
# In a process of its own, so that the peak of its memory is that of the exchange
EXCHANGE = r"""
import json, pathlib, re, sys, time
import django
django.setup()
from content.actions import xzufi
from portal.accounts.actions import system_user
begin = time.perf_counter()
if sys.argv[1:]:
    done = xzufi.import_files([pathlib.Path(sys.argv[1])], actor=system_user("import"))
    number, hints = sum(sum(found.values()) for found in done.counts.values()), len(done.problems)
else:
    done = xzufi.export(full=True)
    number, hints = done.written, 0
peak = int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps([time.perf_counter() - begin, peak, number, hints]))
"""


def measure() -> list[Row]:
    """The texts of the portal under 5,000 numbers of another agency: new, once more, and written with all others."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "leistungen.xml"
        path.write_text(message(), encoding="utf-8")
        size = path.stat().st_size / 2**20
        return [
            row(f"XZuFi: {SERVICES} services imported", exchange(path), f"{size:.0f} MB in German and English"),
            row(f"XZuFi: the same {SERVICES} once more", exchange(path), "nothing changes"),
            row("XZuFi: everything exported", exchange(), "full export"),
        ]


def message() -> str:
    """All modules in both languages; the keys of the catalogue stay with those who have them."""
    pks = published_services()
    records = [record for _pk, record in service_records(pks, {pk: Key("bench", str(pk)) for pk in pks})]
    copies = (
        replace(records[n % len(records)], key=Key("bench", str(n)), slug="", leika_key="", related=[])
        for n in range(SERVICES)
    )
    return document((written(copy) for copy in copies), node("nachrichtenkopf"), transaction="1", position=1)


def exchange(*arguments: Path) -> tuple[float, float, int, int]:
    """Seconds, mebibytes, objects and hints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", EXCHANGE, *map(str, arguments)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(json.loads(done.stdout.splitlines()[-1]))


def row(what: str, found: tuple[float, float, int, int], note: str) -> Row:
    seconds, peak, number, hints = found
    told = f"{number} objects, {hints} hints; peak {peak:.0f} of {MOST_MEBIBYTES} MiB; {note}"
    return Row(what, seconds * 1000, f"{MOST_SECONDS} seconds allowed", MOST_SECONDS * 1000, told)
