"""The page with an officer's calendars, and what stands in one."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CalendarFeed, Proceeding
from cases.queries.inbox import PROCEEDING_OPEN
from cases.rules.calendars import Entry
from portal.accounts.models import User
from responsibility.queries import organisations_with

MOST_ENTRIES = 2000
# Overdue deadlines stay in the calendar this long
PAST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar an officer can have; `url` is empty until its link is made."""

    organisation_id: int | None
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class CalendarContent:
    """What a calendar program fetches."""

    name: str
    entries: list[Entry]


def calendar_rows(officer: User) -> list[CalendarRow]:
    """The own deadlines first, then each authority. Queries: 2."""
    feeds = {feed.organisation_id: feed_url(feed) for feed in CalendarFeed.objects.filter(user=officer)}
    rows = [CalendarRow(None, _("Meine Fristen"), feeds.get(None, ""))]
    works_for = organisations_with(officer, "work_cases").order_by("name", "pk")
    if officer.is_superuser:
        works_for = works_for.filter(pk__in=feeds)
    return rows + [CalendarRow(key, name, feeds.get(key, "")) for key, name in works_for.values_list("pk", "name")]


def feed_url(feed: CalendarFeed) -> str:
    return f"{settings.PUBLIC_URL}{reverse('cases:calendar', args=[feed.secret])}"


def calendar_content(secret: str) -> CalendarContent:
    """The deadlines behind a link, by the rights its owner has now; 404 where there are none. Queries: 3."""
    feed = CalendarFeed.objects.select_related("user", "organisation").filter(secret=secret).first()
    works_for = organisations_with(feed.user, "work_cases") if feed else None
    if feed is None or not (works_for.filter(pk=feed.organisation_id) if feed.organisation else works_for).exists():
        raise Http404
    proceedings = Proceeding.objects.visible_to(feed.user).filter(
        status__in=PROCEEDING_OPEN, due_on__gte=timezone.localdate() - PAST
    )
    if feed.organisation:
        proceedings = proceedings.filter(organisation=feed.organisation)
        name = _("Fristen %(organisation)s") % {"organisation": feed.organisation.name}
    else:
        proceedings = proceedings.filter(officer=feed.user)
        name = _("Meine Fristen")
    found = proceedings.select_related("case__area", "service", "organisation", "officer").order_by("due_on", "pk")
    return CalendarContent(name, [entry(proceeding) for proceeding in found[:MOST_ENTRIES]])


def entry(proceeding: Proceeding) -> Entry:
    case = proceeding.case
    facts = {
        "organisation": proceeding.organisation.name,
        "place": case.area.short_name,
        "officer": str(proceeding.officer) if proceeding.officer else _("noch niemand"),
    }
    host = settings.PUBLIC_URL.partition("://")[2]
    return Entry(
        key=f"frist-{proceeding.pk}@{host}",
        on=proceeding.due_on,
        summary=_("Frist: %(service)s, %(reference)s")
        % {"service": proceeding.service.name, "reference": case.reference},
        description=_("%(organisation)s, %(place)s. Bearbeitung: %(officer)s.") % facts,
        url=f"{settings.PUBLIC_URL}{reverse('cases:proceeding', args=[proceeding.pk])}",
        version=proceeding.version,
    )
