"""Finding places by name, postcode and key."""

import pytest

from responsibility.models import Area, PostcodeArea
from responsibility.queries import area_by_key, find_areas, find_place, municipality_of_today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Güstrow", "Güstrow"),
        ("guestrow", "Güstrow"),  # umlaut spelled out
        ("Gustrow", "Güstrow"),  # umlaut left out
        ("Guestrw", "Güstrow"),  # a letter missing
        ("Bad Dob", "Bad Doberan"),  # beginning
        ("Schaalsee", "Zarrentin am Schaalsee"),  # a word inside
        ("robel", "Röbel/Müritz"),
        ("Rostock", "Rostock"),  # the city before the Landkreis
        ("18273", "Güstrow"),
        ("18273 Güstrow", "Güstrow"),
        ("19230 Picher", "Picher"),  # one of 20 with this postcode
        ("Breest", "Breest"),  # merged, still found
    ],
)
def test_find_areas(text, first):
    assert find_areas(text)[0].short_name == first


@pytest.mark.parametrize("text", ["", "  ", "!!!", "Hamburg", "20095", "'; drop table", "%", "_"])
def test_find_areas_finds_nothing(text):
    assert find_areas(text) == []


@pytest.mark.parametrize(("text", "rows"), [("Güstrow", 2), ("19230", 20), ("Neu", 20)])
def test_find_areas_is_one_query(django_assert_num_queries, text, rows):
    with django_assert_num_queries(1):
        assert len(find_areas(text)) == rows


def test_same_names_are_told_apart_by_amt_and_kreis():
    found = [area for area in find_areas("Neuenkirchen") if area.short_name == "Neuenkirchen"]
    assert len(found) == 4
    assert len({area.context for area in found}) == 4
    assert all(area.amt.startswith("Amt ") and area.kreis.startswith("Landkreis ") for area in found)


def test_a_merged_municipality_says_what_it_is_today():
    assert find_areas("Penkow")[0].now == "Göhren-Lebbin"
    assert municipality_of_today("130715154114").short_name == "Göhren-Lebbin"
    assert municipality_of_today("130720043043").short_name == "Güstrow"
    assert municipality_of_today("130720000000") is None  # a Kreis is no municipality


@pytest.mark.parametrize(
    ("text", "status", "count"),
    [
        ("18273", "one", 1),
        ("Güstrow", "one", 1),
        ("23952", "one", 1),  # Wismar's seat, not in every source
        ("19230", "several", 20),
        ("Neuenkirchen", "several", 4),
        ("Neuenkirchen, Amt Landhagen", "one", 1),  # as the suggestions write it
        ("Wustrow, Amt Darß/Fischland, Landkreis Vorpommern-Rügen", "one", 1),
        ("18273 Teterow", "one", 1),  # the postcode counts when the name does not fit
        ("1827", "malformed", 0),
        ("182733", "malformed", 0),
        ("18000", "not_delivered", 0),  # in our range, nobody lives there
        ("20095", "elsewhere", 0),  # Hamburg
        ("Hamburg", "no_such_name", 0),
    ],
)
def test_find_place(text, status, count):
    answer = find_place(text)
    assert (answer.status, len(answer.areas)) == (status, count)


def test_weak_pairs_are_suggestions_only():
    """A pair that only one source knows never answers a bare postcode, but a name with it does."""
    weak = PostcodeArea.objects.filter(confidence="low").select_related("area").first()
    assert weak.area_id not in [area.id for area in find_areas(weak.postcode)]
    assert weak.area_id in [area.id for area in find_areas(f"{weak.postcode} {weak.area.short_name}")]


def test_every_delivered_postcode_and_every_name_finds_its_place():
    pairs = PostcodeArea.objects.exclude(confidence="low").values_list("postcode", "area")
    by_postcode = {postcode: set() for postcode, _ in pairs}
    for postcode, area in pairs:
        by_postcode[postcode].add(area)
    assert all({area.id for area in find_areas(postcode, 50)} == areas for postcode, areas in by_postcode.items())
    for area in Area.objects.filter(kind="gemeinde"):
        # An old key whose successor bears the same name is not shown beside it
        assert {area.pk, area.successor_id} & {found.id for found in find_areas(area.short_name, 50)}, area.short_name


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("130720043043", "Güstrow"),  # ARS
        ("13072043", "Güstrow"),  # AGS
        ("18273", "Güstrow"),  # postcode of one municipality
        ("130725258", "Mecklenburgische Schweiz"),  # ARS of an Amt
        ("13072", "Landkreis Rostock"),  # key of a Kreis
        ("13003000", "Rostock"),
        ("19230", None),  # 20 municipalities
        ("99999", None),
        ("1827", None),
        ("abc", None),
        ("١٨٢٧٣", None),  # figures, but not ours
        ("", None),
    ],
)
def test_area_by_key(key, name):
    area = area_by_key(key)
    assert (area and area.short_name) == name
