"""The map of the Land as the pages draw it, with links where there is something to choose."""

from typing import NamedTuple

from responsibility import geo
from responsibility.models import Area, Organisation

# Room around a Kreis, in units of the drawing
MARGIN = 20


class Shape(NamedTuple):
    """One area of the map. `slug` is the authority that a press on it leads to, empty for a Kreis."""

    ars: str
    name: str
    path: str
    label: str
    x: int
    y: int
    slug: str = ""
    is_on: bool = False

    @property
    def kreis(self) -> str:
        return self.ars[:5]


class LandMap(NamedTuple):
    """What is drawn: the shapes of one level, the background below them, the part that is seen, and the seat."""

    level: str
    shapes: list[Shape]
    background: list[str]
    box: str
    name: str = ""
    seat: tuple[int, int] | None = None
    # Latitude and longitude of the seat, as a script reads them
    position: str = ""


def kreise() -> dict[str, str]:
    """The eight Kreise by their five figures. Queries: none."""
    named = sorted((outline.name, ars[:5]) for ars, outline in geo.drawing().kreise.items())
    return {key: name for name, key in named}


def map_of_land() -> LandMap:
    """All Kreise. Queries: none."""
    drawing = geo.drawing()
    shapes = [shape(ars, drawing.kreise[ars]) for ars in (key.ljust(12, "0") for key in kreise())]
    return LandMap("kreise", shapes, [], whole(drawing))


def map_of_kreis(kreis: str) -> LandMap:
    """The local administrations of a Kreis, given by five figures that `kreise` knows. Queries: 1."""
    drawing = geo.drawing()
    ars = kreis.ljust(12, "0")
    here = Organisation.objects.filter(kind=Organisation.Kind.LOCAL, area__path__contains=[ars])
    rows = here.order_by("name", "pk").values_list("area__ars", "name", "slug")
    shapes = [
        shape(key, drawing.aemter[key])._replace(name=name, slug=slug)
        for key, name, slug in rows
        if key in drawing.aemter
    ]
    left, top, right, bottom = drawing.kreise[ars].box
    box = f"{left - MARGIN} {top - MARGIN} {right - left + 2 * MARGIN} {bottom - top + 2 * MARGIN}"
    background = [outline.path for key, outline in drawing.kreise.items() if key != ars]
    return LandMap("aemter", shapes, background, box, drawing.kreise[ars].name)


def map_of_organisation(organisation: Organisation, area: Area | None) -> LandMap | None:
    """The Land with the area of an authority and its seat; None if neither is known. Queries: none."""
    drawing = geo.drawing()
    outline = drawing.of(area.ars) if area else None
    has_seat = organisation.latitude is not None
    if outline is None and not has_seat:
        return None
    shapes = [shape(area.ars, outline)._replace(name=area.name, is_on=True)] if outline else []
    seat = drawing.frame.place(organisation.longitude, organisation.latitude) if has_seat else None
    position = f"{organisation.latitude} {organisation.longitude}" if has_seat else ""
    background = [each.path for each in drawing.kreise.values()]
    level = "kreise" if outline and area.ars in drawing.kreise else "aemter"
    return LandMap(level, shapes, background, whole(drawing), area.name if area else "", seat, position)


def shape(ars: str, outline: geo.Outline) -> Shape:
    label = outline.name.removeprefix("Landkreis ") if outline.name != "Landkreis Rostock" else outline.name
    return Shape(ars, outline.name, outline.path, label, *outline.label)


def whole(drawing: geo.Drawing) -> str:
    width, height = drawing.size
    return f"{-MARGIN} {-MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}"
