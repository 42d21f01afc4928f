"""Celery tasks of this app. Each takes the id of an outbox entry and calls one action that is safe to repeat."""

from cases.tasks import drafts, movement, papers

__all__ = ["drafts", "movement", "papers"]
