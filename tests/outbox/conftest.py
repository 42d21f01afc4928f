import socket
import time

import pytest
import redis
from celery import current_app
from django.conf import settings

from portal.outbox import broker
from portal.queues import QUEUES


@pytest.fixture
def queue():
    """The messages that Celery's workers would see, as the broker holds them."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    empty(client)
    yield lambda: sum(client.llen(name) for name in lines(client))
    empty(client)


def lines(client: redis.Redis) -> list[bytes]:
    """Every line has a list for each urgency, "move" or "mail" with a suffix."""
    return [key for name in QUEUES for key in client.keys(f"{name}*") if client.type(key) == b"list"]


def empty(client: redis.Redis) -> None:
    for name in lines(client):
        client.delete(name)


@pytest.fixture
def use_broker(monkeypatch):
    """Point the portal at another broker, as if the address behind it had changed."""

    def use(url: str) -> None:
        monkeypatch.setattr(current_app.conf, "broker_write_url", url)
        monkeypatch.setattr(broker, "_silent_until", 0.0)
        broker.connection.cache_clear()

    monkeypatch.setattr(broker, "_silent_until", 0.0)
    yield use
    broker.connection.cache_clear()


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def hanging_port():
    """Accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield server.getsockname()[1]


@pytest.fixture
def stopwatch():
    started = time.monotonic()
    return lambda: time.monotonic() - started
