"""Numbers for Prometheus: those that django-prometheus counts in every process, and the open work at this moment."""

import os
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.operations import queries


class BacklogCollector(Collector):
    """Open outbox entries and mails, asked of the database at the moment of scraping."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        try:
            work = queries.open_work(now)
            backlog = queries.sum_of(work)
            periodic = queries.periodic_rows(now)
        except Error:
            return  # the other numbers are wanted most when the database is away
        entries = GaugeMetricFamily("portal_outbox_entries", "Outbox entries that are not done.", labels=["status"])
        for status in ("waiting", "running", "dead"):
            entries.add_metric([status], getattr(backlog, status))
        yield entries
        yield GaugeMetricFamily(
            "portal_outbox_oldest_seconds", "Age of the oldest due entry.", value=age(backlog.oldest, now)
        )
        yield GaugeMetricFamily("portal_mail_unsent", "Mails that are not sent yet.", value=backlog.unsent)
        yield from lines(queries.queue_rows(work, now), now)
        yield last_successes(periodic, now)


def lines(rows: list[queries.QueueRow], now: datetime) -> Iterator[Metric]:
    """Each line as the broker and the database see it, and each task in it."""
    messages = GaugeMetricFamily("portal_queue_messages", "Messages the broker holds.", labels=["queue"])
    oldest = GaugeMetricFamily("portal_queue_oldest_seconds", "Age of its oldest due entry.", labels=["queue"])
    tasks = GaugeMetricFamily(
        "portal_task_entries", "Outbox entries that are not done.", labels=["queue", "task", "status"]
    )
    for row in rows:
        if row.messages is not None:
            messages.add_metric([row.name], row.messages)
        oldest.add_metric([row.name], age(row.oldest, now))
        for task in row.tasks:
            for status in ("waiting", "running", "failing", "dead"):
                tasks.add_metric([row.name, task.task, status], getattr(task, status))
    yield from (messages, oldest, tasks)


def last_successes(rows: list[queries.PeriodicRow], now: datetime) -> Metric:
    found = GaugeMetricFamily(
        "portal_periodic_success_seconds", "Time since a regular task succeeded.", labels=["task"]
    )
    for row in rows:
        if row.succeeded_at:
            found.add_metric([row.task], age(row.succeeded_at, now))
    return found


def age(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0


def exposition() -> bytes:
    """All numbers of all web processes in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(BacklogCollector())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)


def may_read(request: HttpRequest) -> bool:
    """With the token, or from this machine itself; a reverse proxy on this machine speaks for others."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    is_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"))
    return not is_forwarded and is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_loopback(address: str) -> bool:
    """
    >>> is_loopback("127.0.0.1"), is_loopback("10.0.0.7"), is_loopback("")
    (True, False, False)
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
