"""Asks the servers behind the links that are due: politely, one after the other, and never longer than it may."""

import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from content.actions import links as actions
from content.models import WebLink
from content.queries import links as queries
from content.rules.links import own_path
from portal.web.probe import Prober
from portal.web.rules import Found, Policy, networks

logger = logging.getLogger(__name__)

SECONDS = 150.0
# Between two links of the same server
PAUSE = 1.0
# So many servers without any answer, and none with one: the way out of this network is closed
SILENT_HOSTS = 5
LOCK = 7_206_172  # any number, the same in every process that checks


class Run(NamedTuple):
    """How many links were looked at; `is_cut_off`: nothing answered, so nothing was noted."""

    checked: int
    is_cut_off: bool = False


def policy() -> Policy:
    """What the settings allow."""
    return Policy(frozenset(settings.LINK_CHECK_PORTS), networks(settings.LINK_CHECK_NETWORKS))


def check_due_links(prober: Prober, *, seconds: float = SECONDS, pause: float = PAUSE) -> Run:
    """Check what is due, at most so long. A second run at the same time does nothing."""
    with only_one() as is_first:
        if not is_first:
            return Run(0)
        until = time.monotonic() + seconds - prober.seconds
        public = queries.public_paths()
        checked, held = 0, []
        answered = False
        for link in politely(queries.due(timezone.now()), until=until, pause=pause):
            found = look_at(link, prober, public)
            checked += 1
            held.append((link, found))
            answered = answered or (bool(link.host) and not found.is_silent and found.verdict != "not_allowed")
            if answered:
                note(held)
        hosts = {link.host for link, found in held if found.is_silent}
        if len(hosts) >= SILENT_HOSTS:
            logger.warning("Link check: none of %d servers answered; nothing is noted.", len(hosts))
            return Run(checked, is_cut_off=True)
        note(held)
        return Run(checked)


def note(held: list[tuple[WebLink, Found]]) -> None:
    """Write down what was held back, and forget it."""
    while held:
        link, found = held.pop(0)
        actions.record_link(link.pk, found, now=timezone.now())


def look_at(link: WebLink, prober: Prober, public: queries.PublicPaths) -> Found:
    path = own_path(link.url, settings.PUBLIC_URL)
    if path is None:
        return prober.check(link.url)
    if queries.leads_somewhere(path, public):
        return Found("ok")
    return Found("broken", "diese Seite gibt es im Portal nicht", 404)


def politely(links: list[WebLink], *, until: float, pause: float) -> Iterator[WebLink]:
    """One link after the other, the servers in turn, with a pause before the next link of the same one."""
    waiting: dict[str, deque[WebLink]] = defaultdict(deque)
    for link in links:
        waiting[link.host].append(link)
    free_at = dict.fromkeys(waiting, 0.0)
    while waiting:
        host = min(waiting, key=lambda name: free_at[name])
        if max(free_at[host], time.monotonic()) >= until:
            return
        time.sleep(max(0.0, free_at[host] - time.monotonic()))
        yield waiting[host].popleft()
        free_at[host] = time.monotonic() + (pause if host else 0.0)
        if not waiting[host]:
            del waiting[host]


@contextmanager
def only_one() -> Iterator[bool]:
    """True for the first who comes, until they are done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_first,) = cursor.fetchone()
    try:
        yield is_first
    finally:
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
