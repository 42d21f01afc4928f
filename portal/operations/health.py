"""What the portal needs to work, and what of it is missing."""

from dataclasses import dataclass

from django.db import Error, connection
from kombu.exceptions import OperationalError as BrokerAway

from portal.celery import app
from portal.operations.preparation import unapplied_migrations

BROKER_TIMEOUT = 2  # seconds


@dataclass(frozen=True)
class Missing:
    what: str
    detail: str


def missing_parts() -> list[Missing]:
    """Database, its migrations, broker; an empty list means ready."""
    return [part for part in (missing_database(), missing_broker()) if part]


def missing_database() -> Missing | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        unapplied = unapplied_migrations()
    except Error as error:
        connection.close()
        return Missing("database", type(error).__name__)
    if unapplied:
        return Missing("migrations", ", ".join(unapplied))
    return None


def missing_broker() -> Missing | None:
    try:
        with app.connection_for_read(connect_timeout=BROKER_TIMEOUT) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT)
    except (BrokerAway, OSError) as error:
        return Missing("broker", type(error).__name__)
    return None
