"""Statements planned once a connection. Apart from the real reference data, which keeps a transaction open."""

from datetime import date

import pytest
from django.db import connection

from responsibility.models import Responsibility
from responsibility.queries import resolve_keys
from responsibility.queries.prepared import fetch_all
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_plan_is_kept():
    """The same answers, planned once a connection; a connection that refuses gets the plain statement."""
    land = AreaFactory(kind="land", ars="130000000000")
    area = AreaFactory(ars="130720043043", ags="13072043", parent=land)
    service = ServiceFactory(leika_key="99999999999999")
    office = OrganisationFactory()
    Responsibility.objects.create(role="zb", service=service, area=land, organisation=office)
    answers = [resolve_keys("99999999999999", "13072043", on=date(2026, 11, 24)) for _ in range(3)]
    assert {answer.resolved.zb.slug for answer in answers} == {office.slug}
    assert answers[0].area_ids == [area.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'portal_%'")
        assert cursor.fetchone()[0] == 1
        cursor.execute("DEALLOCATE ALL")  # what a pooler does between two requests
    for _ in range(2):
        assert resolve_keys("99999999999999", "13072043", on=date(2026, 11, 24)).resolved.zb.slug == office.slug


@pytest.mark.django_db(transaction=True)
def test_prepared_statements_take_values_by_name():
    for _ in range(2):
        assert fetch_all("SELECT %(b)s, %(a)s, %(b)s", {"a": 1, "b": "x"}, {"a": "int", "b": "text"}) == [("x", 1, "x")]
