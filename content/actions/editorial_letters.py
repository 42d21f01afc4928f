"""Mail to the editors of a text, each once."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from content.models import Editorial, Version
from content.queries import editorial
from portal.accounts.models import User
from portal.mail import actions as mail


def returned(text: Editorial, version: Version) -> None:
    """To those who wrote in it: it came back, and why."""
    write(
        f"text-returned:{version.pk}:{version.saves}",
        text,
        template="text_returned",
        readers=authors(text, version),
        context={"reviewer": str(version.reviewed_by), "reason": version.reason},
    )


def stuck(text: Editorial, version: Version, reason: str) -> None:
    """To those who wrote in it: the clock could not publish it."""
    write(
        f"text-stuck:{version.pk}:{version.saves}",
        text,
        template="text_stuck",
        readers=authors(text, version),
        context={"reason": reason},
    )


def expires(text: Editorial, expire_at: datetime) -> None:
    """The text will leave the public pages soon."""
    local = timezone.localtime(expire_at)
    write(
        f"text-expires:{label(text)}:{expire_at:%Y%m%d%H%M}",
        text,
        template="text_expires",
        readers=authors(text, editorial.published_version(text)),
        context={"expire_at": local},
    )


def to_check(text: Editorial, version: Version) -> None:
    """Nobody has confirmed the text for a long time."""
    write(
        f"text-to-check:{label(text)}:{version.checked_at:%Y%m%d}",
        text,
        template="text_to_check",
        readers=authors(text, version),
        context={"checked_at": timezone.localtime(version.checked_at)},
    )


def label(text: Editorial) -> str:
    return f"{text._meta.label_lower}:{text.pk}"


def authors(text: Editorial, version: Version | None) -> list[User]:
    """Those who wrote in the version and still edit the text, else all its editors."""
    editors = list(editorial.editors_of(text.owner).exclude(is_system=True))
    wrote = [editor for editor in editors if version and editor.pk in version.author_ids]
    return wrote or editors


def write(key: str, text: Editorial, *, template: str, readers: Iterable[User], context: dict) -> None:
    path = reverse(f"admin:{text._meta.app_label}_{text._meta.model_name}_change", args=[text.pk])
    for reader in readers:
        mail.queue(
            f"{key}:{reader.pk}",
            recipient=reader.email,
            template=template,
            context={"text": str(text), "link": f"{settings.PUBLIC_URL}{path}"} | context,
            language="de",
            subject_ref=label(text),
        )
