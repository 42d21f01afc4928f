"""The Celery application. Tasks live in each app's `tasks.py`; beat's timetable is in the settings."""

import os

from celery import Celery
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def keep_good_connections(sender, **_more) -> None:
    """Around each task: what is broken or too old is closed; what works keeps what PostgreSQL has learnt in it."""
    if not sender.request.is_eager:
        close_old_connections()


for _signal in (task_prerun, task_postrun):
    _signal.connect(keep_good_connections)
