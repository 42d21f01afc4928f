"""manage.py build_map"""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from responsibility import geo
from responsibility.rules import topology
from responsibility.rules.topology import Frame, Polygons

# The drawing is this wide; its finest line is a fifth of a unit on a desk
WIDTH = 2000
# Level of the file: object of the source, km that a line may move, digits of a degree that are kept
LEVELS = {"kreise": (0.35, 3), "aemter": (0.3, 3), "gemeinden": (0.25, 3)}
CITIES = ("13003", "13004")


class Command(BaseCommand):
    help = (
        "Rechnet aus den Grenzen (TopoJSON mit den Ebenen kreise, aemter und gemeinden) die Karten des Portals: "
        "static/geo/*.json und responsibility/data/karte.json. Nur nötig, wenn es neue Grenzen gibt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="Die Datei mit den Grenzen, WGS 84")

    def handle(self, *, source: Path, **options) -> str:
        if not source.is_file():
            raise CommandError(f"{source} fehlt. Erwartet wird eine TopoJSON-Datei.")
        data = json.loads(source.read_text(encoding="utf-8"))
        if missing := LEVELS.keys() - data.get("objects", {}).keys():
            raise CommandError(f"In {source} fehlen die Ebenen {', '.join(sorted(missing))}.")
        shapes = {level: simplified(data, level) for level in LEVELS}
        folder = settings.BASE_DIR / "static" / "geo"
        folder.mkdir(exist_ok=True)
        for level, rows in shapes.items():
            write(folder / f"{level}.json", {"type": "FeatureCollection", "features": [feature(*row) for row in rows]})
        write(geo.DRAWING, drawing(shapes))
        return ", ".join(f"{len(rows)} {level}" for level, rows in shapes.items())


def simplified(data: dict, level: str) -> list[tuple[dict, Polygons]]:
    """Key and shape of all areas of a level, ordered by key."""
    kilometres, digits = LEVELS[level]
    arcs = topology.decode(data)
    geometries = sorted(data["objects"][level]["geometries"], key=lambda geometry: key_of(geometry["properties"]))
    shapes = topology.simplify_all([topology.polygons_of(each, arcs) for each in geometries], kilometres)
    return [
        (each["properties"], topology.rounded(shape, digits)) for each, shape in zip(geometries, shapes, strict=True)
    ]


def key_of(properties: dict) -> str:
    """The 12-digit key. A municipality without an Amt bears its own number twice (GV100AD)."""
    key = properties.get("ars") or properties.get("amt") or properties["kreis"]
    is_alone = len(key) == 9 and key[5] != "5"
    return key + key[6:9] if is_alone else key.ljust(12, "0")


def name_of(properties: dict) -> str:
    """The name on the map; of the eight Kreise two are cities and bear no "Landkreis"."""
    name = properties.get("name") or properties.get("amt_name")
    if name:
        return name
    is_city = properties["kreis"] in CITIES
    return properties["kreis_name"] if is_city else f"Landkreis {properties['kreis_name'].removeprefix('Landkreis ')}"


def feature(properties: dict, shape: Polygons) -> dict:
    names = {"ars": key_of(properties), "name": name_of(properties)}
    return {
        "type": "Feature",
        "properties": names,
        "geometry": {"type": "MultiPolygon", "coordinates": shape},
    }


def drawing(shapes: dict[str, list[tuple[dict, Polygons]]]) -> dict:
    """The same shapes as paths of one drawing, for pages without a script."""
    land = [polygon for _, shape in shapes["kreise"] for polygon in shape]
    west, south, east, north = topology.bounds(land)
    frame = Frame(west, north, WIDTH / ((east - west) * topology.SHORTER))
    drawn = {"west": west, "north": north, "scale": frame.scale, "size": frame.place(east, south)}
    for level in ("kreise", "aemter"):
        drawn[level] = {key_of(properties): outline(properties, shape, frame) for properties, shape in shapes[level]}
    return drawn


def outline(properties: dict, shape: Polygons, frame: Frame) -> dict:
    west, south, east, north = topology.bounds(shape)
    return {
        "name": name_of(properties),
        "path": topology.svg_path(shape, frame),
        "label": frame.place(*topology.label_point(shape)),
        "box": [*frame.place(west, north), *frame.place(east, south)],
    }


def write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
