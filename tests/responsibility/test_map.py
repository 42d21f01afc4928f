"""The map: simplified borders that still meet, and a drawing that works without a script."""

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from responsibility import geo
from responsibility.management.commands.build_map import key_of
from responsibility.models import Area, Organisation
from responsibility.queries import kreise, map_of_kreis, map_of_land
from responsibility.rules import topology

LEVELS = {"kreise": 8, "aemter": 116, "gemeinden": 724}


def features(level: str) -> dict[str, list]:
    content = json.loads((settings.BASE_DIR / "static" / "geo" / f"{level}.json").read_text(encoding="utf-8"))
    return {each["properties"]["ars"]: each["geometry"]["coordinates"] for each in content["features"]}


@pytest.mark.parametrize(("level", "count"), LEVELS.items())
def test_every_area_is_drawn_as_closed_rings(level, count):
    shapes = features(level)
    assert len(shapes) == count
    for ars, shape in shapes.items():
        assert shape, ars
        for polygon in shape:
            for ring in polygon:
                assert len(ring) >= 4, ars
                assert ring[0] == ring[-1], ars


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_still_meet(level):
    """A line between two areas belongs to both: no gap, no overlap. Lines of one only are the edge of the Land."""
    lines: dict[frozenset, int] = {}
    for shape in features(level).values():
        for polygon in shape:
            for ring in polygon:
                for start, end in pairwise(map(tuple, ring)):
                    lines[frozenset((start, end))] = lines.get(frozenset((start, end)), 0) + 1
    assert max(lines.values()) == 2
    edge = [line for line, count in lines.items() if count == 1]
    ends: dict[tuple, int] = {}
    for line in edge:
        for point in line:
            ends[point] = ends.get(point, 0) + 1
    assert all(count % 2 == 0 for count in ends.values())  # the edge is closed


@pytest.mark.parametrize(
    ("line", "kilometres"),
    [
        ([(11 + n / 50, 54 + (n * 37 % 11) / 400) for n in range(40)], 0.8),
        # two corners equally far away: only the direction would decide which one stays
        ([(11.0, 54.0), (11.25, 54.25), (11.5, 54.25), (11.75, 54.0)], 15),
    ],
)
def test_simplifying_is_the_same_from_both_sides(line, kilometres):
    simple = topology.simplify(line, kilometres)
    assert simple == topology.simplify(line[::-1], kilometres)[::-1]
    assert 2 < len(simple) < len(line)


@pytest.mark.parametrize(
    ("properties", "ars"),
    [
        ({"kreis": "13072", "kreis_name": "Landkreis Rostock"}, "130720000000"),
        ({"kreis": "13072", "amt": "130725258"}, "130725258000"),  # an Amt
        ({"kreis": "13072", "amt": "130720043"}, "130720043043"),  # amtsfrei: the municipality itself
        ({"kreis": "13003", "amt": "130030000"}, "130030000000"),  # kreisfrei
        ({"ars": "130725258024", "amt": "130725258", "kreis": "13072"}, "130725258024"),
    ],
)
def test_keys(properties, ars):
    assert key_of(properties) == ars


def test_the_command_names_what_it_expects(tmp_path):
    with pytest.raises(CommandError, match="fehlt"):
        call_command("build_map", str(tmp_path / "nothing.topojson"))
    (tmp_path / "empty.topojson").write_text('{"objects": {"kreise": {}}}')
    with pytest.raises(CommandError, match="aemter, gemeinden"):
        call_command("build_map", str(tmp_path / "empty.topojson"))


@pytest.mark.django_db
@pytest.mark.usefixtures("mv")
class TestWithTheLand:
    def test_every_administration_has_its_outline(self):
        drawn = geo.drawing()
        local = Organisation.objects.filter(kind__in=["local", "district"]).values_list("area__ars", flat=True)
        assert [ars for ars in local if drawn.of(ars) is None] == []
        official = dict(Area.objects.filter(kind="kreis").values_list("ars", "name"))
        assert {ars: drawn.kreise[ars].name for ars in official} == official

    def test_every_place_lies_in_its_outline(self):
        for area in Area.objects.filter(kind="gemeinde", ars__in=geo.drawing().aemter):
            x, y = geo.drawing().frame.place(area.longitude, area.latitude)
            left, top, right, bottom = geo.drawing().aemter[area.ars].box
            assert left <= x <= right, area
            assert top <= y <= bottom, area

    def test_each_kreis_leads_to_all_its_administrations(self):
        slugs = [shape.slug for kreis in kreise() for shape in map_of_kreis(kreis).shapes]
        local = Organisation.objects.filter(kind="local").values_list("slug", flat=True)
        assert sorted(slugs) == sorted(local)

    def test_no_query_for_the_land_and_one_for_a_kreis(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert len(map_of_land().shapes) == 8
        for kreis, count in (("13003", 1), ("13076", 24)):
            with django_assert_num_queries(1):
                assert len(map_of_kreis(kreis).shapes) >= min(count, 20)

    @pytest.mark.parametrize(("query", "links"), [({}, 8), ({"kreis": "13003"}, 1)])
    def test_the_drawing_is_made_of_links_with_names(self, client, query, links):
        page = client.get("/behoerden/", query).content.decode()
        start = page.index('<svg class="mv-map')
        drawing = ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])  # noqa: S314 - our own page
        found = list(drawing.iter("a"))
        assert len(found) == links
        assert all(link.get("aria-label") and link.get("href") for link in found)
        assert "GeoBasis-DE / BKG 2016 (Daten verändert)" in page

    def test_the_map_of_an_authority_shows_its_area_and_its_seat(self, client):
        page = client.get("/behoerden/guestrow/").context["page"]
        assert [shape.ars for shape in page.map.shapes] == ["130720043043"]
        assert page.map.position == "53.7945 12.1893"
        chamber = client.get("/behoerden/ihk-rostock/").context["page"]
        assert (chamber.map.shapes, chamber.map.seat is not None) == ([], True)

    def test_another_server_is_asked_only_with_the_setting(self, client, settings):
        assert "data-map-background" not in client.get("/behoerden/").content.decode()
        settings.MAP_WMS = {"url": "https://gdi.example/wms", "layers": "karte", "source": "© GDI"}
        page = client.get("/behoerden/").content.decode()
        assert 'data-wms-url="https://gdi.example/wms"' in page
        assert "data-map-background hidden" in page
