"""The servers that the portal brings along."""

import os
import signal

import psycopg2
import pytest
import redis

from portal.operations import embedded
from portal.operations.processes import CannotStart

BOTH = {"DATABASE_URL", "REDIS_URL"}


def one_value(url: str, sql: str):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.mark.parametrize("variable", sorted(BOTH))
def test_each_server_starts_alone(server_directory, variable):
    running = embedded.start(server_directory, {variable})
    try:
        assert set(running.urls) == {variable}
        assert len(running.processes) == 1
    finally:
        running.stop()


def test_data_survives_a_restart(server_directory):
    running = embedded.start(server_directory, BOTH)
    one_value(running.urls["DATABASE_URL"], "CREATE TABLE kept AS SELECT 'Güstrow'::text AS town")
    redis.Redis.from_url(running.urls["REDIS_URL"]).set("kept", "yes")
    running.stop()
    running = embedded.start(server_directory, BOTH)
    try:
        assert one_value(running.urls["DATABASE_URL"], "SELECT town FROM kept") == "Güstrow"
        assert redis.Redis.from_url(running.urls["REDIS_URL"]).get("kept") == b"yes"
    finally:
        running.stop()


def test_a_killed_server_does_not_block_the_next_start(server_directory):
    running = embedded.start(server_directory, {"DATABASE_URL"})
    one_value(running.urls["DATABASE_URL"], "CREATE TABLE kept AS SELECT 1 AS one")
    running.processes[0][0].send_signal(signal.SIGKILL)
    running.processes[0][0].wait()
    pid_file = server_directory / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))  # the pid meanwhile belongs to something else
    again = embedded.start(server_directory, {"DATABASE_URL"})
    try:
        assert one_value(again.urls["DATABASE_URL"], "SELECT one FROM kept") == 1
    finally:
        again.stop()


def test_an_abandoned_server_is_ended_before_the_next_start(server_directory):
    abandoned = embedded.start(server_directory, {"DATABASE_URL"})
    running = embedded.start(server_directory, {"DATABASE_URL"})
    try:
        assert abandoned.processes[0][0].wait(timeout=5) == 0
        assert one_value(running.urls["DATABASE_URL"], "SELECT 1") == 1
    finally:
        running.stop()


def test_the_path_of_a_deep_checkout_is_too_long_for_a_socket(server_directory):
    deep = server_directory / ("tief" * 20) / ("tiefer" * 10)
    deep.mkdir(parents=True)
    running = embedded.start(deep, {"DATABASE_URL"})
    try:
        assert one_value(running.urls["DATABASE_URL"], "SELECT 1") == 1
    finally:
        running.stop()
    assert not embedded.socket_directory(deep).exists()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT lower('GÜSTROW')", "güstrow"),
        ("SELECT unaccent('Mönchgut')", "Monchgut"),
        ("SELECT similarity('Güstrow', 'güstrow')::text", "1"),  # umlauts are letters to pg_trgm
        ("SELECT ('[1,2]'::vector <-> '[1,2]'::vector)::text", "0"),
        ("SHOW fsync", "on"),
        ("SHOW listen_addresses", ""),
        ("SHOW max_connections", "200"),
    ],
)
def test_the_database_speaks_german_and_keeps_what_it_promised(durable_database, sql, expected):
    assert one_value(durable_database, sql) == expected


@pytest.fixture(scope="module")
def durable_database(tmp_path_factory):
    directory = tmp_path_factory.mktemp("portal")
    running = embedded.start(directory, {"DATABASE_URL"})
    for extension in ("pg_trgm", "unaccent", "vector"):
        one_value(running.urls["DATABASE_URL"], f"CREATE EXTENSION {extension}")
    yield running.urls["DATABASE_URL"]
    running.stop()


def test_the_broker_wants_its_password(server_directory):
    running = embedded.start(server_directory, {"REDIS_URL"})
    try:
        host = running.urls["REDIS_URL"].split("@")[1]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(f"redis://{host}").ping()
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("15\n", "stammt von PostgreSQL 15"),
        ("junk\n", "PG_VERSION ist nicht lesbar"),
        ("", "PG_VERSION ist nicht lesbar"),
    ],
)
def test_foreign_data_is_refused_in_plain_words(server_directory, version, sentence):
    (server_directory / "postgres").mkdir()
    (server_directory / "postgres" / "PG_VERSION").write_text(version)
    with pytest.raises(CannotStart, match=sentence):
        embedded.start(server_directory, {"DATABASE_URL"})
    assert (server_directory / "postgres" / "PG_VERSION").read_text() == version


def test_an_interrupted_first_start_does_not_block_the_next(server_directory):
    half_made = server_directory / "postgres.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    running = embedded.start(server_directory, {"DATABASE_URL"})
    try:
        assert one_value(running.urls["DATABASE_URL"], "SELECT 1") == 1
    finally:
        running.stop()
