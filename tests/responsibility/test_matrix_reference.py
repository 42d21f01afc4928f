"""The matrix over the real municipalities of M-V; apart, because the reference data stay for the whole module."""

from datetime import date

import pytest

from portal.accounts.models import User
from responsibility.models import Area, ServiceGroup
from responsibility.queries import matrix, resolve
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import ResponsibilityFactory, ServiceGroupFactory
from tests.responsibility.people import central

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def ask(user: User, group: ServiceGroup, kreis: Area | None = None) -> matrix.Matrix:
    """The row of the one service in this group."""
    return matrix.matrix(user, by_group=False, group=group, kreis=kreis, only_doubtful=False, number=1, on=TODAY)


def test_the_reference_tables_have_no_gap(mv):
    group = ServiceGroupFactory(slug="ort")
    service = ServiceFactory(group=group)
    ResponsibilityFactory(group=group, area=Area.objects.get(kind="land"), level="local")
    boss = central()
    found = ask(boss, group)
    assert sum(column.municipalities for column in found.columns) == 724
    assert len(found.columns) == 8
    assert not any(cell.is_doubtful for cell in found.rows[0].cells)
    for kreis in Area.objects.filter(kind="kreis"):
        inside = ask(boss, group, kreis)
        for column, cell in zip(inside.columns, inside.rows[0].cells, strict=True):
            example = Area.objects.get(ars=cell.example_ars)
            assert cell.roles[0].named[0].name == resolve(service.pk, example.pk, on=TODAY).zb.name, column
