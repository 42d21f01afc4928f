"""What somebody means who types a place: one municipality, several, or none, and why none."""

from typing import Literal, NamedTuple

from responsibility.models import Area, Locality, PostcodeArea
from responsibility.queries.areas import AreaRow, find_candidates
from responsibility.rules import names

MOST_CHOICES = 50
# Of a name: "Neubukow Ost" has two
MOST_WORDS = 4
CHOSEN = (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL)


class PlaceAnswer(NamedTuple):
    """`status` tells which sentence the reader gets; `areas` are the choices.

    `suggestions` are places that only one source pairs with the postcode: shown as "Meinten Sie", never taken.
    """

    status: Literal["one", "several", "malformed", "not_delivered", "elsewhere", "no_such_name"]
    areas: list[AreaRow]
    suggestions: list[AreaRow] = []

    @property
    def only(self) -> AreaRow | None:
        return self.areas[0] if self.status == "one" else None


def find_place(text: str) -> PlaceAnswer:
    """Judge "18273", "Güstrow", "18273 Güstrow" or "Neuenkirchen, Amt Landhagen". Queries: at most 3."""
    name, _, context = text.partition(",")
    areas = find_candidates(name, MOST_CHOICES, kinds=CHOSEN)
    if context:
        areas = [area for area in areas if names.fold(context) in names.fold(area.full_context)] or areas
    postcode, typed_name = names.split_place(name)
    if not areas and postcode and typed_name:
        areas = find_candidates(postcode, MOST_CHOICES, kinds=CHOSEN)
    weak = [area for area in areas if area.is_weak]
    areas = [area for area in areas if not area.is_weak]
    if not areas:
        return PlaceAnswer(reason(text), [], weak)
    exact = [area for area in areas if names.fold(area.label) == names.fold(typed_name)]
    if len(exact) == 1:
        return PlaceAnswer("one", exact)
    return PlaceAnswer("one" if len(areas) == 1 else "several", areas, weak)


def reason(text: str) -> Literal["malformed", "not_delivered", "elsewhere", "no_such_name"]:
    """Why nothing was found. Queries: at most 1."""
    postcode, _ = names.split_place(text)
    if not postcode:
        return "malformed" if names.has_figures(text) else "no_such_name"
    # The first three figures are ours: a post box, a large customer, an old postcode or a neighbour's
    is_near = PostcodeArea.objects.filter(postcode__startswith=postcode[:3]).exists()
    return "not_delivered" if is_near else "elsewhere"


def read_line(text: str) -> tuple[str, PlaceAnswer | None]:
    """Subject and place of one typed line, "Hund anmelden Güstrow" or "18273 Perso". Queries: at most 5.

    A place is a postcode, or the longest name at the end, else at the beginning, that is written out.
    """
    postcode, rest = names.split_place(text)
    words = rest.split()
    pieces = [(words[:-n], words[-n:]) for n in range(MOST_WORDS, 0, -1)]
    pieces += [(words[n:], words[:n]) for n in range(MOST_WORDS, 0, -1)]
    folded = {names.fold(" ".join(name)) for _subject, name in pieces} - {""}
    known = set(Area.objects.filter(search_name__in=folded, kind__in=CHOSEN).values_list("search_name", flat=True))
    known |= set(Locality.objects.filter(search_name__in=folded).values_list("search_name", flat=True))
    found = next(((subject, name) for subject, name in pieces if names.fold(" ".join(name)) in known), None)
    if found is None:
        return rest, find_place(postcode) if postcode else None
    subject, name = found
    return " ".join(subject), find_place(" ".join([postcode, *name]).strip())
