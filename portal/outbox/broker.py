"""Telling Celery that an entry waits. Only a hint: an entry nobody was told of is found by the sweep.

Celery's own producer retries for six seconds when the broker refuses and waits five for one that hangs.
An applicant must not wait for either, so this one has a connection of its own that gives up at once.
"""

import logging
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

import redis
from amqp.exceptions import ChannelError
from celery import current_app
from kombu import Connection
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers

from portal.outbox.models import Entry
from portal.queues import QUEUES

logger = logging.getLogger(__name__)

AWAY = (OperationalError, LimitExceeded, redis.RedisError, OSError)
PATIENCE = 0.5  # seconds for connecting and for each answer
PAUSE = 5.0  # seconds without another try after a failure

_silent_until = 0.0


@cache
def connection() -> Connection:
    options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "max_retries": 0}
    return current_app.connection_for_write(
        connect_timeout=PATIENCE, transport_options=current_app.conf.broker_transport_options | options
    )


def tell(entries: Iterable[Entry]) -> list[Entry]:
    """Send one message an entry; stop at the first that fails. Returns those nobody was told of."""
    global _silent_until
    untold = list(entries)
    try:
        with producers[connection()].acquire(block=True, timeout=PATIENCE) as producer:
            while untold:
                current_app.send_task(untold[0].task, [untold[0].pk], producer=producer)
                untold.pop(0)
    except AWAY as error:
        _silent_until = time.monotonic() + PAUSE
        logger.warning("The broker is away (%s); the sweep will find %d entries.", type(error).__name__, len(untold))
    return untold


def lengths() -> dict[str, int] | None:
    """How many messages wait in each line; None while the broker is away."""
    found = {}
    try:
        with producers[connection()].acquire(block=True, timeout=PATIENCE) as producer:
            for name in QUEUES:
                found[name] = length(producer.channel, name)
    except AWAY as error:
        logger.warning("The broker is away (%s).", type(error).__name__)
        return None
    return found


def length(channel: Any, name: str) -> int:
    """A line that was never used, or is empty, may not exist for the broker."""
    try:
        return channel.queue_declare(queue=name, passive=True).message_count
    except ChannelError:
        return 0


def was_away_just_now() -> bool:
    """Another try would only make somebody wait."""
    return time.monotonic() < _silent_until
