"""What waits for an editor: the start page of the Redaktion."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.models import OPEN, Version, VersionStatus
from content.models import VERDICTS as LINK_VERDICTS
from content.queries import editorial, links, teamwork
from content.queries.searches import vain_searches
from portal.accounts.models import User

SHOWN = 5
EXPIRES_WITHIN = timedelta(days=30)
CHECK_AFTER = timedelta(days=365)


class Line(NamedTuple):
    """One text or link. `kind` and `key` say whose form it leads to; without a kind it leads to the whole list."""

    title: str
    note: str
    kind: str = ""
    key: int = 0
    day: datetime | date | None = None


class Tile(NamedTuple):
    """One reason to do something: how many there are, and the first of them."""

    title: str | Promise
    empty: str | Promise
    count: int
    lines: list[Line]
    # Where all of them are: the name of an address of the administration
    more: str = ""
    is_urgent: bool = False


def dashboard(user: User, now: datetime) -> list[Tile]:
    """Everything that waits. Queries: about 20 and one a kind of text for their names, however much there is."""
    own = editorial.own_versions(user)
    return [
        in_review(user, own),
        drafts(user, own),
        tasks(user),
        mentions(user),
        expiring(user, now),
        to_check(own, now),
        broken_links(user),
        searches_in_vain(),
        translations(own),
    ]


def in_review(user: User, own: QuerySet[Version]) -> Tile:
    rows = own.filter(editorial.in_review(user))
    return of_versions(_("Zur Prüfung für Sie"), _("Nichts wartet auf Ihre Prüfung."), rows.order_by("saved_at", "pk"))


def drafts(user: User, own: QuerySet[Version]) -> Tile:
    rows = own.filter(status__in=OPEN, author_ids__contains=[user.pk])
    return of_versions(_("Ihre Entwürfe"), _("Sie haben keinen offenen Entwurf."), rows.order_by("-saved_at", "pk"))


def of_versions(title: Promise, empty: Promise, rows: QuerySet[Version]) -> Tile:
    shown = rows.select_related("saved_by").prefetch_related("text")[:SHOWN]
    return Tile(title, empty, rows.count(), [line for version in shown for line in line_of(version)])


def line_of(version: Version) -> list[Line]:
    """A version of a text that is still there."""
    if version.text is None:
        return []
    by = f", {version.saved_by}" if version.saved_by else ""
    kind = version.text._meta.model_name
    return [Line(str(version.text), version.get_status_display() + by, kind, version.object_id, version.saved_at)]


def tasks(user: User) -> Tile:
    count, overdue, _unseen = teamwork.waiting(user)
    lines = [
        Line(task.title, str(task.text), day=task.due_on) for task in teamwork.open_tasks(user)[:SHOWN] if task.text
    ]
    return Tile(
        _("Ihre Aufgaben"),
        _("Sie haben keine offene Aufgabe."),
        count,
        lines,
        "content_task_changelist",
        is_urgent=overdue > 0,
    )


def mentions(user: User) -> Tile:
    rows = teamwork.unseen_mentions(user)
    lines = [
        Line(str(mention.comment.text), f"{mention.comment.author}: {mention.comment.body[:80]}")
        for mention in rows[:SHOWN]
        if mention.comment.text
    ]
    empty = _("Niemand wartet auf eine Antwort von Ihnen.")
    return Tile(_("Für Sie geschrieben"), empty, rows.count(), lines, "content_task_changelist")


def expiring(user: User, now: datetime) -> Tile:
    """Own published texts that will be taken away soon. Queries: 2, and 1 a kind of text."""
    ends = {"is_published": True, "expire_at__gt": now, "expire_at__lte": now + EXPIRES_WITHIN}
    parts = [
        editorial.own_texts(model._base_manager.filter(**ends), user)
        .order_by()
        .annotate(
            kind=Value(ContentType.objects.get_for_model(model).pk, BigIntegerField()),
        )
        .values_list("kind", "pk", "expire_at")
        for model in editorial.editorial_models()
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("expire_at", "pk")
    found = list(rows[:200])
    names = names_of([(kind, key) for kind, key, _ends in found[:SHOWN]])
    lines = [Line(*names[kind, key], key=key, day=ends) for kind, key, ends in found[:SHOWN] if (kind, key) in names]
    return Tile(_("Läuft bald ab"), _("In den nächsten 30 Tagen läuft kein Text ab."), len(found), lines)


def names_of(keys: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str, str]]:
    """Title, note and kind of texts by their kind and number. Queries: 1 a kind."""
    found = {}
    for kind in {kind for kind, _key in keys}:
        model = ContentType.objects.get_for_id(kind).model_class()
        for text in model._base_manager.filter(pk__in=[key for other, key in keys if other == kind]):
            found[kind, text.pk] = (str(text), str(model._meta.verbose_name), model._meta.model_name)
    return found


def to_check(own: QuerySet[Version], now: datetime) -> Tile:
    rows = own.filter(status=VersionStatus.PUBLISHED, checked_at__lt=now - CHECK_AFTER)
    title = _("Seit zwölf Monaten nicht geprüft")
    return of_versions(title, _("Alle Texte sind im letzten Jahr geprüft."), rows.order_by("checked_at", "pk"))


def broken_links(user: User) -> Tile:
    rows = links.wrong_links(user)
    lines = [Line(link.url, LINK_VERDICTS[link.verdict], day=link.wrong_since) for link in rows[:SHOWN]]
    empty = _("Alle geprüften Links stimmen.")
    return Tile(_("Links, die nicht stimmen"), empty, rows.count(), lines, "content_weblink_changelist")


def searches_in_vain() -> Tile:
    rows = vain_searches()
    lines = [Line(row.text, str(row.searches)) for row in rows[:SHOWN]]
    empty = _("Alles hat gefunden, was gemeint war.")
    return Tile(_("Suchen ohne Treffer oder Klick"), empty, len(rows), lines, "content_searchcount_changelist")


def translations(own: QuerySet[Version]) -> Tile:
    """Public texts whose English is missing or older than the German."""
    behind = Q(translations__en__state="missing") | Q(translations__en__state="outdated")
    rows = own.filter(behind, status=VersionStatus.PUBLISHED).order_by("-saved_at", "pk")
    return of_versions(_("Englisch fehlt oder ist veraltet"), _("Alle Übersetzungen sind aktuell."), rows)
