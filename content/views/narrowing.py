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
    """One way to narrow the results, or to take the narrowing back."""

    label: str | Promise
    count: int | None
    url: str
    is_chosen: bool


class Group(NamedTuple):
    label: str | Promise
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


def narrowing(text: str, chosen: dict[str, str], found: SearchPage) -> dict[str, list[Group]]:
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
                query = {"q": text} | others | ({} if is_chosen else {key: value})
                rows.append(Choice(name, None if is_chosen else numbers[value], f"?{urlencode(query)}", is_chosen))
        return Group(label, sorted(rows, key=lambda row: -(row.count or 0))[:MOST_SITUATIONS])

    groups = [
        group(_("Für wen"), "fuer", AUDIENCES, counts.audiences),
        group(_("Online"), "online", {"1": _("Online zu beantragen")}, {"1": counts.online}),
        group(_("Lebenslage"), "lage", situations, counts.life_situations),
    ]
    return {"groups": [one for one in groups if one.choices]}
