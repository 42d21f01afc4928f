"""Export, import into an empty directory, export: the same objects, byte for byte, in the same order.

Apart from that only the heads of the messages differ: their UUID, their time, and the number of the transaction.
"Empty" is a portal that knows its areas, but no text, no authority and no rule.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from content import actions as content_actions
from content import reference as content_reference
from content.actions import xzufi
from content.models import Service
from portal.accounts.actions import system_user
from responsibility import actions, reference
from responsibility.models import Area, Organisation, Responsibility
from responsibility.queries import resolve_many
from tests.content.xzufi.exchange import into, listed, objects

pytestmark = pytest.mark.django_db


@contextmanager
def another_portal() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers() -> dict:
    """Who is responsible for every service in every tenth municipality, by address."""
    slugs = dict(Service.objects.filter(is_published=True).values_list("pk", "slug"))
    found = {}
    for area in Area.objects.filter(kind="gemeinde", successor=None).order_by("ars")[::10]:
        ars = area.ars
        for pk, resolved in resolve_many(slugs, area.pk, on=timezone.localdate()).items():
            found[ars, slugs[pk]] = (resolved.status, [(o.slug, o.role) for o in resolved.organisations])
    return found


def areas_only() -> None:
    known = reference.read()
    actions.import_areas(known.areas, as_of=known.as_of)


def test_the_texts_that_come_with_the_portal(tmp_path: Path) -> None:
    with another_portal():
        actions.import_reference(reference.read())
        content_actions.load_texts(content_reference.read())
        xzufi.export()
        first, counted = listed(), (Service.objects.count(), Organisation.objects.count())
        expected = answers()
    areas_only()
    assert (Service.objects.count(), Organisation.objects.count(), Responsibility.objects.count()) == (0, 0, 0)
    folder = into(tmp_path, first)
    done = xzufi.import_files(sorted(folder.iterdir()), actor=system_user("import"))
    assert [found.problem for found in done.problems] == []
    assert (Service.objects.count(), Organisation.objects.count()) == counted
    xzufi.export()
    before, after = objects(first), objects(listed())
    assert len(before) >= 71 + 125
    assert after == before
    assert answers() == expected
