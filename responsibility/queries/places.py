"""What somebody means who types a place: one municipality, several, or none, and why none."""

from typing import Literal, NamedTuple

from responsibility.models import Area, PostcodeArea
from responsibility.queries.areas import AreaRow, find_areas
from responsibility.rules import names

MOST_CHOICES = 50


class PlaceAnswer(NamedTuple):
    """`status` tells which sentence the reader gets; `areas` are the choices."""

    status: Literal["one", "several", "malformed", "not_delivered", "elsewhere", "no_such_name"]
    areas: list[AreaRow]

    @property
    def only(self) -> AreaRow | None:
        return self.areas[0] if self.status == "one" else None


def find_place(text: str) -> PlaceAnswer:
    """Judge "18273", "Güstrow", "18273 Güstrow" or "Neuenkirchen, Amt Landhagen". Queries: at most 3."""
    name, _, context = text.partition(",")
    areas = find_areas(name, MOST_CHOICES, kinds=[Area.Kind.GEMEINDE])
    if context:
        areas = [area for area in areas if names.fold(context) in names.fold(area.context)] or areas
    postcode, typed_name = names.split_place(name)
    if not areas and postcode and typed_name:
        areas = find_areas(postcode, MOST_CHOICES, kinds=[Area.Kind.GEMEINDE])
    if not areas:
        return PlaceAnswer(reason(text), [])
    exact = [area for area in areas if names.fold(area.short_name) == names.fold(typed_name)]
    if len(exact) == 1:
        return PlaceAnswer("one", exact)
    return PlaceAnswer("one" if len(areas) == 1 else "several", areas)


def reason(text: str) -> Literal["malformed", "not_delivered", "elsewhere", "no_such_name"]:
    """Why nothing was found. Queries: at most 1."""
    postcode, _ = names.split_place(text)
    if not postcode:
        return "malformed" if names.has_figures(text) else "no_such_name"
    # The first three figures are ours: a post box, a large customer, an old postcode or a neighbour's
    is_near = PostcodeArea.objects.filter(postcode__startswith=postcode[:3]).exists()
    return "not_delivered" if is_near else "elsewhere"
