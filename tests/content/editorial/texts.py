"""Texts in every state, made by the real actions."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from content import actions
from content.actions import snapshots as writing
from content.models import Editorial, Service, Version
from content.queries import snapshots
from content.queries.editorial import open_version, versions_of
from portal.accounts.models import User
from responsibility.models import Organisation
from tests.factories.content import ServiceFactory


def public_text(owner: Organisation | None = None, **fields: Any) -> Service:
    service = ServiceFactory(owner=owner, **{"description": "Alt."} | fields)
    actions.record_published(Service, [service.pk], actor=None)
    return service


@transaction.atomic
def draft_of(text: Editorial, author: User, **fields: Any) -> Version:
    """What the form does: fields by their columns."""
    before = snapshots.take(text)
    opened = open_version(text)
    if opened:
        before = opened.data
    changed = before | {"fields": before["fields"] | (fields or {"description_de": "Neu."})}
    version = actions.keep_draft(text, changed, actor=author, before=before)
    if text.status in ("draft", "in_review"):
        writing.apply(text, changed)
    return version


def in_review(text: Editorial, author: User, **fields: Any) -> Version:
    version = draft_of(text, author, **fields)
    return actions.submit_for_review(version.pk, saves=version.saves, actor=author)


def approved(text: Editorial, author: User, reviewer: User, *, at: timezone.datetime) -> Version:
    version = in_review(text, author, publish_at=at.isoformat())
    return actions.approve(version.pk, saves=version.saves, actor=reviewer)


def states(text: Editorial) -> list[tuple[int, str]]:
    return list(versions_of(text).order_by("number").values_list("number", "status"))
