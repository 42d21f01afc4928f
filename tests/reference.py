"""The real reference data of M-V, loaded once a test module and rolled back after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from content import actions as content_actions
from content import reference as content_reference
from responsibility import actions, reference


@pytest.fixture(scope="module")
def mv(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Areas, authorities, services and rules as delivered."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.import_reference(reference.read())
        content_actions.load_texts(content_reference.read())
        yield
        transaction.set_rollback(True)
