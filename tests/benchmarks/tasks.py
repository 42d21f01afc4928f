"""The floor of the background work: a Celery task that does nothing but say that it ran."""

from celery import shared_task
from django.core.cache import cache


@shared_task(name="tests.benchmarks.nothing", ignore_result=True)
def nothing() -> None:
    """A bare task."""


@shared_task(name="tests.benchmarks.last", ignore_result=True)
def last(key: str) -> None:
    """The end of a row of bare tasks."""
    cache.set(key, True, 600)
