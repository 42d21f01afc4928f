"""manage.py load_responsibility"""

import json
from dataclasses import replace

import pytest
from django.core.management import call_command

from responsibility import actions, reference
from responsibility.models import Area, Organisation, PostcodeArea

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


def test_the_whole_land_is_there():
    kinds = {kind: Area.objects.filter(kind=kind, successor=None).count() for kind in Area.Kind.values}
    assert kinds == {"land": 1, "kreis": 6, "amt": 76, "gemeinde": 724, "ortsteil": 0}
    assert Area.objects.exclude(successor=None).count() == 36
    assert PostcodeArea.objects.count() == 814
    assert Organisation.objects.filter(kind="local").count() == 116
    assert Organisation.objects.filter(kind="chamber").count() == 5
    assert sum(Area.objects.filter(kind="gemeinde", successor=None).values_list("population", flat=True)) == 1_573_597


@pytest.mark.parametrize(
    ("ars", "path"),
    [
        ("130720043043", ["130720043043", "130720000000", "130000000000"]),  # amtsfrei: straight below the Kreis
        ("130030000000", ["130030000000", "130000000000"]),  # kreisfrei: straight below the Land
        ("130725258024", ["130725258024", "130725258000", "130720000000", "130000000000"]),
    ],
)
def test_the_way_up(ars, path):
    assert Area.objects.get(ars=ars).path == path


def test_a_second_run_writes_nothing(django_assert_num_queries, capsys):
    with django_assert_num_queries(6):  # savepoint, four reads, release
        call_command("load_responsibility")
    assert capsys.readouterr().out.splitlines() == [
        "Gebiete: 0 neu, 0 geändert, 843 gleich",
        "Postleitzahlen: 0 neu, 0 geändert, 814 gleich",
        "Ortsteile: 0 neu, 0 geändert, 281 gleich",
        "Behörden: 0 neu, 0 geändert, 132 gleich",
    ]


def test_editors_keep_what_they_changed_until_overwritten():
    Organisation.objects.filter(slug="guestrow").update(phone="03843 0", is_sample=False)
    call_command("load_responsibility")
    assert Organisation.objects.get(slug="guestrow").phone == "03843 0"
    call_command("load_responsibility", overwrite=True)
    assert Organisation.objects.get(slug="guestrow").phone != "03843 0"


def test_a_pair_that_editors_added_stays():
    PostcodeArea.objects.create(postcode="18271", area=Area.objects.get(ars="130720043043"), confidence="high")
    call_command("load_responsibility")
    assert PostcodeArea.objects.filter(postcode="18271").exists()


def test_a_new_name_in_the_table_is_taken_over():
    tables = reference.read()
    renamed = [
        replace(area, short_name="Gustrow am See") if area.ars == "130720043043" else area for area in tables.areas
    ]
    done = actions.import_reference(replace(tables, areas=renamed))
    assert str(done["Gebiete"]) == "0 neu, 1 geändert, 842 gleich"
    assert Area.objects.get(ars="130720043043").search_name == "gustrow am see"


def test_contact_data_is_marked_as_sample_and_fictional():
    for organisation in Organisation.objects.all():
        assert organisation.is_sample
        assert organisation.email.endswith(".example"), organisation
        assert organisation.web.endswith(".example/"), organisation
        assert organisation.phone.startswith("030 23125 "), organisation  # the range reserved for fiction
        assert json.dumps(organisation.opening_hours) != "{}"
