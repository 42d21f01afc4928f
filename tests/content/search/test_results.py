"""The page of results: rows that are remembered, and the shapes that it is made from."""

import pytest
from django.urls import reverse

from content import actions
from content.models import Service
from content.queries import facets, search
from portal import public
from portal.place import Place
from portal.public import public_number
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


@pytest.fixture
def number():
    told = public_number.set(7)
    public.forget()
    yield
    public.forget()
    public_number.reset(told)


def indexed(**fields) -> Service:
    service = ServiceFactory(**fields)
    actions.index_services([service.pk])
    return service


def test_texts_and_what_was_typed_are_escaped(client):
    indexed(name="Dromedar <i>Pass</i>", title='Dromedar & "Kamel"', summary="<script>1</script>", slug="dromedar")
    shown = client.get(reverse("content:services"), {"q": "dromedar <b>\"'"}).content.decode()
    assert 'href="/leistungen/dromedar/?gesucht=dromedar%20%3Cb%3E%22%27">Dromedar &amp; &quot;Kamel&quot;</a>' in shown
    assert "Dromedar &lt;i&gt;Pass&lt;/i&gt;" in shown
    assert "&lt;script&gt;1&lt;/script&gt;" in shown
    assert "<mark>Dromedar</mark>" in shown
    assert "<script>1" not in shown
    assert "<i>Pass" not in shown
    assert "<b>" not in shown


def test_each_language_has_its_own_addresses_and_texts(client):
    indexed(name="Dromedar Anmeldung", title_de="Dromedar anmelden", title_en="Register a dromedary", slug="dromedar")
    german = client.get("/leistungen/", {"q": "dromedar"}).content.decode()
    english = client.get("/en/leistungen/", {"q": "dromedar"}).content.decode()
    assert '<a href="/leistungen/dromedar/?gesucht=dromedar">Dromedar anmelden</a>' in german
    assert '<a href="/en/leistungen/dromedar/?gesucht=dromedar">Register a dromedary</a>' in english


@pytest.mark.usefixtures("number")
def test_a_service_with_a_rule_of_its_own_does_not_share_the_answer_of_its_group():
    group, area = ServiceGroupFactory(), AreaFactory()
    ResponsibilityFactory(group=group, area=area, organisation=OrganisationFactory(name="Amt der Gruppe"))
    services = [ServiceFactory(name=f"Dromedarnummer {n}", slug=f"nummer-{n}", group=group) for n in range(3)]
    own = OrganisationFactory(name="Amt der Nummer 1")
    ResponsibilityFactory(group=None, service=services[1], area=area, organisation=own)
    actions.index_services([service.pk for service in services])
    place = Place(area.ars, area.short_name)
    for _ in range(2):
        found = {row.slug: row.authority for row in search("Dromedarnummer", place=place).rows}
        assert found == {"nummer-0": "Amt der Gruppe", "nummer-1": "Amt der Nummer 1", "nummer-2": "Amt der Gruppe"}
    assert {row.authority for row in search("Dromedarnummer").rows} == {""}


@pytest.mark.usefixtures("number")
def test_while_the_public_state_holds_only_the_index_is_asked(django_assert_num_queries):
    area = AreaFactory()
    service = indexed(name="Dromedar Anmeldung", audience="both", is_online=True)
    service.life_situations.add(LifeSituationFactory(slug="tiere"))
    place = Place(area.ars, area.short_name)
    first = search("Dromedar", place=place)
    counted = facets(first.hits)
    with django_assert_num_queries(1):
        assert search("Dromedar", place=place) == first
        assert facets(first.hits) == counted == ({"citizen": 1, "business": 1}, {"tiere": 1}, 1)
    Service.objects.filter(pk=service.pk).update(title_de="Anders", title_en="Anders", is_online=False)
    public_number.set(8)
    assert [row.title for row in search("Dromedar", place=place).rows] == ["Anders"]
    assert facets(first.hits).online == 0
    Service.objects.filter(pk=service.pk).update(status="draft")
    public_number.set(9)
    assert search("Dromedar").rows == []
    assert facets((*first.hits, 10**12)) == ({"citizen": 0, "business": 0}, {}, 0)


def test_a_place_with_a_strange_name_shows_on_no_other_page(client):
    client.cookies["ort"] = "130720043043%7CNone"
    assert "Treffer für None" in client.get("/leistungen/", {"q": "hund anmelden"}).content.decode()
    client.cookies.clear()
    assert "Treffer für None" not in client.get("/leistungen/", {"q": "hund anmelden"}).content.decode()
