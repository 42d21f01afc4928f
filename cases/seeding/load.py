"""The load itself: one transaction, without triggers and secondary indexes, which come back at its end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from cases.actions.decisions import CLOSER
from cases.actions.movement import CARRIER
from cases.models import Application, Case, InboxKey, Proceeding, ProcessSettings
from cases.seeding import world
from cases.seeding.rows import STEPS, insert
from portal.accounts.actions import system_user

SMALL_TABLES = ["way", "officer", "process", "due", "reference", "draw", "case", "course", "proceeding", "event"]
STATEMENTS = Path(__file__).parent / "cases.sql"
# What is built faster afterwards; with few rows it is not worth it
WORTH_REBUILDING = 20_000
TABLES = sorted({model._meta.db_table for model, _columns, _source in STEPS})
SECONDARY_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid
    WHERE indrelid = ANY(%s::regclass[]) AND conindid IS NULL AND NOT indisunique
"""
SETTINGS = ("work_mem = '256MB'", "maintenance_work_mem = '512MB'", "synchronous_commit = off", "jit = off")


def seed(number: int, *, seed_value: int, say: Callable[[str], None]) -> None:
    """Make so many cases. The same number and seed on the same data and day make the same cases."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for setting in SETTINGS:
                cursor.execute(f"SET LOCAL {setting}")
        values = prepare(number, seed_value)
        step("Fälle ausgedacht", draw, values, say=say)
        with without_triggers(), without_indexes(number, say):
            for model, columns, source in STEPS:
                if model is InboxKey:
                    tidy()
                step(str(model._meta.verbose_name_plural), insert, model, columns, source, values, say=say)
        for model in {model for model, _columns, _source in STEPS if model._meta.auto_field}:
            move_sequence(model)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(f'seed_{name}' for name in SMALL_TABLES)}")
    tidy()


def tidy() -> None:
    """Let the planner know what is there; outside a transaction also mark what index-only scans need not look at."""
    command = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        cursor.execute(f"{command} {', '.join(TABLES)}")


def step(what: str, do: Callable[..., Any], *arguments: Any, say: Callable[[str], None]) -> None:
    begin = time.monotonic()
    rows = do(*arguments)
    written = "" if rows is None else f"{rows:,}".replace(",", ".") + " Zeilen, "
    say(f"{what}: {written}{time.monotonic() - begin:.1f} s")


def prepare(number: int, seed_value: int) -> dict[str, Any]:
    """Fill the small tables; returns what the statements need beside them."""
    today: date = timezone.localdate()
    before = world.made_up().count()
    random = Random(f"{seed_value} {before}")
    ways = list(world.ways())
    heavier, rows = 0, []
    for index, way in enumerate(ways, start=1):
        heavier += way.weight
        rows.append((index, heavier, *way[:-1]))
    keys = "area_id bigint, service_id bigint, form_version_id bigint, ea_id bigint, zb_id bigint, companion_id bigint"
    world.fill("seed_way", f"number int, heavier float8, {keys}, companion_zb_id bigint", rows)
    offices = {key for way in ways for key in (way.ea_id, way.zb_id, way.companion_zb_id) if key}
    people = list(world.officers(offices, Random(str(seed_value))))
    world.fill("seed_officer", "organisation bigint, number int, person bigint", people)
    laws = ("decision_period", "period_law", "deemed_approval_law", "decision_law")
    processes = ProcessSettings.objects.values_list("service", *laws, "four_eyes")
    texts = "decision_period text, period_law text, deemed_law text, decision_law text"
    world.fill("seed_process", f"service_id bigint, {texts}, four_eyes boolean", processes)
    dues = "service_id bigint, via_ea boolean, course text, day date, ends_on date"
    world.fill("seed_due", dues, world.dues(today))
    numbered = enumerate(world.new_references(number, random), start=before + 1)
    world.fill("seed_reference", "n bigint, reference text", numbered)
    return {
        "seed": seed_value,
        "salt": f" {seed_value}",
        "today": today,
        "now": timezone.now(),
        "weight": heavier,
        "days": world.DAYS,
        "officers": world.OFFICERS,
        "extension": world.EXTENSION,
        "carrier": system_user(CARRIER).pk,
        "closer": system_user(CLOSER).pk,
        **world.WORDS,
        "last_case": last_key(Case),
        "first_case": last_key(Case) - before,
        "first_application": last_key(Application) - before,
        "first_proceeding": last_key(Proceeding),
    }


def last_key(model: type[Model]) -> int:
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def draw(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS.read_text(encoding="utf-8"), values)


@contextmanager
def without_triggers() -> Iterator[None]:
    """Neither the derived lists nor the keys are checked row by row: the statements write what belongs together."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def without_indexes(number: int, say: Callable[[str], None]) -> Iterator[None]:
    """Drop the secondary indexes and build them anew, in this transaction: others wait, nobody misses one."""
    if number < WORTH_REBUILDING:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(SECONDARY_INDEXES, [TABLES])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    step(f"{len(indexes)} Indizes", build, [definition for _name, definition in indexes], say=say)


def build(definitions: list[str]) -> None:
    with connection.cursor() as cursor:
        for definition in definitions:
            cursor.execute(definition)


def move_sequence(model: type[Model]) -> None:
    """New rows come after those with a given key."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s, 1))", [table, last_key(model)])
