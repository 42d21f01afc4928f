"""Numbers for Prometheus: those that django-prometheus counts in every process, and the open work at this moment."""

import os
from collections.abc import Iterator
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
        try:
            backlog = queries.backlog()
        except Error:
            return  # the other numbers are wanted most when the database is away
        entries = GaugeMetricFamily("portal_outbox_entries", "Outbox entries that are not done.", labels=["status"])
        for status in ("waiting", "running", "dead"):
            entries.add_metric([status], getattr(backlog, status))
        yield entries
        oldest = (timezone.now() - backlog.oldest).total_seconds() if backlog.oldest else 0.0
        yield GaugeMetricFamily("portal_outbox_oldest_seconds", "Age of the oldest entry that is due.", value=oldest)
        yield GaugeMetricFamily("portal_mail_unsent", "Mails that are not sent yet.", value=backlog.unsent)


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
