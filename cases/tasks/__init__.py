"""Celery tasks of this app. Those of the outbox take the id of an entry and call one action that is safe to repeat."""

from cases.tasks import clocks, drafts, movement, papers

__all__ = ["clocks", "drafts", "movement", "papers"]
