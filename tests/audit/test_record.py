import threading

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from portal.audit import actions
from portal.audit.models import Record
from portal.audit.queries import broken_links
from tests.audit.test_rules import values
from tests.factories.portal import UserFactory


@pytest.fixture
def anna(db):
    return UserFactory(name="Anna Petersen")


def test_records_of_a_subject_form_a_chain(anna):
    first = actions.record(anna, "case.submitted", anna, reference="MV-4H7K")
    second = actions.record(None, "case.read", anna)
    assert (first.number, second.number) == (1, 2)
    assert second.previous_hash == first.hash
    assert (first.subject, first.actor_name) == (f"accounts.user:{anna.pk}", "Anna Petersen")
    assert (second.actor, second.actor_name) == (None, "")


def test_a_change_that_is_rolled_back_leaves_no_record(anna):
    with transaction.atomic():
        actions.record(anna, "case.submitted", anna)
        transaction.set_rollback(True)
    assert not Record.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="x"), lambda rows: rows.delete()])
def test_the_database_forbids_changes(change, anna):
    actions.record(anna, "case.submitted", anna)
    with pytest.raises(InternalError, match="audit_record"), transaction.atomic():
        change(Record.objects.all())
    assert Record.objects.get().verb == "case.submitted"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values)
def test_whatever_is_recorded_can_be_verified(anna, value):
    """PostgreSQL must give the detail back exactly as it was hashed."""
    actions.record(anna, "case.submitted", anna, value=value)
    assert list(broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_still_form_one_chain():
    anna = UserFactory()
    ready = threading.Barrier(8)

    def work() -> None:
        ready.wait()
        for _ in range(5):
            actions.record(anna, "case.read", anna)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert list(Record.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))
    assert list(broken_links()) == []


def test_recording_costs_two_messages(anna, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(2):  # lock and last of the chain, insert
        actions.record(anna, "case.submitted", anna)


def test_the_admin_reads_and_never_writes(client, anna):
    entry = actions.record(anna, "case.submitted", anna, reference="MV-4H7K")
    client.force_login(UserFactory(is_staff=True, is_superuser=True, is_demo=True))
    assert "case.submitted" in client.get(reverse("admin:audit_record_changelist")).content.decode()
    page = client.get(reverse("admin:audit_record_change", args=[entry.pk])).content.decode()
    assert "MV-4H7K" in page
    assert 'name="_save"' not in page
    assert client.post(reverse("admin:audit_record_delete", args=[entry.pk])).status_code == 403
