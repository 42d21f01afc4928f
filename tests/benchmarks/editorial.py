"""The editors' desk: lists with thousands of services, and saving one with all modules."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    override_settings,
    setup_test_environment,
    teardown_test_environment,
)

from content import actions
from content.models import Service
from portal.accounts.actions import system_user
from portal.accounts.models import User
from tests.benchmarks.measure import Row, side_by_side
from tests.content.editorial.desk import address, form_data

MANY = 5_000
ROUNDS = 15
LIST = "/redaktion/content/service/"
TABLE = re.compile(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"')


def measure() -> list[Row]:
    """What is made for it is rolled back."""
    with override_settings(ALLOWED_HOSTS=["*"]), rolled_back():
        client = Client()
        client.force_login(editor())
        return [*the_list(client), save(client)]


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def editor() -> User:
    user = User.objects.create_user("benchmark@demo.example", name="Rieke Sommer", is_staff=True, is_demo=True)
    user.user_permissions.add(Permission.objects.get(codename="edit_everything"))
    return user


def the_list(client: Client) -> list[Row]:
    """A page of the list with thousands of services against the same page with those that come with the portal."""
    few = Service.objects.count()
    queries, floor = timed(client)
    make_services(MANY)
    queries_then, time = timed(client)
    note = f"{queries} queries with {few}, {queries_then} with {MANY}"
    return [Row(f"list of {MANY} services for editors", time, f"the same list with {few}", floor, note)]


def timed(client: Client) -> tuple[int, float]:
    def show() -> None:
        assert client.get(LIST).status_code == 200

    show()
    with CaptureQueriesContext(connection) as captured:
        show()
    queries = len(captured)  # the next request forgets them
    time, _same = side_by_side(show, lambda: None, rounds=ROUNDS)
    return queries, time


def make_services(number: int) -> None:
    """Public services with a version each, until there are so many."""
    missing = number - Service.objects.count()
    found = Service.objects.bulk_create(
        Service(
            slug=f"probe-{n}", name=f"Probe {n}", title=f"Probe {n} beantragen", summary="Probe", status="published"
        )
        for n in range(missing)
    )
    actions.record_published(Service, [service.pk for service in found], actor=system_user("import"))


def save(client: Client) -> Row:
    """Saving a service with all modules, against showing its form."""
    service = Service.objects.get(slug="gaststaettenerlaubnis")
    url = address(service)
    setup_test_environment()  # so that the page says what its form holds
    data = form_data(client, url)
    teardown_test_environment()
    turns = iter(range(10_000))

    def store() -> None:
        with rolled_back():
            assert client.post(url, data | {"summary_de": f"Kurz {next(turns)}."}).status_code == 302

    def show() -> None:
        assert client.get(url).status_code == 200

    with CaptureQueriesContext(connection) as captured:
        store()
    note = counted(captured)
    time, floor = side_by_side(store, show, rounds=ROUNDS)
    return Row("saving a service with all modules", time, "showing its form", floor, note)


def counted(captured: CaptureQueriesContext) -> str:
    """Queries and the tables they touch; constraints that are checked without a table do not count."""
    found = [query["sql"] for query in captured.captured_queries]
    found = [sql for sql in found if "SAVEPOINT" not in sql and '"_check"' not in sql]
    tables = {name for sql in found for name in TABLE.findall(sql)}
    return f"{len(found)} queries on {len(tables)} tables"
