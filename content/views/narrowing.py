"""The choices beside the results of a search: all of them links, so that they work without a script."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from content import queries
from content.queries.search import SearchPage

AUDIENCES = {"citizen": _("Für mich privat"), "business": _("Für mein Unternehmen")}
MOST_SITUATIONS = 8


class Choice(NamedTuple):
    """One way to narrow the results, or to take the narrowing back. `query` comes behind ?q=…, empty or with its &."""

    label: str
    count: int | None
    query: str
    is_chosen: bool


class Group(NamedTuple):
    label: str
    choices: list[Choice]


def choices_in(request: HttpRequest) -> dict[str, str]:
    """What the address narrows to; what nobody offers is passed over."""
    given = {key: request.GET.get(key, "")[:80] for key in ("fuer", "lage", "online")}
    kept = {key: value for key, value in given.items() if value}
    if kept.get("fuer") not in AUDIENCES:
        kept.pop("fuer", None)
    if kept.get("online") not in (None, "1"):
        kept.pop("online")
    return kept


def narrowing(chosen: dict[str, str], found: SearchPage) -> dict[str, list[Group]]:
    """The groups of choices with how many results each would leave. Queries: 2, none without results."""
    if not found.hits and not chosen:
        return {"groups": []}
    counts = queries.facets(found.hits)
    situations = {row.slug: row.name for row in queries.life_situations()}

    def group(label: Promise, key: str, options: dict, numbers: dict[str, int]) -> Group:
        rows = []
        for value, name in options.items():
            is_chosen = chosen.get(key) == value
            if is_chosen or (key not in chosen and numbers.get(value)):
                others = {one: kept for one, kept in chosen.items() if one != key}
                own = {} if is_chosen else {key: value}
                query = "".join(f"&{urlencode({one: kept})}" for one, kept in (others | own).items())
                rows.append(Choice(str(name), None if is_chosen else numbers[value], query, is_chosen))
        return Group(str(label), sorted(rows, key=lambda row: -(row.count or 0))[:MOST_SITUATIONS])

    groups = [
        group(_("Für wen"), "fuer", AUDIENCES, counts.audiences),
        group(_("Online"), "online", {"1": _("Online zu beantragen")}, {"1": counts.online}),
        group(_("Lebenslage"), "lage", situations, counts.life_situations),
    ]
    return {"groups": [one for one in groups if one.choices]}
