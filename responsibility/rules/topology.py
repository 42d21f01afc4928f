"""Boundaries: reading a TopoJSON, simplifying it so that neighbours still meet, and drawing it flat."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Ring = list[Point]
Polygons = list[list[Ring]]

KM_PER_DEGREE = 111.2
# M-V lies around this parallel; there a degree of longitude is that much shorter
SHORTER = math.cos(math.radians(53.8))


class Frame(NamedTuple):
    """Where the drawing begins and how many units a degree of latitude has."""

    west: float
    north: float
    scale: float

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The point of the drawing.

        >>> Frame(10.5, 54.7, 1000).place(11.5, 53.7)
        (591, 1000)
        """
        x = (longitude - self.west) * SHORTER * self.scale
        return round(x), round((self.north - latitude) * self.scale)


def decode(topology: dict) -> list[Ring]:
    """The arcs with real coordinates."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def polygons_of(geometry: dict, arcs: list[Ring]) -> Polygons:
    """The rings of one shape."""
    numbers = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[ring(indexes, arcs) for indexes in polygon] for polygon in numbers]


def ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def simplify_all(shapes: list[Polygons], kilometres: float) -> list[Polygons]:
    """Leave out points that change the line by less, and islands smaller than that, the same on both sides."""
    nodes = meeting_points(shapes)
    smallest = (2 * kilometres) ** 2
    return [
        [[simplify_ring(each, nodes, kilometres) for each in polygon] for polygon in keep_large(shape, smallest)]
        for shape in shapes
    ]


def keep_large(shape: Polygons, smallest: float) -> Polygons:
    """The polygons of at least that area in km², and always the largest, which stands first."""
    largest, *others = sorted(shape, key=lambda polygon: -abs(area(polygon[0])))
    return [largest, *(polygon for polygon in others if abs(area(polygon[0])) >= smallest)]


def area(points: Ring) -> float:
    """Signed area in km², positive against the clock.

    >>> round(area([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]))
    7303
    """
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))
    return doubled / 2 * KM_PER_DEGREE**2 * SHORTER


def meeting_points(shapes: list[Polygons]) -> set[Point]:
    """Points from which more than two border lines go: they must stay where they are."""
    lines: set[frozenset[Point]] = set()
    for each in rings(shapes):
        lines.update(frozenset(pair) for pair in pairwise(each) if pair[0] != pair[1])
    ways = Counter(point for line in lines for point in line)
    return {point for point, count in ways.items() if count > 2}


def rings(shapes: Iterable[Polygons]) -> Iterator[Ring]:
    for shape in shapes:
        for polygon in shape:
            yield from polygon


def simplify_ring(points: Ring, nodes: set[Point], kilometres: float) -> Ring:
    """Simplify from meeting point to meeting point; at least a triangle stays."""
    loop = points[:-1]
    stops = [number for number, point in enumerate(loop) if point in nodes]
    if not stops:
        stops = [loop.index(min(loop))]
    loop = loop[stops[0] :] + loop[: stops[0]]
    stops = [stop - stops[0] for stop in stops] + [len(loop)]
    closed = [*loop, loop[0]]
    if len(stops) == 2:
        far = max(range(len(loop)), key=lambda number: (distance(loop[number], loop[0], loop[0]), loop[number]))
        stops = [0, far, len(loop)]
    result: Ring = [closed[0]]
    for start, end in pairwise(stops):
        result.extend(simplify(closed[start : end + 1], kilometres)[1:])
    return result if len(result) > 3 else points


def simplify(points: Ring, kilometres: float) -> Ring:
    """Douglas and Peucker, from the same end whichever neighbour asks.

    >>> simplify([(11, 54), (11.5, 54.0001), (12, 54)], 1)
    [(11, 54), (12, 54)]
    """
    if points[0] > points[-1]:
        return simplify(points[::-1], kilometres)[::-1]
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        between = range(start + 1, end)
        far = max(between, key=lambda n: distance(points[n], points[start], points[end]), default=None)
        if far is not None and distance(points[far], points[start], points[end]) > kilometres:
            keep.add(far)
            spans += [(start, far), (far, end)]
    return [points[number] for number in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a line between two others, in km."""
    px, py = ((point[0] - start[0]) * SHORTER, point[1] - start[1])
    ex, ey = ((end[0] - start[0]) * SHORTER, end[1] - start[1])
    length = ex * ex + ey * ey
    along = max(0.0, min(1.0, (px * ex + py * ey) / length)) if length else 0.0
    return math.hypot(px - along * ex, py - along * ey) * KM_PER_DEGREE


def rounded(shape: Polygons, digits: int) -> Polygons:
    """Coordinates as the files keep them; points that fall together are one."""
    return [[thin([(round(x, digits), round(y, digits)) for x, y in each]) for each in polygon] for polygon in shape]


def thin(points: Ring) -> Ring:
    return points[:1] + [point for before, point in pairwise(points) if point != before]


def svg_path(shape: Polygons, frame: Frame) -> str:
    """The shape as the `d` of a path, with steps in whole units.

    >>> svg_path([[[(10.5, 54.7), (10.5, 54.6), (10.6, 54.6), (10.5, 54.7)]]], Frame(10.5, 54.7, 100))
    'M0 0l0 10 6 0z'
    """
    parts = []
    for polygon in shape:
        for each in polygon:
            points = thin([frame.place(*point) for point in each])[:-1]
            steps = [f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points)]
            if len(points) > 2:
                parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(parts)


def bounds(shape: Polygons) -> tuple[float, float, float, float]:
    """West, south, east and north end."""
    points = [point for polygon in shape for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def label_point(shape: Polygons) -> Point:
    """A point well inside the largest polygon: of a grid, the one farthest from every border."""
    outer = max((polygon[0] for polygon in shape), key=lambda each: abs(area(each)))
    borders = [line for each in rings([shape]) for line in pairwise(each)]
    west, south, east, north = bounds([[outer]])
    grid = [
        (west + (east - west) * i / 24, south + (north - south) * j / 24) for i in range(1, 24) for j in range(1, 24)
    ]
    inner = [point for point in grid if is_inside(point, borders)]
    return max(inner, key=lambda point: min(distance(point, *line) for line in borders))


def is_inside(point: Point, borders: list[tuple[Point, Point]]) -> bool:
    """Even-odd rule.

    >>> is_inside((1, 1), [((0, 0), (2, 0)), ((2, 0), (1, 3)), ((1, 3), (0, 0))])
    True
    """
    x, y = point
    crossed = [
        (x1, y1, x2, y2)
        for (x1, y1), (x2, y2) in borders
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    ]
    return len(crossed) % 2 == 1
