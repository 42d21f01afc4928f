"""Celery tasks of this app. Each takes the id of an outbox entry and calls one action that is safe to repeat."""

from cases.tasks import movement, papers

__all__ = ["movement", "papers"]
