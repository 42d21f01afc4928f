"""The floor of the background work: a task that only inserts."""

from celery import shared_task
from django.db import connection


@shared_task(name="tests.benchmarks.insert", ignore_result=True)
def insert(number: int) -> None:
    """So many rows, each committed on its own."""
    with connection.cursor() as cursor:
        for _number in range(number):
            cursor.execute("INSERT INTO benchmark_floor (text) VALUES (%s)", ["x" * 400])
