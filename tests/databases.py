"""The tests' databases: migrated once a run, and beside each process's own a second one with the reference data of M-V.

PostgreSQL copies a whole database in less than half a second; migrating one takes more than ten.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import Style
from django.db import connection

from content import actions as content_actions
from content import reference as content_reference
from responsibility import actions, reference

# Numbers in the second database begin here, so that nothing a process remembers by number is of the other one
FAR_AWAY = 1_000_000_000
MOVE_SEQUENCES = "SELECT setval(oid::regclass, %s) FROM pg_class WHERE relkind = 'S'"
DELETE_ALL = "DELETE FROM {}"
END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def use_migrated_copy() -> None:
    """Under xdist: let this process's database be made as a copy of one that is migrated once a run."""
    database = connection.settings_dict
    name, test = database["NAME"], database["TEST"]
    own, migrated = test["NAME"], f"test_{name}_migrated"
    with Path(os.environ["PORTAL_TEST_RUN"], "migrated").open("a+") as done:
        fcntl.flock(done, fcntl.LOCK_EX)
        done.seek(0)
        if not done.read():
            test["NAME"] = migrated
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            database["NAME"] = name
            done.write(migrated)
    test["NAME"], test["TEMPLATE"] = own, migrated


def make_reference_database() -> str:
    """A copy of the tests' own database with areas, authorities, services and rules as delivered; its name."""
    own = connection.settings_dict["NAME"]
    template = connection.settings_dict["TEST"].get("TEMPLATE") or own
    name = f"{own}_mv"
    connection.close()
    drop(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(END_SESSIONS, [template])
        cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")
    with connected_to(name):
        with connection.cursor() as cursor:
            cursor.execute(MOVE_SEQUENCES, [FAR_AWAY])
        actions.import_reference(reference.read())
        content_actions.load_texts(content_reference.read())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or PostgreSQL plans as if the tables were empty
    return name


def delete_what_is_left(style: Style, tables: list[str], **_options: bool) -> list[str]:
    """In place of Django's TRUNCATE of all tables: empties those with rows, whatever points to them or forbids it."""
    looks = (f"SELECT '{table}' WHERE EXISTS (TABLE {quoted(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        filled = [table for (table,) in cursor.fetchall()]
    if not filled:
        return []
    # As on a replica: neither foreign keys nor triggers
    return ["SET LOCAL session_replication_role = replica", *map(DELETE_ALL.format, map(quoted, filled))]


def drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """All connections of this process that are made within lead to that database."""
    own = connection.settings_dict["NAME"]
    lead_to(name)
    try:
        yield
    finally:
        lead_to(own)


def lead_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
