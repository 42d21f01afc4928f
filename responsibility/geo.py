"""The drawing of the Land that `manage.py build_map` made: paths of the Kreise and of the local administrations."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from responsibility.rules.topology import Frame

DRAWING = Path(__file__).parent / "data" / "karte.json"


class Outline(NamedTuple):
    """One area of the drawing; `box` is left, top, right, bottom."""

    name: str
    path: str
    label: tuple[int, int]
    box: tuple[int, int, int, int]


class Drawing(NamedTuple):
    frame: Frame
    size: tuple[int, int]
    kreise: dict[str, Outline]
    aemter: dict[str, Outline]

    def of(self, ars: str) -> Outline | None:
        """The outline of a Kreis, an Amt or a municipality without one."""
        return self.aemter.get(ars) or self.kreise.get(ars)


@cache
def drawing() -> Drawing:
    """Read once a process; the file only changes with a new version of the portal."""
    content = json.loads(DRAWING.read_text(encoding="utf-8"))
    frame = Frame(content["west"], content["north"], content["scale"])
    return Drawing(frame, tuple(content["size"]), outlines(content["kreise"]), outlines(content["aemter"]))


def outlines(areas: dict[str, dict]) -> dict[str, Outline]:
    return {
        ars: Outline(area["name"], area["path"], tuple(area["label"]), tuple(area["box"]))
        for ars, area in areas.items()
    }
